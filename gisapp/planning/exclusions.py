"""Areas where no plant may stand, one entry a legal reason."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.contrib.gis.db.models.functions import AsWKB

from gisapp.planning.geometry import metric_geometries
from gisapp.siting import ExclusionArea, ExclusionEffect, RasterCover
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
# Taken off what the spatial plan makes of a cell where a zone penalises and says not how much: a planning
# assumption.
USUAL_PENALTY = 0.5


def citations_read() -> dict[str, str]:
    """Return the citation of every rule, by the rule's code."""
    return dict(Rule.objects.order_by("code").values_list("code", "citation"))


def legal_basis_of(reason: str, citations: Mapping[str, str]) -> str:
    """Return the citation that a reason rests on; empty where none is recorded."""
    return citations.get(RULE_OF_REASON.get(reason, ""), "")


def exclusions_read(
    ignored: Collection[str], *, citations: Mapping[str, str], covers: Mapping[str, RasterCover]
) -> tuple[ExclusionArea, ...]:
    """Read all zones but those of ignored reasons, in one query, and join what rasters say.

    Zones of one reason that penalise stand apart from those that exclude, one entry a penalty; their code
    ends in ``_penalised``, and in the percent taken off where it is not the usual one.

    Parameters
    ----------
    covers
        What rasters say, by reason.
    """
    zones = (
        ExclusionZone.objects.exclude(reason__in=ignored)
        .order_by("reason", "effect", "pk")
        .values_list("reason", "effect", "penalty", "legal_basis", AsWKB("boundary"))
    )
    groups: dict[_Group, tuple[list[str], list[object]]] = {}
    for reason, effect, penalty, legal_basis, wkb in zones:
        bases, boundaries = groups.setdefault(_Group.of(reason, effect, penalty), ([], []))
        boundaries.append(wkb)
        if legal_basis and legal_basis not in bases:
            bases.append(legal_basis)
    areas = [
        ExclusionArea(
            code=group.code,
            legal_basis="; ".join(bases) or legal_basis_of(group.reason, citations),
            effect=group.effect,
            geometry=metric_geometries(boundaries),
            raster=covers.get(group.reason) if group.effect is ExclusionEffect.EXCLUDE else None,
            penalty=group.penalty,
        )
        for group, (bases, boundaries) in groups.items()
    ]
    excluding = {group.reason for group in groups if group.effect is ExclusionEffect.EXCLUDE}
    surveyed = {group.reason for group in groups} | set(covers)
    unzoned = [reason.value for reason in EXPECTED_REASONS if reason not in surveyed]
    by_raster_alone = [reason for reason in covers if reason not in excluding]
    others = [
        ExclusionArea(
            code=reason,
            legal_basis=legal_basis_of(reason, citations),
            effect=ExclusionEffect.EXCLUDE,
            geometry=None,
            raster=covers.get(reason),
        )
        for reason in (*by_raster_alone, *unzoned)
        if reason not in ignored
    ]
    return (*areas, *others)


@dataclass(frozen=True, slots=True)
class _Group:
    """Zones that are one to the engine."""

    reason: str
    effect: ExclusionEffect
    penalty: float

    @classmethod
    def of(cls, reason: str, effect: str, penalty: float | None) -> "_Group":
        is_usual = penalty is None or effect != ExclusionEffect.PENALISE
        return cls(reason, ExclusionEffect(effect), USUAL_PENALTY if is_usual or penalty is None else penalty)

    @property
    def code(self) -> str:
        if self.effect is ExclusionEffect.EXCLUDE:
            return self.reason
        percent = "" if self.penalty == USUAL_PENALTY else f"_{self.penalty * 100:g}"
        return f"{self.reason}{PENALISED_SUFFIX}{percent}"
