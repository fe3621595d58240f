"""What a map needs to know before it draws: its extent, names, legends and the sources to cite."""

from dataclasses import dataclass
from typing import Any

from django.contrib.gis.db.models.functions import PointOnSurface
from django.db import connection
from django.db.models import Count, Model

from layers.models import (
    FULL_BAND,
    Commodity,
    District,
    ExclusionZone,
    Facility,
    LayerVersion,
    RoadLink,
    SourceArea,
    Subdistrict,
)

Box = tuple[float, float, float, float]
SOURCES_SHOWN = 4
SMALLEST_PIECE_SHARE = 0.01


@dataclass(frozen=True, slots=True)
class Citation:
    """A source that stands behind a layer."""

    source: str
    year: int | None
    confidence: str


@dataclass(frozen=True, slots=True)
class DistrictLabel:
    """Where a district's name and its seat are written, lon and lat in EPSG:4326."""

    code: str
    name: str
    lon: float
    lat: float
    seat_name: str
    seat: tuple[float, float] | None
    is_approximate: bool


@dataclass(frozen=True, slots=True)
class CommoditySupply:
    """A commodity that has source areas, and the steps of its map.

    Attributes
    ----------
    breaks_t_per_km2
        Upper ends of all classes but the last, ascending, in t per km2 of land and year; each
        class holds about the same number of areas.
    """

    commodity: Commodity
    total_t_per_year: float
    years: tuple[int, ...]
    is_disaggregated: bool
    breaks_t_per_km2: tuple[float, ...]


def mainland_extent() -> Box | None:
    """Return west, south, east, north of the districts in force, EPSG:4326; None without districts.

    Islets far out at sea, below a hundredth of the largest piece of land, do not count: they would
    make the first view small for the sake of specks.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH pieces AS (
                SELECT piece.geom AS land, ST_Area(piece.geom) AS area
                FROM layers_district AS d, ST_Dump(d.boundary) AS piece WHERE d.valid_to IS NULL
            ), extent AS (
                SELECT ST_Extent(land) AS box FROM pieces WHERE area >= %s * (SELECT max(area) FROM pieces)
            )
            SELECT ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box) FROM extent
            """,
            [SMALLEST_PIECE_SHARE],
        )
        row = cursor.fetchone()
    return None if row is None or row[0] is None else (row[0], row[1], row[2], row[3])


def district_label_list() -> list[DistrictLabel]:
    """Return the label of every district in force."""
    districts = (
        District.objects.filter(valid_to__isnull=True)
        .annotate(label_at=PointOnSurface("boundary"))
        .only("code", "name", "seat_name", "seat", "is_approximate")
        .order_by("code")
    )
    return [
        DistrictLabel(
            code=district.code,
            name=district.name,
            lon=district.label_at.x,
            lat=district.label_at.y,
            seat_name=district.seat_name,
            seat=(district.seat.x, district.seat.y) if district.seat else None,
            is_approximate=district.is_approximate,
        )
        for district in districts
    ]


def commodity_supply_list(*, classes: int) -> list[CommoditySupply]:
    """Return the commodities with source areas, the largest supply first.

    Parameters
    ----------
    classes
        Number of steps of the colour ramp.
    """
    shares = [step / classes for step in range(1, classes)]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT commodity_id, sum(annual_tonnes), array_agg(DISTINCT year), bool_or(origin = 'disaggregated'),
                   percentile_cont(%s::float[]) WITHIN GROUP (ORDER BY density_t_per_km2)
            FROM layers_sourcearea AS area
            LEFT JOIN layers_sourceareashape AS shape ON shape.owner_id = area.id AND shape.band = %s
            GROUP BY commodity_id ORDER BY 2 DESC
            """,
            [shares, FULL_BAND],
        )
        rows = cursor.fetchall()
    commodities = Commodity.objects.in_bulk([row[0] for row in rows])
    return [
        CommoditySupply(
            commodity=commodities[key],
            total_t_per_year=total,
            years=tuple(years),
            is_disaggregated=is_disaggregated,
            breaks_t_per_km2=tuple(breaks or ()),
        )
        for key, total, years, is_disaggregated, breaks in rows
    ]


def layer_citation_list(model: type[Model], **filters: Any) -> list[Citation]:
    """Return the sources behind a layer, the most frequent first, at most four."""
    with_year = "year" if any(field.name == "year" for field in model._meta.fields) else "source_date__year"
    rows = _citation_rows(model, with_year, filters)
    return [Citation(source=source, year=year, confidence=confidence) for source, year, confidence in rows]


def _citation_rows(model: type[Model], with_year: str, filters: dict[str, Any]) -> list[tuple[str, int | None, str]]:
    rows = (
        model._default_manager.filter(**filters)
        .order_by()
        .values_list("source", with_year, "confidence")
        .annotate(rows=Count("pk"))
        .order_by("-rows")[:SOURCES_SHOWN]
    )
    return [(source, year, confidence) for source, year, confidence, _ in rows]


def table_versions(*models: type[Model]) -> tuple[tuple[str, int], ...]:
    """Return table and version of each model; caches key on it."""
    tables = [model._meta.db_table for model in models]
    return tuple(LayerVersion.objects.filter(table__in=tables).order_by("table").values_list("table", "version"))


MODEL_OF_LAYER: dict[str, type[Model]] = {
    "districts": District,
    "subdistricts": Subdistrict,
    "source_areas": SourceArea,
    "facilities": Facility,
    "road_links": RoadLink,
    "exclusion_zones": ExclusionZone,
}
