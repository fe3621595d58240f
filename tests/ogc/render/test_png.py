"""Files of our own writing, read by others."""

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PIL import Image

from gisapp.ogc.render.png import png_of_palette, png_of_pixels

SIDES = st.integers(1, 20)


def read(file):
    with Image.open(io.BytesIO(file)) as picture:
        picture.load()
        return picture.mode, np.asarray(picture.convert("RGBA"))


@given(hnp.arrays(np.uint8, st.tuples(SIDES, SIDES, st.just(4))))
def test_every_pixel_is_read_again(pixels):
    mode, found = read(png_of_pixels(pixels))
    assert mode == "RGBA"
    assert (found == pixels).all()


@given(hnp.arrays(np.uint8, st.tuples(SIDES, SIDES)), hnp.arrays(np.uint8, (256, 4)))
def test_every_pixel_has_its_colour_again(indices, colours):
    mode, found = read(png_of_palette(indices, colours))
    assert mode == "P"
    assert (found == colours[indices]).all()


@pytest.mark.parametrize(("opacity", "tables"), [(255, [b"PLTE"]), (254, [b"PLTE", b"tRNS"])])
def test_an_opaque_palette_has_no_table_of_opacity_and_every_chunk_its_checksum(opacity, tables):
    colours = np.array([[1, 2, 3, opacity]], dtype=np.uint8)
    chunks = list(chunks_of(png_of_palette(np.zeros((2, 3), dtype=np.uint8), colours)))
    assert chunks == [b"IHDR", *tables, b"IDAT", b"IEND"]


def test_a_picture_of_one_colour_is_small():
    assert len(png_of_pixels(np.full((512, 512, 4), 200, dtype=np.uint8))) < 6_000


def chunks_of(file):
    place = 8
    while place < len(file):
        length, name = struct.unpack_from(">I4s", file, place)
        content = file[place + 4 : place + 8 + length]
        assert struct.unpack_from(">I", file, place + 8 + length)[0] == zlib.crc32(content)
        yield name
        place += 12 + length
