"""Reads of where raw material and intermediate goods come from."""

from dataclasses import dataclass

from django.db.models import Sum

from layers.models import Commodity, Facility, FacilityStatus, FlowRole, ProcessFlow, SourceArea

OUTPUT_ROLES = (FlowRole.MAIN, FlowRole.BY_PRODUCT, FlowRole.RESIDUE)


@dataclass(frozen=True, slots=True)
class SupplyRow:
    """What source areas of one district, source and year yield of a commodity, per year."""

    district: str | None
    year: int
    source: str
    confidence: str
    tonnes: float


def supply_origins(commodity: Commodity) -> list[SupplyRow]:
    """Return the supply of a commodity by district, year and source."""
    rows = (
        SourceArea.objects.filter(commodity=commodity)
        .order_by("district__code", "year", "source", "confidence")
        .values_list("district__code", "year", "source", "confidence")
        .annotate(tonnes=Sum("annual_tonnes"))
    )
    return [SupplyRow(*row) for row in rows]


def commodities_supplied() -> set[int]:
    """Return the keys of the commodities that source areas yield."""
    return set(SourceArea.objects.order_by().values_list("commodity_id", flat=True).distinct())


def processes_with_plants() -> set[int]:
    """Return the keys of the processes of which an operating plant is recorded."""
    running = Facility.objects.filter(status=FacilityStatus.OPERATING, process__isnull=False)
    return set(running.order_by().values_list("process_id", flat=True).distinct())


def commodities_put_out() -> set[int]:
    """Return the keys of the commodities that recorded operating plants put out."""
    flows = ProcessFlow.objects.filter(
        process__in=processes_with_plants(), role__in=OUTPUT_ROLES, coefficient_mid__gt=0
    )
    return set(flows.order_by().values_list("commodity_id", flat=True).distinct())
