"""Units that a column of a file may have, and how they become ours."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from gisapp.exchange.errors import MappingError
from layers.errors import nearest_code_hint

# Ours first: mass in t, land in ha, lengths in m, areas of land per ha, shares of 1, times in min.
MASS: Mapping[str, float] = {"t": 1.0, "kg": 1e-3, "kuintal": 0.1, "thousand_t": 1e3}
AREA: Mapping[str, float] = {"ha": 1.0, "m2": 1e-4, "are": 1e-2, "km2": 100.0, "thousand_ha": 1e3}
YIELD: Mapping[str, float] = {"t/ha": 1.0, "kg/ha": 1e-3, "kuintal/ha": 0.1}
LENGTH: Mapping[str, float] = {"m": 1.0, "km": 1e3}
TIME: Mapping[str, float] = {"min": 1.0, "h": 60.0}
SHARE: Mapping[str, float] = {"share": 1.0, "%": 1e-2}
# A figure of a statistic may be of either kind; its measure says which.
FIGURE: Mapping[str, float] = {"as_stated": 1.0, **MASS, **AREA}

FACTORS: Mapping[str, Mapping[str, float]] = {
    "annual_tonnes": MASS,
    "capacity_t_per_year": MASS,
    "area_ha": AREA,
    "yield_t_per_ha": YIELD,
    "length_m": LENGTH,
    "duration_min": TIME,
    "availability": SHARE,
    "utilisation": SHARE,
    "value": FIGURE,
}


def units_of(*fields: str) -> dict[str, tuple[str, ...]]:
    """Return the units of those of some fields that have any, ours first."""
    return {name: tuple(FACTORS[name]) for name in fields if name in FACTORS}


def factor_of(field: str, unit: str) -> float:
    """Return by what a number in a unit is multiplied to be in ours.

    Raises
    ------
    MappingError
        If the field has no units, or not this one.

    Examples
    --------
    >>> factor_of("area_ha", "km2")
    100.0
    """
    known = FACTORS.get(field, {})
    if unit not in known:
        message = _("“%(unit)s” is no unit of %(field)s; it may be in %(known)s. %(hint)s")
        told = {"unit": unit[:40], "field": field, "known": ", ".join(known) or _("none")}
        raise MappingError(message % {**told, "hint": nearest_code_hint(unit, known)})
    return known[unit]
