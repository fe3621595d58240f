"""Roads and ferries from the database, kept in the process until somebody changes them."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from django.conf import settings
from django.contrib.gis.db.models.functions import AsWKB

from gisapp import conf
from gisapp.geo.crs import transform_geometry
from gisapp.siting import RoadEdges
from layers.models import RoadClass, RoadLink, RoadSpeed, Surface

MAIN_CLASSES = (RoadClass.NATIONAL, RoadClass.PROVINCIAL)
VERSION_TABLES = ("layers_roadlink", "layers_roadspeed")


@dataclass(frozen=True, slots=True, eq=False)
class Roads:
    """Roads for the engine in one season, how many of them have an assumed speed, and the speed beside them."""

    edges: RoadEdges
    fallback_speeds: int
    off_road_speed_km_h: float


# The present version in either season, and the last one while a run still needs it.
@lru_cache(maxsize=4)
def roads_read(_version: tuple[tuple[str, str], ...], *, srid: int, season: str) -> Roads:
    """Read all roads; `_version` is that of the road tables and serves as the key of the cache.

    Reads two queries, or none where this version is still held.
    """
    speed_of = {
        (road_class, surface): speed_km_h
        for road_class, surface, speed_km_h in RoadSpeed.objects.filter(season=season).values_list(
            "road_class", "surface", "speed_mid_km_h"
        )
    }
    rows = list(
        RoadLink.objects.order_by("pk").values_list(
            "road_class",
            "surface",
            "speed_km_h",
            "length_m",
            "duration_min",
            "is_ferry",
            "is_one_way",
            AsWKB("path"),
        )
    )
    path = shapely.from_wkb(np.array([bytes(row[7]) for row in rows], dtype=object))
    line, link = shapely.get_parts(
        transform_geometry(path, source_srid=settings.STORAGE_SRID, target_srid=srid), return_index=True
    )
    length = shapely.length(line)
    # A link may be drawn in several pieces: its length and duration are shared among them.
    total = np.bincount(link, weights=length, minlength=len(rows))
    share = np.divide(length, total[link], out=np.ones_like(length), where=total[link] > 0)

    speed = np.array([row[2] or speed_of.get((row[0], row[1]), np.nan) for row in rows], dtype=np.float64)
    is_ferry = np.array([row[5] for row in rows], dtype=bool)
    duration = np.array([np.nan if row[4] is None else row[4] for row in rows], dtype=np.float64)
    timed = is_ferry & (duration > 0)
    guessed = np.isnan(speed) & ~timed
    speed[np.isnan(speed)] = conf.FALLBACK_SPEED_KM_H
    edges = RoadEdges(
        line=line,
        length_m=np.array([row[3] for row in rows], dtype=np.float64)[link] * share,
        speed_km_h=speed[link],
        is_ferry=is_ferry[link],
        ferry_minutes=np.where(timed, duration, np.nan)[link] * share,
        is_one_way=np.array([row[6] for row in rows], dtype=bool)[link],
        is_main=np.array([row[0] in MAIN_CLASSES for row in rows], dtype=bool)[link],
    )
    # Open land is no quicker to cross than an earth road.
    earth_km_h = speed_of.get((RoadClass.VILLAGE, Surface.EARTH), conf.OFF_ROAD_SPEED_KM_H)
    return Roads(
        edges=edges,
        fallback_speeds=int(guessed.sum()),
        off_road_speed_km_h=min(conf.OFF_ROAD_SPEED_KM_H, earth_km_h),
    )
