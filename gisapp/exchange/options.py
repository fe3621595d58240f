"""How a file is to be read: which column is which field, which rows count, where it comes from."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from pyproj import CRS
from pyproj.exceptions import CRSError

from gisapp.exchange.errors import MappingError
from gisapp.exchange.table import Table
from layers.errors import nearest_code_hint

SPELLING_SEPARATOR = "|"
# By field name, the other names (in lower case) that its column may have; None: it takes one only by option.
FieldNames = Mapping[str, Iterable[str] | None]


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """Options of an import.

    Attributes
    ----------
    columns
        Column of the file by field name; a column of the field's own name needs no entry.
    constants
        Value for all rows by field name.
    conditions
        Accepted spellings, in lower case, by column: a row counts if each of these columns has one.
    srid
        EPSG code of the coordinates, instead of what the file states.
    is_replacing
        Whether stored rows give way to those of the file.
    is_repairing
        Whether invalid polygons are repaired rather than refused.
    is_dry_run
        Whether everything is undone at the end.
    units
        Unit of the file by field name; ours where there is none.
    key
        Field by which stored rows are known again; empty for the importer's own choice.
    takes_none_while_errors
        Whether nothing is taken as long as a row has an error.
    extras
        What only one kind of import takes.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    conditions: Mapping[str, frozenset[str]] = field(default_factory=dict)
    srid: int | None = None
    is_replacing: bool = False
    is_repairing: bool = False
    is_dry_run: bool = False
    units: Mapping[str, str] = field(default_factory=dict)
    key: str = ""
    takes_none_while_errors: bool = False
    extras: Mapping[str, Any] = field(default_factory=dict)


class Mapper:
    """Finds the cell of each field in the rows of one file.

    Parameters
    ----------
    fields
        Names that the file may give, and for each the other names (in lower case) by which a column is known;
        None for a field that takes a column only by option.
    required
        Those of them that must have a column or a constant.

    Raises
    ------
    MappingError
        If an option names a field or a column that is not there.
    """

    def __init__(
        self,
        table: Table,
        options: ImportOptions,
        *,
        fields: FieldNames,
        required: Iterable[str],
    ) -> None:
        self._table = table
        self._by_lower = {column.lower(): column for column in table.columns}
        for name in [*options.columns, *options.constants]:
            if name not in fields:
                hint = nearest_code_hint(name, fields)
                raise MappingError(_("There is no field “%(field)s”. %(hint)s") % {"field": name, "hint": hint})
        self._conditions = {self._column(column): spellings for column, spellings in options.conditions.items()}
        self.column_of = {name: self._column(column) for name, column in options.columns.items()}
        for name, others in fields.items():
            spellings = [] if others is None or name in options.constants else [name, *others]
            own = next((self._by_lower[one] for one in spellings if one in self._by_lower), None)
            if own is not None:
                self.column_of.setdefault(name, own)
        self.constants = dict(options.constants)
        for name in required:
            if name not in self.given:
                columns = ", ".join(table.columns) or _("none")
                message = _(
                    "No column gives %(field)s: use --map %(field)s=COLUMN or --set %(field)s=VALUE. "
                    "Columns: %(columns)s"
                )
                raise MappingError(message % {"field": name, "columns": columns})

    @property
    def given(self) -> frozenset[str]:
        """Fields that have a column or a constant."""
        return frozenset(self.column_of) | frozenset(self.constants)

    def counting(self) -> list[int]:
        """Return the positions of the rows that meet the conditions."""
        counting = list(range(len(self._table.rows)))
        for column, spellings in self._conditions.items():
            cells = self._table.values[column]
            counting = [at for at in counting if str(cells[at] or "").strip().lower() in spellings]
        return counting

    def cells(self, positions: Sequence[int]) -> dict[str, Sequence[Any]]:
        """Return the cells of some rows by field name."""
        is_all = len(positions) == len(self._table.rows)
        found: dict[str, Sequence[Any]] = {}
        for name, column in self.column_of.items():
            cells = self._table.values[column]
            found[name] = cells if is_all else [cells[at] for at in positions]
        return {**found, **{name: [value] * len(positions) for name, value in self.constants.items()}}

    def _column(self, name: str) -> str:
        if name.lower() not in self._by_lower:
            hint = nearest_code_hint(name, self._by_lower.values())
            raise MappingError(_("The file has no column “%(column)s”. %(hint)s") % {"column": name, "hint": hint})
        return self._by_lower[name.lower()]


def pairs_parse(texts: Iterable[str], *, option: str) -> dict[str, str]:
    """Parse `name=value` arguments.

    Raises
    ------
    MappingError
        If one has no `=`, or no name before it.
    """
    found = {}
    for text in texts:
        name, separator, value = text.partition("=")
        if not separator or not name.strip():
            message = _("%(option)s %(text)s is no pair: write name=value.")
            raise MappingError(message % {"option": option, "text": text})
        found[name.strip()] = value.strip()
    return found


def conditions_parse(texts: Iterable[str]) -> dict[str, frozenset[str]]:
    """Parse `column=spelling|spelling` conditions; case does not count."""
    return {
        column: frozenset(spelling.strip().lower() for spelling in value.split(SPELLING_SEPARATOR))
        for column, value in pairs_parse(texts, option="--where").items()
    }


def srid_parse(text: str) -> int:
    """Parse `EPSG:4326` or `4326`.

    Raises
    ------
    MappingError
        If it is neither, or there is no such system.
    """
    found = re.fullmatch(r"(?:epsg:)?(\d{4,6})", text.strip(), flags=re.IGNORECASE)
    if found is None:
        raise MappingError(_("--crs %(text)s is no EPSG code: write it as EPSG:32750.") % {"text": text})
    srid = int(found.group(1))
    try:
        CRS.from_epsg(srid)
    except CRSError:
        raise MappingError(_("--crs %(text)s: there is no such EPSG code.") % {"text": text}) from None
    return srid
