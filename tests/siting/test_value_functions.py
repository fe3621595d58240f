import numpy as np
import pytest

from gisapp.siting import Linear, ProblemError, Step
from gisapp.siting.value_functions import Bell, Table


def test_linear_rises_from_worst_to_best_and_is_flat_outside():
    value = Linear(worst=10.0, best=0.0)(np.array([-1.0, 0.0, 2.5, 10.0, 99.0, np.inf, np.nan]))
    np.testing.assert_allclose(value, [1.0, 1.0, 0.75, 0.0, 0.0, 0.0, np.nan])


def test_step_takes_the_value_of_the_last_threshold_reached():
    value = Step(thresholds=(1.0, 2.0), values=(0.0, 0.5, 1.0))(np.array([0.9, 1.0, 1.9, 2.0, np.nan]))
    np.testing.assert_allclose(value, [0.0, 0.5, 0.5, 1.0, np.nan])


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: Linear(1.0, 1.0), "let them differ"),
        (lambda: Step((1.0,), (0.0,)), "one more value"),
        (lambda: Step((2.0, 1.0), (0.0, 0.5, 1.0)), "ascend"),
        (lambda: Step((1.0,), (0.0, 1.5)), "within 0-1"),
    ],
)
def test_malformed_functions_are_refused(make, told):
    with pytest.raises(ProblemError, match=told):
        make()


def test_bell_is_one_at_best_and_half_at_half_width():
    value = Bell(best=20.0, half_width=5.0)(np.array([20.0, 15.0, 25.0, 10.0, np.inf, np.nan]))
    np.testing.assert_allclose(value, [1.0, 0.5, 0.5, 1 / 16, 0.0, np.nan])


def test_table_joins_its_points_and_is_flat_outside():
    value = Table(raw=(0.0, 60.0, 180.0), values=(1.0, 0.5, 0.0))(np.array([-5.0, 30.0, 60.0, 120.0, np.inf, np.nan]))
    np.testing.assert_allclose(value, [1.0, 0.75, 0.5, 0.25, 0.0, np.nan])


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: Bell(1.0, 0.0), "half_width"),
        (lambda: Table((1.0,), (0.0,)), "two points"),
        (lambda: Table((1.0, 1.0), (0.0, 1.0)), "ascend"),
        (lambda: Table((1.0, 2.0), (0.0, float("nan"))), "within 0-1"),
    ],
)
def test_malformed_bells_and_tables_are_refused(make, told):
    with pytest.raises(ProblemError, match=told):
        make()
