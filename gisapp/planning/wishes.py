"""Where a planner wants a plant, or none; what may be spent; whether existing plants may be enlarged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.planning.errors import ParameterError
from gisapp.siting import Criterion, PlanningMethod, value_function_parse
from gisapp.siting.criteria import DEFAULT_VALUE_FUNCTIONS
from gisapp.siting.together import is_valued_in_a_straight_line

LON = conf.Range(-180, 180)
LAT = conf.Range(-90, 90)
FORCED_KEYS = ("lon", "lat")
FORBIDDEN_KEYS = ("lon", "lat", "radius_km")


@dataclass(frozen=True, slots=True)
class ForcedSite:
    """A place at which a plant is built, EPSG:4326, degrees."""

    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class ForbiddenSite:
    """An area in which no plant is built, around a place in EPSG:4326, degrees."""

    lon: float
    lat: float
    radius_km: float = conf.DEFAULT_FORBIDDEN_RADIUS_KM


def wishes_parse(given: Mapping[str, object], *, plants: int) -> dict[str, Any]:
    """Check the places that a plan must or must not use, and how existing plants count.

    Raises
    ------
    ParameterError
        At the first one that is malformed, if more places are forced than plants are wanted, or if plants that are
        left out of account may be enlarged.
    """
    values: dict[str, Any] = {}
    if given.get("forced_sites") is not None:
        places = _places("forced_sites", given["forced_sites"], keys=FORCED_KEYS, most=plants)
        values["forced_sites"] = tuple(ForcedSite(**place) for place in places)
    if given.get("forbidden_sites") is not None:
        most = conf.MAX_FORBIDDEN_SITES
        places = _places("forbidden_sites", given["forbidden_sites"], keys=FORBIDDEN_KEYS, most=most)
        values["forbidden_sites"] = tuple(ForbiddenSite(**place) for place in places)
    if given.get("allow_upgrades") is not None:
        values["allow_upgrades"] = _flag("allow_upgrades", given["allow_upgrades"])
    if given.get("serve_existing") is not None:
        values["serve_existing"] = _flag("serve_existing", given["serve_existing"])
    if values.get("allow_upgrades") and not values.get("serve_existing", True):
        allowed = _("false where existing plants are left out of account (serve_existing false)")
        raise ParameterError(name="allow_upgrades", value=True, allowed=allowed)
    return values


def method_checked(values: Mapping[str, Any]) -> None:
    """Refuse to choose in turn, or to value raw material in a curve, where a plan has to keep to conditions.

    Raises
    ------
    ParameterError
        Naming the parameter that does not go with them.
    """
    conditions = [name for name in ("forced_sites", "budget_million_idr") if values.get(name)]
    if not conditions:
        return
    if values.get("method") == PlanningMethod.IN_TURN:
        allowed = _("together: plants chosen in turn might miss a plan that keeps to %(names)s")
        raise ParameterError(name="method", value="in_turn", allowed=allowed % {"names": ", ".join(conditions)})
    text = values["value_functions"].get(Criterion.SUPPLY)
    function = value_function_parse(text) if text else DEFAULT_VALUE_FUNCTIONS[Criterion.SUPPLY]
    if not is_valued_in_a_straight_line(function):
        allowed = _("linear WORST BEST, from 0 or less to 1 or more, together with %(names)s")
        raise ParameterError(
            name="value_functions.supply", value=text, allowed=allowed % {"names": ", ".join(conditions)}
        )


def _places(name: str, value: object, *, keys: Sequence[str], most: int) -> list[dict[str, float]]:
    form = _("a list of at most %(most)d objects with %(keys)s") % {"most": most, "keys": ", ".join(keys)}
    if not isinstance(value, list | tuple) or len(value) > most:
        raise ParameterError(name=name, value=value, allowed=form)
    return [_place(f"{name}.{number}", place, keys=keys) for number, place in enumerate(value, start=1)]


def _place(name: str, value: object, *, keys: Sequence[str]) -> dict[str, float]:
    if not isinstance(value, Mapping) or not {"lon", "lat"} <= set(value) <= set(keys):
        allowed = _("an object with %(keys)s") % {"keys": ", ".join(keys)}
        raise ParameterError(name=name, value=value, allowed=allowed)
    limits = {"lon": LON, "lat": LAT, "radius_km": conf.FORBIDDEN_RADIUS_KM}
    return {key: _number(f"{name}.{key}", value[key], limits=limits[key]) for key in keys if key in value}


def _number(name: str, value: object, *, limits: conf.Range) -> float:
    # bool is an int to Python, but true is no coordinate; NaN lies in no range.
    if isinstance(value, bool) or not isinstance(value, int | float) or value not in limits:
        raise ParameterError(name=name, value=value, allowed=_("a number, %(range)s") % {"range": limits})
    return float(value)


def _flag(name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise ParameterError(name=name, value=value, allowed=_("true or false"))
    return value
