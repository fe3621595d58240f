"""Rules that rasters judge: which cells of the siting grid a stored raster speaks against, and where it is silent."""

import math
from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import numpy as np
import rasterio
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from pyproj import Transformer
from rasterio.errors import RasterioError

from gisapp import conf
from gisapp.geo.crs import WGS84
from gisapp.geo.raster_grid import grid_values, ground_size_m
from gisapp.planning.assumptions import Assumption, AssumptionCode
from gisapp.planning.errors import RasterError
from gisapp.siting import RasterCover, StudyArea
from gisapp.siting.grid import Grid, grid_of
from layers.models import ExclusionReason, RasterKind, RasterLayer, Rule

PERCENT, DEGREES = "percent", "degree"
UNITS_OF_SLOPE = (PERCENT, DEGREES)
SLOPE_RULE = "R01"
SLOPE_RULE_UNIT = "percent slope"
VERSION_TABLES = ("layers_rasterlayer", "layers_rule", "layers_district")
MOST_KEPT = 3


@dataclass(frozen=True, slots=True)
class SlopeRule:
    """The steepest land on which a plant may stand.

    Attributes
    ----------
    limit_percent
        Rise over run.
    """

    limit_percent: float
    citation: str

    def limit_in(self, unit: str) -> float:
        """Return the limit in the unit of a raster."""
        if unit == DEGREES:
            return math.degrees(math.atan(self.limit_percent / 100.0))
        return self.limit_percent


@dataclass(frozen=True, slots=True, eq=False)
class RasterCovers:
    """What rasters say, by reason, and what is to be told of them."""

    by_reason: Mapping[str, RasterCover]
    notes: tuple[Assumption, ...]


_kept: OrderedDict[tuple[object, ...], RasterCovers] = OrderedDict()
_lock = Lock()


def raster_covers(area: StudyArea, *, versions: Mapping[str, str], ignored: Collection[str]) -> RasterCovers:
    """Return what stored rasters say on the grid of a study area, read at most once for a version of them.

    Raises
    ------
    RasterError
        If the file of a stored raster cannot be read.
    """
    if ExclusionReason.STEEP in ignored:
        return RasterCovers({}, ())
    grid = grid_of(area)
    key = (*(versions.get(table, "") for table in VERSION_TABLES), area.srid, grid)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
        built = _slope_covers(area, grid)
        _kept[key] = built
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
        return built


def slope_rule_read() -> SlopeRule | None:
    """Return the rule on slopes; None where none with a limit in percent is recorded."""
    rule = Rule.objects.filter(code=SLOPE_RULE, threshold__isnull=False, threshold_unit=SLOPE_RULE_UNIT).first()
    return None if rule is None or rule.threshold is None else SlopeRule(rule.threshold, rule.citation)


def slope_layers_read() -> tuple[list[RasterLayer], list[RasterLayer]]:
    """Return the slope rasters that can judge a site, finest first, and those too coarse to."""
    layers = RasterLayer.objects.filter(kind=RasterKind.SLOPE, unit__in=UNITS_OF_SLOPE).order_by("pk")
    sized = sorted(layers, key=layer_cell_m)
    fine = [layer for layer in sized if layer_cell_m(layer) <= conf.SLOPE_CELL_LIMIT_M]
    return fine, sized[len(fine) :]


def layer_cell_m(layer: RasterLayer) -> float:
    """Return the size of a cell on the ground, at the middle of the layer."""
    to_layer = Transformer.from_crs(WGS84, layer.crs, always_xy=True)
    centre = layer.extent.centroid
    x, y = to_layer.transform(centre.x, centre.y)
    return ground_size_m(x, y, size=layer.cell_size, crs=layer.crs)


@dataclass(frozen=True, slots=True)
class SlopeAt:
    """A slope at a point, and the raster that tells it."""

    slope: float
    unit: str
    layer: RasterLayer


def slope_at(*, lon: float, lat: float) -> SlopeAt | None:
    """Return the slope of the cell at a point (EPSG:4326) from the finest raster that knows it.

    Raises
    ------
    RasterError
        If the file of a stored raster cannot be read.
    """
    fine, _coarse = slope_layers_read()
    for layer in fine:
        value = cell_value(layer, lon=lon, lat=lat)
        if value is not None:
            return SlopeAt(value, layer.unit, layer)
    return None


def cell_value(layer: RasterLayer, *, lon: float, lat: float) -> float | None:
    """Return the value of the cell at a point (EPSG:4326); None where the raster holds none.

    Raises
    ------
    RasterError
        If the file cannot be read.
    """
    xy = Transformer.from_crs(WGS84, layer.crs, always_xy=True).transform(lon, lat)
    try:
        with rasterio.open(layer.file.path) as dataset:
            value = next(dataset.sample([xy], indexes=1, masked=True))[0]
    except RasterioError as error:
        raise _unreadable(layer, error) from error
    return None if np.ma.is_masked(value) or not np.isfinite(value) else float(value)


def _slope_covers(area: StudyArea, grid: Grid) -> RasterCovers:
    rule = slope_rule_read()
    fine, coarse = slope_layers_read()
    notes = [_too_coarse(layer) for layer in coarse]
    if rule is None or not fine:
        return RasterCovers({}, tuple(notes))
    steep = np.zeros(grid.shape, dtype=bool)
    known = np.zeros(grid.shape, dtype=bool)
    land = grid.burn(area.land)
    for layer in fine:
        value = _on_grid(layer, grid, area.srid)
        new = ~np.isnan(value) & ~known
        steep |= new & (value > rule.limit_in(layer.unit))
        known |= new
        notes.append(_judged(layer, rule, land=land, steep=steep & new, known=new))
    return RasterCovers({ExclusionReason.STEEP: RasterCover(covered=steep, known=known)}, tuple(notes))


def _on_grid(layer: RasterLayer, grid: Grid, srid: int) -> NDArray[np.float32]:
    try:
        path = Path(layer.file.path)
        return grid_values(path, transform=grid.transform, shape=grid.shape, srid=srid, source_crs=layer.crs).value
    except RasterioError as error:
        raise _unreadable(layer, error) from error


def _judged(
    layer: RasterLayer, rule: SlopeRule, *, land: NDArray[np.bool_], steep: NDArray[np.bool_], known: NDArray[np.bool_]
) -> Assumption:
    cells = max(int(land.sum()), 1)
    return Assumption(
        AssumptionCode.RASTER_JUDGED,
        {
            "limit_percent": rule.limit_percent,
            "cell_m": layer_cell_m(layer),
            "known_share": float((known & land).sum()) / cells,
            "covered_share": float((steep & land).sum()) / cells,
        },
        subject=layer.name,
        source=layer.source,
        year=layer.source_date.year if layer.source_date else None,
        confidence=layer.confidence,
    )


def _too_coarse(layer: RasterLayer) -> Assumption:
    figures = {"cell_m": layer_cell_m(layer), "limit_m": conf.SLOPE_CELL_LIMIT_M}
    return Assumption(AssumptionCode.RASTER_TOO_COARSE, figures, subject=layer.name, source=layer.source)


def _unreadable(layer: RasterLayer, error: RasterioError) -> RasterError:
    message = _("The raster “%(name)s” cannot be read (%(error)s): import it again, or delete it from the layers.")
    return RasterError(message % {"name": layer.name, "error": error})
