import numpy as np
import pytest
from django.utils.translation import override

from gisapp.planning.adapters import planning_input_read
from gisapp.planning.economic_risk import economic_draws_of
from gisapp.planning.economics import (
    CAPEX_ACCURACY,
    FINANCE,
    HAULAGE_SPEED_KM_H,
    OPEX_SHARE,
    capex_idr,
    costing_read,
    delivered_idr_per_t,
    economics_of,
    haulages,
)
from gisapp.planning.economics_texts import economics_document
from gisapp.planning.parameters import SitingParameters
from gisapp.planning.price_levels import price_levels
from gisapp.planning.services import siting_run_create, siting_run_execute
from gisapp.siting.economic_draws import DrawnSupply
from layers.models import Commodity, FlowRole, Process
from tests import factories
from tests.planning.chains import flow

pytestmark = pytest.mark.django_db
PRICES = {"price_unit": "IDR/kg", "price_year": 2025, "price_source": "a list of prices", "price_confidence": "S"}
CAPEX = {
    "capex_ref_size_per_year": 100_000.0,
    "capex_low_million": 100_000.0,
    "capex_mid_million": 100_000.0,
    "capex_high_million": 160_000.0,
    "capex_currency": "IDR",
    "capex_year": 2025,
    "capex_exponent": 0.7,
    "cost_source": "a newspaper",
    "cost_confidence": "S",
}


def price(commodity, low, mid, high, **fields):
    values = {"price_low_idr": low, "price_mid_idr": mid, "price_high_idr": high, **PRICES, **fields}
    Commodity.objects.filter(pk=commodity.pk).update(**values)


def costed_mill(**fields) -> Process:
    """A mill whose bunches cost Rp 2,000-3,000 a kg and give 0.2 t of oil at Rp 15,000."""
    mill = factories.small_province()
    oil = factories.commodity("oil")
    flow(mill, mill.feed, FlowRole.FEED, 1.0)
    flow(mill, oil, FlowRole.MAIN, 0.2, low=0.19, high=0.21)
    price(mill.feed, 2_000, 2_500, 3_000)
    price(oil, 15_000, 15_000, 15_000)
    Process.objects.filter(pk=mill.pk).update(**{**CAPEX, **fields})
    return Process.objects.select_related("feed").get(pk=mill.pk)


def site(process, **changes):
    values = {"capacity_t_per_year": 100_000.0, "supply_t_per_year": 80_000.0, "mean_minutes": 40.0, **changes}
    return economics_of(costing_read(process), **values)


def test_delivered_cost_is_price_and_haulage():
    process = costed_mill()
    found = site(process)
    low, mid, high = haulages()
    assert found["haul_km"] == pytest.approx(40 / 60 * HAULAGE_SPEED_KM_H)
    assert found["delivered_idr_2025_per_t"]["low"] == pytest.approx(2_000_000 + low.cost_idr_per_t(40.0))
    assert found["delivered_idr_2025_per_t"]["mid"] == pytest.approx(2_500_000 + mid.cost_idr_per_t(40.0))
    assert found["delivered_idr_2025_per_t"]["high"] == pytest.approx(3_000_000 + high.cost_idr_per_t(40.0))
    assert delivered_idr_per_t(costing_read(process), 40.0) == found["delivered_idr_2025_per_t"]["mid"]


def test_investment_follows_the_size_and_is_no_surer_than_the_method():
    found = site(costed_mill(), capacity_t_per_year=200_000.0)["capex_idr_2025_million"]
    assert found["mid"] == pytest.approx(100_000 * 2**0.7)
    assert found["low"] == pytest.approx(found["mid"] * (1 - CAPEX_ACCURACY))
    assert found["high"] == pytest.approx(160_000 * 2**0.7)


def test_dollars_of_another_year_become_rupiah_of_this():
    process = costed_mill(capex_mid_million=12.0, capex_low_million=12.0, capex_high_million=12.0)
    Process.objects.filter(pk=process.pk).update(capex_currency="USD", capex_year=2017)
    process.refresh_from_db()
    mid = site(process)["capex_idr_2025_million"]["mid"]
    assert mid == pytest.approx(12 * price_levels().factor("USD", 2017))


def test_capacity_in_raw_material_is_brought_to_what_the_cost_is_sized_on():
    process = costed_mill()
    process.flows.filter(role=FlowRole.FEED).update(coefficient_mid=0.5)
    costing = costing_read(process)
    assert capex_idr(costing, 50_000.0).mid == pytest.approx(100_000e6)


def test_worth_is_reckoned_by_hand():
    """Margin 0.2 x 15,000 - 2,500 = Rp 500 a kg; running costs a tenth of the investment."""
    found = site(costed_mill())
    surplus = 500_000 - haulages()[1].cost_idr_per_t(40.0)
    by_year = [
        80_000 * (FINANCE.ramp_up[year] if year < 2 else 1.0) * surplus - 100_000e6 * OPEX_SHARE.mid
        for year in range(FINANCE.years)
    ]
    npv = sum(amount / 1.1 ** (year + 1) for year, amount in enumerate(by_year)) - 100_000e6
    assert found["npv_idr_2025_million"]["mid"] == pytest.approx(npv / 1e6)
    assert found["gross_margin_idr_2025_per_t"]["mid"] == pytest.approx(500_000)
    assert found["missing"] == []
    rate = found["irr"]["mid"]
    assert sum(a / (1 + rate) ** (y + 1) for y, a in enumerate(by_year)) == pytest.approx(100_000e6, rel=1e-6)


def test_low_takes_every_cost_high_and_the_margin_low():
    found = site(costed_mill())
    for name in ("npv_idr_2025_million", "break_even_km"):
        assert found[name]["low"] < found[name]["mid"] < found[name]["high"], name
    # At the low end bunches cost more than their oil brings: nothing earns the investment back.
    assert found["gross_margin_idr_2025_per_t"]["low"] < 0
    assert found["irr"]["low"] is None
    assert found["payback_years"]["high"] is None
    assert found["payback_years"]["low"] < found["payback_years"]["mid"]


@pytest.mark.parametrize(
    ("change", "missing", "absent"),
    [
        ({"capex_mid_million": None}, ["capex"], "capex_idr_2025_million"),
        ({"capex_year": 1950}, ["price_level"], "capex_idr_2025_million"),
        ({"capex_currency": "EUR"}, ["price_level"], "capex_idr_2025_million"),
    ],
)
def test_without_an_investment_nothing_rests_on_it(change, missing, absent):
    found = site(costed_mill(**change))
    assert found["missing"] == missing
    assert found[absent] is None
    for name in ("opex_idr_2025_million_per_year", "npv_idr_2025_million", "irr", "payback_years", "break_even_km"):
        assert found[name] is None, name
    assert found["delivered_idr_2025_per_t"] is not None


def test_without_prices_there_is_no_worth_but_a_haulage():
    process = costed_mill()
    price(process.feed, None, None, None)
    found = site(Process.objects.select_related("feed").get(pk=process.pk))
    assert found["missing"] == ["price_of_feed", "margin"]
    assert found["delivered_idr_2025_per_t"] is None
    assert found["haulage_idr_2025_per_t"]["mid"] > 0
    assert found["npv_idr_2025_million"] is None


def test_a_price_on_another_basis_is_none():
    process = costed_mill()
    price(process.feed, 1, 2, 3, price_unit="IDR/kg lump")
    assert "price_of_feed" in site(Process.objects.select_related("feed").get(pk=process.pk))["missing"]


def test_a_recorded_cost_of_running_counts_instead_of_a_share():
    process = costed_mill(opex_per_unit=50_000.0, opex_currency="IDR", opex_year=2025)
    assert site(process)["opex_idr_2025_million_per_year"]["mid"] == pytest.approx(50_000 * 80_000 / 1e6)


def test_cubic_metres_have_no_cost_a_tonne():
    process = costed_mill(feed_unit="m3")
    assert site(process) == {"price_year": 2025, "missing": ["feed_not_in_tonnes"]}
    with override("en"):
        document = economics_document(site(process))
    assert "mass of the raw material" in document["texts"][0]


def test_a_run_stores_economics_and_says_what_they_rest_on():
    costed_mill()
    run = siting_run_execute(siting_run_create(SitingParameters(process="palm_oil_mill", cell_size_m=1000)).pk)
    best = run.sites.get(rank=1)
    expected = site(
        run.process,
        capacity_t_per_year=best.capacity_t_per_year,
        supply_t_per_year=best.supply_t_per_year,
        mean_minutes=best.mean_minutes,
    )
    draws = best.economics.pop("draws")
    assert best.economics == expected
    assert draws["n_draw"] == 10_000
    assert draws["n_harvest"] == run.summary["robustness"]["n_value_draw"]
    assert 0 < draws["pays_share"] < 1
    delivered, expected_delivered = draws["delivered_idr_2025_per_t"], expected["delivered_idr_2025_per_t"]
    assert expected_delivered["low"] < delivered["p10"] < delivered["p50"] < delivered["p90"]
    assert delivered["p90"] < expected_delivered["high"]
    # Half of the draws earn more than the median, so it is above 0 exactly where more than half pay.
    assert (draws["npv_idr_2025_million"]["p50"] > 0) == (draws["pays_share"] > 0.5)
    by_source = [supply["delivered_idr_2025_per_t"] for supply in best.supply_by_source]
    tonnes = [supply["supply_t_per_year"] for supply in best.supply_by_source]
    mean = sum(cost * t for cost, t in zip(by_source, tonnes, strict=True)) / sum(tonnes)
    assert mean == pytest.approx(best.economics["delivered_idr_2025_per_t"]["mid"], rel=1e-6)
    noted = {assumption["code"]: assumption for assumption in run.summary["assumptions"]}
    expected_notes = {"haulage_assumed", "capex_scaled", "finance_assumed", "margin_from_prices", "economics_drawn"}
    assert expected_notes <= noted.keys()
    assert noted["capex_scaled"]["source"] == "a newspaper"
    assert noted["haulage_assumed"]["confidence"] == "R"
    assert "economics_missing" not in noted


def test_what_is_missing_is_noted():
    factories.small_province()
    given = planning_input_read(SitingParameters(process="palm_oil_mill"))
    (note,) = [one for one in given.assumptions if one.code == "economics_missing"]
    assert set(note.figures) == {"price_of_feed", "capex", "margin"}


def test_words_name_amounts_with_their_range():
    economics = site(costed_mill())
    with override("en"):
        text = " ".join(economics_document(economics)["texts"])
    assert "Delivered cost: Rp 2," in text
    assert "Investment: Rp 100 (70 \N{EN DASH} 160) billion" in text
    assert "it breaks even up to" in text


def test_words_tell_how_often_a_plant_pays():
    process = costed_mill()
    costing, economics = costing_read(process), site(process)
    supply = DrawnSupply(np.array([80_000.0, 70_000.0]), np.array([40.0, 45.0]))
    draws = economic_draws_of(costing, supply, economics, rng=np.random.default_rng(0))
    with override("en"):
        text = " ".join(economics_document({**economics, "draws": draws})["texts"])
    assert f"It pays in {draws['pays_share'] * 100:.0f} % of 10,000 draws" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "In eight draws of ten, a tonne delivered costs Rp 2," in text


def test_without_a_price_only_the_supply_is_drawn():
    process = costed_mill()
    price(process.feed, None, None, None)
    costing = costing_read(Process.objects.select_related("feed").get(pk=process.pk))
    economics = economics_of(costing, capacity_t_per_year=1e5, supply_t_per_year=8e4, mean_minutes=40.0)
    supply = DrawnSupply(np.array([80_000.0, 60_000.0]), np.array([40.0, np.nan]))
    draws = economic_draws_of(costing, supply, economics, rng=np.random.default_rng(0))
    assert draws["delivered_idr_2025_per_t"] is None
    assert draws["npv_idr_2025_million"] is None
    assert draws["pays_share"] is None
    assert draws["supply_t_per_year"]["p50"] == pytest.approx(70_000)
