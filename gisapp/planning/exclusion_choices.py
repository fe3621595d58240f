"""Which rules on excluded areas a planner may count or leave out, and what each rests on."""

from dataclasses import dataclass

from gisapp.planning.exclusions import citations_read, legal_basis_of
from gisapp.planning.rasters import slope_layers_read
from layers.models import ExclusionReason, ExclusionZone


@dataclass(frozen=True, slots=True)
class ExclusionChoice:
    """One reason for exclusion.

    Attributes
    ----------
    label
        In the language of the request.
    legal_basis
        What the zones name, or else the rule; empty where neither does.
    is_recorded
        Whether any zone or raster tells where it holds.
    """

    code: str
    label: str
    legal_basis: str
    is_recorded: bool


def exclusion_choices() -> tuple[ExclusionChoice, ...]:
    """Return every reason, those that the data can judge first; three queries."""
    bases: dict[str, list[str]] = {}
    rows = ExclusionZone.objects.order_by("reason", "legal_basis").values_list("reason", "legal_basis").distinct()
    for reason, basis in rows:
        named = bases.setdefault(reason, [])
        if basis:
            named.append(basis)
    if slope_layers_read()[0]:
        bases.setdefault(ExclusionReason.STEEP.value, [])
    citations = citations_read()
    choices = [
        ExclusionChoice(
            code=reason.value,
            label=str(reason.label),
            legal_basis="; ".join(bases.get(reason.value, ())) or legal_basis_of(reason, citations),
            is_recorded=reason.value in bases,
        )
        for reason in ExclusionReason
    ]
    return tuple(sorted(choices, key=lambda choice: not choice.is_recorded))
