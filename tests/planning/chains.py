"""A chain of four processes on top of the small province."""

from layers.models import FlowRole, Process, ProcessFlow
from tests import factories


def flow(process, commodity, role, mid, unit="t per t input", *, low=None, high=None):
    return ProcessFlow.objects.create(
        process=process,
        commodity=commodity,
        role=role,
        coefficient_low=low,
        coefficient_mid=mid,
        coefficient_high=high,
        coefficient_unit=unit,
        **factories.SOURCE,
    )


def oil_chain() -> dict[str, Process]:
    """Add oil, kernel and refined oil; one existing refinery in the east takes 10,000 t of oil a year.

    The mill of the west takes 150,000 t of bunches and so puts out 30,000 t of oil and 7,500 t of kernel.
    """
    mill = factories.small_province()
    oil = factories.commodity("oil", group="oil_palm")
    kernel = factories.commodity("kernel", group="oil_palm")
    refined = factories.commodity("refined", group="oil_palm")
    soap = factories.commodity("soap", group="oil_palm")
    flow(mill, oil, FlowRole.MAIN, 0.20, low=0.19, high=0.22)
    flow(mill, kernel, FlowRole.BY_PRODUCT, 0.05)
    refinery = factories.process("refinery", oil, stage=2, modular_sizes_per_year=[20_000.0])
    small = factories.process("small_refinery", oil, stage=2, modular_sizes_per_year=[4_000.0])
    crushing = factories.process("crushing", kernel, stage=2, modular_sizes_per_year=[])
    soapery = factories.process("soapery", refined, stage=3, modular_sizes_per_year=[5_000.0])
    flow(refinery, refined, FlowRole.MAIN, 0.9)
    flow(small, refined, FlowRole.MAIN, 0.8)
    flow(soapery, soap, FlowRole.MAIN, 1.1)
    east = factories.District.objects.get(code="6302")
    factories.facility(
        "refinery_1", 115.7, factories.ROAD_LAT, process=refinery, district=east, capacity_t_per_year=10_000.0
    )
    return {"mill": mill, "refinery": refinery, "small": small, "crushing": crushing, "soapery": soapery}
