"""What can be wrong with a filter."""

from gisapp.ogc.errors import InvalidParameterError

_SHOWN_CHARACTERS = 160


class FilterError(InvalidParameterError):
    """A filter cannot be read, or asks for what the layer does not have."""

    def __init__(self, message: str, *, locator: str = "filter") -> None:
        super().__init__(message, locator=locator)


def shown(value: object) -> str:
    """Return a value in one short line."""
    text = " ".join(str(value).split())
    return text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 1] + "…"
