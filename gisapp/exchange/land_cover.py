"""Read what a disaggregation needs: land cover, and the weight of its classes by commodity."""

from collections import defaultdict
from pathlib import Path

import numpy as np
import shapely
from django.conf import settings
from django.utils.translation import gettext as _

from gisapp.exchange.errors import RowError
from gisapp.exchange.table import Record, table_read
from gisapp.geo.crs import WGS84, transform_geometry
from gisapp.geo.dasymetric import as_multipolygon
from gisapp.planning.land_cover import ClassWeights, LandCover, NoLandCover, ZoneLandCover, raster_land_cover
from layers.errors import nearest_code_hint
from layers.geometry import to_shapely
from layers.models import District, RasterKind, RasterLayer
from layers.selectors.districts import subdistrict_list

RASTER_SUFFIXES = {".tif", ".tiff"}
SHARE_TOLERANCE = 0.01


def land_cover_read(path: Path | None, *, districts: list[District], srid: int | None = None) -> LandCover:
    """Return the land cover of a file; without one, that of the stored raster; without that, none.

    Parameters
    ----------
    path
        A GeoTIFF of classes, or a CSV of shares by subdistrict.
    srid
        EPSG code of the raster, instead of the CRS that it states.

    Raises
    ------
    LandCoverError, ExchangeError
        If it cannot be read, or does not fit the districts.
    """
    if path is not None and path.suffix.lower() not in RASTER_SUFFIXES:
        return zone_land_cover_read(path)
    stored = None if path else RasterLayer.objects.filter(kind=RasterKind.LAND_COVER).order_by("-source_date").first()
    if path is None and stored is None:
        return NoLandCover()
    area = shapely.union_all(
        transform_geometry(
            to_shapely(one.boundary for one in districts), source_srid=WGS84, target_srid=settings.METRIC_SRID
        )
    )
    return raster_land_cover(
        path or Path(stored.file.path),  # type: ignore[union-attr]
        area=as_multipolygon(area),
        metric_srid=settings.METRIC_SRID,
        srid=srid,
        source=stored.source if stored else "",
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
        code = str(record.cells.get("subdistrict_code"))
        if code not in subdistricts:
            raise _row_error(path, record, "subdistrict_code", nearest_code_hint(code, subdistricts))
        shares[code][str(record.cells.get("land_cover_class"))] = _weight(path, record, "share", high=1.0)
        if sum(shares[code].values()) > 1.0 + SHARE_TOLERANCE:
            raise _row_error(path, record, "share", _("The shares of a subdistrict sum to 1 at most."))
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
        commodity, name = str(record.cells.get("commodity")), str(record.cells.get("land_cover_class"))
        weights[commodity][name] = _weight(path, record, "weight", high=float("inf"))
    return dict(weights)


def _weight(path: Path, record: Record, column: str, *, high: float) -> float:
    try:
        weight = float(record.cells[column])
    except (KeyError, TypeError, ValueError):
        raise _row_error(path, record, column, _("Write a number with a point before the decimals.")) from None
    if not 0 <= weight <= high:
        raise _row_error(path, record, column, _("Write a number from 0 to %(high)g.") % {"high": high})
    return weight


def _row_error(path: Path, record: Record, column: str, fix: str) -> RowError:
    message = _("%(file)s, row %(row)d, column %(column)s: “%(value)s”. %(fix)s")
    value = record.cells.get(column)
    return RowError(message % {"file": path.name, "row": record.row, "column": column, "value": value, "fix": fix})
