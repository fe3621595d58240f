"""What can be wrong with a symbol asked for."""


class UnknownTokenError(LookupError):
    """A colour, ramp or size that `tokens.json` does not hold."""

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(f"no token named {name!r}; tokens.json knows {', '.join(sorted(known))}")


class UnknownStyleError(LookupError):
    """A style that no layer has."""

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(f"no style named {name!r}; there are {', '.join(sorted(known))}")
