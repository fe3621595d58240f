"""Groups of display shapes: the same picture of fewer geometries, and none that is out of date."""

import numpy as np
import pytest
import shapely
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from layers.models import FULL_BAND, GROUPED_BANDS, SourceArea, SourceAreaGroup, SourceAreaShape, UngroupedTile
from layers.services.shape_groups import levels, source_areas_group
from layers.services.shapes import shapes_rebuild
from tests.layers import rows

BAND = GROUPED_BANDS[-1]
corner = st.integers(0, 20)


def execute(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def palm(db):
    row = rows.commodity()
    row.save()
    return row


def area(commodity, west, **fields):
    row = rows.source_area(
        commodity=commodity, boundary=rows.box(west, -3, west + 0.1, -2.9), centre=rows.point(west + 0.05), **fields
    )
    row.save()
    return row


def groups(band=BAND):
    return list(SourceAreaGroup.objects.filter(band=band).order_by("level", "commodity"))


@given(st.lists(st.tuples(corner, corner, st.integers(1, 6), st.integers(1, 6)), max_size=30))
def test_what_overlaps_is_drawn_in_its_order_and_one_level_never_overlaps(boxes):
    shapes = np.asarray([shapely.box(x, y, x + w, y + h) for x, y, w, h in boxes], object)
    found = levels(shapes, touch_m=0.001)
    for later in range(len(boxes)):
        for earlier in range(later):
            if shapely.intersection(shapes[later], shapes[earlier]).area > 0:
                assert found[later] > found[earlier]
    assert found.min(initial=0) == 0


def test_neighbours_that_only_touch_share_a_level():
    grid = np.asarray([shapely.box(x, y, x + 1, y + 1) for x in range(5) for y in range(5)], object)
    assert levels(grid, touch_m=0.001).tolist() == [0] * 25


def test_areas_of_one_look_that_do_not_overlap_become_one_geometry(palm):
    # A tile of the coarsest band, from 115.31 to 118.13 degrees east, holds all three.
    for west in (115.4, 115.6, 115.8):
        area(palm, west)
    shapes_rebuild(SourceArea)
    (group,) = groups(GROUPED_BANDS[0])
    assert (group.level, group.commodity, len(group.shape)) == (0, "oil_palm", 3)
    assert not UngroupedTile.objects.exists()


def test_the_densest_of_overlapping_areas_lies_on_top(palm):
    rubber = rows.commodity(code="rubber", group="rubber")
    rubber.save()
    area(palm, 115.0, annual_tonnes=5_000.0)
    area(rubber, 115.05, annual_tonnes=90.0)
    shapes_rebuild(SourceArea)
    assert [(one.level, one.commodity) for one in groups(GROUPED_BANDS[0])] == [(0, "rubber"), (1, "oil_palm")]


def test_groups_hold_every_shape_of_their_band(palm):
    for number in range(40):
        area(palm, 115.0 + 0.03 * number)
    shapes_rebuild(SourceArea)
    for band in GROUPED_BANDS:
        grouped = sum(len(one.shape) for one in groups(band))
        assert grouped == SourceAreaShape.objects.filter(band=band).count() == 40


def test_a_changed_tile_is_ungrouped_by_whoever_writes_until_it_is_grouped_again(palm):
    row = area(palm, 115.0)
    shapes_rebuild(SourceArea)
    execute("DELETE FROM layers_sourceareashape WHERE owner_id = %s AND band = %s", row.pk, BAND)
    (tile,) = UngroupedTile.objects.all()
    assert tile.band == BAND
    assert source_areas_group() == 0
    assert groups() == []
    assert not UngroupedTile.objects.exists()


def test_shapes_follow_commodity_and_tonnes_without_being_made_anew(palm):
    rubber = rows.commodity(code="rubber", group="rubber")
    rubber.save()
    row = area(palm, 115.0, annual_tonnes=1_000.0)
    shapes_rebuild(SourceArea)
    before = SourceAreaShape.objects.get(owner=row, band=FULL_BAND)
    # 0.1 degrees squared at 2.95 degrees south on the WGS 84 ellipsoid.
    assert before.density_t_per_km2 == pytest.approx(1_000 / 122.9, rel=0.002)
    execute("UPDATE layers_sourcearea SET commodity_id = %s, annual_tonnes = 2000 WHERE id = %s", rubber.pk, row.pk)
    after = SourceAreaShape.objects.get(owner=row, band=FULL_BAND)
    assert (after.pk, after.commodity) == (before.pk, "rubber")
    assert after.density_t_per_km2 == pytest.approx(2 * before.density_t_per_km2)
    assert {tile.band for tile in UngroupedTile.objects.all()} == set(GROUPED_BANDS)


def test_a_commodity_that_is_renamed_is_renamed_in_the_shapes(palm):
    row = area(palm, 115.0)
    shapes_rebuild(SourceArea)
    execute("UPDATE layers_commodity SET code = 'palm' WHERE id = %s", palm.pk)
    assert set(SourceAreaShape.objects.filter(owner=row).values_list("commodity", flat=True)) == {"palm"}


def test_emptying_the_table_empties_the_groups(palm):
    area(palm, 115.0)
    shapes_rebuild(SourceArea)
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    execute("TRUNCATE layers_sourcearea CASCADE")
    assert not SourceAreaGroup.objects.exists()
    assert not UngroupedTile.objects.exists()
