"""Areas where no plant may stand, one entry a legal reason."""

from collections.abc import Collection, Mapping

from django.contrib.gis.db.models.functions import AsWKB

from gisapp.planning.geometry import metric_geometries
from gisapp.siting import ExclusionArea, ExclusionEffect
from layers.models import ExclusionReason, ExclusionZone, Rule

# The rule that a reason rests on, by its code in `layers.Rule`: cited where the zones name none, and for
# a reason of which no zone is recorded at all.
RULE_OF_REASON: Mapping[str, str] = {
    ExclusionReason.STEEP: "R01",
    ExclusionReason.DISASTER: "R02",
    ExclusionReason.WATER: "R23",
    ExclusionReason.PEAT: "R27",
}
# Every site is judged by these, so that a missing survey shows as unknown and not as fine.
EXPECTED_REASONS = (
    ExclusionReason.PROTECTED_FOREST,
    ExclusionReason.PEAT,
    ExclusionReason.WATER,
    ExclusionReason.STEEP,
    ExclusionReason.DISASTER,
)
PENALISED_SUFFIX = "_penalised"


def citations_read() -> dict[str, str]:
    """Return the citation of every rule, by the rule's code."""
    return dict(Rule.objects.order_by("code").values_list("code", "citation"))


def legal_basis_of(reason: str, citations: Mapping[str, str]) -> str:
    """Return the citation that a reason rests on; empty where none is recorded."""
    return citations.get(RULE_OF_REASON.get(reason, ""), "")


def exclusions_read(ignored: Collection[str], *, citations: Mapping[str, str]) -> tuple[ExclusionArea, ...]:
    """Read all zones but those of ignored reasons, in one query.

    Zones of one reason that penalise stand apart from those that exclude; their code ends in
    ``_penalised``.
    """
    zones = (
        ExclusionZone.objects.exclude(reason__in=ignored)
        .order_by("reason", "effect", "pk")
        .values_list("reason", "effect", "legal_basis", AsWKB("boundary"))
    )
    groups: dict[tuple[str, str], tuple[list[str], list[object]]] = {}
    for reason, effect, legal_basis, wkb in zones:
        bases, boundaries = groups.setdefault((reason, effect), ([], []))
        boundaries.append(wkb)
        if legal_basis and legal_basis not in bases:
            bases.append(legal_basis)
    areas = [
        ExclusionArea(
            code=reason + (PENALISED_SUFFIX if effect == ExclusionEffect.PENALISE else ""),
            legal_basis="; ".join(bases) or legal_basis_of(reason, citations),
            effect=ExclusionEffect(effect),
            geometry=metric_geometries(boundaries),
        )
        for (reason, effect), (bases, boundaries) in groups.items()
    ]
    surveyed = {reason for reason, _ in groups}
    unknown = [
        ExclusionArea(
            code=reason.value,
            legal_basis=legal_basis_of(reason, citations),
            effect=ExclusionEffect.EXCLUDE,
            geometry=None,
        )
        for reason in EXPECTED_REASONS
        if reason not in surveyed and reason not in ignored
    ]
    return (*areas, *unknown)
