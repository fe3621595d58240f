"""Figures with their unit in the words of the reader; what is missing is said to be missing, never zero."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gisapp.planning.numbers import number, per_year, quantity

WHOLE_FROM = 100
ONE_DECIMAL_FROM = 10
DASH = "\N{EN DASH}"
TRILLION, BILLION, MILLION = 1e12, 1e9, 1e6

# Units as the data name them, in words; an index and a class have none.
UNIT_WORDS: Mapping[str, Any] = {
    "t": gettext_lazy("t"),
    "t/day": gettext_lazy("t/day"),
    "t/yr": gettext_lazy("t/yr"),
    "ha": "ha",
    "head": gettext_lazy("head"),
    "m3": "m³",
    "m3/yr": gettext_lazy("m³/yr"),
    "index": "",
    "quadrant": "",
    "0 to 1": "",
    "nat": "nat",
    "percent": "%",
    "percent a year": gettext_lazy("% a year"),
    "standard deviations": gettext_lazy("standard deviations"),
    "billion IDR": gettext_lazy("billion IDR"),
    "thousand IDR": gettext_lazy("thousand IDR"),
    "people": gettext_lazy("people"),
    "t/month": gettext_lazy("t/month"),
    "t per t input": "",
    "m3 per t input": gettext_lazy("m³ per t"),
}
# Statistics by the name of their measure.
MEASURE_WORDS: Mapping[str, Any] = {
    "area_ha": gettext_lazy("area"),
    "area_harvested_ha": gettext_lazy("harvested area"),
    "area_mature_ha": gettext_lazy("mature area"),
    "factories_closed_count": gettext_lazy("factories closed"),
    "meat_need_t": gettext_lazy("need of meat"),
    "meat_production_t": gettext_lazy("production of meat"),
    "mills_running_count": gettext_lazy("mills running"),
    "need_t": gettext_lazy("need"),
    "population_head": gettext_lazy("stock of animals"),
    "production_brackish_pond_t": gettext_lazy("production in brackish ponds"),
    "production_cage_t": gettext_lazy("production in cages"),
    "production_floating_net_t": gettext_lazy("production in floating nets"),
    "production_m3": gettext_lazy("production"),
    "production_paddy_field_t": gettext_lazy("production in paddy fields"),
    "production_pond_t": gettext_lazy("production in ponds"),
    "production_t": gettext_lazy("production"),
    "production_t_per_day": gettext_lazy("production a day"),
    "surplus_t_per_month": gettext_lazy("surplus a month"),
    "weavers_count": gettext_lazy("weavers"),
}


def not_recorded() -> str:
    """Say that there is no figure."""
    return _("not recorded")


def unit_word(unit: str) -> str:
    """Return a unit in words; one that is not known stands as the data have it."""
    return str(UNIT_WORDS.get(unit, unit))


def measure_word(measure: str) -> str:
    """Return what a statistic counts."""
    return str(MEASURE_WORDS.get(measure, measure.replace("_", " ")))


def decimals(value: float) -> int:
    """Return how many decimals tell a figure without claiming more than it knows."""
    if abs(value) >= WHOLE_FROM or float(value).is_integer():
        return 0
    return 1 if abs(value) >= ONE_DECIMAL_FROM else 2


def figure(value: float | None, unit: str = "") -> str:
    """Return a figure with its unit, or that it is not recorded.

    Examples
    --------
    >>> from django.utils.translation import override
    >>> with override("id"):
    ...     figure(80762.0, "ha"), figure(0.994, "index"), figure(12.34, "percent")
    ('80.762 ha', '0,99', '12,3 %')
    """
    if value is None:
        return not_recorded()
    word = unit_word(unit)
    return f"{number(value, decimals(value))} {word}".rstrip()


def amount(value: float | None, unit: str = "t") -> str:
    """Return an amount a year of a good, short: in thousands or millions of tonnes."""
    return not_recorded() if value is None else per_year(value, _short(unit))


def weight(value: float | None, unit: str = "t") -> str:
    """Return an amount of a good without the year."""
    return not_recorded() if value is None else quantity(value, _short(unit))


def signed(value: float, unit: str = "") -> str:
    """Return a change with its sign."""
    text = figure(value, unit)
    return f"+{text}" if value > 0 else text


def spread(low: float | None, mid: float | None, high: float | None) -> str:
    """Return a coefficient: from low to high where both are recorded, else the middle.

    Examples
    --------
    >>> from django.utils.translation import override
    >>> with override("id"):
    ...     spread(None, 0.98, None), spread(None, None, None)
    ('0,98', 'belum tercatat')
    """
    if low is not None and high is not None and low != high:
        return f"{number(low, 3)}{DASH}{number(high, 3)}"
    known = mid if mid is not None else low
    return not_recorded() if known is None else number(known, 3)


def rupiah(value: float | None) -> str:
    """Return an amount of money a year, in millions, billions or trillions of rupiah."""
    if value is None:
        return not_recorded()
    sizes = (
        (TRILLION, _("Rp%(value)s trillion")),
        (BILLION, _("Rp%(value)s billion")),
        (MILLION, _("Rp%(value)s million")),
    )
    for size, words in sizes:
        if abs(value) >= size:
            return words % {"value": number(value / size, 1 if abs(value) < WHOLE_FROM * size else 0)}
    return f"Rp{number(value)}"


def _short(unit: str) -> str:
    """Return the unit of a rate without its year."""
    plain = unit.removesuffix("/yr")
    return plain if plain == "t" else unit_word(plain)
