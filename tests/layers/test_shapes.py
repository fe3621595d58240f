"""The display shapes follow their rows, whoever writes them."""

from datetime import date

import numpy as np
import pytest
import shapely
from django.core.management import CommandError, call_command
from django.db import connection

from gisapp.geo.generalise import pixel_m
from layers.errors import UnknownCodeError
from layers.models import (
    BANDS,
    FULL_BAND,
    Commodity,
    District,
    DistrictShape,
    Facility,
    FacilityShape,
    RoadLink,
    RoadLinkShape,
    SourceArea,
    SourceAreaShape,
)
from layers.selectors.shapes import shapes_missing_count
from layers.services import shapes
from layers.services.shapes import shapes_rebuild
from tests.layers import rows

pytestmark = pytest.mark.django_db

ALL_BANDS = {*BANDS, FULL_BAND}


@pytest.fixture
def palm():
    row = rows.commodity()
    row.save()
    return row


def bands_of(model, owner) -> set[int]:
    return set(model.objects.filter(owner=owner).values_list("band", flat=True))


def stored(model, band: int) -> np.ndarray:
    found = model.objects.filter(band=band).order_by("owner_id").values_list("shape", flat=True)
    return np.asarray([shapely.from_wkb(bytes(shape.wkb)) for shape in found], object)


def execute(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_every_band_is_written_and_the_finest_is_the_geometry_itself(palm):
    area = rows.source_area(commodity=palm)
    area.save()
    assert shapes_rebuild(SourceArea) == len(ALL_BANDS)
    assert bands_of(SourceAreaShape, area) == ALL_BANDS
    full = SourceAreaShape.objects.get(owner=area, band=FULL_BAND).shape
    assert full.srid == 3857
    assert full.equals_exact(area.boundary.transform(3857, clone=True), 1e-6)


def test_an_area_under_half_a_pixel_is_dropped_at_that_band_alone(palm):
    side_degrees = 0.005
    area = rows.source_area(commodity=palm, boundary=rows.box(115, -3, 115 + side_degrees, -3 + side_degrees))
    area.save()
    shapes_rebuild(SourceArea)
    # A degree of longitude is 111,319 m of EPSG:3857, so the side is 557 m; of latitude hardly more at 3 degrees south.
    drawn = {band for band in BANDS if 0.5 * pixel_m(band) <= 557.4}
    assert drawn == set(BANDS) - {7}
    assert bands_of(SourceAreaShape, area) == drawn | {FULL_BAND}


def test_districts_share_their_edges_in_every_band():
    east_edge = [(115.1 + 0.002 * (i % 2), -3 + i / 1_000) for i in range(101)]
    west = shapely.MultiPolygon([shapely.Polygon([(115, -2.9), (115, -3), *east_edge])])
    # Fewer vertices, 3 m to the east: the border as another survey drew it.
    neighbour_edge = [(x + 0.000_03, y) for x, y in east_edge[::2]]
    east = shapely.MultiPolygon([shapely.Polygon([(115.2, -2.9), (115.2, -3), *neighbour_edge])])
    for code, boundary in (("6301", west), ("6302", east)):
        rows.district(code=code, boundary=boundary.wkt).save()
    assert shapes_rebuild(District) == 2 * len(ALL_BANDS)
    for band in BANDS:
        coverage = stored(DistrictShape, band)
        assert shapely.coverage_is_valid(coverage), band
        assert shapely.union_all(coverage).geom_type == "Polygon", band
        assert not shapely.union_all(coverage).interiors, band
    assert not shapely.coverage_is_valid(stored(DistrictShape, FULL_BAND))


def test_a_former_district_does_not_take_room_from_the_present_ones():
    rows.district(code="6301", valid_to=date(2010, 1, 1), boundary=rows.box(115, -3, 115.2, -2.9)).save()
    rows.district(code="6301", boundary=rows.box(115, -3, 115.1, -2.9)).save()
    rows.district(code="6302", boundary=rows.box(115.1, -3, 115.2, -2.9)).save()
    shapes_rebuild(District)
    for band in ALL_BANDS:
        former, *present = shapely.area(stored(DistrictShape, band))
        assert former == pytest.approx(sum(present))
        assert present[0] == pytest.approx(present[1])


def test_only_the_rows_named_are_rebuilt(palm):
    first, second = rows.source_area(commodity=palm), rows.source_area(commodity=palm)
    first.save()
    second.save()
    assert shapes_rebuild(SourceArea, owner_ids=[second.pk]) == len(ALL_BANDS)
    assert bands_of(SourceAreaShape, first) == set()
    assert shapes_missing_count(SourceArea) == 1


def test_a_forced_rebuild_changes_nothing(palm):
    rows.source_area(commodity=palm).save()
    first = shapes_rebuild(SourceArea)
    before = list(SourceAreaShape.objects.order_by("band").values_list("band", "shape"))
    assert shapes_rebuild(SourceArea, keep_current=False) == first == len(before)
    assert list(SourceAreaShape.objects.order_by("band").values_list("band", "shape")) == before


def test_a_row_that_has_its_shapes_is_passed_over(palm):
    first = rows.source_area(commodity=palm)
    first.save()
    shapes_rebuild(SourceArea)
    kept = set(SourceAreaShape.objects.values_list("pk", flat=True))
    rows.source_area(commodity=palm).save()
    assert shapes_rebuild(SourceArea) == len(ALL_BANDS)
    assert set(SourceAreaShape.objects.filter(owner=first).values_list("pk", flat=True)) == kept
    assert shapes_rebuild(SourceArea) == 0


def test_one_new_district_draws_its_neighbours_anew():
    rows.district(code="6301").save()
    shapes_rebuild(District)
    assert shapes_rebuild(District) == 0
    rows.district(code="6302", boundary=rows.box(115.1, -3, 115.2, -2.9)).save()
    assert shapes_rebuild(District) == 2 * len(ALL_BANDS)


def test_no_outdated_shape_is_left_of_a_district_by_the_last_one_deleted():
    rows.district().save()
    shapes_rebuild(District)
    execute("DELETE FROM layers_district")
    assert shapes_rebuild(District, keep_current=False) == 0
    assert not DistrictShape.objects.exists()


def test_rows_beyond_a_chunk_are_not_forgotten(palm, monkeypatch):
    monkeypatch.setattr(shapes, "CHUNK_ROWS", 2)
    for _ in range(5):
        rows.source_area(commodity=palm).save()
    assert shapes_rebuild(SourceArea) == 5 * len(ALL_BANDS)


def test_a_facility_has_one_point():
    facility = rows.facility()
    facility.save()
    assert shapes_rebuild(Facility) == 1
    assert bands_of(FacilityShape, facility) == {FULL_BAND}


def test_a_road_keeps_its_ends():
    link = rows.road_link(path=rows.line((115, -3), (115.05, -3.0001), (115.1, -3)))
    link.save()
    shapes_rebuild(RoadLink)
    (coarse,) = stored(RoadLinkShape, 7)
    assert shapely.get_num_coordinates(coarse) == 2
    west, _, east, _ = coarse.bounds
    assert (west, east) == pytest.approx((115 * 111_319.490_8, 115.1 * 111_319.490_8))


def test_an_empty_layer_is_no_error():
    assert shapes_rebuild(District) == 0
    assert shapes_rebuild(SourceArea) == 0


def test_a_model_that_is_not_drawn_is_refused_by_name():
    with pytest.raises(UnknownCodeError, match=r"Commodity.*District"):
        shapes_rebuild(Commodity)


def test_a_geometry_changed_by_sql_loses_its_shapes_and_is_found(palm):
    changed, untouched = rows.source_area(commodity=palm), rows.source_area(commodity=palm)
    changed.save()
    untouched.save()
    shapes_rebuild(SourceArea)
    execute("UPDATE layers_sourcearea SET boundary = ST_Translate(boundary, 0.1, 0) WHERE id = %s", changed.pk)
    assert bands_of(SourceAreaShape, changed) == set()
    assert bands_of(SourceAreaShape, untouched) == ALL_BANDS
    assert shapes_missing_count(SourceArea) == 1


def test_an_update_that_leaves_the_geometry_keeps_the_shapes(palm):
    area = rows.source_area(commodity=palm)
    area.save()
    shapes_rebuild(SourceArea)
    execute("UPDATE layers_sourcearea SET annual_tonnes = 1, boundary = boundary")
    assert bands_of(SourceAreaShape, area) == ALL_BANDS


def test_a_row_deleted_by_sql_takes_its_shapes_along():
    rows.facility().save()
    shapes_rebuild(Facility)
    execute("DELETE FROM layers_facility")
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert not FacilityShape.objects.exists()


def test_the_command_rebuilds_and_checks(capsys):
    rows.facility().save()
    with pytest.raises(CommandError, match="rebuild_shapes"):
        call_command("rebuild_shapes", "--check")
    call_command("rebuild_shapes", "facilities")
    assert "facilities: 1 shapes written" in capsys.readouterr().out
    call_command("rebuild_shapes", "--check")


def test_the_command_names_the_layers_it_knows():
    with pytest.raises(CommandError, match=r"'villages'.*districts"):
        call_command("rebuild_shapes", "villages")
