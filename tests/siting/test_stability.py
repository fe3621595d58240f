"""The test that a ranking is put to, on the small province with one road."""

import math
from dataclasses import replace

import numpy as np
import pytest

from gisapp.siting import Criterion, PlantRequirement, suggest
from gisapp.siting.criteria import CRITERIA
from gisapp.siting.uncertainty import Spread, Uncertainty
from tests.siting import builders

CERTAIN = Uncertainty(Spread(1.0, 1.0, 1.0), Spread(1.0, 1.0, 1.0), Spread(1.0, 1.0, 1.0))
TWO_PLANTS = PlantRequirement((60_000.0, 30_000.0), max_minutes=60.0, plants_wanted=2, reserves_wanted=1)


def judged(**changes):
    return suggest(builders.problem(**changes), rng=np.random.default_rng(63))


@pytest.fixture(scope="module")
def result():
    return judged(requirement=TWO_PLANTS)


def test_without_random_numbers_nothing_is_judged():
    assert suggest(builders.problem()).robustness is None


def test_one_seed_one_answer(result):
    assert judged(requirement=TWO_PLANTS).robustness == result.robustness


def test_testing_changes_no_site(result):
    untested = suggest(builders.problem(requirement=TWO_PLANTS))
    assert [(s.x_m, s.y_m, s.score) for s in untested.sites] == [(s.x_m, s.y_m, s.score) for s in result.sites]


def test_every_site_has_its_rank_shares(result):
    stability = result.robustness.sites
    assert [site.rank for site in stability] == [site.rank for site in result.sites]
    for site in stability:
        assert len(site.rank_share) == len(result.sites)
        assert 0 <= sum(site.rank_share) <= 1 + 1e-9
        assert site.holds_share == site.rank_share[site.rank - 1]
        assert site.first_share == site.rank_share[0]
    assert sum(site.first_share for site in stability) <= 1 + 1e-9
    assert result.robustness.n_draw == 10_000
    assert result.robustness.n_rival > 0


def test_with_one_criterion_and_no_doubt_the_first_place_is_certain():
    weights = dict.fromkeys(Criterion, 0.0) | {Criterion.SUPPLY: 1.0}
    found = judged(weights=weights, uncertainty=CERTAIN).robustness
    assert found.sites[0].first_share == 1.0
    assert found.first_confidence == 1.0
    assert [site.filled_share for site in found.sites] == [1.0] * len(found.sites)


def test_supply_that_may_fail_does_not_always_fill_the_plant():
    drought = replace(CERTAIN, yield_factor=Spread(0.0, 0.5, 1.0))
    site = judged(uncertainty=drought).robustness.sites[0]
    assert 0 < site.filled_share < 1


@pytest.mark.parametrize(("harvest", "filled"), [(1.2, 1.0), (0.8, 1.0), (0.5, 0.0)])
def test_of_a_poor_harvest_everybody_gets_less(harvest, filled):
    # 120,000 t of which a plant in the middle takes 85,000 t: 35,000 t are left, enough for the small size at
    # 60 %, 18,000 t. Four fifths of it, 28,000 t, are enough as well; half of it, 17,500 t, is not.
    plants = builders.plants([(20_000, 10_000, 85_000)])
    requirement = PlantRequirement((30_000.0,), max_minutes=120.0, reserves_wanted=0)
    certain = replace(CERTAIN, yield_factor=Spread(harvest, harvest, harvest))
    found = judged(plants=plants, requirement=requirement, uncertainty=certain)
    assert found.sites[0].reachable_t_per_year == pytest.approx(35_000)
    assert found.robustness.sites[0].filled_share == filled


def test_changed_weights_make_the_rival_draw_level(result):
    single, total = result.robustness.single_change, result.robustness.total_change
    assert single is not None
    assert total is not None
    assert total.moved <= single.moved + 1e-12
    before = {part.criterion: part.weight for part in result.sites[0].parts}
    for change in (single, total):
        assert math.fsum(change.weights.values()) == pytest.approx(1)
        assert set(change.weights) == set(CRITERIA)
        if change.rival_rank:
            first, rival = result.sites[0], result.sites[change.rival_rank - 1]
            scores = [sum(change.weights[p.criterion] * p.value for p in site.parts) for site in (first, rival)]
            assert scores[0] == pytest.approx(scores[1])
    assert single.criterion is not None
    assert abs(single.weights[single.criterion] - before[single.criterion]) == pytest.approx(single.moved)
    assert total.moved == pytest.approx(sum(abs(total.weights[c] - before[c]) for c in CRITERIA) / 2)
