"""Small rows of every layer to test with."""

from django.contrib.gis.geos import GEOSGeometry, MultiLineString, MultiPolygon, Point, Polygon

from layers.models import (
    Commodity,
    District,
    ExclusionZone,
    Facility,
    Process,
    RoadLink,
    SitingRun,
    SourceArea,
    Subdistrict,
    SuggestedSite,
)

SOURCE = "made for a test"


def box(west=115.0, south=-3.0, east=115.1, north=-2.9) -> MultiPolygon:
    return MultiPolygon(Polygon.from_bbox((west, south, east, north)), srid=4326)


def line(*xy) -> MultiLineString:
    text = ",".join(f"{x} {y}" for x, y in xy)
    return GEOSGeometry(f"SRID=4326;MULTILINESTRING(({text}))")


def point(x=115.05, y=-2.95) -> Point:
    return Point(x, y, srid=4326)


def district(**fields) -> District:
    given = {"code": "6301", "name": "Tanah Laut", "kind": "kabupaten", "boundary": box(), "area_km2": 123.0}
    return District(**{**given, "source": SOURCE, **fields})


def subdistrict(**fields) -> Subdistrict:
    given = {"code": "630101", "name": "Takisung", "boundary": box(), "area_km2": 12.0, "source": SOURCE}
    return Subdistrict(**{**given, **fields})


def commodity(**fields) -> Commodity:
    given = {"code": "oil_palm", "name_id": "Sawit", "name_en": "Oil palm", "group": "oil_palm", "source": SOURCE}
    return Commodity(**{**given, **fields})


def process(**fields) -> Process:
    given = {"code": "palm_oil_mill", "name_id": "Pabrik kelapa sawit", "name_en": "Palm oil mill"}
    given |= {"chain": "oil_palm", "stage": 1, "scale_class": "large", "kbli": "10431", "source": SOURCE}
    return Process(**{**given, **fields})


def source_area(**fields) -> SourceArea:
    given = {"name": "Block A", "boundary": box(), "centre": point(), "annual_tonnes": 900.0, "year": 2023}
    return SourceArea(**{**given, "source": SOURCE, **fields})


def facility(**fields) -> Facility:
    given = {"code": "F1", "name": "Mill one", "kind": "plant", "location": point(), "source": SOURCE}
    return Facility(**{**given, **fields})


def exclusion_zone(**fields) -> ExclusionZone:
    given = {"name": "Reserve", "reason": "protected_forest", "legal_basis": "a law", "boundary": box()}
    return ExclusionZone(**{**given, "source": SOURCE, **fields})


def road_link(**fields) -> RoadLink:
    given = {"path": line((115, -3), (115.1, -3)), "road_class": "national", "length_m": 11_200.0, "source": SOURCE}
    return RoadLink(**{**given, **fields})


def siting_run(**fields) -> SitingRun:
    return SitingRun(**{"parameters": {"plants": 1}, "engine_version": "0", **fields})


def suggested_site(**fields) -> SuggestedSite:
    given = {"rank": 1, "location": point(), "score": 0.7, "capacity_t_per_year": 1.0, "supply_t_per_year": 1.0}
    return SuggestedSite(**{**given, "utilisation": 0.8, "mean_minutes": 40.0, "parts": {}, **fields})
