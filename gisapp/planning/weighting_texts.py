"""Words for where weights come from, and what the ranking is tested with."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from gisapp.planning.assumptions import AssumptionCode
from gisapp.planning.numbers import number, share
from gisapp.planning.presets import weight_presets
from gisapp.siting.ahp import MAX_RATIO, RANDOM_INDEX_SOURCE

Json = Mapping[str, Any]


def _preset(figures: Json, subject: str, _unit: str) -> str:
    preset = weight_presets().get(subject)
    values = {"preset": preset.name if preset else subject, "left_out": share(figures["left_out_share"], 0)}
    if figures["is_changed"]:
        return _("Weights: changed from the set “%(preset)s”, whose value functions count.") % values
    if not figures["left_out_share"]:
        return _("Weights: the set “%(preset)s”.") % values
    text = _(
        "Weights: the set “%(preset)s”. %(left_out)s of its weight rests on what is no criterion here and is left out;"
        " the rest is scaled to a whole."
    )
    return text % values


def _comparisons(figures: Json, _subject: str, _unit: str) -> str:
    return _("Weights: from pairwise comparisons, consistency ratio %(ratio)s (at most %(limit)s; %(source)s).") % {
        "ratio": number(figures["consistency_ratio"], 3),
        "limit": number(MAX_RATIO, 2),
        "source": RANDOM_INDEX_SOURCE,
    }


def _spreads(figures: Json, subject: str, _unit: str) -> str:
    text = _(
        "The ranking is tested with yields of %(yield_low)s to %(yield_high)s of those reckoned with (%(origin)s),"
        " %(availability_low)s to 100 %% of the availability and %(transport_low)s to %(transport_high)s of the cost"
        " of transport; weights are drawn around the given ones (Dirichlet, concentration %(concentration)s)."
    )
    shares = {name: share(figure, 0) for name, figure in figures.items()}
    origin = _("the recorded range") if subject else _("an assumption")
    return text % {**shares, "concentration": number(figures["concentration"]), "origin": origin}


WEIGHTING_WORDS: Mapping[str, Callable[[Json, str, str], str]] = {
    AssumptionCode.WEIGHTS_FROM_PRESET: _preset,
    AssumptionCode.WEIGHTS_FROM_COMPARISONS: _comparisons,
    AssumptionCode.SPREADS_ASSUMED: _spreads,
}
