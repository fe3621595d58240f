"""Where a page begins: after (or before) a feature, whatever is added or removed before it meanwhile."""

import base64
import binascii
import json
from dataclasses import dataclass

from gisapp.ogc.errors import InvalidParameterError

Value = str | int | float | bool | None
_FORWARD, _BACK = "n", "p"
_LONGEST = 4_096


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in an order.

    Attributes
    ----------
    values
        Those of the feature's sort keys; its id is the last.
    is_backward
        Whether the page ends before the feature rather than beginning after it.
    """

    values: tuple[Value, ...]
    is_backward: bool = False

    def encode(self) -> str:
        """Return the cursor as an address carries it."""
        text = json.dumps([_BACK if self.is_backward else _FORWARD, *self.values], ensure_ascii=False)
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def cursor_parse(text: str) -> Cursor:
    """Read a cursor.

    Raises
    ------
    InvalidParameterError
        If it is none of ours.
    """
    try:
        padded = text + "=" * (-len(text) % 4)
        parts = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True)) if len(text) < _LONGEST else None
    except (binascii.Error, ValueError, RecursionError) as error:
        raise _unknown(text) from error
    match parts:
        case [("n" | "p") as direction, *values] if values and all(_is_value(value) for value in values):
            return Cursor(values=tuple(values), is_backward=direction == _BACK)
        case _:
            raise _unknown(text)


def _is_value(value: object) -> bool:
    if isinstance(value, str):
        return "\0" not in value
    return value is None or isinstance(value, bool | int | float)


def _unknown(text: str) -> InvalidParameterError:
    return InvalidParameterError(
        f"cursor={text[:80]!r} is not one that the links `next` and `prev` give; start without it", locator="cursor"
    )
