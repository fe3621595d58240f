import itertools

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from gisapp.web.profiles.charts import Scale, line_chart, nice_ticks, scale_of, stacked

FIGURES = st.floats(min_value=-1e9, max_value=1e9, allow_nan=False)


@given(low=FIGURES, high=FIGURES)
def test_ticks_span_the_range_in_even_steps(low, high):
    low, high = min(low, high), max(low, high)
    if high - low < 1e-3:
        return
    ticks = nice_ticks(low, high)
    steps = {round(after - before, 9) for before, after in itertools.pairwise(ticks)}
    slack = 1e-6 * (high - low)
    assert ticks[0] <= low + slack
    assert ticks[-1] >= high - slack
    assert max(steps) == pytest.approx(min(steps))
    assert 2 <= len(ticks) <= 9


def test_parts_of_a_bar_lie_one_after_the_other():
    bars = stacked([(30.0, "taken", ""), (0.0, "none", ""), (20.0, "left", "")], scale=Scale(0.0, 100.0))
    assert [(bar.start, bar.width, bar.kind) for bar in bars] == [
        ("0.00%", "30.00%", "taken"),
        ("30.00%", "20.00%", "left"),
    ]


def test_a_scale_of_losses_holds_zero():
    scale, ticks = scale_of([-40.0, -10.0])
    assert scale.low <= -40.0
    assert scale.high == 0.0
    assert ticks[0].anchor == "start"
    assert ticks[-1].anchor == "end"


def test_a_year_without_a_figure_is_bridged_and_not_drawn_as_known():
    chart = line_chart({2003: 10.0, 2010: 20.0, 2011: 30.0}, summary="", texts={2011: "30 ha"})
    assert len(chart.lines) == 1
    assert len(chart.lines[0].split()) == 2
    assert len(chart.gaps) == 1
    assert chart.gaps[0].startswith("0.00,")
    assert len(chart.dots) == 3
    assert [(mark.text, mark.anchor) for mark in chart.marks] == [("30 ha", "end")]


def test_ticks_are_written_in_the_language_of_the_reader():
    with override("id"):
        _scale, ticks = scale_of([1890.0])
        assert [tick.text for tick in ticks] == ["0", "500", "1.000", "1.500", "2.000"]
