"""A plan for a whole chain: step by step down the product tree, each step on what those before leave and put out.

Every step is a siting run of its own. Existing plants of each echelon are served first; planned ones draw on the
rest in turn; what both put out is the supply of the next echelon. No tonne is counted twice.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gisapp.planning.adapters import usual_sizes
from gisapp.planning.errors import ParameterError, ProductTreeError
from gisapp.planning.feeds import feed_coefficients, output_flows, per_unit_of_feed, units_of
from gisapp.planning.parameters import NAMES, SitingParameters, parameters_parse
from gisapp.planning.services import siting_run_create, siting_run_execute
from gisapp.siting import ProblemError
from gisapp.siting.chain import ChainProcess, Coefficient, echelons
from gisapp.siting.execution import Scheduler
from layers.models import Process, ProcessFlow, SitingRun
from layers.services.siting_runs import ChainStep

# What fits one kind of plant alone: a size, a place for it, and what may be spent on it.
NOT_OF_A_CHAIN = ("process", "size_per_year", "forced_sites", "budget_million_idr")
OF_A_STEP = ("plants", *NOT_OF_A_CHAIN[1:])
CHAIN_NAMES = ("chain", "steps", *(name for name in NAMES if name not in NOT_OF_A_CHAIN))


@dataclass(frozen=True, slots=True)
class ChainParameters:
    """What a user may choose for a plan of a chain.

    Attributes
    ----------
    shared
        Holds for every step, its process apart.
    own
        By process, instead of what is shared, where a step has conditions of its own.
    """

    chain: str
    shared: SitingParameters
    own: Mapping[str, SitingParameters] = field(default_factory=dict)

    @property
    def sizes_per_year(self) -> dict[str, float]:
        """Sizes that the user gave, by process, in raw material a year."""
        return {code: own.size_per_year for code, own in self.own.items() if own.size_per_year}

    def of_step(self, process: str) -> SitingParameters:
        """Return the parameters of the step that plans a process."""
        return self.own.get(process) or replace(self.shared, process=process)


def chain_parameters_parse(given: Mapping[str, object]) -> ChainParameters:
    """Check what a user gave, and fill in defaults; None counts as not given.

    Raises
    ------
    ParameterError
        At the first parameter that is unknown, missing or outside its range.
    ProductTreeError
        If steps have conditions of their own, and the tree has a circle.
    """
    rest = {name: value for name, value in given.items() if name not in {"chain", "steps"}}
    for name, value in rest.items():
        if name not in CHAIN_NAMES and not (name in NOT_OF_A_CHAIN and value is None):
            raise ParameterError(name="parameter", value=name, allowed=", ".join(CHAIN_NAMES))
    chain, known = given.get("chain"), chains_read()
    if not isinstance(chain, str) or chain not in known:
        raise ParameterError(name="chain", value=chain, allowed=", ".join(known) or _("none: no process is recorded"))
    # The process is put in step by step; here any code will do.
    shared = parameters_parse({**rest, "process": chain})
    parameters = ChainParameters(chain, shared, _own_parse(chain, given.get("steps"), rest=rest))
    _refuse_unsized(parameters)
    return parameters


def _refuse_unsized(parameters: ChainParameters) -> None:
    """Refuse conditions of a step that is not planned, for no size of it is known."""
    if not parameters.own:
        return
    _planned, unsized = chain_steps(parameters.chain, parameters.sizes_per_year)
    for code in sorted(parameters.own.keys() & {step.code for step in unsized}):
        allowed = _("a size_per_year besides, for no usual size is recorded")
        raise ParameterError(name=f"steps.{code}", value=None, allowed=allowed)


def _own_parse(chain: str, given: object, *, rest: Mapping[str, object]) -> dict[str, SitingParameters]:
    """Read what single steps have of their own, by process."""
    if given is None:
        return {}
    codes = [process.code for process in chain_tree(chain)]
    if not isinstance(given, Mapping) or not set(given) <= set(codes):
        allowed = _("an object with any of the processes %(codes)s") % {"codes": ", ".join(codes)}
        raise ParameterError(name="steps", value=given, allowed=allowed)
    for code, own in given.items():
        if not isinstance(own, Mapping) or not set(own) <= set(OF_A_STEP):
            allowed = _("an object with any of %(names)s") % {"names": ", ".join(OF_A_STEP)}
            raise ParameterError(name=f"steps.{code}", value=own, allowed=allowed)
    return {code: parameters_parse({**rest, **own, "process": code}) for code, own in given.items()}


def chains_read() -> tuple[str, ...]:
    """Return the codes of all chains."""
    return tuple(Process.objects.order_by("chain").values_list("chain", flat=True).distinct())


def chain_tree(chain: str) -> tuple[ChainProcess, ...]:
    """Read the product tree of a chain; three queries.

    An output counts where a process of the chain takes it in the unit in which it is put out.
    """
    processes = list(Process.objects.filter(chain=chain).select_related("feed"))
    wanted = {(process.feed_id, process.feed_unit) for process in processes}
    coefficients = feed_coefficients(processes)
    outputs: dict[int, dict[str, Coefficient]] = {process.pk: {} for process in processes}
    for flow in output_flows(processes):
        if _is_taken(flow, wanted):
            outputs[flow.process_id][flow.commodity.code] = Coefficient(*per_unit_of_feed(flow, coefficients))
    return tuple(
        ChainProcess(
            code=process.code,
            feed=process.feed.code,
            outputs=outputs[process.pk],
            largest_size=max(usual_sizes(process), default=0.0) * coefficients[process.pk],
        )
        for process in processes
    )


def _is_taken(flow: ProcessFlow, wanted: set[tuple[int, str]]) -> bool:
    return (flow.commodity_id, units_of(flow.coefficient_unit)[0]) in wanted


def chain_steps(
    chain: str, sizes_per_year: Mapping[str, float] | None = None
) -> tuple[tuple[ChainProcess, ...], tuple[ChainProcess, ...]]:
    """Return the processes of a chain that can be planned, in order, and those that no size is known of.

    Parameters
    ----------
    sizes_per_year
        By process, those that a user gave instead of the usual ones, in raw material a year.

    Raises
    ------
    ProductTreeError
        If the tree has a circle.
    """
    try:
        tree = _sized(chain_tree(chain), sizes_per_year or {})
        ordered = [process for echelon in echelons(tree) for process in echelon]
    except ProblemError as error:
        raise ProductTreeError(str(error)) from error
    return (
        tuple(process for process in ordered if process.largest_size > 0),
        tuple(process for process in ordered if not process.largest_size > 0),
    )


def _sized(processes: tuple[ChainProcess, ...], sizes_per_year: Mapping[str, float]) -> tuple[ChainProcess, ...]:
    return tuple(
        replace(process, largest_size=sizes_per_year.get(process.code, process.largest_size)) for process in processes
    )


@transaction.atomic
def chain_plan_create(parameters: ChainParameters) -> tuple[uuid.UUID, list[SitingRun]]:
    """Store the runs of a plan, to be executed one after another.

    Returns
    -------
    plan_id, runs
        In the order of their steps.

    Raises
    ------
    ParameterError
        If no size is known of any process of the chain, and none was given.
    ProductTreeError
        If the tree has a circle.
    """
    steps, _unsized = chain_steps(parameters.chain, parameters.sizes_per_year)
    if not steps:
        allowed = _("a chain of which a usual size is recorded, or a size_per_year for a process of it under steps")
        raise ParameterError(name="chain", value=parameters.chain, allowed=allowed)
    plan_id = uuid.uuid4()
    runs = [
        siting_run_create(parameters.of_step(step.code), ChainStep(plan_id, number))
        for number, step in enumerate(steps, start=1)
    ]
    return plan_id, runs


def chain_plan_execute(parameters: ChainParameters, *, scheduler: Scheduler | None = None) -> uuid.UUID:
    """Create a plan and execute all of its runs at once; return its id.

    Parameters
    ----------
    scheduler
        Who does the blocks of large rasters; by default threads of this process.

    Raises
    ------
    ParameterError, ProductTreeError
        As `chain_plan_create`.
    """
    plan_id, runs = chain_plan_create(parameters)
    for run in runs:
        siting_run_execute(run.pk, scheduler=scheduler)
    return plan_id


def chain_plan_runs(plan_id: uuid.UUID) -> list[SitingRun]:
    """Return the runs of a plan in the order of their steps; none for an id that is no plan's."""
    runs = SitingRun.objects.filter(chain_plan_id=plan_id).select_related("process__feed")
    return list(runs.order_by("chain_step"))


def yields_of(process: ChainProcess, amount: float) -> list[dict[str, Any]]:
    """Return what comes of an amount of raw material, low, mid and high, by commodity."""
    return [
        {"commodity": commodity, "low": found.low, "mid": found.mid, "high": found.high}
        for commodity, found in process.yields(amount).items()
    ]
