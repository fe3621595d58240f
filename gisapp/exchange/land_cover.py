"""Read what a disaggregation needs: land cover, and the weight of its classes by commodity."""

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import numpy as np
import shapely
from django.conf import settings
from django.db.models import F
from django.utils.translation import gettext as _
from pyproj import CRS

from gisapp.exchange.rows import row_error
from gisapp.exchange.table import Record, table_read
from gisapp.exchange.values import ValueRefusedError
from gisapp.geo.crs import WGS84, transform_geometry
from gisapp.geo.igbp import IGBP_CLASSES
from gisapp.geo.polygons import as_multipolygon
from gisapp.planning.errors import LandCoverError
from gisapp.planning.land_cover import ClassWeights, LandCover, ZoneLandCover, raster_land_cover
from layers.errors import nearest_code_hint
from layers.geometry import to_shapely
from layers.models import District, RasterKind, RasterLayer
from layers.selectors.districts import subdistrict_list

RASTER_SUFFIXES = {".tif", ".tiff"}
SHARE_TOLERANCE = 0.01


def land_cover_read(path: Path, *, districts: Sequence[District], srid: int | None = None) -> LandCover:
    """Return the land cover of a file.

    Parameters
    ----------
    path
        A GeoTIFF of IGBP classes, or a CSV of shares by subdistrict.
    srid
        EPSG code of the raster, instead of the CRS that it states.

    Raises
    ------
    LandCoverError, RowError, UnreadableFileError
        If it cannot be read, or does not fit the districts.
    """
    if path.suffix.lower() not in RASTER_SUFFIXES:
        return zone_land_cover_read(path)
    return _raster(path, districts, srid=srid)


def stored_land_cover_read(*, districts: Sequence[District], srid: int | None = None) -> LandCover:
    """Return the land cover of the newest stored raster of that kind, in the CRS that is recorded with it.

    Raises
    ------
    LandCoverError
        If there is none, or it cannot be read, or does not fit the districts.
    """
    newest_first = F("source_date").desc(nulls_last=True)
    stored = RasterLayer.objects.filter(kind=RasterKind.LAND_COVER).order_by(newest_first, "-pk").first()
    if stored is None:
        raise LandCoverError(_("No land-cover raster is stored: add one, or give a file."))
    recorded = srid if srid is not None else CRS.from_user_input(stored.crs).to_epsg()
    return _raster(Path(stored.file.path), districts, srid=recorded, source=stored.source)


def _raster(path: Path, districts: Sequence[District], *, srid: int | None, source: str = "") -> LandCover:
    boundary = to_shapely(one.boundary for one in districts)
    area = transform_geometry(boundary, source_srid=WGS84, target_srid=settings.METRIC_SRID)
    return raster_land_cover(
        path,
        area=as_multipolygon(shapely.union_all(area)),
        metric_srid=settings.METRIC_SRID,
        srid=srid,
        legend=IGBP_CLASSES,
        source=source,
    )


def zone_land_cover_read(path: Path) -> ZoneLandCover:
    """Return the shares of land-cover classes by subdistrict from a CSV file.

    Its columns are subdistrict_code, land_cover_class, share (0 to 1), source.

    Raises
    ------
    RowError
        If a subdistrict is not stored, a share is none, or those of a subdistrict exceed 1.
    """
    subdistricts = {one.code: one for one in subdistrict_list()}
    shares: dict[str, dict[str, float]] = defaultdict(dict)
    sources: dict[str, None] = {}
    for record in table_read(path).records:
        code, name = (str(record.cells.get(column)) for column in ("subdistrict_code", "land_cover_class"))
        try:
            _code_checked(code, subdistricts)
            shares[code][name] = _number(record, "share", high=1.0)
            _sum_checked(shares[code])
        except ValueRefusedError as error:
            raise row_error(path.name, record, error) from error
        sources.setdefault(str(record.cells.get("source") or path.name))
    zone = to_shapely(subdistricts[code].boundary for code in shares)
    return ZoneLandCover(
        zone=np.array(transform_geometry(zone, source_srid=WGS84, target_srid=settings.METRIC_SRID), dtype=object),
        class_shares=list(shares.values()),
        source="; ".join(sources),
    )


def class_weights_read(path: Path) -> dict[str, ClassWeights]:
    """Return the weight of each land-cover class by commodity code.

    Its columns are commodity, land_cover_class, weight (0 or more, relative), basis.

    Raises
    ------
    RowError
        If a weight is negative or no number.
    """
    weights: dict[str, dict[str, float]] = defaultdict(dict)
    for record in table_read(path).records:
        commodity, name = (str(record.cells.get(column)) for column in ("commodity", "land_cover_class"))
        try:
            weights[commodity][name] = _number(record, "weight", high=math.inf)
        except ValueRefusedError as error:
            raise row_error(path.name, record, error) from error
    return dict(weights)


def _number(record: Record, column: str, *, high: float) -> float:
    limit = _("a number from 0 to %(high)g") % {"high": high} if math.isfinite(high) else _("a number, 0 or more")
    cell = record.cells.get(column)
    try:
        number = float(str(cell))
    except ValueError:
        number = math.nan
    if not 0 <= number <= high or math.isinf(number):
        raise ValueRefusedError(column, cell, limit=limit, fix=_("Correct it."))
    return number


def _code_checked(code: str, subdistricts: Collection[str]) -> None:
    if code not in subdistricts:
        limit = _("the code of a stored subdistrict")
        raise ValueRefusedError("subdistrict_code", code, limit=limit, fix=nearest_code_hint(code, subdistricts))


def _sum_checked(shares: Mapping[str, float]) -> None:
    total = sum(shares.values())
    if total > 1.0 + SHARE_TOLERANCE:
        limit = _("a sum of 1 at most for a subdistrict")
        raise ValueRefusedError("share", f"{total:.4g}", limit=limit, fix=_("Correct the shares."))
