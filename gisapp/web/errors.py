"""What a planner's page or its map data can be asked wrongly, and the HTTP status of each."""

from http import HTTPStatus


class WebError(Exception):
    """A request that cannot be answered as it stands."""


class ParameterError(WebError):
    """A parameter that is missing or out of range; names it, its value and what is allowed."""

    def __init__(self, *, name: str, value: str, allowed: str) -> None:
        self.name, self.value, self.allowed = name, value, allowed
        super().__init__(f"{name} is {value!r}; allowed: {allowed}")


class UnknownLayerError(WebError):
    """A layer that is not published to the map."""

    def __init__(self, *, name: str, known: tuple[str, ...]) -> None:
        self.name, self.value, self.allowed = "layer", name, ", ".join(known)
        super().__init__(f"there is no layer {name!r}; known: {self.allowed}")


class UnknownStatisticError(WebError):
    """A statistic that no map of districts shows."""

    def __init__(self, *, name: str, known: list[str]) -> None:
        self.name, self.value, self.allowed = "statistic", name, ", ".join(known) or "none is stored"
        super().__init__(f"there is no statistic {name!r}; known: {self.allowed}")


STATUS_OF: dict[type[WebError], HTTPStatus] = {
    ParameterError: HTTPStatus.BAD_REQUEST,
    UnknownLayerError: HTTPStatus.NOT_FOUND,
    UnknownStatisticError: HTTPStatus.NOT_FOUND,
}
