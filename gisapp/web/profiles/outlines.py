"""The province in little, one district lit."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from layers.selectors.shapes import shapes_geojson

COARSEST_BAND = 7
SIZE = 100.0
Ring = list[list[float]]


@dataclass(frozen=True, slots=True)
class Outline:
    """A district as an SVG path in a box of 100 by 100."""

    code: str
    path: str


def district_outlines() -> list[Outline]:
    """Return the outlines of the districts in force; near the equator degrees are square enough for so small a map."""
    collection = json.loads(shapes_geojson("districts", COARSEST_BAND, filters={"is_current": True}) or b"{}")
    shapes = [
        (feature["properties"]["code"], _rings(feature["geometry"])) for feature in collection.get("features", [])
    ]
    points = [point for _code, rings in shapes for ring in rings for point in ring]
    if not points:
        return []
    west, north = min(x for x, _y in points), max(y for _x, y in points)
    size = max(max(x for x, _y in points) - west, north - min(y for _x, y in points)) / SIZE
    return [Outline(code, _path(rings, west=west, north=north, size=size)) for code, rings in shapes]


def _rings(geometry: dict[str, list[list[Ring]]]) -> list[Ring]:
    """Return the outer rings of a MultiPolygon."""
    return [polygon[0] for polygon in geometry["coordinates"]]


def _path(rings: Iterable[Ring], *, west: float, north: float, size: float) -> str:
    return "".join(
        "M" + "L".join(f"{(x - west) / size:.1f} {(north - y) / size:.1f}" for x, y in ring) + "Z" for ring in rings
    )
