"""Words for how a suggestion holds under other weights, harvests and costs of transport."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from gisapp.planning.numbers import number, share
from gisapp.planning.texts import criterion_label

Json = Mapping[str, Any]


def site_stability(robustness: Json | None, rank: int) -> dict[str, Any] | None:
    """Return how one site fared, with its sentences; None where the ranking was not tested."""
    found = next((site for site in robustness["sites"] if site["rank"] == rank), None) if robustness else None
    return None if found is None else {**found, "text": _site_text(found)}


def robustness_document(robustness: Json | None) -> dict[str, Any] | None:
    """Return the test of the ranking as a whole, with its sentences; None where there was none."""
    return None if robustness is None else {**robustness, "texts": _texts(robustness)}


def _site_text(site: Json) -> str:
    return _("Its rank holds in %(holds)s of the weight tests; the harvest fills it in %(filled)s of the tests.") % {
        "holds": share(site["holds_share"], 0),
        "filled": share(site["filled_share"], 0),
    }


def _texts(robustness: Json) -> list[str]:
    texts = [
        _(
            "Tested with %(draws)s draws of weights over %(values)s draws of harvests and costs of transport, among"
            " %(rivals)s other places."
        )
        % {
            "draws": number(robustness["n_draw"]),
            "values": number(robustness["n_value_draw"]),
            "rivals": number(robustness["n_rival"]),
        }
    ]
    if robustness["first_confidence"] is not None:
        text = _("Under the weights that favour it most, the first site is first in %(share)s of the tests.")
        texts.append(text % {"share": share(robustness["first_confidence"], 0)})
    texts.append(_single_text(robustness["single_change"]))
    if robustness["total_change"] is not None:
        text = _("Moving %(points)s points of weight between criteria is the least that takes its place.")
        texts.append(text % {"points": number(robustness["total_change"]["moved"] * 100, 1)})
    return texts


def _single_text(change: Json | None) -> str:
    if change is None:
        return _("No change of a single weight takes the first place from the first site.")
    values = {
        "criterion": criterion_label(change["criterion"]),
        "after": share(change["weights"][change["criterion"]]),
        "rival": change["rival_rank"],
    }
    if change["rival_rank"]:
        return _("The first site loses its place to number %(rival)d once %(criterion)s weighs %(after)s.") % values
    return _("The first site loses its place to one that is not listed once %(criterion)s weighs %(after)s.") % values
