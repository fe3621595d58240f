"""Maps: in the right place in every system, in the right colour, whole at every zoom, and as new as the data."""

import io

import numpy as np
import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db import connection
from PIL import Image
from psycopg import sql

from gisapp.geo.bbox import Bbox
from gisapp.geo.crs import transform
from gisapp.ogc.map_layers import map_layer_find, map_version_of
from gisapp.ogc.query import Conditions
from gisapp.ogc.render.pictures import render, render_tiles
from gisapp.ogc.render.request import ImageForm, LayerView, MapRequest
from gisapp.ogc.versions import table_versions
from gisapp.symbology.errors import UnknownStyleError
from layers.models import Facility, SourceArea
from layers.services.edits import row_save
from layers.services.shapes import shapes_rebuild
from layers.shape_tables import SHAPE_TABLES
from tests import factories

# Mapnik reads through a connection of its own, so what is drawn has to be committed.
pytestmark = pytest.mark.django_db(transaction=True)

ORANGE, NAVY = (0xE0, 0x60, 0x0F), (0x1F, 0x3A, 0x5F)
SIZE = 300
WEST, SOUTH, EAST, NORTH = 115.40, -3.10, 115.60, -2.90


@pytest.fixture
def palm():
    return factories.commodity("oil_palm", colour="#E0600F")


def square(commodity, *, west=WEST, south=SOUTH, east=EAST, north=NORTH, tonnes=100.0):
    boundary = MultiPolygon(Polygon.from_bbox((west, south, east, north)), srid=4326)
    row = SourceArea(
        commodity=commodity,
        boundary=boundary,
        centre=boundary.point_on_surface,
        annual_tonnes=tonnes,
        year=2024,
        **factories.SOURCE,
    )
    row_save(row, changed_fields=())
    return row


def view(name, style="", **given):
    versions = table_versions()
    layer = map_layer_find(name, versions)
    return LayerView(layer, style or layer.styles[0], version=map_version_of(layer, versions), **given)


def in_system(srid, *, margin=0.1):
    """Return the box round the square in another system, and the square itself."""
    lon, lat = np.array([WEST, EAST, EAST, WEST]), np.array([SOUTH, SOUTH, NORTH, NORTH])
    x, y = transform(lon, lat, source_srid=4326, target_srid=srid)
    inner = Bbox(x.min(), y.min(), x.max(), y.max())
    return inner.expanded(margin * inner.width / (EAST - WEST)), inner


def ask(*views, box=None, srid=4326, size=SIZE, **given):
    box = box or in_system(srid)[0]
    return MapRequest(views, box, srid, size, size, **given)


def pixels(request):
    return np.asarray(Image.open(io.BytesIO(render(request))).convert("RGBA")).astype(int)


def is_colour(picture, colour, *, tolerance=12):
    return (np.abs(picture[..., :3] - colour).max(axis=-1) <= tolerance) & (picture[..., 3] == 255)


@pytest.mark.parametrize("srid", [4326, 3857, 32749, 32750, 9470, 4755, 23836, 23837])
def test_a_square_lies_where_it_belongs_in_every_system(palm, srid):
    square(palm)
    box, inner = in_system(srid)
    drawn = is_colour(pixels(ask(view("source-areas"), box=box, srid=srid)), ORANGE)
    rows, columns = np.flatnonzero(drawn.any(axis=1)), np.flatnonzero(drawn.any(axis=0))
    expected = (
        (inner.west - box.west) / box.width * SIZE,
        (inner.east - box.west) / box.width * SIZE,
        (box.north - inner.north) / box.height * SIZE,
        (box.north - inner.south) / box.height * SIZE,
    )
    found = (columns[0], columns[-1] + 1, rows[0], rows[-1] + 1)
    # A pixel for the outline and one for the edge that it falls on.
    assert np.allclose(found, expected, atol=2.5), (found, expected)


def test_a_box_that_does_not_fit_the_picture_is_stretched(palm):
    square(palm)
    box = Bbox(WEST - 0.1, SOUTH, EAST + 0.1, NORTH)
    drawn = is_colour(pixels(ask(view("source-areas"), box=box)), ORANGE)
    assert drawn[SIZE // 2].sum() == pytest.approx(SIZE / 2, abs=4)
    assert drawn[:, SIZE // 2].sum() >= SIZE - 4


@pytest.mark.parametrize("zoom", [0, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 18, 20])
def test_nothing_is_missing_at_any_zoom(palm, zoom):
    square(palm)
    side = 156_543.033_928 / 2**zoom * SIZE / 2
    x, y = transform((WEST + EAST) / 2, (SOUTH + NORTH) / 2, source_srid=4326, target_srid=3857)
    box = Bbox(float(x) - side, float(y) - side, float(x) + side, float(y) + side)
    shown_px = min(22_264 / (156_543.033_928 / 2**zoom), SIZE)
    picture = pixels(ask(view("source-areas"), box=box, srid=3857, is_transparent=True))
    # Under half a pixel it may be dropped.
    if shown_px >= 0.5:
        assert picture[..., 3].sum() / 255 == pytest.approx(shown_px**2, rel=0.25, abs=1.5)


def test_colours_are_those_of_the_commodities_and_exact(palm):
    square(palm, east=115.5)
    square(factories.commodity("rubber"), west=115.5)
    picture = pixels(ask(view("source-areas")))
    assert tuple(picture[SIZE // 2, SIZE // 2 - 30]) == (*ORANGE, 255)
    assert tuple(picture[SIZE // 2, SIZE // 2 + 30]) == (*NAVY, 255)


@pytest.mark.parametrize("size", [300, 40])
def test_the_densest_lies_on_top_whether_grouped_or_not(palm, size):
    square(factories.commodity("rubber"), tonnes=1.0)
    square(palm, tonnes=50.0)
    picture = pixels(ask(view("source-areas"), size=size))
    assert tuple(picture[size // 2, size // 2]) == (*ORANGE, 255)


def test_a_connection_that_the_database_closed_is_replaced(palm):
    """As after a restart; the connections that maps keep are those that set their own limits."""
    asked = ask(view("source-areas"), is_transparent=True)
    before = render(asked)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%% AS drawn%%'"
        )
        assert cursor.fetchone()[0] > 0
    assert render(asked) == before


def test_what_was_edited_is_in_the_next_picture(palm):
    row = square(palm)
    before = pixels(ask(view("source-areas"), is_transparent=True))
    row.boundary = MultiPolygon(Polygon.from_bbox((WEST, SOUTH, 115.5, NORTH)), srid=4326)
    row_save(row, changed_fields=["boundary"])
    after = pixels(ask(view("source-areas"), is_transparent=True))
    assert (after[..., 3] > 0).sum() == pytest.approx((before[..., 3] > 0).sum() / 2, rel=0.05)
    SourceArea.objects.update(commodity=factories.commodity("rubber"))
    assert tuple(pixels(ask(view("source-areas")))[SIZE // 2, SIZE // 2 - 30]) == (*NAVY, 255)
    row.delete()
    assert pixels(ask(view("source-areas"), is_transparent=True))[..., 3].max() == 0


@pytest.mark.parametrize("form", ImageForm)
def test_every_form_decodes_to_the_same_picture(palm, form):
    square(palm)
    kind = {"png8": "PNG", "png32": "PNG", "jpeg": "JPEG", "webp": "WEBP"}[form]
    assert Image.open(io.BytesIO(render(ask(view("source-areas"), form=form)))).format == kind
    picture = pixels(ask(view("source-areas"), form=form))
    assert picture.shape == (SIZE, SIZE, 4)
    assert np.abs(picture[SIZE // 2, SIZE // 2] - (*ORANGE, 255)).max() <= 6


def test_the_background_shows_unless_the_picture_is_transparent(palm):
    square(palm)
    assert tuple(pixels(ask(view("source-areas"), background="#102030"))[2, 2]) == (0x10, 0x20, 0x30, 255)
    for form in (ImageForm.PNG_8, ImageForm.PNG_32, ImageForm.WEBP):
        assert pixels(ask(view("source-areas"), is_transparent=True, form=form))[2, 2, 3] == 0
    jpeg = pixels(ask(view("source-areas"), is_transparent=True, background="#102030", form=ImageForm.JPEG))
    assert np.abs(jpeg[2, 2] - (0x10, 0x20, 0x30, 255)).max() <= 6


@pytest.fixture
def mill():
    palm = factories.commodity("oil_palm")
    process = factories.process("palm_oil_mill", palm)
    factories.facility("mill", 115.5, -3.0, process=process, name="Batulicin")
    shapes_rebuild(Facility)


def test_symbols_grow_with_the_resolution_and_stay_in_place(mill):
    box = Bbox(115.45, -3.05, 115.55, -2.95)
    sides = []
    for factor in (1.0, 2.0):
        size = int(SIZE * factor)
        request = MapRequest((view("facilities"),), box, 4326, size, size, scale_factor=factor)
        drawn = is_colour(pixels(request), ORANGE, tolerance=40)
        rows, columns = np.flatnonzero(drawn.any(axis=1)), np.flatnonzero(drawn.any(axis=0))
        assert (rows[0] + rows[-1]) / 2 == pytest.approx(size / 2, abs=1.5)
        assert (columns[0] + columns[-1]) / 2 == pytest.approx(size / 2, abs=1.5)
        sides.append(columns[-1] - columns[0] + 1)
    assert sides[1] == pytest.approx(2 * sides[0], abs=2)


def test_names_are_written_only_where_the_zoom_has_room(mill):
    def dark(degrees):
        box = Bbox(115.5 - degrees, -3.0 - degrees, 115.5 + degrees, -3.0 + degrees)
        picture = pixels(ask(view("facilities"), box=box))
        return int((picture[..., :3].max(axis=-1) < 90).sum())

    assert dark(0.05) > 25
    assert dark(1.0) == 0


def test_rows_can_be_limited(palm):
    square(palm)
    none = Conditions().and_(sql.SQL("o.annual_tonnes > ") + sql.Placeholder("least"), least=1_000)
    some = Conditions().and_(sql.SQL("o.annual_tonnes > ") + sql.Placeholder("least"), least=10)
    picture = pixels(ask(view("source-areas", conditions=none), is_transparent=True))
    assert picture[..., 3].max() == 0
    picture = pixels(ask(view("source-areas", conditions=some), is_transparent=True))
    assert picture[SIZE // 2, SIZE // 2, 3] == 255


def test_tiles_are_the_picture_cut(palm):
    square(palm)
    request = ask(view("source-areas"), size=512, form=ImageForm.PNG_32)
    whole = pixels(request)
    tiles = render_tiles(request, columns=2, rows=2)
    cut = np.vstack(
        [np.hstack([np.asarray(Image.open(io.BytesIO(tile)).convert("RGBA")) for tile in row]) for row in tiles]
    )
    assert np.array_equal(whole, cut)
    with pytest.raises(ValueError, match="3 x 2"):
        render_tiles(request, columns=3, rows=2)


def test_every_stored_layer_draws_something_in_each_of_its_styles():
    factories.small_province()
    factories.exclusion_zone(115.5, -2.95, 115.6, -2.85)
    for table in SHAPE_TABLES.values():
        shapes_rebuild(table.model)
    box = Bbox(114.9, -3.3, 115.9, -2.7)
    for name in ("districts", "source-areas", "facilities", "exclusion-zones", "roads"):
        for style in map_layer_find(name, table_versions()).styles:
            picture = pixels(ask(view(name, style), box=box, is_transparent=True))
            assert picture[..., 3].max() > 0, (name, style)


def test_an_unknown_style_is_named(palm):
    square(palm)
    with pytest.raises(UnknownStyleError, match="'rivers'"):
        render(ask(view("source-areas", "rivers")))


def test_a_box_without_land_gives_an_empty_picture(palm):
    square(palm)
    for box in (Bbox(-180, -90, 180, 90), Bbox(-10, 80, 10, 90), Bbox(0, 0, 1e-6, 1e-6)):
        assert pixels(ask(view("source-areas"), box=box, is_transparent=True)).shape == (SIZE, SIZE, 4)
