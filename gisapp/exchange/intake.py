"""The rows of a file on their way into a layer: counted, mapped, understood, and what is found in them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from django.contrib.gis.db import models
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from gisapp.exchange.columns import column_parse, scaled
from gisapp.exchange.coordinates import points_of
from gisapp.exchange.errors import MappingError
from gisapp.exchange.geometry import to_degrees
from gisapp.exchange.options import FieldNames, ImportOptions, Mapper
from gisapp.exchange.report import Finding, Report, shown
from gisapp.exchange.rows import RowParser
from gisapp.exchange.table import Table
from gisapp.exchange.units import factor_of
from gisapp.exchange.values import ValueRefusedError
from gisapp.geo.crs import WGS84
from layers.models import FindingLevel
from layers.progress import progress_tell

Positions = NDArray[np.int64]
Texts = str | Sequence[str]

PROVENANCE_FIELDS: Mapping[str, tuple[str, ...] | None] = {
    "source": ("sumber",),
    "source_date": ("tanggal_sumber",),
    "licence": ("license", "lisensi"),
    # Files use the words for other things: only a column that is named for them counts.
    "confidence": None,
    "note": ("catatan", "keterangan"),
}
POINT_FIELDS: Mapping[str, tuple[str, ...]] = {
    "lon": ("longitude", "long", "lng", "x", "bujur"),
    "lat": ("latitude", "y", "lintang"),
}
_NAMING = ("name", "code", "district", "region_code")


class Intake:
    """The rows of one file that meet the conditions, column by column, and the report on them.

    Whoever checks them tells what is found by the position of a row among them; a row with an error is not taken.

    Parameters
    ----------
    fields
        What the file may give, as `Mapper` takes it.
    required
        Fields that it must give; `source` always.

    Attributes
    ----------
    rows
        (n,) number of each row as its reader counts it.
    cells
        (n,) cells by field, as the file has them, in our units.
    values
        (n,) values by field of the model, in lists or, of geometries, arrays; None where a cell cannot be one.
    geometry
        (n,) in degrees, None where a row has none; None of a file without.
    is_good
        (n,) whether a row has no error.
    is_shaped
        (n,) whether it has a geometry that nothing is wrong with.

    Raises
    ------
    MappingError
        If an option names a field, a column or a unit that is not there, a required field has none, or the CRS
        is not known.
    """

    def __init__(self, table: Table, options: ImportOptions, *, fields: FieldNames, required: Collection[str]) -> None:
        progress_tell(_("checking the rows"))
        self.options = options
        self.mapper = Mapper(table, options, fields={**fields, **PROVENANCE_FIELDS}, required=[*required, "source"])
        counting = self.mapper.counting()
        read = len(table.rows)
        self.report = Report(read=read, skipped=read - len(counting), is_dry_run=options.is_dry_run)
        self.rows: Positions = np.asarray(table.rows, dtype=np.int64)[counting]
        self.cells = self.mapper.cells(counting)
        for name, unit in options.units.items():
            factor = factor_of(name, unit)
            if name in self.mapper.column_of:
                self.cells[name] = scaled(self.cells[name], factor)
        self.values: dict[str, Any] = {}
        self.is_good = np.ones(len(counting), dtype=bool)
        self.geometry = self._in_degrees(table, counting)
        self.is_shaped = np.zeros(len(counting), bool) if self.geometry is None else ~shapely.is_missing(self.geometry)
        for note in table.notes:
            self.tell_file(note.code, value=str(note.count or ""), fix=note.text)
        self._ragged_tell(table)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def taken(self) -> Positions:
        """Positions of the rows to be stored: the good ones, or none where that is wished while an error stands."""
        if self.options.takes_none_while_errors and not self.is_good.all():
            return np.empty(0, dtype=np.int64)
        return np.flatnonzero(self.is_good)

    def shapes(self, empty: shapely.Geometry) -> NDArray[np.object_]:
        """Return the geometry of each row, in degrees; `empty` where there is none that is right."""
        shapes = np.full(len(self), empty, dtype=object)
        return shapes if self.geometry is None else np.where(self.is_shaped, self.geometry, shapes)

    def parse(self, model: type[models.Model], fields: Iterable[str], *, computed: Collection[str] = ()) -> None:
        """Turn cells into values of a model's fields, and tell which cannot be.

        Parameters
        ----------
        fields
            Those of them that the file gives; a geometry is not one.
        computed
            Fields that may be empty although the model's may not, as they are computed.

        Raises
        ------
        MappingError
            If a value of all rows cannot be its field's.
        """
        parser = RowParser(model, sorted(fields), computed=computed)
        self._constants_try(parser)
        for name in parser.fields:
            values, refusals = column_parse(parser, name, self.cells[name])
            self.values[name] = values
            for at, refusal in refusals.items():
                self.tell([at], refusal.code, field=name, value=refusal.value, limit=refusal.limit, fix=refusal.fix)

    def given(self, fields: Iterable[str]) -> set[str]:
        """Return those of some fields, and of those on provenance, that the file or its options give."""
        return set(self.mapper.given & {*fields, *PROVENANCE_FIELDS})

    def tell(
        self,
        at: Sequence[int] | Positions,
        code: str,
        *,
        field: str,
        value: Texts = "",
        limit: Texts = "",
        fix: Texts = "",
        level: str = FindingLevel.ERROR,
        places: NDArray[np.float64] | None = None,
    ) -> None:
        """Note the same of some rows.

        Parameters
        ----------
        at
            (k,) positions of the rows.
        value, limit, fix
            One text for all, or (k,) one for each.
        places
            (k, 2) degrees, where it is; the middle of the row's geometry if none are given.
        """
        positions = np.asarray(at, dtype=np.int64)
        if level == FindingLevel.ERROR:
            self.is_good[positions] = False
        where = self._places(positions) if places is None else places
        for number, position in enumerate(positions.tolist()):
            lon, lat = (float(one) if np.isfinite(one) else None for one in where[number])
            told = {"value": _quoted(_each(value, number)), "limit": _each(limit, number), "fix": _each(fix, number)}
            self.report.findings.append(
                Finding(int(self.rows[position]), self.name(position), level, code, field, lon=lon, lat=lat, **told)
            )

    def tell_file(
        self,
        code: str,
        *,
        value: str,
        fix: str,
        field: str = "",
        limit: str = "",
        level: str = FindingLevel.WARNING,
        place: tuple[float, float] | None = None,
    ) -> None:
        """Note something of the file as a whole, or of a place that is no row's."""
        lon, lat = place if place is not None else (None, None)
        self.report.findings.append(Finding(None, "", level, code, field, value, limit, fix, lon=lon, lat=lat))

    def name(self, position: int) -> str:
        """Return what the report calls a row."""
        cells = (self.cells[name][position] for name in _NAMING if name in self.cells)
        return shown(next((cell for cell in cells if cell), ""))

    def _constants_try(self, parser: RowParser[Any]) -> None:
        for name in parser.fields.keys() & self.options.constants.keys():
            try:
                parser.value(name, self.options.constants[name])
            except ValueRefusedError as error:
                message = _("--set %(field)s=%(value)s: %(limit)s is wanted. %(fix)s")
                told = {"field": name, "value": error.value, "limit": error.limit, "fix": error.fix}
                raise MappingError(message % told) from error

    def _ragged_tell(self, table: Table) -> None:
        ragged = np.flatnonzero(np.isin(self.rows, list(table.ragged)))
        self.tell(
            ragged,
            "ragged_row",
            field=_("row"),
            value=[str(row) for row in self.rows[ragged]],
            limit=_("as many cells as the header has"),
            fix=_("Put quotes around cells with a separator."),
        )

    def _in_degrees(self, table: Table, counting: Sequence[int]) -> NDArray[np.object_] | None:
        if table.geometry is not None:
            return to_degrees(table.geometry[counting], self.options.srid or table.srid)
        if not {"lon", "lat"} <= set(self.mapper.column_of):
            return None
        points = points_of(self.cells["lon"], self.cells["lat"])
        return to_degrees(points, self.options.srid or WGS84)

    def _places(self, positions: Positions) -> NDArray[np.float64]:
        if self.geometry is None:
            return np.full((len(positions), 2), np.nan)
        bounds = shapely.bounds(self.geometry[positions])
        middle = np.column_stack([bounds[:, [0, 2]].mean(axis=1), bounds[:, [1, 3]].mean(axis=1)])
        middle[(np.abs(middle) > (180.0, 90.0)).any(axis=1)] = np.nan
        return middle


def _quoted(value: str) -> str:
    """Return a value as the report quotes it; a finding that is not about one has none."""
    return shown(value) if value else ""


def _each(text: Texts, number: int) -> str:
    return text if isinstance(text, str) else text[number]
