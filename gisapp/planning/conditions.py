"""From what a planner lays down to the conditions that the engine keeps to."""

from collections.abc import Iterable

import numpy as np
from django.conf import settings
from django.utils.translation import gettext as _

from gisapp.geo.crs import transform
from gisapp.geo.units import M_PER_KM
from gisapp.planning.competitors import PlantRow
from gisapp.planning.economics import MILLION, Costing, capex_idr
from gisapp.planning.errors import ParameterError
from gisapp.planning.parameters import SitingParameters
from gisapp.siting import ProblemError
from gisapp.siting.conditions import Circle, Investment, PlanConditions


def conditions_of(parameters: SitingParameters, costing: Costing, *, plants: Iterable[PlantRow] = ()) -> PlanConditions:
    """Return the conditions of a plan, in the metric CRS.

    Parameters
    ----------
    plants
        Existing plants; those of the process itself may be enlarged where the planner allows it.

    Raises
    ------
    ParameterError
        If there is a budget but no known cost, or a forced place lies in a forbidden area.
    """
    investment = investment_of(costing)
    if parameters.budget_million_idr is not None and investment is None:
        allowed = _("nothing: what a plant of the kind “%(process)s” costs is not recorded, so leave the budget out")
        raise ParameterError(
            name="budget_million_idr",
            value=parameters.budget_million_idr,
            allowed=allowed % {"process": costing.process.name},
        )
    own = (plant for plant in plants if plant.process.pk == costing.process.pk and plant.capacity_per_year > 0)
    forbidden = zip(parameters.forbidden_sites, _metric(parameters.forbidden_sites), strict=True)
    try:
        return PlanConditions(
            forced_xy_m=tuple(_metric(parameters.forced_sites)),
            forbidden=tuple(Circle(x_m, y_m, site.radius_km * M_PER_KM) for site, (x_m, y_m) in forbidden),
            budget_million_idr=parameters.budget_million_idr,
            investment=investment,
            may_grow=tuple(plant.facility.id for plant in own) if parameters.allow_upgrades else (),
        )
    except ProblemError as error:
        allowed = _("places outside all forbidden_sites")
        raise ParameterError(name="forced_sites", value=str(error), allowed=allowed) from error


def investment_of(costing: Costing) -> Investment | None:
    """Return what plants of a kind cost by size, in million rupiah; None where not known, or not for tonnes."""
    reference = costing.process.capex_ref_size_per_year
    if not costing.is_in_tonnes or not reference:
        return None
    size_t_per_year = reference * costing.feed_coefficient
    cost = capex_idr(costing, size_t_per_year)
    return Investment(cost.mid / MILLION, size_t_per_year, costing.process.capex_exponent) if cost else None


def _metric(places: Iterable[object]) -> list[tuple[float, float]]:
    lon_lat = np.array([(place.lon, place.lat) for place in places], dtype=np.float64).reshape(-1, 2)  # type: ignore[attr-defined]
    x_m, y_m = transform(*lon_lat.T, source_srid=settings.STORAGE_SRID, target_srid=settings.METRIC_SRID)
    return list(zip(np.asarray(x_m).tolist(), np.asarray(y_m).tolist(), strict=True))
