"""A value chain: every step of the product tree, what flows through it, and which steps have no recorded plant."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gisapp.planning.potentials.balances import Balance, balances_read
from gisapp.planning.potentials.linkages import linkage_json, linkages_of
from gisapp.planning.potentials.reasons import Reason, missing
from gisapp.planning.potentials.unprocessed import district_names
from layers.errors import UnknownCodeError
from layers.models import Facility, FacilityStatus, FlowRole, Process, ProcessFlow
from layers.selectors.sectors import linkage_list

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Plants:
    """Recorded plants of one process."""

    operating: tuple[Facility, ...]
    planned: tuple[Facility, ...]

    def of(self, district: str | None) -> tuple[Facility, ...]:
        """Return the operating ones, of one district or all."""
        return tuple(
            one for one in self.operating if district is None or (one.district and one.district.code == district)
        )


def chain_document(chain: str, *, district: str | None) -> Json:
    """Describe a chain step by step; where a district is given, plants and supply are its own beside the province's.

    Raises
    ------
    UnknownCodeError
        If no process belongs to a chain of that name.
    ParameterError
        If there is no such district.
    """
    names = district_names(district)
    processes = list(Process.objects.filter(chain=chain).select_related("feed").order_by("stage", "code"))
    if not processes:
        raise UnknownCodeError("chain", chain, known=chains_known())
    flows = _flows(processes)
    plants = _plants(processes)
    balances = balances_read()
    steps = [
        _step(process, flows[process.pk], plants[process.pk], balances.get(process.feed.code), district)
        for process in processes
    ]
    linkages = linkages_of(processes, linkage_list(settings.PROVINCE_CODE))
    gaps = [step["process"] for step in steps if step["is_gap"]]
    return {
        "chain": chain,
        "region": district or settings.PROVINCE_CODE,
        "region_name": names.get(district or "", _("province")),
        "meaning": _(
            "A step without a recorded plant is a gap in the record: not recorded is not absent. It shows where to"
            " look, and where a plant may be wanting."
        ),
        "summary": ngettext(
            "%(gaps)d of %(steps)d step has no recorded plant here.",
            "%(gaps)d of %(steps)d steps have no recorded plant here.",
            len(steps),
        )
        % {"gaps": len(gaps), "steps": len(steps)},
        "gaps": gaps,
        "steps": steps,
        "linkages": [linkage_json(row) | {"source": row.source} for row in linkages],
        "missing": [gap for step in steps for gap in step["missing"]],
    }


def chains_document() -> Json:
    """Return all chains, with their steps counted."""
    rows = Process.objects.order_by("chain").values_list("chain").annotate(steps=Count("pk"))
    return {"chains": [{"chain": chain, "steps": steps} for chain, steps in rows]}


def chains_known() -> list[str]:
    """Return the names of all chains."""
    return list(Process.objects.order_by("chain").values_list("chain", flat=True).distinct())


def _flows(processes: Iterable[Process]) -> dict[int, list[ProcessFlow]]:
    flows: dict[int, list[ProcessFlow]] = {process.pk: [] for process in processes}
    for flow in ProcessFlow.objects.filter(process__in=flows).select_related("commodity").order_by("pk"):
        flows[flow.process_id].append(flow)
    return flows


def _plants(processes: Iterable[Process]) -> dict[int, _Plants]:
    found: dict[int, list[Facility]] = {process.pk: [] for process in processes}
    facilities = Facility.objects.filter(process__in=found).exclude(status=FacilityStatus.CLOSED)
    for facility in facilities.select_related("district").defer("district__boundary").order_by("code"):
        if facility.process_id is not None:
            found[facility.process_id].append(facility)
    return {
        pk: _Plants(
            operating=tuple(one for one in listed if one.status == FacilityStatus.OPERATING),
            planned=tuple(one for one in listed if one.status == FacilityStatus.PLANNED),
        )
        for pk, listed in found.items()
    }


def _step(
    process: Process, flows: list[ProcessFlow], plants: _Plants, balance: Balance | None, district: str | None
) -> Json:
    here = plants.of(district)
    gaps = [missing(Reason.STEP_WITHOUT_PLANT, process=process.code)] if not here else []
    feed = _feed(balance, district)
    if feed["supply_per_year"] is None:
        gaps.append(missing(Reason.NO_SUPPLY_RECORDED, commodity=process.feed.code, process=process.code))
    outputs = [flow for flow in flows if flow.role != FlowRole.FEED]
    unknown = [flow for flow in outputs if flow.coefficient_mid is None]
    gaps += [
        missing(Reason.COEFFICIENT_NOT_RECORDED, commodity=flow.commodity.code, process=process.code)
        for flow in unknown
    ]
    return {
        "process": process.code,
        "name": process.name,
        "stage": process.stage,
        "kbli": process.kbli,
        "feed": {"commodity": process.feed.code, "name": process.feed.name, "unit": f"{process.feed.unit}/yr", **feed},
        "outputs": [_output(flow) for flow in outputs],
        "plants_operating": len(here),
        "plants_operating_in_province": len(plants.operating),
        "plants_planned_in_province": len(plants.planned),
        "districts_with_plants": _by_district(plants.operating),
        "capacity_recorded_per_year": _capacity(here),
        "plants_without_capacity": sum(one.capacity_t_per_year is None for one in here),
        "plant_sources": sorted({one.source for one in here}),
        "is_gap": not here,
        "state": _("recorded") if here else _("not recorded"),
        "source": process.source,
        "is_verified": process.confidence == "S",
        "missing": gaps,
    }


def _feed(balance: Balance | None, district: str | None) -> Json:
    rows = [] if balance is None else [one for one in balance.districts if district in (None, one.district)]
    if balance is None or not rows:
        return dict.fromkeys(("supply_per_year", "taken_per_year", "unprocessed_per_year", "is_upper_bound"))
    return {
        "supply_per_year": sum(row.supply_per_year for row in rows),
        "taken_per_year": sum(row.taken_per_year or 0.0 for row in rows) if balance.plants else None,
        "unprocessed_per_year": sum(row.residual_per_year for row in rows),
        "is_upper_bound": balance.is_upper_bound,
    }


def _output(flow: ProcessFlow) -> Json:
    return {
        "commodity": flow.commodity.code,
        "name": flow.commodity.name,
        "role": flow.role,
        "low": flow.coefficient_low,
        "mid": flow.coefficient_mid,
        "high": flow.coefficient_high,
        "unit": flow.coefficient_unit,
        "source": flow.source,
        "is_verified": flow.confidence == "S",
    }


def _by_district(plants: Iterable[Facility]) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for plant in plants:
        code = plant.district.code if plant.district else ""
        counts[code] = counts.get(code, 0) + 1
    return dict(sorted(counts.items()))


def _capacity(plants: Iterable[Facility]) -> float | None:
    recorded = [one.capacity_t_per_year for one in plants if one.capacity_t_per_year is not None]
    return sum(recorded) if recorded else None
