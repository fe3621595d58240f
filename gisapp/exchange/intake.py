"""The way of a row through an import: counted, mapped, checked, taken or refused."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
import shapely
from django.contrib.gis.db import models
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from gisapp.exchange.errors import MappingError
from gisapp.exchange.geometry import to_degrees
from gisapp.exchange.options import FieldNames, ImportOptions, Mapper
from gisapp.exchange.report import Refusal, Repair, Report, shown
from gisapp.exchange.rows import RowParser
from gisapp.exchange.table import Record, Table
from gisapp.exchange.values import ValueRefusedError
from gisapp.geo.crs import WGS84
from layers.progress import progress_tell

Made = TypeVar("Made")
Row = TypeVar("Row", bound=models.Model)

ROWS_BETWEEN_NEWS = 100

PROVENANCE_FIELDS: Mapping[str, tuple[str, ...] | None] = {
    "source": (),
    "source_date": (),
    "licence": ("license",),
    # Files use the word for other scales: only a column that is named for it counts.
    "confidence": None,
    "note": (),
}
POINT_FIELDS: Mapping[str, tuple[str, ...]] = {
    "lon": ("longitude", "long", "lng", "x"),
    "lat": ("latitude", "y"),
}


@dataclass(slots=True)
class Candidate:
    """A row that meets the conditions, on its way into a layer.

    Attributes
    ----------
    cells
        By field name.
    geometry
        In degrees; None where the row has none.
    repairs
        What was changed so that it could be taken.
    """

    record: Record
    cells: dict[str, Any]
    geometry: shapely.Geometry | None
    repairs: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What the report calls the row."""
        return shown(self.cells.get("name") or self.cells.get("code") or self.cells.get("district") or "")


class Intake:
    """Hands the rows of one file to a maker and keeps the report.

    Parameters
    ----------
    fields
        What the file may give, as `Mapper` takes it.
    required
        Fields that it must give; `source` always.

    Raises
    ------
    MappingError
        If an option names a field or a column that is not there, a required field has none, or the CRS
        is not known.
    """

    def __init__(
        self,
        table: Table,
        options: ImportOptions,
        *,
        fields: FieldNames,
        required: Collection[str],
    ) -> None:
        self.options = options
        self.mapper = Mapper(table, options, fields={**fields, **PROVENANCE_FIELDS}, required=[*required, "source"])
        self.report = Report(read=len(table.records), is_dry_run=options.is_dry_run)
        self._table = table
        self._geometry = self._in_degrees()

    def rows(self, make: Callable[[Candidate], Made]) -> list[Made]:
        """Make something of every row that meets the conditions; what cannot be made is reported as refused."""
        made = []
        total = len(self._table.records)
        for index, record in enumerate(self._table.records):
            if not index % ROWS_BETWEEN_NEWS:
                progress_tell(_("checking the rows"), index, total)
            if not self.mapper.counts(record):
                self.report.skipped += 1
                continue
            geometry = None if self._geometry is None else self._geometry[index]
            candidate = Candidate(record, self.mapper.cells(record), geometry)
            try:
                self._refuse_ragged(record)
                made.append(make(candidate))
            except ValueRefusedError as error:
                self._refuse(candidate, error)
            else:
                self.report.repaired += [Repair(record.row, candidate.name, what) for what in candidate.repairs]
        return made

    def parser(self, model: type[Row], fields: Iterable[str], *, computed: Collection[str] = ()) -> RowParser[Row]:
        """Return the parser of the rows; the values that all rows share are tried at once.

        Raises
        ------
        MappingError
            If one of them cannot be its field's value.
        """
        parser = RowParser(model, fields, computed=computed)
        for name in parser.fields.keys() & self.options.constants.keys():
            try:
                parser.value(name, self.options.constants[name])
            except ValueRefusedError as error:
                message = _("--set %(field)s=%(value)s: %(limit)s is wanted. %(fix)s")
                told = {"field": name, "value": error.value, "limit": error.limit, "fix": error.fix}
                raise MappingError(message % told) from error
        return parser

    def _refuse(self, candidate: Candidate, error: ValueRefusedError) -> None:
        self.report.refused.append(
            Refusal(candidate.record.row, candidate.name, error.field, error.value, error.limit, error.fix)
        )

    def _refuse_ragged(self, record: Record) -> None:
        if record.row in self._table.ragged:
            limit = _("as many cells as the header has")
            raise ValueRefusedError(
                _("row"), record.row, limit=limit, fix=_("Put quotes around cells with a separator.")
            )

    def _in_degrees(self) -> NDArray[np.object_] | None:
        if self._table.geometry is not None:
            return to_degrees(self._table.geometry, self.options.srid or self._table.srid)
        if not {"lon", "lat"} <= set(self.mapper.column_of):
            return None
        points = np.array([_point(self.mapper.cells(record)) for record in self._table.records], dtype=object)
        return to_degrees(points, self.options.srid or WGS84)


class Once:
    """Remembers the rows that had a key, so that the second one is refused."""

    def __init__(self, field: str) -> None:
        self._field = field
        self._row_of: dict[Any, int] = {}

    def check(self, key: Any, candidate: Candidate) -> None:
        """Refuse a key that another row has.

        Raises
        ------
        ValueRefusedError
            If so.
        """
        first = self._row_of.setdefault(key, candidate.record.row)
        if first != candidate.record.row:
            limit = _("once in the file; row %(row)d has it too") % {"row": first}
            raise ValueRefusedError(self._field, shown(key), limit=limit, fix=_("Delete one of the two rows."))


def _point(cells: Mapping[str, Any]) -> shapely.Point | None:
    """Return the point of two cells; None if either is no number, for the row to be refused with its cells."""
    try:
        return shapely.Point(float(cells["lon"]), float(cells["lat"]))
    except (TypeError, ValueError):
        return None
