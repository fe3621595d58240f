"""What a style needs to know of the data: the commodities and processes that occur, and steps of a ramp."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Category:
    """A commodity or process that the data hold.

    Attributes
    ----------
    title
        Its name in the language of the picture.
    chain
        Code of its value chain, which gives the colour.
    colour
        Of a commodity whose chain has none of its own.
    """

    code: str
    title: str
    chain: str
    colour: str = "#566870"


@dataclass(frozen=True, slots=True)
class Steps:
    """Classes of a number.

    Attributes
    ----------
    breaks
        Upper ends of all classes but the last, ascending.
    is_diverging
        Whether the middle class is a norm that values lie below or above.
    chain
        Value chain whose ramp is taken; empty for the neutral one.
    """

    property: str
    breaks: tuple[float, ...]
    unit: str = ""
    is_diverging: bool = False
    chain: str = ""
