import numpy as np
import pytest
import shapely

from gisapp.siting import Criterion, ExclusionArea, ExclusionEffect, prepare
from gisapp.siting.suitability import suitability_map
from tests.siting import builders

FOREST = ExclusionArea(
    "forest", "UU 41/1999", ExclusionEffect.EXCLUDE, builders.objects(shapely.box(30_000, 0, 40_000, 20_000))
)


def mapped(**changes):
    problem = builders.problem(exclusions=(FOREST,), **changes)
    return suitability_map(problem, prepare(problem))


def test_excluded_cells_have_no_value_and_all_others_one_within_0_and_1():
    found = mapped()
    assert np.isnan(found.value[:, 120:]).all()
    assert np.isfinite(found.value[:, :120]).all()
    assert (found.value[:, :120] >= 0).all()
    assert (found.value[:, :120] <= 1).all()
    assert found.value.dtype == np.float32


def test_by_the_road_alone_the_best_cells_lie_on_it():
    found = mapped(weights=dict.fromkeys(Criterion, 0.0) | {Criterion.ROAD: 1.0})
    # The road runs along 10,000 m: between rows 39 and 40.
    assert set(np.unravel_index(np.nanargmax(found.value), found.value.shape)[:1]) <= {39, 40}
    assert found.value[0, 0] == pytest.approx(1 - 9_875 / 10_000, abs=0.03)


def test_without_any_source_the_other_criteria_still_show():
    assert np.nanmax(mapped(sources=builders.sources([])).value) > 0
