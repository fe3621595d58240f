"""Parts that several pages have."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure at the head of a page; `note` holds its year and what it is compared with."""

    label: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several views of a card, as a link."""

    key: str
    title: str
    is_chosen: bool
