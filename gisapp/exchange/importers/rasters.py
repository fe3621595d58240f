"""Import rasters: checked, given one CRS and no-data value, and stored as cloud-optimized GeoTIFF."""

import math
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
import rasterio
import shapely
from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _
from rasterio.crs import CRS
from rasterio.errors import RasterioError
from rasterio.io import DatasetReader
from rasterio.vrt import WarpedVRT

from gisapp import conf
from gisapp.exchange.errors import ExchangeError, MappingError, UnreadableFileError
from gisapp.geo.cog import cog_copy
from gisapp.geo.crs import WGS84, transform_geometry
from gisapp.geo.raster_grid import bounds_degrees, cell_size_m, grid_values
from gisapp.planning.rasters import DEGREES, PERCENT
from gisapp.siting import StudyArea
from gisapp.siting.grid import grid_of
from layers.geometry import to_geos, to_shapely
from layers.models import RasterKind, RasterLayer
from layers.selectors.districts import district_list
from layers.services.raster_layers import raster_layer_store

FOLDER = "rasters"
COVERAGE_CELL_M = 1_000.0
# Coasts are drawn differently; what is missing beyond this is missing.
WHOLE = 0.999
# What cells can hold by kind and unit; what lies outside is a no-data value that nobody named.
PLAUSIBLE = {
    (RasterKind.SLOPE, PERCENT): conf.Range(0, 2_000),
    (RasterKind.SLOPE, DEGREES): conf.Range(0, 90),
    (RasterKind.ELEVATION, "m"): conf.Range(-12_000, 9_000),
    (RasterKind.LAND_COVER, "igbp"): conf.Range(0, 17),
}
ANY_UNIT = frozenset({RasterKind.OTHER})
CLASSES = frozenset({RasterKind.LAND_COVER})


@dataclass(frozen=True, slots=True)
class RasterOptions:
    """What is known of a file beside what it states.

    Attributes
    ----------
    name
        Of the layer; a stored one of this name is replaced if `is_replacing`.
    srid, nodata
        Instead of what the file states.
    """

    name: str
    kind: RasterKind
    unit: str
    source: str
    licence: str = ""
    source_date: date | None = None
    confidence: str = ""
    note: str = ""
    srid: int | None = None
    nodata: float | None = None
    is_replacing: bool = False
    is_dry_run: bool = False


@dataclass(slots=True)
class RasterReport:
    """What was read, what it covers, and what the reader must know."""

    name: str
    crs: str
    cell_m: float
    nodata: float | None
    low: float
    high: float
    coverage_share: float = 0.0
    is_replaced: bool = False
    is_dry_run: bool = False
    warnings: list[str] = field(default_factory=list)

    def as_text(self) -> str:
        """Return the report for a terminal."""
        lines = [
            _("%(name)s: %(crs)s, cells of %(cell)s m, no-data value %(nodata)s, values %(low)g to %(high)g")
            % {
                "name": self.name,
                "crs": self.crs,
                "cell": f"{self.cell_m:,.0f}",
                "nodata": _("none") if self.nodata is None else f"{self.nodata:g}",
                "low": self.low,
                "high": self.high,
            },
            _("It has data on %(share).1f %% of the study area.") % {"share": self.coverage_share * 100},
            *self.warnings,
        ]
        if self.is_dry_run:
            lines.append(_("(dry run: nothing was written)"))
        return "\n".join(lines)


def raster_import(path: Path, options: RasterOptions) -> RasterReport:
    """Store a raster as a layer.

    Raises
    ------
    UnreadableFileError
        If it does not open as a raster of one band.
    MappingError
        If its CRS, unit or no-data value are not known or cannot be.
    ExchangeError
        If its values cannot be those of its kind, it has no data on the study area, no district is stored, or
        a layer of the name is and is not to be replaced.
    """
    _unit_checked(options)
    if not options.is_replacing and RasterLayer.objects.filter(name=options.name).exists():
        message = _("A raster layer “%(name)s” is stored already: give --replace, or another --name.")
        raise ExchangeError(message % {"name": options.name})
    area = _study_area()
    folder = Path(settings.MEDIA_ROOT) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    # A name of its own for every import: a run may still read the file that this one replaces.
    written = folder / f"{slugify(options.name) or 'raster'}-{uuid.uuid4().hex[:8]}.tif"
    is_kept = False
    try:
        with raster_opened(path, srid=options.srid, nodata=options.nodata) as raster:
            report = _report(path, raster, options)
            cog_copy(raster, written, overview_resampling="mode" if options.kind in CLASSES else "average")
        report.coverage_share = _coverage(path, written, area, is_class=options.kind in CLASSES)
        report.warnings = _warnings(report, options)
        if not options.is_dry_run:
            report.is_replaced = raster_layer_store(_layer(written, options))
            is_kept = True
    finally:
        if not is_kept:
            written.unlink(missing_ok=True)
    return report


def _unit_checked(options: RasterOptions) -> None:
    units = sorted(unit for kind, unit in PLAUSIBLE if kind == options.kind)
    if options.kind not in ANY_UNIT and options.unit not in units:
        message = _("--unit %(unit)s: for %(kind)s give one of %(units)s.")
        raise MappingError(message % {"unit": options.unit, "kind": options.kind, "units": ", ".join(units)})


@contextmanager
def raster_opened(path: Path, *, srid: int | None, nodata: float | None) -> Iterator[WarpedVRT]:
    """Open a file as if it stated its CRS and no-data value rightly, cell by cell as it is.

    Parameters
    ----------
    srid, nodata
        Instead of what the file states.

    Raises
    ------
    UnreadableFileError
        If it does not open as a raster of one band.
    MappingError
        If its CRS or no-data value are not known or cannot be.
    """
    try:
        with rasterio.open(path) as dataset:
            crs, nodata = _crs(dataset, path, srid), _nodata(dataset, path, nodata)
            with WarpedVRT(
                dataset,
                src_crs=crs,
                crs=crs,
                transform=dataset.transform,
                width=dataset.width,
                height=dataset.height,
                src_nodata=nodata,
                nodata=nodata,
            ) as raster:
                yield raster
    except RasterioError as error:
        message = _("%(path)s does not open as a raster (%(error)s): give a GeoTIFF.")
        raise UnreadableFileError(message % {"path": path.name, "error": error}) from error


def _crs(dataset: DatasetReader, path: Path, srid: int | None) -> CRS:
    if dataset.count != 1:
        message = _("%(path)s has %(count)d bands: give a file of one band (gdal_translate -b N).")
        raise UnreadableFileError(message % {"path": path.name, "count": dataset.count})
    if dataset.transform.is_identity:
        message = _("%(path)s does not say where it lies: give a file with a geotransform.")
        raise UnreadableFileError(message % {"path": path.name})
    if srid is not None:
        return CRS.from_epsg(srid)
    stated = dataset.crs.to_epsg() if dataset.crs else None
    if stated is None:
        named = dataset.crs.to_wkt()[:80] if dataset.crs else _("none")
        message = _("%(path)s states no CRS of an EPSG code (%(crs)s): give --crs EPSG:n.")
        raise MappingError(message % {"path": path.name, "crs": named})
    return CRS.from_epsg(stated)


def _nodata(dataset: DatasetReader, path: Path, given: float | None) -> float | None:
    nodata = dataset.nodata if given is None else given
    dtype = np.dtype(dataset.dtypes[0])
    if nodata is not None and dtype.kind in "iu":
        limits = np.iinfo(dtype)
        if not (float(nodata).is_integer() and limits.min <= nodata <= limits.max):
            message = _("--nodata %(nodata)g cannot be a cell of %(path)s (%(dtype)s): give %(low)d to %(high)d.")
            told = {"nodata": nodata, "path": path.name, "dtype": dtype, "low": limits.min, "high": limits.max}
            raise MappingError(message % told)
    return nodata


def _report(path: Path, raster: WarpedVRT, options: RasterOptions) -> RasterReport:
    low, high = _range(raster)
    if math.isinf(low):
        raise ExchangeError(_("%(path)s has no cell with data: check --nodata.") % {"path": path.name})
    limits = PLAUSIBLE.get((options.kind, options.unit))
    if limits is not None and not (low in limits and high in limits):
        message = _(
            "%(path)s has values from %(low)g to %(high)g, where %(kind)s in %(unit)s is %(limits)s: give --nodata if"
            " one of them means no data, or the right --kind and --unit."
        )
        told = {"path": path.name, "low": low, "high": high, "kind": options.kind.label, "unit": options.unit}
        raise ExchangeError(message % {**told, "limits": limits})
    return RasterReport(
        name=options.name,
        crs=raster.crs.to_string(),
        cell_m=cell_size_m(raster),
        nodata=raster.nodata,
        low=low,
        high=high,
        is_dry_run=options.is_dry_run,
    )


def _range(raster: WarpedVRT) -> tuple[float, float]:
    """Return the least and the largest value, block by block; infinite where no cell has data."""
    low, high = math.inf, -math.inf
    for _index, window in raster.block_windows(1):
        band = raster.read(1, window=window, masked=True)
        found = np.ma.getdata(band)[~np.ma.getmaskarray(band) & np.isfinite(np.ma.getdata(band))]
        if found.size:
            low, high = min(low, float(found.min())), max(high, float(found.max()))
    return low, high


def _coverage(path: Path, written: Path, area: StudyArea, *, is_class: bool) -> float:
    """Return the share of the study area on which a raster has data."""
    grid = grid_of(area)
    known = grid_values(written, transform=grid.transform, shape=grid.shape, srid=area.srid, is_class=is_class).known
    land = grid.burn(area.land)
    share = float((known & land).sum() / max(land.sum(), 1))
    if not share:
        west, south, east, north = bounds_degrees(written)
        message = _(
            "%(path)s has no data on the study area; it covers %(extent)s: give another file, or its right --crs."
        )
        raise ExchangeError(
            message % {"path": path.name, "extent": f"{west:.4g} to {east:.4g}, {south:.4g} to {north:.4g}"}
        )
    return share


def _warnings(report: RasterReport, options: RasterOptions) -> list[str]:
    warnings = []
    if report.coverage_share < WHOLE:
        text = _("It does not cover the whole study area: where it has no data, what it judges stays unknown.")
        warnings.append(text)
    if report.nodata is None:
        warnings.append(_("It states no no-data value: every cell counts as data. Give --nodata if one is not."))
    if options.kind in (RasterKind.SLOPE, RasterKind.ELEVATION) and report.cell_m > conf.SLOPE_CELL_LIMIT_M:
        text = _("Its cells are too coarse to judge slopes (the limit is %(limit)g m): the rule stays unknown.")
        warnings.append(text % {"limit": conf.SLOPE_CELL_LIMIT_M})
    return warnings


def _layer(written: Path, options: RasterOptions) -> RasterLayer:
    with rasterio.open(written) as dataset:
        return RasterLayer(
            name=options.name,
            kind=options.kind,
            file=f"{FOLDER}/{written.name}",
            crs=f"EPSG:{dataset.crs.to_epsg()}",
            nodata=dataset.nodata,
            unit=options.unit,
            cell_size=max(abs(dataset.res[0]), abs(dataset.res[1])),
            extent=to_geos(shapely.box(*bounds_degrees(written))),
            source=options.source,
            source_date=options.source_date,
            licence=options.licence,
            confidence=options.confidence,
            note=options.note,
        )


def _study_area() -> StudyArea:
    boundary = to_shapely(district.boundary for district in district_list())
    if not boundary.size:
        raise ExchangeError(_("No district is stored: import the districts first, to tell what a raster covers."))
    land = transform_geometry(boundary, source_srid=WGS84, target_srid=settings.METRIC_SRID)
    return StudyArea(land=land, srid=settings.METRIC_SRID, cell_size_m=COVERAGE_CELL_M)
