import pytest

from gisapp.planning.scenarios.facts import run_facts
from layers.models import SitingRun, SuggestedSite


def site(**values) -> SuggestedSite:
    known = {
        "is_reserve": False,
        "district_id": 1,
        "score": 0.8,
        "capacity_t_per_year": 1000.0,
        "supply_t_per_year": 800.0,
        "utilisation": 0.8,
        "mean_minutes": 60.0,
        "economics": {
            "delivered_idr_2025_per_t": {"low": 1.0, "mid": 2000.0, "high": 9000.0},
            "capex_idr_2025_million": {"low": 1.0, "mid": 10.0, "high": 90.0},
            "npv_idr_2025_million": {"low": 1.0, "mid": 4.0, "high": 9.0},
            "irr": {"low": None, "mid": 0.12, "high": None},
        },
    }
    return SuggestedSite(**{**known, **values})


RUN = SitingRun(summary={"feed_supply_per_year": 4000.0}, gap=0.01)


def test_means_are_taken_over_the_raw_material():
    small = site(supply_t_per_year=200.0, mean_minutes=110.0, capacity_t_per_year=250.0)
    facts = run_facts(RUN, [site(), small])
    assert facts.plants == 2
    assert facts.supply_per_year == 1000.0
    assert facts.supply_share == 0.25
    assert facts.mean_minutes == pytest.approx((800 * 60 + 200 * 110) / 1000)
    assert facts.utilisation == pytest.approx(0.8)
    assert facts.capex_million_idr == 20.0
    assert facts.gap == 0.01


def test_reserves_do_not_count():
    facts = run_facts(RUN, [site(), site(is_reserve=True, score=0.1, district_id=2)])
    assert (facts.plants, facts.districts, facts.weakest_score) == (1, 1, 0.8)


def test_the_weakest_plant_is_told():
    weak = site(score=0.5, district_id=2, economics={"irr": {"low": 0.0, "mid": 0.07, "high": 0.2}})
    facts = run_facts(RUN, [site(), weak])
    assert (facts.weakest_score, facts.weakest_irr, facts.districts) == (0.5, 0.07, 2)
    assert facts.mean_score == pytest.approx(0.65)


def test_a_sum_is_not_told_where_one_plant_lacks_the_figure():
    facts = run_facts(RUN, [site(), site(economics={})])
    assert facts.capex_million_idr is None
    assert facts.delivered_idr_per_t is None
    assert facts.weakest_irr is None


def test_no_sites_have_no_means():
    facts = run_facts(SitingRun(summary={}, gap=None), [])
    assert (facts.plants, facts.supply_share, facts.mean_minutes, facts.utilisation) == (0, None, None, None)
