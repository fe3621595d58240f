import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from gisapp.ogc.render.palette import COLOURS, in_palette


def reduced(values):
    indices, colours = in_palette(np.asarray(values, dtype=np.uint8))
    assert len(colours) <= COLOURS
    return colours[indices]


@given(hnp.arrays(np.uint8, st.tuples(st.integers(1, 9), st.integers(1, 9), st.just(4))))
def test_a_picture_keeps_its_size_and_colours_move_by_no_more_than_a_cell(values):
    found = reduced(values)
    assert found.shape == values.shape
    seen = values[..., 3] >= 32  # less than that is of the cell of what cannot be seen
    off = np.abs(found.astype(int) - values)[seen]
    assert (off[:, :3] < 16).all()
    assert (off[:, 3] < 32).all()


def test_even_areas_keep_their_colour_to_the_last_bit_beside_shaded_edges():
    values = np.full((64, 64, 4), (165, 52, 75, 255), dtype=np.uint8)
    values[:, 30:33] = [(166, 53, 76, 255), (170, 60, 70, 255), (160, 50, 72, 255)]
    assert (reduced(values)[:, :30] == (165, 52, 75, 255)).all()


def test_nothing_stays_nothing_and_an_opaque_picture_stays_opaque():
    assert (reduced(np.zeros((4, 4, 4)))[..., 3] == 0).all()
    assert (reduced(np.full((4, 4, 4), 255)) == 255).all()


def test_of_more_colours_than_a_palette_holds_the_rare_move_to_the_nearest():
    """16 x 16 x 16 colours, each of its own cell: the most frequent 256 stay, and each other finds one near."""
    steps = np.arange(8, 256, 16)
    cube = np.stack(np.meshgrid(steps, steps, steps, [255]), axis=-1).reshape(-1, 1, 4)
    common = np.repeat(cube[::16], 50, axis=0)
    found = reduced(np.concatenate([cube, common]))
    assert len(np.unique(found.reshape(-1, 4), axis=0)) == COLOURS
    assert (found[len(cube) :] == common).all()


@pytest.mark.parametrize("size", [(1, 1), (3, 5), (512, 512)])
def test_two_colours_are_two(size):
    values = np.zeros((*size, 4), dtype=np.uint8)
    values[..., 3] = 255
    values[0, 0] = (255, 255, 255, 255)
    assert (reduced(values) == values).all()
