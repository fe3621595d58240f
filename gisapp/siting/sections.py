"""Sections of roads between two junctions, and the straight pieces of their lines."""

from dataclasses import dataclass

import numpy as np
import shapely

from gisapp.geo.units import drive_minutes
from gisapp.siting.codes import Bools, Floats, Geometries, Ints
from gisapp.siting.noding import Stops
from gisapp.siting.types import RoadEdges

# Bends smaller than this are left out of the pieces: that moves the point where a place joins, no minutes.
BEND_M = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class Sections:
    """Roads and ferries between two junctions.

    Attributes
    ----------
    edge
        (n_section,) row of the road that each is a part of.
    tail, head
        (n_section,) nodes at its two ends, in the order of the road's line.
    minutes
        (n_section,) from one end to the other.
    is_one_way
        (n_section,) passable from tail to head only.
    """

    edge: Ints
    tail: Ints
    head: Ints
    minutes: Floats
    is_one_way: Bools


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """Straight pieces of sections, at which places join.

    Attributes
    ----------
    section
        (n_piece,) row of `Sections`.
    start_m, end_m
        (n_piece, 2) metric CRS.
    start_min, end_min
        (n_piece,) minutes from the tail of the section.
    """

    section: Ints
    start_m: Floats
    end_m: Floats
    start_min: Floats
    end_min: Floats


def sections_of(stops: Stops, node: Ints, roads: RoadEdges) -> tuple[Sections, Geometries]:
    """Cut roads at their nodes.

    Parameters
    ----------
    node
        (n_stop,) node of each stop, -1 where none is; every end of a road has one.

    Returns
    -------
    sections, line
        (n_section,) LineStrings besides.
    """
    stop = np.flatnonzero(stops.along())
    if not stop.size:
        none = np.empty(0, dtype=np.int64)
        return Sections(none, none, none, np.empty(0), np.empty(0, dtype=bool)), np.empty(0, dtype=object)
    starts = np.flatnonzero(node[stop] >= 0)
    first, last = stop[starts], stop[np.append(starts[1:], len(stop)) - 1] + 1
    edge = stops.edge[first]
    whole_m = np.zeros(len(roads.line))
    np.maximum.at(whole_m, stops.edge, stops.so_far_m)
    length_m = stops.so_far_m[last] - stops.so_far_m[first]
    share = np.divide(length_m, whole_m[edge], out=np.ones(len(edge)), where=whole_m[edge] > 0)
    sections = Sections(edge, node[first], node[last], share * _edge_minutes(roads)[edge], roads.is_one_way[edge])
    # The stops of a section are its own and the one that ends it, which begins the next one too.
    size = last - first + 1
    owner = np.repeat(np.arange(len(first)), size)
    member = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size) + first[owner]
    return sections, np.asarray(shapely.linestrings(stops.xy_m[member], indices=owner), dtype=object)


def _edge_minutes(roads: RoadEdges) -> Floats:
    """Return (n_edge,) minutes to pass each edge from end to end."""
    length_m = np.where(np.isnan(roads.length_m), shapely.length(roads.line), roads.length_m)
    speed_km_h = np.where(roads.speed_km_h > 0, roads.speed_km_h, 1.0)
    timed = roads.is_ferry & ~np.isnan(roads.ferry_minutes)
    return np.where(timed, roads.ferry_minutes, drive_minutes(length_m, speed_km_h))


def pieces_of(sections: Sections, line: Geometries, section: Ints, *, piece_m: float) -> Pieces:
    """Return the straight pieces of some sections, none longer than `piece_m`.

    Parameters
    ----------
    section
        (n_chosen,) rows of `sections`.
    """
    chosen = np.asarray(shapely.simplify(line[section], BEND_M, preserve_topology=False), dtype=object)
    # GEOS refuses to segmentize a line of no length.
    long = shapely.length(chosen) > piece_m
    chosen[long] = shapely.segmentize(chosen[long], piece_m)
    xy_m, owner = shapely.get_coordinates(chosen, return_index=True)
    along = owner[1:] == owner[:-1]
    start_m, end_m, owner = xy_m[:-1][along], xy_m[1:][along], owner[1:][along]
    step_m = np.hypot(*(end_m - start_m).T)
    whole_m = np.bincount(owner, weights=step_m, minlength=len(chosen))
    minutes = sections.minutes[section]
    pace_min_per_m = np.divide(minutes, whole_m, out=np.zeros(len(chosen)), where=whole_m > 0)[owner]
    so_far_m = np.cumsum(step_m) - (np.cumsum(whole_m) - whole_m)[owner]
    end_min = np.clip(so_far_m * pace_min_per_m, 0.0, minutes[owner])
    start_min = np.clip((so_far_m - step_m) * pace_min_per_m, 0.0, end_min)
    return Pieces(section[owner], start_m, end_m, start_min, end_min)


def landings_of(sections: Sections, xy_m: Floats, section: Ints) -> Pieces:
    """Return the two ends of ferries as pieces without length, for a ferry is joined nowhere else.

    Parameters
    ----------
    xy_m
        (n_node, 2) metric CRS.
    section
        (n_ferry,) rows of `sections`.
    """
    at_m = np.concatenate([xy_m[sections.tail[section]], xy_m[sections.head[section]]])
    at_min = np.concatenate([np.zeros(len(section)), sections.minutes[section]])
    return Pieces(np.tile(section, 2), at_m, at_m, at_min, at_min)
