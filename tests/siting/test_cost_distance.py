"""Cost distance against hand figures, scipy and scikit-image."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gisapp.siting.cost_distance import cost_distance
from gisapp.siting.errors import ProblemError

BACKENDS = ("numba", "scipy")


@pytest.fixture(params=BACKENDS)
def backend(request):
    if request.param == "numba":
        pytest.importorskip("numba")
    return request.param


def test_straight_and_diagonal_steps_by_hand(backend):
    found = cost_distance(np.ones((2, 3)), np.array([0]), np.array([0]), cell_m=100.0, backend=backend)
    root = 100 * math.sqrt(2)
    np.testing.assert_allclose(found.cost, [[0, 100, 200], [100, root, root + 100]], rtol=1e-12)
    assert (found.owner == 0).all()


def test_half_of_a_step_lies_in_either_cell(backend):
    found = cost_distance(np.array([[1.0, 3.0, 5.0]]), np.array([0]), np.array([0]), backend=backend)
    assert found.cost.tolist() == [[0, 2, 6]]


def test_the_way_leads_round_what_nobody_passes(backend):
    cost = np.ones((3, 3))
    cost[0:2, 1] = [np.nan, np.inf]
    found = cost_distance(cost, np.array([0]), np.array([0]), backend=backend)
    # Down, by the lower middle cell on the diagonal twice, up.
    assert found.cost[0, 2] == pytest.approx(2 + 2 * math.sqrt(2))
    assert np.isinf(found.cost[0, 1])
    assert found.owner[0, 1] == -1


def test_each_cell_belongs_to_the_nearest_source_and_the_earlier_of_two():
    pytest.importorskip("numba")
    found = cost_distance(np.ones((1, 5)), np.array([0, 0, 0]), np.array([4, 0, 0]), backend="numba")
    assert found.owner.tolist() == [[1, 1, 0, 0, 0]]
    assert found.cost.tolist() == [[0, 1, 2, 1, 0]]


def test_beyond_the_limit_nothing_is_looked_for(backend):
    found = cost_distance(np.ones((1, 4)), np.array([0]), np.array([0]), limit=2.0, backend=backend)
    assert found.cost.tolist() == [[0, 1, 2, np.inf]]
    assert found.owner.tolist() == [[0, 0, 0, -1]]


def test_a_source_where_nobody_passes_reaches_nothing(backend):
    found = cost_distance(np.array([[np.nan, 1.0]]), np.array([0]), np.array([0]), backend=backend)
    assert np.isinf(found.cost).all()
    assert (found.owner == -1).all()


@pytest.mark.parametrize(
    ("cost", "row", "cell_m", "message"),
    [
        ([[1.0, 0.0]], 0, 1.0, r"row 0, column 1 is 0\.0; give a cost above 0"),
        ([[1.0, -2.0]], 0, 1.0, r"column 1 is -2\.0"),
        ([[1.0, 1.0]], 1, 1.0, "source 0: row 1, column 0 lies outside the raster of 1 rows"),
        ([[1.0, 1.0]], -1, 1.0, "source 0: row -1"),
        ([[1.0, 1.0]], 0, 0.0, r"cell_m: 0\.0 is not above 0"),
    ],
)
def test_bad_input_is_named(cost, row, cell_m, message):
    with pytest.raises(ProblemError, match=message):
        cost_distance(np.array(cost), np.array([row]), np.array([0]), cell_m=cell_m)


@st.composite
def rasters(draw):
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    shape = draw(st.integers(1, 25)), draw(st.integers(1, 25))
    low, high = draw(st.sampled_from([(1.0, 1.0), (1.0, 5.0), (0.01, 1e5)]))
    cost = np.where(rng.random(shape) < draw(st.sampled_from([0.0, 0.3])), np.nan, rng.uniform(low, high, shape))
    n_source = draw(st.integers(1, 6))
    return cost, rng.integers(shape[0], size=n_source), rng.integers(shape[1], size=n_source)


def assert_owned_by_nearest(cost, row, col, found, **options):
    """The owner of each cell alone reaches it at the same cost."""
    for source in range(len(row)):
        alone = cost_distance(cost, row[[source]], col[[source]], **options).cost
        mine = found.owner == source
        np.testing.assert_allclose(found.cost[mine], alone[mine], rtol=1e-9)
        assert (found.cost <= alone * (1 + 1e-9)).all()
    assert ((found.owner < 0) == np.isinf(found.cost)).all()


@given(rasters())
def test_both_backends_agree_and_cells_belong_to_their_nearest_source(case):
    pytest.importorskip("numba")
    one, other = (cost_distance(*case, cell_m=2.0, backend=backend) for backend in BACKENDS)
    np.testing.assert_allclose(one.cost, other.cost, rtol=1e-9)
    for found, backend in ((one, "numba"), (other, "scipy")):
        assert_owned_by_nearest(*case, found, cell_m=2.0, backend=backend)


@given(rasters())
def test_costs_equal_those_of_scikit_image(case):
    graph = pytest.importorskip("skimage.graph", reason="scikit-image is not installed")
    cost, row, col = case
    starts = [(r, c) for r, c in zip(row, col, strict=True) if not np.isnan(cost[r, c])]
    expected = np.full(cost.shape, np.inf)
    if starts:
        expected, _ = graph.MCP_Geometric(np.where(np.isnan(cost), -1.0, cost)).find_costs(starts)
    np.testing.assert_allclose(cost_distance(cost, row, col).cost, expected, rtol=1e-9)
