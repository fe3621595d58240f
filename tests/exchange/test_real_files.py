"""Real files of the province, kept beside the project, not in it."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db.models import Count, Sum

from gisapp import conf
from layers.models import District, Facility, RoadLink, SourceArea, Subdistrict
from tests import factories

DATA = Path(settings.BASE_DIR).parent / "shared" / "data"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not DATA.is_dir(), reason="the real files (../shared/data) are not here"),
]
AREAS = {"map": [["code=kode", "name=nama"]], "source": "Kemendagri/BIG", "licence": "MIT"}
MILLS = {
    "map": [["code=UML_ID", "name=Mill_Name", "owner=Group_Name", "source_date=Date", "district=District"]],
    "set": [["kind=plant", "process=palm_oil_mill"]],
    "where": ["Country=indonesia", "Province=South Kalimantan|kalimantan selatan"],
    "source": "Universal Mill List 2021",
    "licence": "CC BY 4.0",
}


def run(kind, file, **options):
    out = StringIO()
    call_command("import_layer", kind, DATA / file, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def districts():
    run("districts", "boundaries/kalsel_kab_from_desa.gpkg", **AREAS)


@pytest.fixture
def mill():
    return factories.process("palm_oil_mill", factories.commodity("oil_palm", yield_mid=18.9, yield_unit="t/ha/yr"))


def test_thirteen_districts_and_their_subdistricts(districts):
    assert District.objects.count() == 13
    assert District.objects.aggregate(Sum("area_km2"))["area_km2__sum"] == pytest.approx(37_125.5, rel=0.002)
    assert set(District.objects.filter(kind="kota").values_list("name", flat=True)) == {"Banjarmasin", "Banjarbaru"}
    run("subdistricts", "boundaries/kalsel_kec_from_desa.gpkg", **AREAS)
    assert Subdistrict.objects.count() == 156
    assert not Subdistrict.objects.exclude(code__startswith="63").exists()


def test_the_invalid_boundary_is_told_and_its_repair_offered():
    told = run("districts", "boundaries/kalsel_kab.geojson", **AREAS)
    assert "Kotabaru" in told
    assert "Nested shells" in told
    assert "--repair" in told
    assert District.objects.count() == 12
    assert "9,351,652,534 m2 valid" in run("districts", "boundaries/kalsel_kab.geojson", repair=True, **AREAS)
    assert District.objects.get(code="6302").boundary.valid


def test_the_mills_of_the_province_of_2032(districts, mill, tmp_path):
    report = tmp_path / "report.json"
    run("facilities", "mills/universal_mill_list_2021.csv", report=report, **MILLS)
    told = json.loads(report.read_text())
    assert (told["read"], told["skipped"], told["created"], told["findings"]) == (2032, 1990, 42, [])
    by_district = dict(Facility.objects.values_list("district__name").annotate(Count("pk")))
    assert by_district == {
        "Kotabaru": 18, "Tanah Bumbu": 8, "Tanah Laut": 7, "Tapin": 4, "Tabalong": 2, "Hulu Sungai Selatan": 1,
        "Banjar": 1, "Barito Kuala": 1,
    }  # fmt: skip
    assert str(Facility.objects.get(code="PO1000004066").source_date) == "2021-07-14"


def test_the_mills_by_web_mercator_are_where_they_are_by_degrees(districts, mill):
    # The list's X, Y and degrees agree to some metres.
    options = {**MILLS, "map": [["code=UML_ID", "name=Mill_Name", "lon=X", "lat=Y"]], "crs": "EPSG:3857"}
    run("facilities", "mills/universal_mill_list_2021.csv", **options)
    place = Facility.objects.get(code="PO1000004066").location
    assert (place.x, place.y) == pytest.approx((114.786267, -3.725467), abs=1e-4)


def test_swapped_columns_are_recognised(districts, mill):
    options = {**MILLS, "map": [["code=UML_ID", "name=Mill_Name", "lon=GPS_coor_2", "lat=GPS_coor_1"]]}
    mills, out = DATA / "mills/universal_mill_list_2021.csv", StringIO()
    with pytest.raises(CommandError, match="every row"):
        call_command("import_layer", "facilities", mills, stdout=out, **options)
    assert "not taken 42" in out.getvalue()
    assert out.getvalue().count("are swapped") == conf.FINDINGS_OF_A_CODE_PRINTED
    assert f"swapped_coordinates: {42 - conf.FINDINGS_OF_A_CODE_PRINTED} more" in out.getvalue()
    assert not Facility.objects.exists()


def test_ports_far_from_the_province_are_refused_row_by_row(districts, tmp_path):
    report = tmp_path / "report.json"
    options = {"map": [["activity=bidang"]], "set": [["kind=port"]], "source": "Kemenhub 2017", "report": report}
    run("facilities", "ports/pelabuhan_kalsel.geojson", **options)
    told = json.loads(report.read_text())
    errors = [one for one in told["findings"] if one["level"] == "error"]
    assert (told["read"], told["created"], len(errors)) == (116, 33, 83)
    assert all(one["limit"] == "within 5 km of a stored district" for one in errors)


def test_roads_with_their_lengths():
    told = run("roads", "roads/scgraph_world_highways_kalselbbox.gpkg", set=[["road_class=national"]], source="OSM")
    assert told.count("a line of some length") == 2
    assert RoadLink.objects.count() == 299


@pytest.mark.parametrize("weights", ["polygons", "raster"])
def test_hectares_of_districts_are_spread_and_keep_their_mass(districts, mill, weights):
    if weights == "raster":
        # Its own CRS is written badly.
        cover = {"option": [["kind=land_cover", "unit=igbp"]], "crs": "EPSG:4326", "source": "MODIS MCD12C1"}
        run("rasters", "raster/mcd12c1_2019_igbp_kalsel.tif", **cover)
    else:
        run("subdistricts", "boundaries/kalsel_kec_from_desa.gpkg", **AREAS)
    run(
        "disaggregation",
        "trase/oil_palm_ha_kabupaten.csv",
        map=[["district=region_trase_id", "area_ha=oil_palm_planted_area_hectares"]],
        set=[["commodity=oil_palm"]],
        where=["year=2022", "parent_region=kalimantan selatan"],
        source="Trase",
        licence="CC BY 4.0",
        option=[[f"weights={weights}"]],
    )
    sums = SourceArea.objects.aggregate(Sum("area_ha"), Sum("annual_tonnes"))
    assert sums["area_ha__sum"] == pytest.approx(617_142, abs=1)
    assert sums["annual_tonnes__sum"] == pytest.approx(sums["area_ha__sum"] * 18.9, rel=1e-9)
    assert SourceArea.objects.values("district").distinct().count() == 13
    assert SourceArea.objects.filter(boundary__isvalid=False).count() == 0
