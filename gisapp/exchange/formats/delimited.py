"""CSV, TSV and other text whose cells have a separator."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.exchange.errors import UnreadableFileError
from gisapp.exchange.formats.base import REASON_COLUMN, Format, Head, Layer, Note, Place
from gisapp.exchange.formats.decimals import decimals_read
from gisapp.exchange.formats.limits import counts_checked
from gisapp.exchange.formats.sheet_rows import columns_of
from gisapp.exchange.formats.writing import suffixed

SUFFIXES = frozenset({".csv", ".tsv", ".tab", ".txt"})
SEPARATORS = ",;\t|"
HEADER_ROWS = 1
_LOOKED_BYTES = 200
# What markup and JSON begin with.
_OTHER_BEGINNINGS = frozenset("<{[")
# Excel's own first line, which says what separates.
_STATED_SEPARATOR = re.compile(r"sep=(.)\r?\n", flags=re.IGNORECASE)
_BYTE_ORDER_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
csv.field_size_limit(conf.MAX_IMPORT_CELL_CHARS)


@dataclass(frozen=True, slots=True)
class _Text:
    text: str
    encoding: str
    separator: str


class Delimited(Format):
    """CSV or TSV."""

    code, title, suffix = "csv", "CSV", ".csv"

    def recognises(self, head: Head) -> bool:
        """Tell by the name, as any text could be rows; or by a separator that its first lines share."""
        suffix = head.path.suffix.lower()
        if head.text[:1] in _OTHER_BEGINNINGS:
            return False
        return suffix in SUFFIXES or (not suffix and _is_regular(head.text))

    def read(self, place: Place) -> Layer:
        """Return the rows, read with Python's own reader: it keeps row numbers, and tells of rows that are too long."""
        given = _text_of(place.path)
        rows = list(_rows(given, place.path.name))
        if not rows or not any(cell.strip() for cell in rows[0]):
            raise UnreadableFileError(
                _("%(path)s has no header: name the columns in its first row.") % {"path": place.path.name}
            )
        header = [cell.strip() for cell in rows[0]]
        filled = [
            (number, row) for number, row in enumerate(rows[1:], start=HEADER_ROWS + 1) if any(map(str.strip, row))
        ]
        counts_checked(place.path.name, n_rows=len(filled), n_columns=len(header))
        columns, ragged = columns_of(header, filled, name=place.path.name)
        columns, notes = decimals_read(columns)
        if given.encoding == "cp1252":
            text = _("It is not UTF-8; its names were read as %(encoding)s.") % {"encoding": "Windows-1252"}
            notes += (Note("encoding_guessed", text),)
        return Layer(columns=columns, rows=[number for number, _row in filled], ragged=ragged, notes=notes)

    def write_refused(self, place: Place, *, reasons: Mapping[int, str], target: Path) -> Path:
        """Write the rows that have a reason, cell by cell as they are, in UTF-8 with a byte-order mark."""
        given = _text_of(place.path)
        rows = list(_rows(given, place.path.name))
        written = suffixed(target, ".tsv" if given.separator == "\t" else ".csv")
        with written.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, delimiter=given.separator)
            kept = [index for index, cell in enumerate(rows[0]) if cell.strip() != REASON_COLUMN]
            writer.writerow([*(rows[0][index] for index in kept), REASON_COLUMN])
            for number, row in enumerate(rows[1:], start=HEADER_ROWS + 1):
                if number in reasons:
                    cells = [row[index] if index < len(row) else "" for index in kept]
                    writer.writerow([*cells, reasons[number], *row[len(rows[0]) :]])
        return written


def is_text(start: bytes) -> bool:
    """Tell text from bytes: the zeros of UTF-16 stand in every other place, those of bytes in both."""
    if start.startswith(tuple(_BYTE_ORDER_MARKS)):
        return True
    looked = start[:_LOOKED_BYTES]
    return b"\x00" not in looked[::2] or b"\x00" not in looked[1::2]


def text_decoded(content: bytes) -> tuple[str, str]:
    """Return bytes as text, and the encoding that they were found to have.

    Examples
    --------
    >>> text_decoded("Kotabaru é".encode("latin-1"))
    ('Kotabaru é', 'cp1252')
    """
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            return content.decode(encoding, errors="replace"), encoding
    if b"\x00" in content[:_LOOKED_BYTES]:
        # Without a mark, the empty halves of Latin letters tell which comes first.
        encoding = "utf-16-be" if content[:1] == b"\x00" else "utf-16-le"
        return content.decode(encoding, errors="replace"), encoding
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), "cp1252"


def _text_of(path: Path) -> _Text:
    text, encoding = text_decoded(path.read_bytes())
    stated = _STATED_SEPARATOR.match(text)
    separator = stated.group(1) if stated else _separator(text)
    return _Text(text[stated.end() :] if stated else text, encoding, separator)


def _separator(text: str) -> str:
    """Return the sign that separates the cells of the header: the one that it uses most."""
    header = text.split("\n", 1)[0]
    return max(SEPARATORS, key=header.count)


def _is_regular(text: str) -> bool:
    lines = [line for line in text.split("\n")[:5] if line.strip()]
    separator = _separator(text)
    return len(lines) > 1 and all(separator in line for line in lines[:-1])


def _rows(given: _Text, name: str) -> Iterator[Sequence[str]]:
    try:
        for index, row in enumerate(
            csv.reader(io.StringIO(given.text, newline=""), delimiter=given.separator, strict=True)
        ):
            if index > conf.MAX_IMPORT_ROWS + HEADER_ROWS:
                counts_checked(name, n_rows=index)
            yield row
    except csv.Error as error:
        message = _("%(path)s is not well-formed CSV (%(error)s): check its quotes.")
        raise UnreadableFileError(message % {"path": name, "error": error}) from error
