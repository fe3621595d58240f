"""Plants that stand where one of the same process is stored: counted twice, they would halve what is left."""

from collections import defaultdict

import numpy as np
import shapely
from django.conf import settings

from gisapp import conf
from gisapp.exchange.intake import Intake
from gisapp.geo.crs import WGS84, transform
from layers.models import Facility, PositionBasis


def same_plants(intake: Intake) -> dict[int, str]:
    """Return the codes of stored plants by the position of the row that is about the same one; each is taken once."""
    processes = intake.values.get("process")
    if processes is None or intake.geometry is None:
        return {}
    stored: dict[int, list[tuple[str, float, float]]] = defaultdict(list)
    plants = Facility.objects.filter(process__isnull=False, position_basis=PositionBasis.SURVEYED)
    for process, code, place in plants.values_list("process", "code", "location"):
        stored[process].append((code, place.x, place.y))
    wanted: dict[int, list[int]] = defaultdict(list)
    for at in np.flatnonzero(intake.is_shaped & intake.is_good).tolist():
        if processes[at] is not None and processes[at].pk in stored:
            wanted[processes[at].pk].append(at)
    found: dict[int, str] = {}
    for process, positions in wanted.items():
        lon, lat = shapely.get_coordinates(intake.geometry[positions]).T
        codes = [one[0] for one in stored[process]]
        places = np.array([one[1:] for one in stored[process]])
        found |= _matched(
            np.column_stack(transform(lon, lat, source_srid=WGS84, target_srid=settings.METRIC_SRID)),
            np.column_stack(transform(*places.T, source_srid=WGS84, target_srid=settings.METRIC_SRID)),
            positions=positions,
            codes=codes,
        )
    return found


def _matched(
    new: np.ndarray[tuple[int, int], np.dtype[np.float64]],
    stored: np.ndarray[tuple[int, int], np.dtype[np.float64]],
    *,
    positions: list[int],
    codes: list[str],
) -> dict[int, str]:
    found = {}
    for place, at in zip(new, positions, strict=True):
        distance_m = np.hypot(*(stored - place).T)
        nearest = int(np.argmin(distance_m))
        if distance_m[nearest] <= conf.SAME_PLANT_DISTANCE_M:
            found[at] = codes[nearest]
            stored[nearest] = np.inf
    return found
