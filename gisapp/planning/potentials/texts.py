"""What each index is called, in what unit, and what it means and does not mean."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from gisapp.planning.potentials.questions import Measure


@dataclass(frozen=True, slots=True)
class IndexText:
    """Words for one index; an empty unit stands for that of the series."""

    label: Any
    unit: str
    meaning: Any
    caveat: Any = ""


SMALL_TABLE = _(
    "Made for about a hundred countries and thousands of products; with few districts and 17 sections it is a hint,"
    " not a measurement."
)

INDEX_TEXTS: Mapping[Measure, IndexText] = {
    Measure.VALUE: IndexText(_("recorded figures"), "", _("As published; province and nation beside the districts.")),
    Measure.SHARE: IndexText(
        _("share of the section"), "percent", _("Of the recorded total of the district."), _("Of what is recorded.")
    ),
    Measure.LQ: IndexText(
        _("location quotient"),
        "index",
        _("Above 1 the section weighs more in the district than in the region compared with (basis sector)."),
        _("A high quotient says what is there in proportion, not that it is competitive or large."),
    ),
    Measure.DLQ: IndexText(
        _("dynamic location quotient"),
        "index",
        _("Above 1 the weight of the section rises faster in the district than in the region compared with."),
        _("It looks back; a past trend is no forecast."),
    ),
    Measure.GROWTH: IndexText(_("growth"), "percent a year", _("Compound, at the prices of the series.")),
    Measure.SHIFT_SHARE: IndexText(
        _("shift-share"),
        "",
        _(
            "The change of the period in three parts that sum to it: with the whole region, by the mix of sections, and"
            " the district's own (competitive)."
        ),
        _("An own part above 0 says that the district did better than the region, not why."),
    ),
    Measure.PER_HEAD: IndexText(
        _("product per head"),
        "thousand IDR",
        _("At current prices; the newest year at or before the one asked for."),
        _("What is produced in a district is not what its people earn."),
    ),
    Measure.KLASSEN: IndexText(
        _("Klassen typology of districts"),
        "quadrant",
        _("Growth against product per head, both compared with the region."),
        _("A mine or a power plant lifts product per head without lifting incomes."),
    ),
    Measure.KLASSEN_SECTOR: IndexText(
        _("Klassen typology of sections"),
        "quadrant",
        _("Growth of the section against its share, both compared with the same section of the region."),
    ),
    Measure.HHI: IndexText(
        _("concentration (Herfindahl-Hirschman)"),
        "index",
        _("1 where one section is all; 1/n where n sections weigh the same."),
    ),
    Measure.ENTROPY: IndexText(
        _("diversity (Shannon entropy)"), "nat", _("0 where one section is all; ln n where n sections weigh the same.")
    ),
    Measure.PROXIMITY: IndexText(
        _("proximity of two sections"),
        "0 to 1",
        _("Share of the districts specialised in the more common one that are specialised in both."),
        SMALL_TABLE,
    ),
    Measure.RELATEDNESS: IndexText(
        _("relatedness density"),
        "0 to 1",
        _("Share of the sections close to this one that the district is specialised in."),
        SMALL_TABLE,
    ),
    Measure.ECI: IndexText(
        _("economic complexity"),
        "standard deviations",
        _("Above 0 the district shares rarer specialisations than the average district."),
        SMALL_TABLE,
    ),
    Measure.PCI: IndexText(
        _("complexity of the section"),
        "standard deviations",
        _("Above 0 the districts specialised in it are more complex than the average."),
        SMALL_TABLE,
    ),
    Measure.PUBLISHED: IndexText(
        _("figures as published"),
        "as stated",
        _("Stated by a source of the province alone, such as shares at current prices; never mixed with the rest."),
    ),
}

KLASSEN_DISTRICT: Mapping[int, tuple[str, Any]] = {
    1: ("advanced_fast", _("advanced and growing fast")),
    2: ("advanced_slow", _("advanced but under pressure")),
    3: ("lagging_fast", _("developing fast")),
    4: ("lagging_slow", _("relatively lagging")),
}
KLASSEN_SECTOR: Mapping[int, tuple[str, Any]] = {
    1: ("advanced_fast", _("leading and growing fast")),
    2: ("advanced_slow", _("leading but under pressure")),
    3: ("lagging_fast", _("promising: small but growing fast")),
    4: ("lagging_slow", _("relatively lagging")),
}
# As Indonesian planning sorts sections by the two quotients: (LQ of 1 or more, DLQ of 1 or more).
LQ_DLQ: Mapping[tuple[bool, bool], tuple[str, Any]] = {
    (True, True): ("leading", _("leading (unggulan): basis now and gaining")),
    (True, False): ("prospective", _("prospective (prospektif): basis now but losing weight")),
    (False, True): ("mainstay", _("mainstay (andalan): not basis yet but gaining")),
    (False, False): ("lagging", _("lagging (tertinggal): not basis and losing weight")),
}
