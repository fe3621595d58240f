import numpy as np
import pytest
import shapely

from gisapp.siting import ExclusionArea, ExclusionEffect, ProblemError, exclusion_mask, why_not
from gisapp.siting.exclusion import plan_factor, unknown_at
from gisapp.siting.types import RasterCover
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
    factor = plan_factor(mask.reasons, mask.bits)
    assert (factor == 0.5).sum() == 40 * 80
    assert (factor == 1).sum() == 120 * 80


def test_one_bit_a_reason(mask):
    assert mask.bits.dtype == np.uint8
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


def cover(*, covered, known):
    """Rasters of the 40 x 20 km rectangle from functions of column numbers."""
    column = np.broadcast_to(np.arange(160), (80, 160))
    return RasterCover(covered=covered(column), known=known(column))


STEEP = cover(covered=lambda column: column < 40, known=lambda column: column < 80)


def test_a_raster_covers_cells_and_leaves_others_unknown():
    area = ExclusionArea("steep", "Permenperin 30/2020", ExclusionEffect.EXCLUDE, None, STEEP)
    mask = exclusion_mask(builders.terrain(), (area,))
    assert codes(mask, 1_000, 1_000) == ["steep"]
    assert codes(mask, 15_000, 1_000) == []
    assert unknown_at(mask, 15_000, 1_000) == ()
    assert [reason.code for reason in unknown_at(mask, 30_000, 1_000)] == ["steep"]
    assert codes(mask, 30_000, 1_000) == []
    assert unknown_at(mask, -5, 1_000) == ()


def test_cells_without_data_are_never_covered():
    area = ExclusionArea(
        "steep",
        "",
        ExclusionEffect.EXCLUDE,
        None,
        cover(covered=lambda c: c >= 0, known=lambda c: c < 80),
    )
    assert exclusion_mask(builders.terrain(), (area,)).free.sum() == 80 * 80


def test_polygons_and_raster_of_one_reason_share_a_bit_and_polygons_answer_for_all_cells():
    polygons = builders.objects(shapely.box(30_000, 0, 40_000, 20_000))
    area = ExclusionArea("steep", "", ExclusionEffect.EXCLUDE, polygons, STEEP)
    mask = exclusion_mask(builders.terrain(), (area,))
    assert len(mask.reasons) == 2
    assert codes(mask, 1_000, 1_000) == codes(mask, 35_000, 1_000) == ["steep"]
    assert unknown_at(mask, 25_000, 1_000) == ()


def test_penalties_multiply():
    land = builders.objects(builders.LAND)
    areas = tuple(
        ExclusionArea(code, "", ExclusionEffect.PENALISE, land, penalty=penalty)
        for code, penalty in (("peat", 0.2), ("disaster", 0.5))
    )
    mask = exclusion_mask(builders.terrain(), areas)
    assert plan_factor(mask.reasons, mask.bits) == pytest.approx(0.4)


@pytest.mark.parametrize("penalty", [-0.1, 1.1, np.nan])
def test_a_penalty_off_its_range_is_refused(penalty):
    with pytest.raises(ProblemError, match="penalty"):
        ExclusionArea("peat", "", ExclusionEffect.PENALISE, None, penalty=penalty)


def test_a_raster_on_another_grid_is_refused():
    wrong = RasterCover(covered=np.zeros((2, 2), dtype=bool), known=np.ones((2, 2), dtype=bool))
    area = ExclusionArea("steep", "", ExclusionEffect.EXCLUDE, None, wrong)
    with pytest.raises(ProblemError, match="read it on the grid"):
        exclusion_mask(builders.terrain(), (area,))
    with pytest.raises(ProblemError, match="on one grid"):
        RasterCover(covered=np.zeros((2, 2), dtype=bool), known=np.ones((3, 2), dtype=bool))
