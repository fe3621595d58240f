import numpy as np
import pytest
import shapely
from scipy import ndimage

from gisapp.siting import Criterion, ExclusionArea, ExclusionEffect, blocks, suggest
from gisapp.siting.blocks import BY_CORNER, BY_SIDE, Block, Connected, blocks_of
from gisapp.siting.errors import StoppedError
from gisapp.siting.execution import Execution, Stage, Threads
from gisapp.siting.grid import terrain_of
from tests.siting import builders, tasks


def test_blocks_cover_every_cell_once():
    count = np.zeros((70, 45), dtype=int)
    for block in blocks_of(count.shape, edge=32):
        count[block.window] += 1
    assert (count == 1).all()


def test_a_grown_block_ends_at_the_edge_of_the_raster():
    block = Block(row=0, col=32, n_row=32, n_col=13)
    around = block.grown(5, (70, 45))
    assert around == Block(row=0, col=27, n_row=37, n_col=18)
    cells = np.arange(70 * 45).reshape(70, 45)
    assert (cells[around.window][block.within(around)] == cells[block.window]).all()


@pytest.mark.parametrize("structure", [BY_SIDE, BY_CORNER], ids=["by side", "by corner"])
@pytest.mark.parametrize("share", [0.2, 0.45, 0.6, 0.9])
def test_areas_found_by_blocks_are_those_of_the_whole_raster(structure, share):
    cells = np.random.default_rng(int(share * 100)).random((97, 131)) < share
    expected, n_expected = ndimage.label(cells, structure)
    for edge in (7, 32, 200):
        connected = Connected(cells.shape, structure=structure)
        for block in blocks_of(cells.shape, edge=edge):
            connected.add(block, cells[block.window])
        number, n = connected.numbered()
        assert n == n_expected
        assert (number == expected).all()


def test_an_empty_raster_has_no_area():
    connected = Connected((10, 10), structure=BY_SIDE)
    connected.add(Block(0, 0, 10, 10), np.zeros((10, 10), dtype=bool))
    assert connected.numbered()[1] == 0


def test_threads_keep_the_order_of_the_tasks():
    assert list(Threads(3).map(tasks.times, range(50), shared=2)) == list(range(0, 100, 2))


def test_a_scheduler_runs_but_a_little_ahead_of_its_reader():
    taken = []

    def given():
        for task in range(100):
            taken.append(task)
            yield task

    results = Threads(2).map(tasks.times, given(), shared=1)
    assert next(results) == 0
    assert len(taken) <= 6
    results.close()


def test_an_error_in_a_block_reaches_the_caller():
    with pytest.raises(ZeroDivisionError):
        list(Threads(2).map(tasks.inverse, range(10), shared=None))


def test_stopping_ends_between_two_blocks():
    told = []
    stopping = Execution(
        Threads(1), tell=lambda stage, share: told.append((stage, share)), should_stop=lambda: len(told) == 2
    )
    with pytest.raises(StoppedError):
        list(stopping.map(Stage.PREPARE, tasks.times, range(10), shared=1))
    assert told == [(Stage.PREPARE, 0.1), (Stage.PREPARE, 0.2)]


def archipelago():
    """Ragged islands, some of which touch by a corner of a cell."""
    rng = np.random.default_rng(7)
    centre = rng.uniform((3_000, 3_000), (37_000, 17_000), (60, 2))
    rough = [
        shapely.Point(x, y).buffer(radius, quad_segs=5)
        for (x, y), radius in zip(centre, rng.gamma(3, 500, 60), strict=True)
    ]
    land = shapely.union_all(rough)
    halves = (
        land.intersection(shapely.box(0, 0, 20_000, 20_000)),
        land.intersection(shapely.box(20_000, 0, 40_000, 20_000)),
    )
    return builders.problem(
        study_area=builders.area(*halves),
        districts=builders.districts(*halves, population=[100_000.0, 50_000.0], fits_plan=[True, None]),
        exclusions=(
            ExclusionArea(
                "peat",
                "",
                ExclusionEffect.PENALISE,
                builders.objects(shapely.box(0, 9_000, 9_000, 12_000)),
                penalty=0.3,
            ),
            ExclusionArea(
                "forest", "", ExclusionEffect.EXCLUDE, builders.objects(shapely.Point(20_000, 9_000).buffer(3_000))
            ),
        ),
        weights=dict.fromkeys(Criterion, 1.0),
    )


def test_the_answer_does_not_depend_on_the_size_of_the_blocks(monkeypatch):
    problem = archipelago()
    whole = terrain_of(problem.study_area, problem.districts)
    expected = suggest(problem)
    assert len(expected.sites) > 1
    for edge in (16, 37):
        monkeypatch.setattr(blocks.blocks_of, "__kwdefaults__", {"edge": edge})
        monkeypatch.setattr("gisapp.siting.catchment._BLOCK_SQUARES", edge)
        cut = terrain_of(problem.study_area, problem.districts)
        for name in ("land", "district", "island"):
            assert (getattr(cut, name) == getattr(whole, name)).all()
        assert (cut.shore.tree.data == whole.shore.tree.data).all()
        assert suggest(problem) == expected
