"""Neighbours that overlap, with the pair and the m2, and gaps between them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from gisapp import conf
from gisapp.exchange.intake import Intake
from gisapp.geo.crs import geodesic_area_m2, geodesic_length_m
from gisapp.geo.polygons import as_multipolygon
from layers.models import FindingLevel

Geometries = NDArray[np.object_]


@dataclass(frozen=True, slots=True, eq=False)
class Areas:
    """Areas that should tile a region.

    Attributes
    ----------
    shape
        (m,) valid polygons in degrees: those of the file first, then those that are stored and stay.
    names
        (m,) what the report calls them.
    positions
        (k,) position of the row of each of the first k.
    """

    shape: Geometries
    names: Sequence[str]
    positions: NDArray[np.int64]


def overlaps_check(intake: Intake, areas: Areas, *, field: str) -> None:
    """Warn of each pair of neighbours that share an area; a narrow one is a sliver."""
    one, other = shapely.STRtree(areas.shape).query(areas.shape[: len(areas.positions)], predicate="intersects")
    # A pair of two rows of the file is told of once, by the later one.
    once = (other < one) | (other >= len(areas.positions))
    one, other = one[once], other[once]
    distinct = one != other
    one, other = one[distinct], other[distinct]
    shapely.prepare(areas.shape)
    apart = shapely.touches(areas.shape[one], areas.shape[other])
    one, other = one[~apart], other[~apart]
    shared = shapely.intersection(areas.shape[one], areas.shape[other])
    for first, second, part in zip(one.tolist(), other.tolist(), shared, strict=True):
        _overlap_tell(intake, areas, pair=(first, second), part=as_multipolygon(part), field=field)


def gaps_check(intake: Intake, areas: Areas, *, field: str) -> None:
    """Warn of holes between areas that no area of them has itself, together for the same neighbours."""
    if not areas.shape.size:
        return
    holes = _holes(as_multipolygon(shapely.union_all(areas.shape)))
    own = {shape for one in areas.shape for shape in _texts(_holes(one))}
    around = shapely.STRtree(areas.shape)
    between: dict[tuple[int, ...], list[shapely.Polygon]] = defaultdict(list)
    for hole, text in zip(holes, _texts(holes), strict=True):
        neighbours = tuple(sorted(around.query(hole, predicate="intersects").tolist()))
        # A lake, or an enclave of another province, in one area is no gap of drawing.
        if text not in own and len(neighbours) > 1:
            between[neighbours].append(hole)
    for neighbours, gaps in between.items():
        _gap_tell(intake, shapely.MultiPolygon(gaps), names=[areas.names[at] for at in neighbours], field=field)


def _overlap_tell(
    intake: Intake, areas: Areas, *, pair: tuple[int, int], part: shapely.MultiPolygon, field: str
) -> None:
    area_m2 = 0.0 if part.is_empty else geodesic_area_m2(part)
    if area_m2 < conf.LEAST_OVERLAP_M2:
        return
    narrow = width_m(part) < conf.SLIVER_WIDTH_M
    first, second = pair
    value = _("%(m2)s m2 in %(parts)d parts with %(other)s")
    intake.tell(
        areas.positions[[first]],
        "sliver" if narrow else "overlap",
        field=field,
        value=value
        % {"m2": f"{area_m2:,.1f}", "parts": shapely.get_num_geometries(part), "other": areas.names[second]},
        limit=_("neighbours share a border, and no area"),
        fix=_("Correct one of the two boundaries; maps draw both."),
        level=FindingLevel.WARNING,
        places=_place(part),
    )


def _gap_tell(intake: Intake, gaps: shapely.MultiPolygon, *, names: Sequence[str], field: str) -> None:
    area_m2 = geodesic_area_m2(gaps)
    if area_m2 < conf.LEAST_GAP_M2:
        return
    lon, lat = _place(gaps)[0].tolist()
    told = {"m2": f"{area_m2:,.1f}", "parts": len(gaps.geoms), "names": ", ".join(names)}
    intake.tell_file(
        "gap",
        field=field,
        value=_("%(m2)s m2 in %(parts)d parts between %(names)s") % told,
        limit=_("neighbours share a border"),
        fix=_("Correct the boundaries, or leave it where there is a lake."),
        place=(lon, lat),
    )


def width_m(area: shapely.MultiPolygon) -> float:
    """Return the mean width of an area in degrees, as of a strip of the same area and outline.

    Examples
    --------
    >>> 99 < width_m(shapely.MultiPolygon([shapely.box(115, 0, 116, 100 / 110_574)])) < 101
    True
    """
    outline = shapely.MultiLineString(list(shapely.get_rings(shapely.get_parts(area))))
    return 2 * geodesic_area_m2(area) / geodesic_length_m(outline)


def _holes(area: shapely.MultiPolygon) -> Geometries:
    rings = [ring for part in area.geoms for ring in part.interiors]
    return np.asarray(shapely.polygons(rings) if rings else [], dtype=object)


def _texts(shapes: Geometries) -> list[bytes]:
    """Return what equal shapes have in common, wherever their rings begin."""
    return list(shapely.to_wkb(shapely.normalize(shapes)))


def _place(area: shapely.MultiPolygon) -> NDArray[np.float64]:
    """Return a point on the largest part of an area, (1, 2) degrees."""
    parts = shapely.get_parts(area)
    return shapely.get_coordinates(shapely.point_on_surface(parts[np.argmax(shapely.area(parts))]))
