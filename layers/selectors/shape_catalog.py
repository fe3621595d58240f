"""What of each layer is published on the map: its properties, and the filters it can be asked by.

Each is an SQL expression over `o` (the layer's row) and the tables joined to it. Nothing that a user sends
becomes an expression; a filter's value is bound.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PublishedLayer:
    """Expressions by the name that a reader sees."""

    properties: dict[str, str]
    filters: dict[str, str] = field(default_factory=dict)
    joins: str = ""


def _own(*columns: str) -> dict[str, str]:
    return {column: f"o.{column}" for column in columns}


# Every row from outside says where it comes from and how far it can be trusted.
_PROVENANCE = _own("source", "source_date", "licence", "confidence", "note")
_DISTRICT = {"district": "d.code", "district_name": "d.name"}
# Left joins, also where the key is never null: PostgreSQL leaves out a left join that a query does not use.
_DISTRICT_JOIN = " LEFT JOIN layers_district AS d ON d.id = o.district_id"

CATALOG = {
    "districts": PublishedLayer(
        properties=_own(
            "code",
            "name",
            "kind",
            "seat_name",
            "area_km2",
            "population",
            "lead_industry",
            "lead_industry_source",
            "is_approximate",
            "valid_from",
            "valid_to",
        )
        | _PROVENANCE,
        filters={"district": "o.code", "is_current": "(o.valid_to IS NULL)"},
    ),
    "subdistricts": PublishedLayer(
        properties=_own("code", "name", "area_km2", "is_approximate") | _DISTRICT | _PROVENANCE,
        filters={"district": "d.code"},
        joins=_DISTRICT_JOIN,
    ),
    "source_areas": PublishedLayer(
        properties={"commodity": "c.code", "commodity_name_id": "c.name_id", "commodity_name_en": "c.name_en"}
        | _own("name", "area_ha", "yield_t_per_ha", "availability", "annual_tonnes", "year", "owner_kind", "origin")
        | _DISTRICT
        | _PROVENANCE,
        filters={
            "commodity": "c.code",
            "district": "d.code",
            "year": "o.year",
            "origin": "o.origin",
            "owner_kind": "o.owner_kind",
        },
        joins=" LEFT JOIN layers_commodity AS c ON c.id = o.commodity_id" + _DISTRICT_JOIN,
    ),
    "exclusion_zones": PublishedLayer(
        properties=_own("name", "reason", "legal_basis", "effect", "penalty") | _PROVENANCE,
        filters={"reason": "o.reason", "effect": "o.effect"},
    ),
    "road_links": PublishedLayer(
        properties=_own(
            "name", "road_class", "surface", "speed_km_h", "length_m", "duration_min", "is_ferry", "is_one_way"
        )
        | _PROVENANCE,
        filters={"road_class": "o.road_class", "surface": "o.surface"},
    ),
    "facilities": PublishedLayer(
        properties=_own(
            "code",
            "name",
            "kind",
            "activity",
            "position_basis",
            "capacity_t_per_year",
            "capacity_stated",
            "utilisation",
            "area_ha",
            "status",
            "scale",
            "owner",
            "year",
        )
        | {"process": "p.code", "process_name_id": "p.name_id", "process_name_en": "p.name_en"}
        | _DISTRICT
        | _PROVENANCE,
        filters={"kind": "o.kind", "status": "o.status", "process": "p.code", "district": "d.code"},
        joins=" LEFT JOIN layers_process AS p ON p.id = o.process_id" + _DISTRICT_JOIN,
    ),
}
