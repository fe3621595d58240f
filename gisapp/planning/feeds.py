"""How much raw material goes into a unit of what a process is sized on, and what comes out for a unit of it.

Crumb rubber is sized in wet slab and supplied in dry rubber, feed mills are sized in mixed feed of which maize is
half: sizes and outputs are brought to units of raw material here, and only here.
"""

from collections.abc import Iterable, Mapping

from layers.models import FlowRole, Process, ProcessFlow

OUTPUT_ROLES = (FlowRole.MAIN, FlowRole.BY_PRODUCT, FlowRole.RESIDUE)


def units_of(coefficient_unit: str) -> tuple[str, str]:
    """Return the units of what flows and of what it is reckoned on, without the words on their basis.

    Examples
    --------
    >>> units_of("t dry per t wet slab"), units_of("kg per nut"), units_of("t per t input")
    (('t', 't'), ('kg', 'nut'), ('t', 't'))
    """
    flowing, _per, basis = coefficient_unit.partition(" per ")
    return flowing.split(" ")[0], basis.split(" ")[0]


def feed_coefficients(processes: Iterable[Process]) -> dict[int, float]:
    """Return units of raw material per unit of a process's input, by process; one query.

    It is 1 where the process is sized on its raw material, or nothing in units of both is recorded.
    """
    by_pk = {process.pk: process for process in processes}
    flows = ProcessFlow.objects.filter(process__in=by_pk, role=FlowRole.FEED, coefficient_mid__gt=0)
    found = {
        process: coefficient
        for process, commodity, unit, coefficient in flows.values_list(
            "process_id", "commodity_id", "coefficient_unit", "coefficient_mid"
        )
        if commodity == by_pk[process].feed_id and units_of(unit) == (by_pk[process].feed_unit,) * 2
    }
    return {process: found.get(process) or 1.0 for process in by_pk}


def output_flows(processes: Iterable[Process]) -> list[ProcessFlow]:
    """Return what processes put out in amounts that can be reckoned with; one query.

    Left out are flows without a coefficient, and those in other units than the process is sized in, such as
    kg per nut or tyres per t.
    """
    feed_unit = {process.pk: process.feed_unit for process in processes}
    flows = ProcessFlow.objects.filter(process__in=feed_unit, role__in=OUTPUT_ROLES, coefficient_mid__gt=0)
    return [
        flow
        for flow in flows.select_related("process", "commodity").order_by("process__code", "pk")
        if units_of(flow.coefficient_unit)[1] == feed_unit[flow.process_id]
    ]


def per_unit_of_feed(flow: ProcessFlow, coefficients: Mapping[int, float]) -> tuple[float, float, float]:
    """Return the low, mid and high output per unit of raw material; ends that are not recorded are the mid."""
    mid = flow.coefficient_mid or 0.0
    ends = (flow.coefficient_low or mid, mid, flow.coefficient_high or mid)
    low, mid, high = (end / coefficients[flow.process_id] for end in ends)
    return low, mid, high
