"""Words for what plans of chains rest on."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from gisapp.planning.assumptions import AssumptionCode
from gisapp.planning.numbers import number, per_year

Json = Mapping[str, Any]


def _from_planned(figures: Json, _subject: str, unit: str) -> str:
    return _("Raw material: %(supply)s of it from %(plants)s plants that earlier steps of this plan suggest.") % {
        "supply": per_year(figures["supply_t_per_year"], unit),
        "plants": number(figures["plants"]),
    }


CHAIN_WORDS: Mapping[str, Callable[[Json, str, str], str]] = {
    AssumptionCode.SUPPLY_FROM_PLANNED: _from_planned,
}
