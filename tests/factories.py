"""A province small enough to reckon by hand, for tests.

Two districts of 0.4 x 0.4 degrees (about 44 km) lie side by side; one paved road runs through both from west to
east; oil palm grows along it in the west and in the east.
"""

from typing import Any

from django.contrib.gis.geos import LineString, MultiLineString, MultiPolygon, Point, Polygon

from layers.models import (
    Commodity,
    District,
    DistrictKind,
    ExclusionZone,
    Facility,
    FacilityKind,
    FlowRole,
    InstalledCapacity,
    Process,
    ProcessFlow,
    RoadClass,
    RoadLink,
    RoadSpeed,
    SourceArea,
    Surface,
)

SOURCE = {"source": "made up for a test", "confidence": "R"}
WEST, MIDDLE, EAST, SOUTH, NORTH = 115.0, 115.4, 115.8, -3.2, -2.8
ROAD_LAT = -3.0


def box(west: float, south: float, east: float, north: float) -> MultiPolygon:
    return MultiPolygon(Polygon.from_bbox((west, south, east, north)), srid=4326)


def district(code: str, *, west: float, east: float, **fields: Any) -> District:
    centre = Point((west + east) / 2, ROAD_LAT, srid=4326)
    values = {
        "name": f"District {code}",
        "kind": DistrictKind.KABUPATEN,
        "boundary": box(west, SOUTH, east, NORTH),
        "seat_name": f"Seat {code}",
        "seat": centre,
        "area_km2": 1970.0,
        "population": 100_000,
    }
    return District.objects.create(code=code, **{**values, **SOURCE, **fields})


def two_districts() -> list[District]:
    """Make two districts side by side: 6301 from 115.0 and 6302 from 115.4 to 115.8 E, -3.2 to -2.8 N."""
    return [
        district("6301", west=WEST, east=MIDDLE, name="Tanah Laut"),
        district("6302", west=MIDDLE, east=EAST, name="Kotabaru"),
    ]


def commodity(code: str, **fields: Any) -> Commodity:
    return Commodity.objects.create(code=code, **{"name_id": code, "name_en": code, "group": code, **SOURCE, **fields})


def process(code: str, feed: Commodity, **fields: Any) -> Process:
    values = {
        "name_id": f"Pabrik {code}",
        "name_en": f"Plant {code}",
        "chain": feed.group,
        "stage": 1,
        "scale_class": "large",
        "kbli": "10431",
        "modular_sizes_per_year": [60_000.0, 120_000.0],
    }
    return Process.objects.create(code=code, feed=feed, **{**values, **SOURCE, **fields})


def output(of: Process, into: Commodity, coefficient: float) -> ProcessFlow:
    return ProcessFlow.objects.create(
        process=of, commodity=into, role=FlowRole.MAIN, coefficient_mid=coefficient, **SOURCE
    )


def source_area(of: Commodity, lon: float, lat: float, tonnes: float, where: District | None = None) -> SourceArea:
    half = 0.01
    return SourceArea.objects.create(
        commodity=of,
        district=where,
        boundary=box(lon - half, lat - half, lon + half, lat + half),
        centre=Point(lon, lat, srid=4326),
        annual_tonnes=tonnes,
        year=2024,
        **SOURCE,
    )


def facility(code: str, lon: float, lat: float, **fields: Any) -> Facility:
    values = {"name": f"Facility {code}", "kind": FacilityKind.PLANT}
    return Facility.objects.create(code=code, location=Point(lon, lat, srid=4326), **{**values, **SOURCE, **fields})


def installed(of: Process, capacity: float, plants: int | None, year: int = 2023) -> InstalledCapacity:
    return InstalledCapacity.objects.create(
        process=of,
        region_code="63",
        year=year,
        series="stated",
        capacity_per_year=capacity,
        plant_count=plants,
        **SOURCE,
    )


def road(*points: tuple[float, float], **fields: Any) -> RoadLink:
    path = MultiLineString(LineString(points), srid=4326)
    length_m = fields.pop("length_m", path.length * 111_000)
    values = {"road_class": RoadClass.NATIONAL, "surface": Surface.PAVED}
    return RoadLink.objects.create(path=path, length_m=length_m, **{**values, **SOURCE, **fields})


def speed(road_class: str, surface: str, km_h: float) -> RoadSpeed:
    return RoadSpeed.objects.create(
        road_class=road_class,
        surface=surface,
        season="dry",
        speed_low_km_h=km_h,
        speed_mid_km_h=km_h,
        speed_high_km_h=km_h,
        **SOURCE,
    )


def exclusion_zone(west: float, south: float, east: float, north: float, **fields: Any) -> ExclusionZone:
    values = {"name": "zone", "reason": "protected_forest", "legal_basis": "a law"}
    return ExclusionZone.objects.create(boundary=box(west, south, east, north), **{**values, **SOURCE, **fields})


# Its mill draws on all that lies within 50 km, in proportion: the seven areas of the west and one of the east.
SMALL_PROVINCE_WEST_LEFT = 400_000 - 150_000 * 400_000 / 460_000


def small_province() -> Process:
    """Build the province and return its palm oil mill process.

    700,000 t of bunches a year: 400,000 t in seven areas of the west, 300,000 t in five of the east. One mill in
    the west takes 150,000 t.
    """
    west = district("6301", west=WEST, east=MIDDLE, lead_industry="industri hasil perkebunan")
    east = district("6302", west=MIDDLE, east=EAST, lead_industry="industri logam dasar", population=50_000)
    palm = commodity("oil_palm", is_raw=True, perishability_h=24.0)
    mill = process("palm_oil_mill", palm, catchment_limit_km=50.0)
    speed("national", "paved", 45.0)
    road((WEST, ROAD_LAT), (MIDDLE, ROAD_LAT), (EAST, ROAD_LAT))
    for k in range(7):
        source_area(palm, WEST + 0.05 + 0.04 * k, ROAD_LAT + 0.03, 400_000 / 7, west)
    for k in range(5):
        source_area(palm, MIDDLE + 0.1 + 0.05 * k, ROAD_LAT - 0.03, 300_000 / 5, east)
    facility("mill_1", 115.1, ROAD_LAT, process=mill, district=west, capacity_t_per_year=150_000.0)
    facility("port_1", EAST - 0.02, ROAD_LAT, kind=FacilityKind.PORT, district=east)
    facility("estate_1", MIDDLE + 0.05, ROAD_LAT, kind=FacilityKind.INDUSTRIAL_ESTATE, district=east)
    return mill
