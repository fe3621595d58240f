import numpy as np
import pytest
from django.contrib.gis.geos import Polygon
from django.core.files.base import ContentFile
from django.utils.translation import override
from rasterio.transform import from_bounds

from gisapp.geo.cog import cog_write
from gisapp.planning.adapters import planning_input_read
from gisapp.planning.assumptions import AssumptionCode
from gisapp.planning.errors import RasterError
from gisapp.planning.note_texts import assumption_text
from gisapp.planning.parameters import parameters_parse
from gisapp.planning.rasters import slope_at
from gisapp.siting import RuleState, prepare, suggest
from layers.models import RasterKind, RasterLayer, Rule
from tests import factories

pytestmark = pytest.mark.django_db
BOUNDS = (factories.WEST, factories.SOUTH, factories.EAST, factories.NORTH)
# About 110 m.
CELL_DEG = 0.001


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with override("en"):
        yield


def slope_rule():
    return Rule.objects.create(
        code="R01",
        topic="slope",
        scope="national",
        citation="Permenperin 30/2020",
        year=2020,
        effect="forbids",
        requirement_id="Lereng paling tinggi 15 %.",
        requirement_en="Slope at most 15 %.",
        threshold=15,
        threshold_unit="percent slope",
        applies_to="all",
        **factories.SOURCE,
    )


def slope_layer(tmp_path, value_of_lon, *, bounds=BOUNDS, cell=CELL_DEG, unit="percent", name="slope", nodata=-1.0):
    """A raster in degrees whose slope depends on the longitude."""
    west, south, east, north = bounds
    shape = round((north - south) / cell), round((east - west) / cell)
    lon = west + (np.arange(shape[1]) + 0.5) * cell
    band = np.broadcast_to(value_of_lon(lon), shape).astype(np.float32)
    path = tmp_path / "made.tif"
    cog_write(path, band, transform=from_bounds(*bounds, shape[1], shape[0]), srid=4326, nodata=nodata)
    layer = RasterLayer(
        name=name,
        kind=RasterKind.SLOPE,
        crs="EPSG:4326",
        nodata=nodata,
        unit=unit,
        cell_size=cell,
        extent=Polygon.from_bbox(bounds),
        **factories.SOURCE,
    )
    layer.file.save(f"{name}.tif", ContentFile(path.read_bytes()))
    return layer


def steep_in_the_west(lon):
    return np.where(lon < factories.MIDDLE, 22.0, 4.0)


def read(**given):
    return planning_input_read(parameters_parse({"process": "palm_oil_mill", "cell_size_m": 500, **given}))


def steep_area(given):
    return next(area for area in given.problem.exclusions if area.code == "steep")


def notes(given, code):
    return [note for note in given.assumptions if note.code is code]


def test_steep_land_is_excluded_and_the_rule_cited(tmp_path):
    factories.small_province()
    slope_rule()
    slope_layer(tmp_path, steep_in_the_west)
    given = read()
    area = steep_area(given)
    assert area.legal_basis == "Permenperin 30/2020"
    result = suggest(given.problem, prepared=prepare(given.problem))
    assert result.sites
    for site in result.sites:
        assert site.lon > factories.MIDDLE
        assert {rule.code: rule.state for rule in site.rules}["outside_steep"] is RuleState.MET
    [note] = notes(given, AssumptionCode.RASTER_JUDGED)
    assert note.figures["covered_share"] == pytest.approx(0.5, abs=0.01)
    assert note.figures["known_share"] == pytest.approx(1.0, abs=0.01)
    assert note.figures["cell_m"] == pytest.approx(111, abs=1)
    text = assumption_text(note.as_json(), {})
    assert "Slopes above 15 % are excluded by the raster “slope”: 5" in text
    assert "made up for a test (unverified)" in text


def test_degrees_are_judged_by_the_same_rule(tmp_path):
    factories.small_province()
    slope_rule()
    # 15 % is 8.53 degrees.
    slope_layer(tmp_path, lambda lon: np.where(lon < factories.MIDDLE, 8.6, 8.4), unit="degree")
    [note] = notes(read(), AssumptionCode.RASTER_JUDGED)
    assert note.figures["covered_share"] == pytest.approx(0.5, abs=0.01)


def test_where_the_raster_ends_or_has_no_data_the_rule_is_unknown(tmp_path):
    factories.small_province()
    slope_rule()
    half = (factories.WEST, factories.SOUTH, factories.MIDDLE, factories.NORTH)
    slope_layer(tmp_path, lambda lon: np.where(lon < 115.2, -1.0, 30.0), bounds=half)
    given = read()
    [note] = notes(given, AssumptionCode.RASTER_JUDGED)
    assert note.figures["known_share"] == pytest.approx(0.25, abs=0.01)
    result = suggest(given.problem, prepared=prepare(given.problem))
    for site in result.sites:
        assert not 115.2 < site.lon < factories.MIDDLE - 0.01
        assert {rule.code: rule.state for rule in site.rules}["outside_steep"] is RuleState.UNKNOWN


def test_a_finer_raster_speaks_first_and_a_coarser_one_fills_its_gaps(tmp_path):
    factories.small_province()
    slope_rule()
    slope_layer(tmp_path, lambda lon: np.full_like(lon, 30.0), name="coarse", cell=0.002)
    half = (factories.WEST, factories.SOUTH, factories.MIDDLE, factories.NORTH)
    slope_layer(tmp_path, lambda lon: np.full_like(lon, 1.0), name="fine", bounds=half)
    fine, coarse = notes(read(), AssumptionCode.RASTER_JUDGED)
    assert (fine.subject, coarse.subject) == ("fine", "coarse")
    assert fine.figures["covered_share"] == 0
    assert coarse.figures["covered_share"] == pytest.approx(0.5, abs=0.01)


def test_a_raster_that_is_too_coarse_leaves_the_rule_unknown_and_is_told(tmp_path):
    factories.small_province()
    slope_rule()
    slope_layer(tmp_path, steep_in_the_west, cell=0.05)
    given = read()
    assert not steep_area(given).is_recorded
    [note] = notes(given, AssumptionCode.RASTER_TOO_COARSE)
    assert note.figures["cell_m"] == pytest.approx(5_560, abs=20)
    assert "too coarse to judge a slope (the limit is 250 m)" in assumption_text(note.as_json(), {})
    assert slope_at(lon=115.1, lat=-3.0) is None


def test_without_the_rule_or_when_ignored_no_slope_is_judged(tmp_path):
    factories.small_province()
    slope_layer(tmp_path, steep_in_the_west)
    assert not steep_area(read()).is_recorded
    slope_rule()
    assert steep_area(read()).is_recorded
    assert "steep" not in {area.code for area in read(ignored_exclusions=["steep"]).problem.exclusions}


def test_polygons_and_raster_are_one_reason(tmp_path):
    factories.small_province()
    slope_rule()
    slope_layer(tmp_path, steep_in_the_west)
    factories.exclusion_zone(115.7, -3.2, 115.8, -2.8, reason="steep", legal_basis="a survey")
    area = steep_area(read())
    assert area.legal_basis == "a survey"
    assert len(area.geometry) == 1
    assert area.raster is not None


def test_a_lost_file_is_told_with_the_fix(tmp_path):
    factories.small_province()
    slope_rule()
    layer = slope_layer(tmp_path, steep_in_the_west)
    layer.file.storage.delete(layer.file.name)
    with pytest.raises(RasterError, match=r"“slope” cannot be read .* import it again"):
        read()


def test_a_slope_at_a_point(tmp_path):
    factories.small_province()
    slope_layer(tmp_path, steep_in_the_west)
    found = slope_at(lon=115.1, lat=-3.0)
    assert (found.slope, found.unit, found.layer.name) == (22.0, "percent", "slope")
    assert slope_at(lon=116.5, lat=-3.0) is None
