"""Numbers with a decimal comma, as Indonesian spreadsheets write them."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from gisapp.exchange.formats.base import Note

_COMMA_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?", flags=re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+", flags=re.ASCII)
# 1,234 may be a thousand and more, or a little more than one.
_UNCLEAR = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}", flags=re.ASCII)


def point_written(text: str) -> str:
    """Return a number with a decimal comma as one with a point, without separators of thousands.

    Examples
    --------
    >>> point_written("1.234.567,5"), point_written("-3,25")
    ('1234567.5', '-3.25')
    """
    return text.replace(".", "").replace(",", ".")


def is_comma_number(text: str) -> bool:
    """Tell whether a text is a number whose decimals, if any, come after a comma."""
    return _COMMA_NUMBER.fullmatch(text) is not None


def decimals_read(
    columns: Mapping[str, Sequence[Any]],
) -> tuple[dict[str, Sequence[Any]], tuple[Note, ...]]:
    """Return the columns, those of numbers with a decimal comma with a point instead.

    A column is one of such numbers if all its cells are and at least one can be nothing else. Columns of
    thousands with points (12.500) are left as they are, and told: no one can know which is meant.
    """
    read: dict[str, Sequence[Any]] = dict(columns)
    changed, unclear = [], []
    for name, values in columns.items():
        texts = [value for value in values if isinstance(value, str)]
        if not texts or not all(map(is_comma_number, texts)):
            continue
        if any("," in text and not _UNCLEAR.fullmatch(text) for text in texts):
            read[name] = [point_written(value) if isinstance(value, str) else value for value in values]
            changed.append(name)
        elif any(map(_GROUPED.fullmatch, texts)) or any("," in text for text in texts):
            unclear.append(name)
    return read, _notes(changed, unclear)


def _notes(changed: Sequence[str], unclear: Sequence[str]) -> tuple[Note, ...]:
    notes = []
    if changed:
        text = _("Commas before decimals were read as such: %(columns)s.") % {"columns": ", ".join(changed)}
        notes.append(Note("decimal_comma", text, len(changed)))
    if unclear:
        text = _("12.500 or 12,500 may be thousands or decimals: check %(columns)s.") % {"columns": ", ".join(unclear)}
        notes.append(Note("thousands_unclear", text, len(unclear)))
    return tuple(notes)
