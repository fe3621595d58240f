import pytest
from django.utils.translation import override

from gisapp.planning.adapters import planning_input_read
from gisapp.planning.errors import DataMissingError
from gisapp.planning.feeds import feed_coefficients, output_flows, per_unit_of_feed, units_of
from gisapp.planning.parameters import SitingParameters
from layers.models import FlowRole
from tests import factories
from tests.planning.chains import flow

pytestmark = pytest.mark.django_db


def rubber():
    """Crumb rubber: sized in wet slab of which 0.53 is dry rubber; 0.52 t of crumb comes out a tonne of slab."""
    dry = factories.commodity("rubber", is_raw=True)
    crumb = factories.commodity("crumb", group="rubber")
    factory = factories.process("crumb_rubber", dry, modular_sizes_per_year=[40_000.0])
    flow(factory, dry, FlowRole.FEED, 0.53, "t dry per t wet slab")
    flow(factory, crumb, FlowRole.MAIN, 0.52, "t per t wet slab", low=0.44, high=0.59)
    return factory, crumb


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("t per t input", ("t", "t")),
        ("t maize per t feed mix", ("t", "t")),
        ("kg copra equivalent per nut", ("kg", "nut")),
        ("tyres per t input", ("tyres", "t")),
        ("kWh per m3 input", ("kWh", "m3")),
        ("", ("", "")),
    ],
)
def test_units_are_read_without_the_words_on_their_basis(text, units):
    assert units_of(text) == units


def test_output_is_reckoned_on_raw_material_not_on_what_the_process_is_sized_on():
    factory, _crumb = rubber()
    coefficients = feed_coefficients([factory])
    (out,) = output_flows([factory])
    assert coefficients == {factory.pk: 0.53}
    assert per_unit_of_feed(out, coefficients) == pytest.approx((0.44 / 0.53, 0.52 / 0.53, 0.59 / 0.53))


def test_a_coefficient_in_other_units_counts_for_nothing():
    nuts = factories.commodity("coconut")
    copra = factories.commodity("copra")
    drying = factories.process("copra_drying", nuts, feed_unit="nut")
    flow(drying, nuts, FlowRole.FEED, 0.178, "kg copra equivalent per nut")
    flow(drying, copra, FlowRole.MAIN, 0.178, "kg per nut")
    retread = factories.process("tyre_retread", copra)
    flow(retread, factories.commodity("tyre"), FlowRole.MAIN, 100.0, "tyres per t input")
    assert feed_coefficients([drying]) == {drying.pk: 1.0}
    # In units of the feed, but no other process takes kg or tyres for tonnes.
    assert {units_of(out.coefficient_unit)[0] for out in output_flows([drying, retread])} == {"kg", "tyres"}
    oil = factories.process("coconut_oil", copra)
    factories.facility("drying_1", 115.2, -3.0, process=drying, capacity_t_per_year=1_000.0)
    factories.district("6301", west=115.0, east=115.4)
    assert not len(planning_input_read(SitingParameters(process=oil.code)).problem.sources.id)


def test_sizes_and_supply_are_in_raw_material():
    """40,000 t of slab hold 21,200 t of dry rubber; a factory that takes 10,000 t dry puts out 10,000 x 0.52/0.53."""
    factory, crumb = rubber()
    west = factories.district("6301", west=115.0, east=115.4)
    factories.source_area(factory.feed, 115.2, -3.0, 10_000, west)
    factories.facility("crumb_1", 115.2, -3.0, process=factory, capacity_t_per_year=10_000.0)
    factories.facility("crumb_2", 115.3, -3.0, process=factory)
    given = planning_input_read(SitingParameters(process="crumb_rubber"))
    assert given.problem.requirement.sizes_t_per_year == pytest.approx((21_200.0,))
    assert given.problem.plants.capacity_t_per_year.tolist() == pytest.approx([10_000.0, 21_200.0])
    goods = factories.process("rubber_goods", crumb, stage=2)
    sources = planning_input_read(SitingParameters(process=goods.code)).problem.sources
    assert sources.supply_t_per_year.sum() == pytest.approx(10_000 * 0.52 / 0.53)


def test_a_size_that_the_planner_gives_is_raw_material_already():
    factory, _crumb = rubber()
    factories.district("6301", west=115.0, east=115.4)
    given = planning_input_read(SitingParameters(process=factory.code, size_per_year=5_000.0))
    assert given.problem.requirement.sizes_t_per_year == (5_000.0,)


def test_tonnes_are_never_taken_for_nuts():
    nuts = factories.commodity("coconut", is_raw=True)
    drying = factories.process("copra_drying", nuts, feed_unit="nut")
    west = factories.district("6301", west=115.0, east=115.4)
    factories.source_area(nuts, 115.2, -3.0, 10_000, west)
    with override("en"), pytest.raises(DataMissingError, match="in nut, but its supply is in t"):
        planning_input_read(SitingParameters(process=drying.code))
