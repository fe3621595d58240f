import numpy as np
import pytest
import shapely

from gisapp.siting import ExclusionArea, ExclusionEffect, ProblemError, exclusion_mask, why_not
from tests.siting import builders

FOREST = ExclusionArea(
    "protected_forest", "UU 41/1999", ExclusionEffect.EXCLUDE, builders.objects(shapely.box(0, 0, 10_000, 20_000))
)
PEAT = ExclusionArea(
    "peat", "PP 71/2014", ExclusionEffect.PENALISE, builders.objects(shapely.box(5_000, 0, 15_000, 20_000))
)
SLOPE = ExclusionArea("slope", "Permenperin 30/2020", ExclusionEffect.EXCLUDE, None)


@pytest.fixture(scope="module")
def mask():
    return exclusion_mask(builders.terrain(), (FOREST, PEAT, SLOPE))


def codes(mask, x_m, y_m):
    return [reason.code for reason in why_not(mask, x_m, y_m)]


def test_every_reason_that_holds_at_a_point_is_told(mask):
    assert codes(mask, 1_000, 1_000) == ["protected_forest"]
    assert codes(mask, 7_000, 1_000) == ["protected_forest", "peat"]
    assert codes(mask, 12_000, 1_000) == ["peat"]
    assert codes(mask, 30_000, 1_000) == []
    assert codes(mask, -5, 1_000) == ["outside_study_area"]


def test_reasons_carry_their_legal_basis(mask):
    assert why_not(mask, 12_000, 1_000)[0].legal_basis == "PP 71/2014"


def test_only_excluding_reasons_take_cells_away(mask):
    assert mask.free.sum() == 120 * 80
    assert mask.penalties.sum() == 40 * 80


def test_one_bit_a_reason(mask):
    assert mask.bits.dtype == np.uint32
    assert set(np.unique(mask.bits)) == {0, 0b010, 0b110, 0b100}


def test_a_reason_without_recorded_areas_takes_no_bit(mask):
    assert "slope" not in [reason.code for reason in mask.reasons]


def test_thirty_one_reasons_fit_and_one_more_is_refused():
    terrain = builders.terrain(shapely.box(0, 0, 1_000, 1_000))
    areas = [
        ExclusionArea(f"r{k}", "", ExclusionEffect.EXCLUDE, builders.objects(shapely.box(0, 0, 1_000, 1_000)))
        for k in range(32)
    ]
    mask = exclusion_mask(terrain, tuple(areas[:31]))
    assert len(why_not(mask, 500, 500)) == 31
    with pytest.raises(ProblemError, match="limit is 31"):
        exclusion_mask(terrain, tuple(areas))


def test_one_code_twice_is_refused():
    with pytest.raises(ProblemError, match="occurs twice"):
        exclusion_mask(builders.terrain(), (FOREST, FOREST))
