"""The layers that clients are tried with, and the same data as plain SQL, which knows nothing of the service."""

from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from tests.e2e.service import Service

SRIDS = (4326, 3857, 32750)
YEAR = 2022
# QGIS before 3.36 reads no schema.
SAMPLED_ROWS = 10
TEXTS = ("character varying", "text")


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer as PostGIS has it.

    Attributes
    ----------
    kind
        Of its geometry: polygon, line or point.
    query
        SQL of all rows: the columns of the table, and `geom`.
    table
        Whose columns tell the types of the attributes that are named like them.
    place, width_km
        Longitude and latitude of the middle of the picture that is compared, and its width.
    symbol
        With which QGIS draws the same pixels as the layer's default style.
    least_overlap
        Intersection over union that pictures must reach.
    reach_px
        By which both pictures are widened before they are compared, where lines are thin or dashed.
    opacity
        Of the faintest fill.
    tile_overlap
        The same for vector tiles.
    """

    name: str
    kind: str
    query: str
    table: str
    place: tuple[float, float]
    width_km: float
    symbol: dict[str, Any]
    least_overlap: float = 0.97
    reach_px: int = 0
    opacity: float = 1.0
    tile_overlap: float = 0.97
    year: int | None = None


def layers_of(run: str) -> tuple[Layer, ...]:
    """Return the layers, those of a siting run among them."""
    area = {"kind": "polygon"}
    return (
        Layer(
            name="districts",
            kind="polygon",
            query="SELECT *, boundary AS geom FROM layers_district WHERE valid_to IS NULL",
            table="layers_district",
            place=(115.5, -3.1),
            width_km=460,
            symbol={"kind": "polygon", "size": 0.9},
            # Names reach over the coast.
            least_overlap=0.92,
        ),
        Layer(
            name="subdistricts",
            kind="polygon",
            query="SELECT *, boundary AS geom FROM layers_subdistrict",
            table="layers_subdistrict",
            place=(115.2, -2.8),
            width_km=60,
            symbol={"kind": "polygon", "size": 0.8, "hollow": True},
            reach_px=2,
            least_overlap=0.9,
            opacity=0.2,
        ),
        Layer(
            name="source-areas",
            kind="polygon",
            query="SELECT *, boundary AS geom FROM layers_sourcearea",
            table="layers_sourcearea",
            place=(115.5, -3.1),
            width_km=300,
            symbol=area,
        ),
        Layer(
            name="source-areas-oil-palm",
            kind="polygon",
            query=(
                "SELECT a.*, a.boundary AS geom FROM layers_sourcearea AS a"
                " JOIN layers_commodity AS c ON c.id = a.commodity_id WHERE c.code = 'oil_palm'"
            ),
            table="layers_sourcearea",
            place=(115.5, -3.1),
            width_km=300,
            symbol=area,
        ),
        Layer(
            name="facilities",
            kind="point",
            query="SELECT *, location AS geom FROM layers_facility",
            table="layers_facility",
            place=(115.5, -3.1),
            width_km=200,
            symbol={"kind": "point", "size": 11},
            least_overlap=0.6,
        ),
        Layer(
            name="exclusion-zones",
            kind="polygon",
            query="SELECT *, boundary AS geom FROM layers_exclusionzone",
            table="layers_exclusionzone",
            place=(114.7, -3.35),
            width_km=50,
            symbol={"kind": "polygon", "size": 1.1},
            opacity=0.75,
        ),
        Layer(
            name="roads",
            kind="line",
            query="SELECT *, path AS geom FROM layers_roadlink",
            table="layers_roadlink",
            place=(115.2, -2.8),
            width_km=100,
            symbol={"kind": "line", "size": 2},
            reach_px=2,
            least_overlap=0.9,
        ),
        Layer(
            name="production-rice-production-t",
            kind="polygon",
            query=(
                "SELECT p.*, d.boundary AS geom FROM layers_productionstatistic AS p"
                " JOIN layers_district AS d ON d.id = p.district_id JOIN layers_commodity AS c ON c.id = p.commodity_id"
                " WHERE c.code = 'rice' AND p.measure = 'production_t' AND p.series = 'BPS KSA'"
            ),
            table="layers_productionstatistic",
            place=(115.5, -3.1),
            width_km=460,
            symbol={"kind": "polygon", "size": 0.8},
            # Names reach over the coast.
            least_overlap=0.93,
            year=YEAR,
        ),
        Layer(
            name=f"sites-{run}",
            kind="point",
            query=f"SELECT *, location AS geom FROM layers_suggestedsite WHERE run_id = '{run}'",
            table="layers_suggestedsite",
            place=(116.15, -3.6),
            width_km=60,
            symbol={"kind": "point", "size": 22, "up": 16},
            least_overlap=0.6,
        ),
        Layer(
            name=f"catchments-{run}",
            kind="polygon",
            query=f"SELECT *, catchment AS geom FROM layers_suggestedsite WHERE run_id = '{run}'",
            table="layers_suggestedsite",
            place=(116.0, -3.55),
            width_km=120,
            symbol={"kind": "polygon", "size": 4.2},
            opacity=0.03,
        ),
    )


class Truth:
    """What PostGIS says."""

    def __init__(self, service: Service) -> None:
        self._database = service.database

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        with psycopg.connect(self._database) as connection:
            return connection.execute(query, values or None).fetchall()  # type: ignore[arg-type]

    def count(self, layer: Layer) -> int:
        """Return the number of a layer's features."""
        return int(self.rows(f"SELECT count(*) FROM ({layer.query}) AS q")[0][0])

    def extent(self, layer: Layer, srid: int) -> tuple[float, ...]:
        """Return the extent of a layer's features in a system: x before y."""
        query = (
            "SELECT ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box)"
            f" FROM (SELECT ST_Extent(ST_Transform(geom, {srid})) AS box FROM ({layer.query}) AS q) AS found"
        )
        return self.rows(query)[0]

    def types(self, layer: Layer) -> dict[str, str]:
        """Return the type of each column of a layer's table."""
        query = "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s"
        return dict(self.rows(query, layer.table))

    def values(self, layer: Layer, column: str) -> list[Any]:
        """Return how many rows have a value, the least and the greatest; an empty text counts as none."""
        kind = self.types(layer)[column]
        value = f'{column} COLLATE "C"' if kind in TEXTS else f"{column}::text" if kind == "boolean" else column
        found = f"SELECT count({column}), min({value}), max({value}) FROM ({layer.query}) AS q"
        return list(self.rows(f"{found} WHERE {column}::text <> ''")[0])

    def sampled(self, layer: Layer) -> set[str]:
        """Return the columns that have a value in the first rows, from which QGIS guesses types of GeoJSON."""
        rows = f"SELECT to_jsonb(q) FROM ({layer.query}) AS q ORDER BY id LIMIT {SAMPLED_ROWS}"
        return {column for (row,) in self.rows(rows) for column, value in row.items() if value is not None}

    def window(self, layer: Layer, srid: int) -> list[float]:
        """Return a square around a layer's place in a system."""
        x, y = self.rows(
            f"SELECT ST_X(p), ST_Y(p) FROM ST_Transform(ST_SetSRID(ST_Point(%s, %s), 4326), {srid}) AS p", *layer.place
        )[0]
        half = layer.width_km * 500 / (111_320 if srid == 4326 else 1)
        return [x - half, y - half, x + half, y + half]

    def source(self, query: str) -> dict[str, Any]:
        """Return a query as a layer that QGIS reads straight from the database."""
        known = conninfo_to_dict(self._database)
        uri = {name: str(known.get(name) or "") for name in ("host", "port", "dbname", "user", "password")}
        return {"provider": "postgres", "uri": {**uri, "query": query}}
