"""Times and intervals as `datetime` gives them (RFC 3339)."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from gisapp.ogc.errors import InvalidParameterError

_OPEN = ("", "..")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_DATE_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Interval:
    """First and last moment, both included; None where the interval has no end."""

    start: datetime | None
    end: datetime | None


def interval_parse(text: str) -> Interval:
    """Read a time or an interval; a day is its whole length.

    Raises
    ------
    InvalidParameterError
        If the text is neither, or the interval ends before it starts.

    Examples
    --------
    >>> interval_parse("2023-01-01/..").end is None
    True
    """
    parts = text.split("/")
    match parts:
        case [instant] if instant not in _OPEN:
            return Interval(_moment(instant, text=text), _moment(instant, text=text, is_end=True))
        case [start, end] if not (start in _OPEN and end in _OPEN):
            interval = Interval(
                None if start in _OPEN else _moment(start, text=text),
                None if end in _OPEN else _moment(end, text=text, is_end=True),
            )
        case _:
            raise _not_a_time(text)
    if interval.start is not None and interval.end is not None and interval.end < interval.start:
        raise InvalidParameterError(f"datetime={text[:80]!r} ends before it starts", locator="datetime")
    return interval


def moment_parse(text: str) -> date | datetime | None:
    """Read a date or a time with its zone; None where the text is neither."""
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
        if _DATE_TIME.fullmatch(text):
            return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return None


def _moment(part: str, *, text: str, is_end: bool = False) -> datetime:
    found = moment_parse(part)
    if found is None:
        raise _not_a_time(text)
    if isinstance(found, datetime):
        return found
    return datetime.combine(found, time.max if is_end else time.min, tzinfo=UTC)


def _not_a_time(text: str) -> InvalidParameterError:
    return InvalidParameterError(
        f"datetime={text[:80]!r}: give a time such as 2023-12-31 or 2023-12-31T00:00:00Z, or an interval of two,"
        " `..` for an open end",
        locator="datetime",
    )
