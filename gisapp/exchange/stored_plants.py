"""Which stored plant a new record may be about."""

from collections import defaultdict

import numpy as np
import shapely
from django.conf import settings

from gisapp import conf
from gisapp.geo.crs import WGS84, transform, transform_geometry
from layers.geometry import to_shapely
from layers.models import Facility, PositionBasis, Process


class StoredPlants:
    """The plants whose position is known, by process; reads the database once."""

    def __init__(self) -> None:
        by_process: dict[int, list[Facility]] = defaultdict(list)
        for plant in Facility.objects.filter(process__isnull=False, position_basis=PositionBasis.SURVEYED):
            by_process[plant.process_id or 0].append(plant)
        self._codes = {process: [one.code for one in plants] for process, plants in by_process.items()}
        self._places = {process: _metric(plants) for process, plants in by_process.items()}

    def take_same(self, process: Process | None, place: shapely.Point) -> str | None:
        """Return the code of the nearest plant of a process, if near enough to be the same; each is taken once."""
        if process is None or process.pk not in self._places:
            return None
        points = self._places[process.pk]
        x, y = transform(place.x, place.y, source_srid=WGS84, target_srid=settings.METRIC_SRID)
        distance_m = np.hypot(points[:, 0] - float(x), points[:, 1] - float(y))
        nearest = int(np.argmin(distance_m))
        if distance_m[nearest] > conf.SAME_PLANT_DISTANCE_M:
            return None
        points[nearest] = np.inf
        return self._codes[process.pk][nearest]


def _metric(plants: list[Facility]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    places = to_shapely(plant.location for plant in plants)
    metric = transform_geometry(places, source_srid=WGS84, target_srid=settings.METRIC_SRID)
    return np.column_stack([shapely.get_x(metric), shapely.get_y(metric)])
