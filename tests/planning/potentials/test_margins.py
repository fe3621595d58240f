import pytest

from gisapp.planning.potentials.margins import margins_read
from gisapp.planning.potentials.unprocessed import UnprocessedQuestion, unprocessed_document
from layers.models import Commodity, FlowRole, Process, ProcessFlow
from tests import factories

pytestmark = pytest.mark.django_db


def price(commodity, low, mid, high, **fields):
    values = {"price_unit": "IDR/kg", "price_year": 2025, "price_source": "a market", "price_confidence": "S"}
    values |= fields
    Commodity.objects.filter(pk=commodity.pk).update(
        price_low_idr=low, price_mid_idr=mid, price_high_idr=high, **values
    )


@pytest.fixture
def mill():
    mill = factories.small_province()
    ProcessFlow.objects.create(
        process=mill, commodity=mill.feed, role=FlowRole.FEED, coefficient_mid=1.0, **factories.SOURCE
    )
    oil = factories.commodity("crude_palm_oil", group="oil_palm")
    ProcessFlow.objects.create(
        process=mill,
        commodity=oil,
        role=FlowRole.MAIN,
        coefficient_low=0.20,
        coefficient_mid=0.21,
        coefficient_high=0.23,
        **factories.SOURCE,
    )
    price(mill.feed, 2_500, 2_800, 3_000)
    price(oil, 12_000, 13_000, 14_000)
    return mill


def margin():
    (found,) = margins_read([Process.objects.select_related("feed").get(code="palm_oil_mill")])
    return found


def reasons():
    return [(gap["commodity"], gap["reason"]) for gap in margin().gaps]


def test_margin_with_its_range(mill):
    # Per t: 0.20 x 12 - 3.0, 0.21 x 13 - 2.8, 0.23 x 14 - 2.5 million.
    assert margin().estimate == pytest.approx((-0.6e6, -0.07e6, 0.72e6))
    assert margin().gaps == ()
    assert not margin().is_verified


def test_value_forgone_is_the_margin_of_what_is_left(mill):
    (answer,) = unprocessed_document(UnprocessedQuestion(commodity="oil_palm"))["commodities"]
    (forgone,) = answer["value_forgone"]
    assert forgone["forgone_idr_per_year"]["high"] == pytest.approx(0.72e6 * 550_000)
    assert forgone["price_year"] == 2025
    assert forgone["sources"]


def test_a_by_product_without_a_price_is_named_and_left_out(mill):
    factories.output(mill, factories.commodity("palm_shell"), 0.06)
    ProcessFlow.objects.filter(commodity__code="palm_shell").update(role=FlowRole.RESIDUE)
    assert reasons() == [("palm_shell", "price_not_recorded")]
    assert margin().estimate.mid == pytest.approx(-0.07e6)


@pytest.mark.parametrize(
    ("change", "gap"),
    [
        ({"price_mid_idr": None}, "price_not_recorded"),
        ({"price_unit": "IDR/kg wet"}, "price_of_other_basis"),
        ({"unit": "m3"}, "price_of_other_basis"),
        ({"price_year": 2012}, "prices_of_other_years"),
    ],
)
def test_without_a_fit_price_of_the_main_product_nothing_is_said(mill, change, gap):
    Commodity.objects.filter(code="crude_palm_oil").update(**change)
    assert reasons() == [("crude_palm_oil", gap)]
    assert margin().estimate is None
    (answer,) = unprocessed_document(UnprocessedQuestion(commodity="oil_palm"))["commodities"]
    assert answer["value_forgone"][0]["forgone_idr_per_year"] is None


@pytest.mark.parametrize(
    ("flow", "change", "gap"),
    [
        ("crude_palm_oil", {"coefficient_mid": None}, "coefficient_not_recorded"),
        ("crude_palm_oil", {"coefficient_unit": "l per kg input"}, "coefficient_of_other_basis"),
        ("oil_palm", {"coefficient_mid": None}, "coefficient_not_recorded"),
        ("oil_palm", {"coefficient_unit": "kg per nut"}, "coefficient_of_other_basis"),
    ],
)
def test_without_a_fit_coefficient_nothing_is_said(mill, flow, change, gap):
    ProcessFlow.objects.filter(commodity__code=flow).update(**change)
    assert (flow, gap) in reasons()
    assert margin().estimate is None


def test_an_end_of_the_range_that_is_not_recorded_is_missing(mill):
    ProcessFlow.objects.filter(commodity__code="crude_palm_oil").update(coefficient_low=None)
    (answer,) = unprocessed_document(UnprocessedQuestion(commodity="oil_palm"))["commodities"]
    ends = answer["value_forgone"][0]["margin_idr_per_t"]
    assert ends["low"] is None
    assert ends["mid"] == pytest.approx(-0.07e6)
