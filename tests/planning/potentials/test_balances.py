import pytest

from gisapp.planning.errors import ParameterError
from gisapp.planning.potentials.balances import balances_read, without_supply
from gisapp.planning.potentials.unprocessed import UnprocessedQuestion, unprocessed_document
from layers.models import Facility, SourceArea
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_mill_of_the_west_draws_on_all_within_its_reach():
    factories.small_province()
    balance = balances_read()["oil_palm"]
    west, east = balance.districts
    assert (west.district, east.district) == ("6301", "6302")
    assert west.supply_per_year == pytest.approx(400_000)
    # More lies in reach of the mill of 150,000 t than it can take, and every grower is turned away alike.
    assert west.residual_per_year == pytest.approx(factories.SMALL_PROVINCE_WEST_LEFT)
    assert west.taken_per_year + east.taken_per_year == pytest.approx(150_000)
    assert east.taken_per_year == pytest.approx(150_000 * 60_000 / 460_000)
    assert balance.plants == 1
    assert not balance.is_upper_bound
    assert west.origins[0].year == 2024


def test_a_mill_of_the_neighbour_takes_over_the_border():
    factories.small_province()
    Facility.objects.filter(code="mill_1").update(capacity_t_per_year=650_000)
    west, east = balances_read()["oil_palm"].districts
    assert west.residual_per_year == 0
    # One area of 60,000 t; the others lie beyond the 50 km that bunches are fetched.
    assert east.taken_per_year == pytest.approx(60_000)


def test_without_a_recorded_plant_nothing_is_said_to_be_taken():
    factories.small_province()
    Facility.objects.filter(code="mill_1").delete()
    balance = balances_read()["oil_palm"]
    assert balance.is_upper_bound
    assert [one.taken_per_year for one in balance.districts] == [None, None]
    assert sum(one.residual_per_year for one in balance.districts) == pytest.approx(700_000)
    (answer,) = unprocessed_document(UnprocessedQuestion(commodity="oil_palm"))["commodities"]
    assert answer["taken_per_year"] is None
    assert "no_plant_recorded" in [gap["reason"] for gap in answer["missing"]]


def test_a_plant_without_a_capacity_makes_an_upper_bound():
    mill = factories.small_province()
    mill.modular_sizes_per_year = []
    mill.save()
    Facility.objects.filter(code="mill_1").update(capacity_t_per_year=None)
    balance = balances_read()["oil_palm"]
    assert balance.is_upper_bound
    assert balance.districts[0].taken_per_year is None


def test_what_plants_put_out_is_balanced_too():
    mill = factories.small_province()
    kernel = factories.commodity("palm_kernel", group="oil_palm")
    factories.output(mill, kernel, 0.05)
    crushing = factories.process("crushing", kernel, stage=2, modular_sizes_per_year=[])
    (west,) = balances_read()["palm_kernel"].districts
    assert west.supply_per_year == pytest.approx(150_000 * 0.05)
    assert west.taken_per_year is None
    factories.facility("crusher", 115.1, -3.0, process=crushing, capacity_t_per_year=5_000.0)
    (west,) = balances_read()["palm_kernel"].districts
    assert west.taken_per_year == pytest.approx(5_000)
    assert west.residual_per_year == pytest.approx(2_500)


def test_supply_without_a_district_is_kept():
    mill = factories.small_province()
    factories.source_area(mill.feed, 115.1, -2.9, 1_000.0, None)
    balance = balances_read()["oil_palm"]
    assert balance.districts[0].district == ""
    assert sum(one.supply_per_year for one in balance.districts) == pytest.approx(701_000)


def test_districts_without_a_supply_are_named_and_not_zero():
    mill = factories.small_province()
    SourceArea.objects.filter(district__code="6302").delete()
    balance = balances_read()["oil_palm"]
    assert [one.district for one in balance.districts] == ["6301"]
    assert without_supply(balance) == ["6302"]
    (answer,) = unprocessed_document(UnprocessedQuestion(commodity=mill.feed.code, district="6302"))["commodities"]
    assert answer["supply_per_year"] is None
    assert answer["unprocessed_per_year"] is None
    assert [gap["region"] for gap in answer["missing"]] == ["6302"]


def test_it_is_reckoned_again_only_after_a_change(django_assert_num_queries):
    mill = factories.small_province()
    first = balances_read()
    with django_assert_num_queries(1):
        assert balances_read() is first
    factories.source_area(mill.feed, 115.1, -2.9, 1_000.0)
    assert balances_read() is not first


@pytest.mark.parametrize(("commodity", "district", "name"), [("palm", None, "commodity"), (None, "9999", "district")])
def test_unknown_codes_are_refused(commodity, district, name):
    factories.small_province()
    with pytest.raises(ParameterError) as caught:
        unprocessed_document(UnprocessedQuestion(commodity=commodity, district=district))
    assert caught.value.name == name
