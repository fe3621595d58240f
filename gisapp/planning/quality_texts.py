"""Words for how good the chosen plants are together, and for which of them are enlarged."""

import math
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from gisapp.planning.numbers import per_year, share
from gisapp.siting.codes import ProofStatus

Json = Mapping[str, Any]
# Smaller gaps are told with more digits, never as none.
_SMALL_GAP = 1e-3


def quality_document(quality: Json | None, *, seconds: float | None) -> dict[str, Any] | None:
    """Return how good a plan is, with its sentence; None where there is no plan."""
    if quality is None:
        return None
    return {**quality, "seconds": seconds, "text": quality_text(quality)}


def quality_text(quality: Json) -> str:
    """Say how far a plan is from the best possible at most."""
    if quality["status"] == ProofStatus.OPTIMAL:
        return _("Proven best: no other choice of places has a higher sum of scores.")
    if quality["status"] == ProofStatus.FEASIBLE:
        return _("At most %(gap)s from the best possible.") % {"gap": _rounded_up(quality["gap"])}
    return _(
        "How far this is from the best possible is not known: that is reckoned only where raw material is valued in a"
        " straight line that begins at 0 or less and ends at 1 or more."
    )


def _rounded_up(gap: float) -> str:
    digits = 1 if gap >= _SMALL_GAP else 3
    step = 10.0 ** -(digits + 2)
    return share(math.ceil(gap / step - 1e-9) * step, digits)


def grown_document(grown: Json | None, unit: str) -> dict[str, Any] | None:
    """Return the plant that is enlarged, with its sentence; None for a new one."""
    return None if grown is None else {**grown, "text": _grown_text(grown, unit)}


def _grown_text(grown: Json, unit: str) -> str:
    return _("Enlarges %(name)s, which now takes %(takes)s of the %(capacity)s that it could.") % {
        "name": grown["name"],
        "takes": per_year(grown["takes_t_per_year"], unit),
        "capacity": per_year(grown["capacity_t_per_year"], unit),
    }
