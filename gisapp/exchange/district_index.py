"""In which district places lie."""

from dataclasses import dataclass

import numpy as np
import shapely
from django.conf import settings
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from gisapp.exchange.errors import ExchangeError
from gisapp.geo.crs import WGS84, transform, transform_geometry
from layers.geometry import to_shapely
from layers.selectors.districts import district_list

NOWHERE = -1
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Placement:
    """Where some places lie.

    Attributes
    ----------
    district
        (n,) position in `DistrictIndex.districts`, `NOWHERE` where none is near enough.
    distance_m
        (n,) how far beyond its boundary; 0 within, infinite nowhere.
    """

    district: NDArray[np.int64]
    distance_m: Floats


class DistrictIndex:
    """The districts in force, ready to be asked; reads the database once.

    Raises
    ------
    ExchangeError
        If no district is stored.
    """

    def __init__(self) -> None:
        self.districts = list(district_list())
        if not self.districts:
            raise ExchangeError(
                _("No district is stored, so nothing can be placed: import districts or run load_demo first.")
            )
        self.boundary = to_shapely(one.boundary for one in self.districts)
        self._areas = transform_geometry(self.boundary, source_srid=WGS84, target_srid=settings.METRIC_SRID)
        shapely.prepare(self._areas)
        self._tree = shapely.STRtree(self._areas)

    def place(self, lon: Floats, lat: Floats, *, within_m: float) -> Placement:
        """Find the district that holds each of some places, or the nearest one.

        Parameters
        ----------
        lon, lat
            (n,) degrees; a place that is no number lies nowhere.
        within_m
            What lies farther from all districts lies nowhere.
        """
        x, y = transform(lon, lat, source_srid=WGS84, target_srid=settings.METRIC_SRID)
        district = np.full(x.shape, NOWHERE, dtype=np.int64)
        distance_m = np.full(x.shape, np.inf)
        known = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
        points = np.asarray(shapely.points(x[known], y[known]), dtype=object)
        self._hold(district, known, points=points)
        distance_m[district != NOWHERE] = 0.0
        beyond = np.flatnonzero(district[known] == NOWHERE)
        (at, found), far_m = self._tree.query_nearest(
            points[beyond], max_distance=within_m, all_matches=False, return_distance=True
        )
        district[known[beyond[at]]], distance_m[known[beyond[at]]] = found, far_m
        return Placement(district, distance_m)

    def _hold(self, district: NDArray[np.int64], known: NDArray[np.int64], *, points: NDArray[np.object_]) -> None:
        """Fill in the first district that holds each point.

        The areas are prepared: asking one of them for many points costs a hundredth of asking each point.
        """
        point, area = self._tree.query(points)
        for one in np.unique(area)[::-1]:
            near = point[area == one]
            inside = near[shapely.intersects(self._areas[one], points[near])]
            district[known[inside]] = one
