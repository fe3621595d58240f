"""The shapes as GeoJSON: what is in it, what is asked of it, what it costs."""

import json

import pytest
import shapely
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gisapp.geo.bbox import Bbox
from layers.errors import UnknownCodeError
from layers.models import BANDS, FULL_BAND, District, ExclusionZone, Facility, RoadLink, SourceArea, Subdistrict
from layers.selectors.shape_catalog import CATALOG
from layers.selectors.shapes import band_for_zoom, coordinate_digits, shapes_geojson
from layers.services.shapes import shapes_rebuild
from layers.shape_tables import SHAPE_TABLES
from tests.layers import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def province():
    """One row of every layer."""
    district, palm = rows.district(), rows.commodity()
    district.save()
    palm.save()
    mill = rows.process(feed=palm)
    mill.save()
    rows.subdistrict(district=district).save()
    rows.source_area(commodity=palm, district=district).save()
    rows.facility(process=mill, district=district).save()
    rows.exclusion_zone().save()
    rows.road_link().save()
    for model in (District, Subdistrict, SourceArea, Facility, ExclusionZone, RoadLink):
        shapes_rebuild(model)


def read(*args, **options) -> dict:
    return json.loads(shapes_geojson(*args, **options))


@pytest.mark.parametrize(
    ("zoom", "band"), [(0, 7), (7, 7), (7.5, 8), (9, 9), (12.01, 13), (13, 13), (13.01, FULL_BAND), (22, FULL_BAND)]
)
def test_a_zoom_takes_the_next_finer_band(zoom, band):
    assert band_for_zoom(zoom) == band


@pytest.mark.parametrize("band", BANDS)
def test_rounding_moves_a_position_by_less_than_a_tenth_of_a_pixel(band):
    pixel_degrees = 360 / 256 / 2**band
    assert 0.5 * 10 ** -coordinate_digits(band) < 0.1 * pixel_degrees


@pytest.mark.usefixtures("province")
@pytest.mark.parametrize("layer", SHAPE_TABLES)
def test_every_layer_gives_its_row_with_its_source_in_one_query(layer):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        collection = read(layer, 9)
    assert len(queries) == 1
    assert (collection["numberReturned"], collection["truncated"]) == (1, False)
    (feature,) = collection["features"]
    assert set(feature["properties"]) == set(CATALOG[layer].properties)
    assert feature["properties"]["source"] == rows.SOURCE
    west, south, east, north = shapely.from_geojson(json.dumps(feature["geometry"])).bounds
    assert 114.99 <= west <= east <= 115.11
    assert -3.01 <= south <= north <= -2.89


@pytest.mark.usefixtures("province")
def test_names_of_what_a_row_refers_to_are_there():
    (feature,) = read("facilities", 9)["features"]
    assert feature["properties"]["process_name_en"] == "Palm oil mill"
    assert feature["properties"]["district"] == "6301"


@pytest.mark.usefixtures("province")
def test_a_missing_figure_is_null_and_not_zero():
    (feature,) = read("facilities", 9)["features"]
    assert feature["properties"]["capacity_t_per_year"] is None


@pytest.mark.usefixtures("province")
@pytest.mark.parametrize(
    ("box", "found"),
    [
        (Bbox(114, -4, 116, -2), 1),
        (Bbox(115.05, -2.95, 115.06, -2.94), 1),
        (Bbox(116, -4, 117, -3), 0),
        (Bbox(-180, -90, 180, 90), 1),
    ],
    ids=["round it", "inside it", "beside it", "the whole earth"],
)
def test_a_box_in_degrees_selects(box, found):
    assert len(read("source_areas", 9, bbox=box)["features"]) == found


@pytest.mark.usefixtures("province")
@pytest.mark.parametrize(
    ("filters", "found"),
    [({"commodity": "oil_palm"}, 1), ({"commodity": "rubber"}, 0), ({"commodity": "oil_palm", "year": 1999}, 0)],
)
def test_filters_select(filters, found):
    assert len(read("source_areas", 9, filters=filters)["features"]) == found


@pytest.mark.usefixtures("province")
def test_a_value_is_never_taken_for_sql():
    assert read("source_areas", 9, filters={"commodity": "' OR 1=1 --"})["features"] == []


def test_an_unknown_layer_or_filter_is_refused_with_the_nearest_name():
    with pytest.raises(UnknownCodeError, match="districts"):
        shapes_geojson("distrits", 9)
    with pytest.raises(UnknownCodeError, match="commodity"):
        shapes_geojson("source_areas", 9, filters={"comodity": "oil_palm"})


def test_a_limit_is_kept_and_told():
    for code in ("6301", "6302", "6303"):
        rows.district(code=code).save()
    shapes_rebuild(District)
    first = read("districts", 9, limit=2)
    assert (first["numberReturned"], first["truncated"], len(first["features"])) == (0, True, 0)
    assert read("districts", 9, limit=3)["truncated"] is False


def test_text_with_quotes_stays_json():
    rows.district(name='Tanah "Laut" \\ \n <b>').save()
    shapes_rebuild(District)
    (feature,) = read("districts", 9)["features"]
    assert feature["properties"]["name"] == 'Tanah "Laut" \\ \n <b>'


def test_an_empty_layer_is_an_empty_collection():
    assert read("districts", 9) == {
        "type": "FeatureCollection",
        "numberReturned": 0,
        "truncated": False,
        "features": [],
    }
