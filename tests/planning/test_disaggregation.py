import numpy as np
import pytest
import rasterio
import shapely
from django.conf import settings
from django.utils import translation
from rasterio.transform import from_origin

from gisapp.geo.crs import transform_geometry
from gisapp.geo.igbp import IGBP_CLASSES
from gisapp.planning.disaggregation import Disaggregation, Statistic
from gisapp.planning.errors import DisaggregationError, LandCoverError
from gisapp.planning.land_cover import ZoneLandCover, raster_land_cover
from layers.geometry import to_shapely
from layers.models import Commodity, District, SourceArea
from layers.services.source_areas import source_areas_create
from tests import factories

METRIC = settings.METRIC_SRID
PALM = Commodity(code="oil_palm")
NOTHING_KNOWN = ZoneLandCover(zone=np.array([], dtype=object), class_shares=[], source="")
CLASS_WEIGHTS = {"oil_palm": {"cropland": 1.0, "savanna": 0.5}}


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def districts():
    """Two districts that lie side by side, not stored."""
    return [
        District(code="6301", name="West", boundary=factories.box(115.0, -3.2, 115.4, -2.8)),
        District(code="6302", name="East", boundary=factories.box(115.4, -3.2, 115.8, -2.8)),
    ]


def metric(*boxes):
    return transform_geometry(np.array([shapely.box(*box) for box in boxes]), source_srid=4326, target_srid=METRIC)


@pytest.fixture
def land_cover():
    """The west half of the west district is cropland, its east half water; the east district is half savanna."""
    zones = metric((115.0, -3.2, 115.2, -2.8), (115.2, -3.2, 115.4, -2.8), (115.4, -3.2, 115.8, -2.8))
    shares = [{"cropland": 1.0}, {"water": 1.0}, {"savanna": 0.5, "water": 0.5}]
    return ZoneLandCover(zone=zones, class_shares=shares, source="zones of a test")


def spread(districts, land_cover):
    return Disaggregation(districts, land_cover=land_cover, class_weights=CLASS_WEIGHTS, metric_srid=METRIC)


def statistic(districts, **given):
    values = {"commodity": PALM, "year": 2024, "annual_tonnes": 1_000.0, "source": "BPS", **given}
    return Statistic(districts=districts, **values)


def tonnes(areas, district):
    return sum(area.annual_tonnes for area in areas if area.district is district)


def test_the_tonnes_of_a_district_stay_in_it_and_go_where_the_weights_are(districts, land_cover):
    areas = spread(districts, land_cover).areas(statistic(districts[:1], area_ha=500.0, note="As printed."))
    assert sum(area.annual_tonnes for area in areas) == pytest.approx(1_000.0, abs=1e-6)
    assert sum(area.area_ha for area in areas) == pytest.approx(500.0, abs=1e-6)
    assert {area.district.code for area in areas} == {"6301"}
    assert {area.origin for area in areas} == {"disaggregated"}
    # The water east of 115.2 bears nothing; a cell of 5 km may straddle the line.
    assert max(area.centre.x for area in areas) < 115.23
    boundary = to_shapely(area.boundary for area in areas)
    assert shapely.is_valid(boundary).all()
    assert all(shapely.within(to_shapely(area.centre for area in areas), boundary))
    assert areas[0].source == "BPS [within a district zones of a test]"
    assert areas[0].note == "As printed."


def test_cells_are_about_a_village_and_fill_the_district(districts, land_cover):
    areas = spread(districts, land_cover).areas(statistic(districts[1:]))
    boundary = metric((115.4, -3.2, 115.8, -2.8))[0]
    shapes = transform_geometry(to_shapely(area.boundary for area in areas), source_srid=4326, target_srid=METRIC)
    assert shapely.area(shapes).max() <= 25e6 * 1.001
    assert shapely.area(shapes).sum() == pytest.approx(boundary.area, rel=1e-5)


def test_the_figure_of_the_province_goes_by_land_cover_over_all_districts(districts, land_cover):
    areas = spread(districts, land_cover).areas(statistic(districts))
    west, east = tonnes(areas, districts[0]), tonnes(areas, districts[1])
    assert west + east == pytest.approx(1_000.0, abs=1e-6)
    # Half a district of weight 1 against a whole one of weight 0.25.
    assert west / east == pytest.approx(2.0, rel=0.01)


def test_weights_by_district_divide_it_first(districts, land_cover):
    weights = {"6301": 30.0, "6302": 10.0, "6399": 500.0}
    given = statistic(districts, district_weights=weights, weights_source="palm area 2022")
    areas = spread(districts, land_cover).areas(given)
    assert tonnes(areas, districts[0]) == pytest.approx(750.0, abs=1e-6)
    assert tonnes(areas, districts[1]) == pytest.approx(250.0, abs=1e-6)
    assert areas[0].source == "BPS [by district palm area 2022; within a district zones of a test]"


def test_without_any_weight_it_goes_evenly_and_says_so(districts):
    areas = spread(districts, NOTHING_KNOWN).areas(statistic(districts[:1], note="As printed."))
    per_km2 = {round(area.annual_tonnes / shape.area, 12) for area, shape in _with_shapes(areas)}
    assert len(per_km2) == 1
    assert areas[0].note == "As printed. No land cover here has a weight for this commodity: spread evenly by area."
    assert "by area" in areas[0].source


def _with_shapes(areas):
    shapes = transform_geometry(to_shapely(area.boundary for area in areas), source_srid=4326, target_srid=METRIC)
    return list(zip(areas, shapes, strict=True))


def test_what_is_landed_goes_to_the_coast(districts, land_cover):
    areas = spread(districts, land_cover).areas(statistic(districts[:1], is_landed=True))
    assert tonnes(areas, districts[0]) == pytest.approx(1_000.0, abs=1e-6)
    # The border with the neighbour, at 115.4, is no coast: inland cells beside it get nothing.
    inland = [area for area in areas if area.centre.x > 115.25 and -3.1 < area.centre.y < -2.9]
    assert inland == []
    assert any(area.centre.x < 115.05 for area in areas)


def test_no_district_and_no_weight_are_told(districts, land_cover):
    with pytest.raises(DisaggregationError, match="of no district"):
        spread(districts, land_cover).areas(statistic([]))
    with pytest.raises(DisaggregationError, match="weights are of 6399"):
        spread(districts, land_cover).areas(statistic(districts, district_weights={"6399": 1.0}))


def test_a_long_source_is_shortened_to_what_the_column_takes(districts):
    areas = spread(districts, NOTHING_KNOWN).areas(statistic(districts[:1], source="x" * 600))
    assert len(areas[0].source) == 500
    assert areas[0].source.endswith("…")


@pytest.mark.django_db
def test_the_areas_can_be_stored_as_they_are(land_cover):
    stored = [factories.district("6301", west=115.0, east=115.4), factories.district("6302", west=115.4, east=115.8)]
    palm = factories.commodity("oil_palm")
    areas = spread(stored, land_cover).areas(statistic(stored, commodity=palm, source_date=None, confidence="S"))
    source_areas_create(areas)
    assert SourceArea.objects.filter(boundary__isvalid=True, confidence="S").count() == len(areas)


@pytest.fixture
def tif(tmp_path):
    """Cropland (12) west of 115.2, water (0) east of it; cells of 0.05 degree from 115.0, -2.8."""

    def write(name="cover.tif", **given):
        path = tmp_path / name
        classes = np.where(np.arange(8) < 4, 12, 0).astype(np.uint8) * np.ones((8, 1), np.uint8)
        profile = {"driver": "GTiff", "width": 8, "height": 8, "count": 1, "dtype": "uint8", "crs": "EPSG:4326"}
        profile |= {"transform": from_origin(115.0, -2.8, 0.05, 0.05), **given}
        with rasterio.open(path, "w", **profile) as dataset:
            dataset.write(classes, 1)
        return path

    return write


def cover_of(path, districts, **given):
    area = shapely.MultiPolygon([metric((115.0, -3.2, 115.4, -2.8))[0]])
    return raster_land_cover(path, area=area, metric_srid=METRIC, legend=IGBP_CLASSES, **given)


def test_a_raster_of_classes_weighs_like_zones(districts, land_cover, tif):
    by_raster = spread(districts, cover_of(tif(), districts)).areas(statistic(districts[:1]))
    by_zone = spread(districts, land_cover).areas(statistic(districts[:1]))
    assert len(by_raster) == len(by_zone)
    assert [one.annual_tonnes for one in by_raster] == pytest.approx(
        [one.annual_tonnes for one in by_zone], rel=0.05, abs=0.5
    )
    assert "cover.tif" in by_raster[0].source


def test_no_data_bears_nothing(districts, tif):
    areas = spread(districts, cover_of(tif(nodata=12), districts)).areas(statistic(districts[:1]))
    assert "evenly" in areas[0].note


def test_a_crs_that_is_stated_badly_can_be_overridden(districts, tif):
    moved = tif("moved.tif", crs="EPSG:32651")
    with pytest.raises(LandCoverError, match="not the study area"):
        cover_of(moved, districts)
    assert len(spread(districts, cover_of(moved, districts, srid=4326)).areas(statistic(districts[:1]))) > 0


def test_a_raster_without_crs_and_a_file_that_is_none_are_refused(districts, tif, tmp_path):
    with pytest.raises(LandCoverError, match="EPSG"):
        cover_of(tif("bare.tif", crs=None), districts)
    text = tmp_path / "text.tif"
    text.write_text("no raster")
    with pytest.raises(LandCoverError, match="GeoTIFF"):
        cover_of(text, districts)
