"""Raw material by district: what is supplied, what recorded plants take, what is left unprocessed.

Existing plants draw on the supply as they do in a siting run that leaves `supply_model` as it is: suppliers choose
freely among them (Huff), as far as the goods bear. What is taken is booked where the raw material lies, not where the
plant stands.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock

import numpy as np

from gisapp.planning.adapters import PlanningInput, planning_input_read, versions_read
from gisapp.planning.assumptions import Assumption, AssumptionCode
from gisapp.planning.parameters import SitingParameters
from gisapp.planning.prepared import prepared_for
from gisapp.potential import Floats
from gisapp.siting.engine import existing_service
from gisapp.siting.sources import SourceGroups, group_sources
from layers.models import Commodity, Process
from layers.selectors.districts import district_list
from layers.selectors.supply import commodities_put_out, commodities_supplied, processes_with_plants, supply_origins

# A size has to be given where none is usual; it plays no part in what existing plants take.
ANY_SIZE_PER_YEAR = 1.0
UNKNOWN_DISTRICT = ""
_reckoning = Lock()


@dataclass(frozen=True, slots=True)
class SupplyOrigin:
    """Where the figure of a district's supply comes from."""

    source: str
    year: int | None
    confidence: str


@dataclass(frozen=True, slots=True)
class DistrictBalance:
    """A commodity in a district, in units of the commodity a year.

    Attributes
    ----------
    taken_per_year
        By recorded plants, wherever they stand; None where no plant that takes it is recorded.
    residual_per_year
        What they leave.
    """

    district: str
    supply_per_year: float
    taken_per_year: float | None
    residual_per_year: float
    origins: tuple[SupplyOrigin, ...] = ()


@dataclass(frozen=True, slots=True)
class Balance:
    """A commodity in all districts that have it.

    Attributes
    ----------
    plants
        Number of recorded plants that take it, with a capacity to reckon with.
    is_upper_bound
        Whether plants or capacities are missing, so that less may be left than said.
    is_from_plants
        Whether the commodity comes out of recorded plants, not off the land or sea.
    """

    commodity: Commodity
    processes: tuple[Process, ...]
    districts: tuple[DistrictBalance, ...]
    plants: int
    is_upper_bound: bool
    is_from_plants: bool
    assumptions: tuple[Assumption, ...] = field(default=())


def balances_read() -> Mapping[str, Balance]:
    """Return the balance of every commodity with a supply, by its code.

    Reckoned anew only when a table changed.
    """
    versions = tuple(sorted(versions_read().items()))
    # Threads that ask meanwhile wait for the one that reckons, instead of all doing the same.
    with _reckoning:
        return _balances(versions)


@lru_cache(maxsize=2)
def _balances(_versions: tuple[tuple[str, str], ...]) -> Mapping[str, Balance]:
    processes: dict[int, list[Process]] = {}
    for process in Process.objects.select_related("feed").order_by("stage", "code"):
        processes.setdefault(process.feed_id, []).append(process)
    grown, made = commodities_supplied(), commodities_put_out()
    with_plants = processes_with_plants()
    balances = {}
    for commodity in Commodity.objects.filter(pk__in=grown | (made & processes.keys())).order_by("code"):
        taking = tuple(processes.get(commodity.pk, ()))
        has_plants = any(process.pk in with_plants for process in taking)
        if commodity.pk in grown and not has_plants:
            balances[commodity.code] = _untouched(commodity, taking)
        else:
            balances[commodity.code] = _served(commodity, taking, has_plants=has_plants)
    return balances


def _untouched(commodity: Commodity, processes: tuple[Process, ...]) -> Balance:
    """Return the balance of a raw material that no recorded plant takes; one query."""
    return Balance(
        commodity=commodity,
        processes=processes,
        districts=tuple(
            DistrictBalance(district, supply, None, supply, origins)
            for district, (supply, origins) in sorted(_origins(commodity).items())
        ),
        plants=0,
        is_upper_bound=True,
        is_from_plants=False,
    )


def _served(commodity: Commodity, processes: tuple[Process, ...], *, has_plants: bool) -> Balance:
    """Let recorded plants draw on the supply."""
    given = planning_input_read(SitingParameters(process=processes[0].code, size_per_year=ANY_SIZE_PER_YEAR))
    groups, residual = _residual(given)
    origins = {} if given.sources_are_plants else _origins(commodity)
    supply = _by_district(groups, given, groups.supply_t_per_year)
    left = _by_district(groups, given, residual)
    plants = len(given.problem.plants.id)
    unknown = any(note.code is AssumptionCode.CAPACITY_UNKNOWN for note in given.assumptions)
    return Balance(
        commodity=commodity,
        processes=processes,
        districts=tuple(
            DistrictBalance(
                district=code,
                supply_per_year=tonnes,
                taken_per_year=tonnes - left[code] if plants else None,
                residual_per_year=left[code],
                origins=origins.get(code, (0.0, ()))[1],
            )
            for code, tonnes in sorted(supply.items())
        ),
        plants=plants,
        is_upper_bound=not has_plants or unknown or not plants,
        is_from_plants=given.sources_are_plants,
        assumptions=given.assumptions,
    )


def _residual(given: PlanningInput) -> tuple[SourceGroups, Floats]:
    """Return the sources, and (n_used,) what existing plants leave of each."""
    prepared = prepared_for(given)
    groups = group_sources(given.problem.sources, prepared.terrain, max_groups=given.problem.source_groups)
    service = existing_service(given.problem, prepared, groups)
    # Sources taken together are left the same share of what they supply.
    kept = np.divide(service.residual_t_per_year, groups.group_supply_t_per_year)
    return groups, groups.supply_t_per_year * kept[groups.group_of]


def _by_district(groups: SourceGroups, given: PlanningInput, amounts: Floats) -> dict[str, float]:
    rows = given.problem.sources.district[groups.member]
    codes = [*given.problem.districts.code, UNKNOWN_DISTRICT]
    # Row -1, a source in no known district, is the last one.
    total = np.bincount(np.where(rows < 0, len(codes) - 1, rows), weights=amounts, minlength=len(codes))
    return {code: float(total[row]) for row, code in enumerate(codes) if np.any(rows == (row if code else -1))}


def _origins(commodity: Commodity) -> dict[str, tuple[float, tuple[SupplyOrigin, ...]]]:
    """Return supply and its origins by district code."""
    found: dict[str, tuple[float, tuple[SupplyOrigin, ...]]] = {}
    for row in supply_origins(commodity):
        code = row.district or UNKNOWN_DISTRICT
        supply, origins = found.get(code, (0.0, ()))
        found[code] = (supply + row.tonnes, (*origins, SupplyOrigin(row.source, row.year, row.confidence)))
    return found


def without_supply(balance: Balance) -> list[str]:
    """Return the codes of the districts of which no supply of a commodity is recorded."""
    with_supply = {district.district for district in balance.districts}
    return [code for code in district_list().values_list("code", flat=True) if code not in with_supply]


def total_of(balances: Iterable[DistrictBalance]) -> float:
    """Return what is left in some districts together."""
    return sum(one.residual_per_year for one in balances)
