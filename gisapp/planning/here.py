"""What is known of a place: where it lies, the road nearest to it, and what rasters say."""

from dataclasses import asdict
from typing import Any

from django.contrib.gis.geos import Point

from gisapp.geo.utm import utm_place
from gisapp.planning.rasters import cell_value
from layers.models import District, RasterLayer, Subdistrict
from layers.models.base import Sourced
from layers.selectors.districts import district_list, subdistrict_list
from layers.selectors.nearest_road import nearest_road


def here_document(*, lon: float, lat: float) -> dict[str, Any]:
    """Describe a place (EPSG:4326); four queries, and one file for each raster over it.

    Raises
    ------
    RasterError
        If the file of a stored raster cannot be read.
    """
    point = Point(lon, lat, srid=4326)
    return {
        "lon": lon,
        "lat": lat,
        "utm": asdict(utm_place(lon=lon, lat=lat)),
        "district": _area(district_list().filter(boundary__intersects=point).first()),
        "subdistrict": _area(subdistrict_list().filter(boundary__intersects=point).first()),
        "road": _road(lon=lon, lat=lat),
        "rasters": [
            _raster(layer, lon=lon, lat=lat)
            for layer in RasterLayer.objects.filter(extent__intersects=point).order_by("kind", "cell_size", "pk")
        ],
    }


def _area(area: District | Subdistrict | None) -> dict[str, Any] | None:
    if area is None:
        return None
    return {"code": area.code, "name": area.name, "is_approximate": area.is_approximate, **_provenance(area)}


def _road(*, lon: float, lat: float) -> dict[str, Any] | None:
    found = nearest_road(lon=lon, lat=lat)
    if found is None:
        return None
    road, distance_m = found
    return {
        "name": road.name,
        "road_class": road.road_class,
        "label": str(road.get_road_class_display()),
        "distance_m": distance_m,
        **_provenance(road),
    }


def _raster(layer: RasterLayer, *, lon: float, lat: float) -> dict[str, Any]:
    return {
        "name": layer.name,
        "kind": layer.kind,
        "label": str(layer.get_kind_display()),
        "value": cell_value(layer, lon=lon, lat=lat),
        "unit": layer.unit,
        **_provenance(layer),
    }


def _provenance(row: Sourced) -> dict[str, Any]:
    return {
        "source": row.source,
        "year": row.source_date.year if row.source_date else None,
        "confidence": row.confidence,
    }
