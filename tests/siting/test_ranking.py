import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gisapp.siting import PlantRequirement
from gisapp.siting.alternatives import plain_alternatives, sizes_of_new
from gisapp.siting.codes import PlanningMethod
from gisapp.siting.conditions import PlanConditions
from gisapp.siting.criteria import FAR_SUPPLY_VALUE, CriteriaTable
from gisapp.siting.judging import chosen_size
from gisapp.siting.ranking import rank
from gisapp.siting.value_functions import Linear

REACH_MIN = 100.0


def table_of(value, weight):
    n = len(value)
    none = np.full(n, -1)
    value = np.array(value, dtype=float)
    value[:, 0] = 0.0
    return CriteriaTable(
        raw=np.full((n, 6), np.nan),
        value=value,
        weight=np.array(weight, dtype=float) / np.sum(weight),
        market=none,
        energy=none,
        district=none,
        zone=none,
        supply_value=Linear(worst=0.0, best=1.0),
    )


def ranking(
    minutes,
    residual,
    *,
    value=None,
    weight=(1, 0, 0, 0, 0, 0),
    xy_m=None,
    separation_m=1.0,
    method=PlanningMethod.IN_TURN,
    **requirement,
):
    minutes = np.array(minutes, dtype=float)
    n = minutes.shape[1]
    needs = PlantRequirement(max_minutes=REACH_MIN, **{"reserves_wanted": 0, **requirement})
    return rank(
        minutes,
        np.array(residual, dtype=float),
        table=table_of(value if value is not None else np.zeros((n, 6)), weight),
        requirement=needs,
        reach_min=REACH_MIN,
        alternatives=plain_alternatives(
            needs,
            np.array(xy_m if xy_m is not None else [(100.0 * k, 0.0) for k in range(n)], dtype=float),
            separation_m=separation_m,
        ),
        method=method,
        clock=lambda: 0.0,
    )


def test_the_largest_size_that_is_filled_enough_is_chosen():
    requirement = PlantRequirement((60_000.0, 120_000.0), max_minutes=1.0, min_utilisation=0.6)
    reachable = np.array([0.0, 35_999.0, 36_000.0, 71_999.0, 72_000.0, 1e9])
    sizes = sizes_of_new(requirement, PlanConditions(), n_candidate=reachable.size)
    assert chosen_size(reachable, sizes).tolist() == [-1, -1, 0, 0, 1, 1]


def test_a_plant_leaves_the_next_what_it_does_not_take():
    """Candidate 0 takes all of source 0 and 20 of source 1; candidate 1 finds 80 left, candidate 2 too little."""
    inf = math.inf
    result = ranking([[0, inf, 50], [10, 0, inf]], [100, 100], sizes_t_per_year=(120.0,), plants_wanted=3)
    assert [c.candidate for c in result.choices] == [0, 1]
    assert result.choices[0].taken_t_per_year.tolist() == [100.0, 20.0]
    assert result.choices[1].taken_t_per_year.tolist() == [0.0, 80.0]
    assert result.best_reachable_t_per_year == 200.0
    assert result.last_reachable_t_per_year == 0.0


def test_equal_scores_go_to_the_first():
    assert ranking([[5, 5, 5]], [100], sizes_t_per_year=(100.0,)).choices[0].candidate == 0


def test_nothing_is_chosen_where_no_size_is_filled():
    result = ranking([[0]], [59.9], sizes_t_per_year=(100.0,))
    assert (result.choices, result.best_reachable_t_per_year) == ((), 59.9)


def test_a_reserve_stands_in_for_the_last_plant_and_keeps_its_distance():
    result = ranking(
        [[10, 11, 12, 13]],
        [100],
        xy_m=[(0, 0), (100, 0), (500, 0), (600, 0)],
        separation_m=100.0,
        sizes_t_per_year=(100.0,),
        reserves_wanted=2,
    )
    assert [(c.candidate, c.is_reserve) for c in result.choices] == [(0, False), (2, True)]
    assert result.choices[1].taken_t_per_year.tolist() == [100.0]


def brute_ranking(minutes, residual, *, value, weight, sizes, min_utilisation, wanted):
    """The same choice in plain loops."""
    left, chosen = list(residual), []
    for _ in range(wanted):
        best = None
        for j in range(len(value)):
            if any(j == c for c, _, _, _ in chosen):
                continue
            reach = sorted((minutes[i][j], i) for i in range(len(left)) if minutes[i][j] < math.inf)
            reachable = sum(left[i] for _, i in reach)
            size = max((s for s in sizes if reachable >= s * min_utilisation), default=0.0)
            if not size:
                continue
            room, taken, worth = size, [0.0] * len(left), 0.0
            for m, i in reach:
                taken[i] = min(left[i], room)
                room -= taken[i]
                worth += taken[i] * (1 - (1 - FAR_SUPPLY_VALUE) * m / REACH_MIN)
            parts = [worth / max(sizes), *value[j][1:]]
            score = sum(w * p for w, p in zip(weight, parts, strict=True)) / sum(weight)
            if best is None or score > best[1] + 1e-12:
                best = (j, score, size, taken)
        if best is None:
            break
        chosen.append(best)
        left = [a - b for a, b in zip(left, best[3], strict=True)]
    return chosen


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 7), st.integers(1, 6), st.integers(1, 4))
def test_the_ranking_equals_brute_force(seed, n_source, n_candidate, wanted):
    rng = np.random.default_rng(seed)
    minutes = rng.uniform(0, REACH_MIN, (n_source, n_candidate))
    minutes[rng.random(minutes.shape) < 0.3] = math.inf
    residual = rng.uniform(0, 100, n_source)
    value, weight = rng.random((n_candidate, 6)), rng.random(6) + 0.01
    sizes = (40.0, 80.0, 160.0)
    found = ranking(minutes, residual, value=value, weight=weight, sizes_t_per_year=sizes, plants_wanted=wanted)
    expected = brute_ranking(
        minutes, residual, value=value, weight=weight, sizes=sizes, min_utilisation=0.6, wanted=wanted
    )
    assert [c.candidate for c in found.choices] == [j for j, _, _, _ in expected]
    for choice, (_, score, size, taken) in zip(found.choices, expected, strict=True):
        assert choice.score == pytest.approx(score, abs=1e-9)
        assert choice.room_t_per_year == size
        np.testing.assert_allclose(choice.taken_t_per_year, taken, atol=1e-9)
    total = sum((c.taken_t_per_year for c in found.choices), np.zeros(n_source))
    assert (total <= residual + 1e-9).all()
