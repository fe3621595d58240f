"""Why a figure is missing: a code for programs and words for people."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Reason(StrEnum):
    """Why there is no figure."""

    NOT_RECORDED = "not_recorded"
    BASE_NOT_RECORDED = "base_not_recorded"
    UNDEFINED = "undefined"
    NOT_SPECIALISED = "not_specialised"
    LEFT_OUT = "left_out"
    NOT_DETERMINED = "not_determined"
    SEVERAL_FIGURES = "several_figures"
    ONE_COMMODITY = "one_commodity"
    NO_SUPPLY_RECORDED = "no_supply_recorded"
    NO_PLANT_RECORDED = "no_plant_recorded"
    STEP_WITHOUT_PLANT = "step_without_plant"
    CAPACITY_NOT_RECORDED = "capacity_not_recorded"
    PRICE_NOT_RECORDED = "price_not_recorded"
    PRICE_OF_OTHER_BASIS = "price_of_other_basis"
    PRICES_OF_OTHER_YEARS = "prices_of_other_years"
    COEFFICIENT_NOT_RECORDED = "coefficient_not_recorded"
    COEFFICIENT_OF_OTHER_BASIS = "coefficient_of_other_basis"
    SECTION_NOT_KNOWN = "section_not_known"


WORDS: Mapping[Reason, Any] = {
    Reason.NOT_RECORDED: _("not recorded; missing is not zero"),
    Reason.BASE_NOT_RECORDED: _("the region compared with has no figure"),
    Reason.UNDEFINED: _("a figure it is divided by is zero"),
    Reason.NOT_SPECIALISED: _("no specialisation (LQ of 1 or more) to judge by"),
    Reason.LEFT_OUT: _("left out, because a district has no record of this section"),
    Reason.NOT_DETERMINED: _("too few shared specialisations to rank by"),
    Reason.SEVERAL_FIGURES: _("sources give several figures; none is preferred"),
    Reason.ONE_COMMODITY: _("the series holds one commodity only: there is nothing to compare it with"),
    Reason.NO_SUPPLY_RECORDED: _("no supply is recorded; not recorded is not absent"),
    Reason.NO_PLANT_RECORDED: _(
        "no plant that takes it is recorded; not recorded is not absent: what is unprocessed is at most this"
    ),
    Reason.STEP_WITHOUT_PLANT: _("no plant of this kind is recorded here; not recorded is not absent"),
    Reason.CAPACITY_NOT_RECORDED: _(
        "the capacity of a plant that takes it is not recorded: what is unprocessed is at most this"
    ),
    Reason.PRICE_NOT_RECORDED: _("its price is not recorded"),
    Reason.PRICE_OF_OTHER_BASIS: _("its price is recorded on another basis than its tonnes"),
    Reason.PRICES_OF_OTHER_YEARS: _("the prices are of different years"),
    Reason.COEFFICIENT_NOT_RECORDED: _("how much of it comes out is not recorded"),
    Reason.COEFFICIENT_OF_OTHER_BASIS: _("what comes out of it is not recorded in tonnes"),
    Reason.SECTION_NOT_KNOWN: _("the statistics do not have the section of this process"),
}


def missing(reason: Reason, **of: str | int | None) -> dict[str, Any]:
    """Return what is missing and why, for an answer."""
    return {**of, "reason": reason.value, "text": str(WORDS[reason])}
