from io import StringIO
from pathlib import Path

import pytest
import shapely
from django.core.management import CommandError, call_command

from gisapp.geo.crs import WGS84, geodesic_area_m2, transform_geometry
from layers.geometry import to_shapely
from layers.models import ExclusionEffect, ExclusionZone, Rule
from tests import factories
from tests.exchange.conftest import square

pytestmark = pytest.mark.django_db
FOREST = ("--set", "reason=protected_forest", "--set", "legal_basis=UU 41/1999", "--source", "a survey")
RIVER = {"type": "LineString", "coordinates": [[115.1, -3.0], [115.2, -3.0]]}
REAL_RIVERS = Path(__file__).parents[3] / "shared" / "data" / "gshhg"


@pytest.fixture(autouse=True)
def _province(province):
    return province


def run(path, *options):
    out = StringIO()
    call_command("import_layer", "exclusion_zones", str(path), *map(str, options), stdout=out)
    return out.getvalue()


def rule(code="R23", threshold=100.0, unit="m", confidence="S"):
    return Rule.objects.create(
        code=code,
        topic="river",
        scope="national",
        citation="PP 38/2011",
        effect="forbids",
        requirement_id="x",
        requirement_en="x",
        threshold=threshold,
        threshold_unit=unit,
        applies_to="all",
        **{**factories.SOURCE, "confidence": confidence},
    )


def test_areas_are_stored_with_their_law(geojson_file):
    path = geojson_file(({"name": "Meratus"}, square(115.1, -3.1)), ({}, square(115.3, -3.1)))
    assert run(path, *FOREST).startswith("read 2, left out by the conditions 0, new 2")
    named, unnamed = ExclusionZone.objects.order_by("pk")
    assert (named.name, named.reason, named.legal_basis) == ("Meratus", "protected_forest", "UU 41/1999")
    assert (named.effect, named.penalty, named.source) == (ExclusionEffect.EXCLUDE, None, "a survey")
    assert unnamed.name == "protected forest"
    assert named.shapes.exists()


def test_a_penalty_is_stored_with_the_effect(geojson_file):
    path = geojson_file(({}, square(115.1, -3.1)))
    run(path, "--set", "reason=peat", "legal_basis=PP 71/2014", "effect=penalise", "penalty=0.3", "--source", "x")
    zone = ExclusionZone.objects.get()
    assert (zone.effect, zone.penalty) == (ExclusionEffect.PENALISE, 0.3)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--set", "penalty=0.3"], "every row was refused"),
        (["--set", "effect=penalise", "--set", "penalty=1.5"], "from 0 to 1 is wanted"),
    ],
)
def test_a_penalty_that_says_nothing_is_refused(geojson_file, options, message):
    with pytest.raises(CommandError, match=message):
        run(geojson_file(({}, square(115.1, -3.1))), *FOREST, *options)
    assert not ExclusionZone.objects.exists()


def test_a_line_becomes_a_strip_as_wide_as_its_rule_asks(geojson_file):
    rule()
    run(geojson_file(({}, RIVER)), "--set", "reason=water", "--option", "rule=R23", "--source", "x")
    zone = ExclusionZone.objects.get()
    assert zone.legal_basis == "R23 PP 38/2011"
    assert zone.confidence == "S"
    # 11.1 km long and 200 m wide, with round ends.
    [shape] = to_shapely([zone.boundary])
    assert geodesic_area_m2(shape) == pytest.approx(11_119 * 200 + 3.14 * 100**2, rel=0.005)
    metric = transform_geometry(to_shapely([zone.boundary]), source_srid=WGS84, target_srid=32750)
    _west, south, _east, north = shapely.total_bounds(metric)
    assert north - south == pytest.approx(200, abs=25)


def test_a_width_goes_before_that_of_the_rule_and_a_law_before_that_of_the_rule(geojson_file):
    rule()
    options = (
        "--set",
        "reason=water",
        "--option",
        "rule=R23",
        "--option",
        "buffer_m=50",
        "--set",
        "legal_basis=a town plan",
    )
    run(geojson_file(({}, RIVER)), *options, "--source", "x")
    zone = ExclusionZone.objects.get()
    assert zone.legal_basis == "a town plan"
    [shape] = to_shapely([zone.boundary])
    assert geodesic_area_m2(shape) == pytest.approx(11_119 * 100 + 3.14 * 50**2, rel=0.005)


def test_an_outline_leaves_the_area_itself_free(geojson_file):
    rule("R26")
    run(
        geojson_file(({}, square(115.1, -3.1))),
        "--set",
        "reason=water",
        "--option",
        "rule=R26",
        "--option",
        "outline=yes",
        "--source",
        "x",
    )
    [shape] = to_shapely([ExclusionZone.objects.get().boundary])
    assert not shape.contains(shapely.Point(115.15, -3.05))
    assert shape.contains(shapely.Point(115.1, -3.05))


def test_a_line_without_a_width_is_refused_with_the_fix(geojson_file, tmp_path):
    report = tmp_path / "r.json"
    with pytest.raises(CommandError, match="every row"):
        run(geojson_file(({}, RIVER)), *FOREST, "--report", report)
    assert "Give --buffer-m" in report.read_text()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--set", "reason=water", "--option", "rule=R99"], "there is no such rule"),
        (["--set", "reason=water", "--set", "legal_basis=x", "--option", "buffer_m=0"], "above 0"),
        (["--set", "reason=water", "--set", "legal_basis=x", "--option", "buffer_m=20000"], "up to 10000"),
        (["--set", "reason=water", "--set", "legal_basis=x", "--option", "outline=yes"], "needs a width"),
        (["--set", "reason=water"], "No column gives legal_basis"),
        (["--set", "legal_basis=x"], "No column gives reason"),
    ],
)
def test_wrong_options_are_told_with_the_fix(geojson_file, options, message):
    rule()
    with pytest.raises(CommandError, match=message):
        run(geojson_file(({}, RIVER)), *options, "--source", "x")


def test_replacing_takes_the_zones_of_the_same_reason_and_law_alone(geojson_file):
    path = geojson_file(({}, square(115.1, -3.1)))
    run(path, *FOREST)
    run(path, "--set", "reason=protected_forest", "--set", "legal_basis=another law", "--source", "x")
    assert "removed 1 ExclusionZone" in run(path, *FOREST, "--replace")
    assert sorted(ExclusionZone.objects.values_list("legal_basis", flat=True)) == ["UU 41/1999", "another law"]


def test_a_dry_run_writes_nothing(geojson_file):
    assert "nothing was written" in run(geojson_file(({}, square(115.1, -3.1))), *FOREST, "--dry-run")
    assert not ExclusionZone.objects.exists()


def test_invalid_areas_are_refused_or_repaired(geojson_file):
    bow = [[115.1, -3.1], [115.2, -3.0], [115.2, -3.1], [115.1, -3.0], [115.1, -3.1]]
    path = geojson_file(({}, {"type": "Polygon", "coordinates": [bow]}))
    with pytest.raises(CommandError, match="every row"):
        run(path, *FOREST)
    assert "repaired 1" in run(path, *FOREST, "--repair")


@pytest.mark.skipif(not REAL_RIVERS.is_dir(), reason="real rivers are not beside the project")
def test_real_rivers_become_strips():
    rule()
    [path] = [path for path in REAL_RIVERS.glob("*.gpkg") if "river" in path.name]
    told = run(path, "--set", "reason=water", "--option", "rule=R23", "--source", "GSHHG", "--licence", "LGPL-3+")
    assert "not taken 0" in told
    assert ExclusionZone.objects.count() > 5
