from dataclasses import replace

import pytest
from django.utils.translation import override

from gisapp.planning.scenarios.facts import RunFacts
from gisapp.web.scenarios.measures import FEED, WEIGHTS, measure_rows, verdict

A = RunFacts(
    plants=4,
    supply_per_year=282_000.0,
    supply_share=0.9,
    mean_minutes=69.0,
    delivered_idr_per_t=171_000.0,
    capex_million_idr=512_000.0,
    npv_million_idr=40_000.0,
    utilisation=0.9,
    weakest_irr=0.141,
    weakest_score=0.66,
    mean_score=0.75,
    districts=3,
    gap=0.003,
)
B = replace(
    A,
    plants=6,
    supply_per_year=279_000.0,
    mean_minutes=77.0,
    delivered_idr_per_t=179_000.0,
    capex_million_idr=648_000.0,
    npv_million_idr=-8_000.0,
    districts=4,
    gap=0.011,
)
SHARED = {FEED, WEIGHTS}


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def row(title, a=A, b=B, shared=SHARED):
    return next(one for one in measure_rows(a, b, unit="t", shared=shared) if one.title == title)


def test_lower_costs_and_times_win_and_so_do_more_tonnes():
    winners = {one.title: one.winner for one in measure_rows(A, B, unit="t", shared=SHARED)}
    assert winners["Raw material used"] == "a"
    assert winners["Mean drive"] == "a"
    assert winners["Investment"] == "a"
    assert winners["Districts that get a plant"] == "b"
    assert winners["Distance from the best possible"] == "a"
    assert winners["Score of the weakest site"] == "same"
    # More plants are neither better nor worse.
    assert winners["Plants"] == ""


def test_figures_and_differences_are_told_in_words():
    investment = row("Investment")
    assert (investment.a, investment.b, investment.difference) == ("Rp512 billion", "Rp648 billion", "+Rp136 billion")
    assert row("Mean drive").difference == "+8 min"
    assert row("Net present value").b == "\N{MINUS SIGN}Rp8 billion"
    assert row("Distance from the best possible").b == "≤ 1.1 %"
    assert row("Distance from the best possible").difference == "+0.8 points"


def test_a_distance_is_rounded_up_and_none_is_none():
    assert row("Distance from the best possible", b=replace(B, gap=0.0101)).b == "≤ 1.1 %"
    assert row("Distance from the best possible", b=replace(B, gap=0.0)).b == "0 %"


def test_the_longest_bar_fills_its_half_on_the_side_of_the_winner():
    rows = {one.title: one for one in measure_rows(A, B, unit="t", shared=SHARED)}
    longest = max(rows.values(), key=lambda one: one.size)
    assert longest.title == "Net present value"
    assert (longest.start, longest.width) == ("0.00%", "50.00%")
    assert rows["Districts that get a plant"].start == "50.00%"
    # 69 of 77 minutes: a tenth is the difference.
    assert rows["Mean drive"].size == pytest.approx(8 / 77)


def test_what_is_not_recorded_has_no_winner():
    found = row("Investment", b=replace(B, capex_million_idr=None))
    assert (found.b, found.difference, found.winner, found.width) == ("not recorded", "", "", "")


def test_tonnes_of_different_goods_and_scores_of_different_weights_are_not_compared():
    assert row("Raw material used", shared={WEIGHTS}).difference == "not comparable"
    assert row("Mean score", shared={FEED}, b=replace(B, mean_score=0.1)).winner == ""


def test_the_verdict_counts_measures():
    assert verdict(measure_rows(A, B, unit="t", shared=SHARED)) == "A is better on 6 of 11 measures, B on 1"
    assert verdict(measure_rows(B, A, unit="t", shared=SHARED)) == "B is better on 6 of 11 measures, A on 1"
    assert verdict(measure_rows(A, A, unit="t", shared=SHARED)) == "A and B come to the same"
    even = replace(A, mean_minutes=60.0, districts=2)
    assert verdict(measure_rows(A, even, unit="t", shared=SHARED)) == "A and B are better on 1 measures each"
