"""The nearest place at which a plant may stand, told where one was asked about at which none may."""

import math
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from gisapp.geo.crs import WGS84, transform
from gisapp.geo.units import M_PER_KM
from gisapp.planning.adapters import PlanningInput
from gisapp.planning.numbers import number
from gisapp.siting.engine import Prepared
from gisapp.siting.place import PlaceJudgement, judge_place, nearest_fitting

# Clockwise from north, each an eighth of the circle wide.
_DIRECTIONS = (
    pgettext_lazy("direction", "to the north"),
    pgettext_lazy("direction", "to the north-east"),
    pgettext_lazy("direction", "to the east"),
    pgettext_lazy("direction", "to the south-east"),
    pgettext_lazy("direction", "to the south"),
    pgettext_lazy("direction", "to the south-west"),
    pgettext_lazy("direction", "to the west"),
    pgettext_lazy("direction", "to the north-west"),
)


def nearest_document(given: PlanningInput, prepared: Prepared, refused: PlaceJudgement) -> dict[str, Any] | None:
    """Describe the nearest place that law, planner and room allow, with its score; None where there is none."""
    problem = given.problem
    at = nearest_fitting(problem, prepared, x_m=refused.x_m, y_m=refused.y_m)
    if at is None:
        return None
    x_m, y_m = at
    found = judge_place(problem, prepared, x_m=x_m, y_m=y_m)
    lon, lat = transform(np.array([x_m]), np.array([y_m]), source_srid=problem.study_area.srid, target_srid=WGS84)
    east_m, north_m = x_m - refused.x_m, y_m - refused.y_m
    distance_km = math.hypot(east_m, north_m) / M_PER_KM
    text = _("Nearest place that may be chosen: %(km)s km %(direction)s, score %(score)s.")
    if not found.can_be_suggested:
        text = _("Nearest place that law and room allow: %(km)s km %(direction)s; it cannot be filled or paid.")
    values = {
        "km": number(distance_km, 1),
        "direction": direction_words(east_m, north_m),
        "score": number(found.score or 0.0, 2),
    }
    return {
        "lon": float(lon[0]),
        "lat": float(lat[0]),
        "distance_km": distance_km,
        "score": found.score,
        "can_be_suggested": found.can_be_suggested,
        "text": text % values,
    }


def direction_words(east: float, north: float) -> str:
    """Return the point of the compass, of eight, to which a step leads."""
    eighths = round(math.atan2(east, north) / (math.pi / 4))
    return str(_DIRECTIONS[eighths % len(_DIRECTIONS)])
