"""The land around any study area, drawn from Natural Earth (public domain) as npm's world-atlas packs it."""

import json
from pathlib import Path
from typing import Any

import shapely

# The archipelago and its neighbours: west, south, east, north, EPSG:4326.
FRAME = (92.0, -13.0, 143.0, 9.0)
# A hundredth of a degree is half a pixel at zoom 8; further in, the districts' own outlines take over.
TOLERANCE_DEG = 0.01
DIGITS = 2
SMALLEST_ISLAND_DEG2 = 0.0004


def land_geojson(topology_file: Path) -> dict[str, Any]:
    """Return the land within `FRAME` as one GeoJSON MultiPolygon.

    Parameters
    ----------
    topology_file
        `land-10m.json` of the npm package world-atlas: a quantized TopoJSON.
    """
    topology = json.loads(topology_file.read_text(encoding="utf-8"))
    arcs = _decoded_arcs(topology)
    polygons = [
        shapely.Polygon(_ring(rings[0], arcs), [_ring(hole, arcs) for hole in rings[1:]])
        for geometry in topology["objects"]["land"]["geometries"]
        for rings in (geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]])
    ]
    frame = shapely.box(*FRAME)
    near = shapely.intersection(
        [polygon for polygon in map(shapely.make_valid, polygons) if frame.intersects(polygon)], frame
    )
    coarse = shapely.set_precision(shapely.simplify(shapely.union_all(near), TOLERANCE_DEG), 10.0**-DIGITS)
    # A collection may hold a MultiPolygon beside the lines that clipping leaves; those have no area.
    islands = [part for part in shapely.get_parts(shapely.get_parts(coarse)) if part.area >= SMALLEST_ISLAND_DEG2]
    return {
        "type": "Feature",
        "properties": {"source": "Natural Earth 10m land (public domain), npm package world-atlas"},
        "geometry": {"type": "MultiPolygon", "coordinates": [_rounded(island) for island in islands]},
    }


def _decoded_arcs(topology: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """Return the arcs in degrees; TopoJSON stores whole steps, each from the point before."""
    (scale_x, scale_y), (shift_x, shift_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    decoded = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * scale_x + shift_x, y * scale_y + shift_y))
        decoded.append(points)
    return decoded


def _ring(numbers: list[int], arcs: list[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    """Return a closed ring; a negative number (one's complement) runs its arc backwards."""
    ring: list[tuple[float, float]] = []
    for number in numbers:
        points = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring.extend(points[1:] if ring else points)
    return ring


def _rounded(polygon: shapely.Polygon) -> list[list[list[float]]]:
    rings = [polygon.exterior, *polygon.interiors]
    return [[[round(x, DIGITS), round(y, DIGITS)] for x, y in ring.coords] for ring in rings]
