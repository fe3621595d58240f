"""What imports find in real files of the province, kept beside the project, not in it."""

from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from gisapp.exchange.importers.registry import KINDS
from gisapp.exchange.table import table_read
from layers.models import District
from tests import factories

DATA = Path(settings.BASE_DIR).parent / "shared" / "data"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not DATA.is_dir(), reason="the real files (../shared/data) are not here"),
]
NAMES = {"code": "kode", "name": "nama"}
VALID, SIMPLE = "boundaries/kalsel_kab_from_desa.gpkg", "boundaries/kalsel_kab.geojson"
MILLS = {
    "columns": {"code": "UML_ID", "name": "Mill_Name", "district": "District"},
    "constants": {"kind": "plant", "process": "palm_oil_mill"},
    "conditions": {
        "Country": frozenset({"indonesia"}),
        "Province": frozenset({"south kalimantan", "kalimantan selatan"}),
    },
}


@pytest.fixture
def run(options):
    def imported(kind, file, **given):
        return KINDS[kind].run(table_read(DATA / file), options(**given))

    return imported


@pytest.fixture
def districts(run):
    return run("districts", VALID, columns=NAMES)


@pytest.fixture
def mill():
    return factories.process("palm_oil_mill", factories.commodity("oil_palm", yield_mid=18.9, yield_unit="t/ha/yr"))


def codes(report):
    return Counter((str(one.level), one.code) for one in report.findings)


def test_valid_districts_have_slivers_and_gaps_that_are_told_by_pair(districts):
    assert districts.created == 13
    assert codes(districts) == {("warning", "sliver"): 22, ("warning", "gap"): 28}
    [banjar] = [one for one in districts.findings if one.code == "sliver" and one.value.endswith("Tanah Laut")][:1]
    assert (banjar.name, banjar.value) == ("Banjar", "11,641.9 m2 in 13 parts with Tanah Laut")


def test_the_invalid_one_is_told_with_what_repair_changes(run):
    report = run("districts", SIMPLE, columns=NAMES, is_dry_run=True)
    [kotabaru] = report.errors
    assert (kotabaru.name, kotabaru.code) == ("Kotabaru", "invalid_geometry")
    assert kotabaru.value.startswith("Nested shells[")
    assert "(-801 m2), 67 parts" in kotabaru.fix
    assert report.created == 12
    repaired = run("districts", SIMPLE, columns=NAMES, is_repairing=True, is_dry_run=True)
    assert (repaired.created, [one.name for one in repaired.repaired]) == (13, ["Kotabaru"])
    assert codes(repaired)["warning", "overlap"] == 18


def test_of_514_districts_124_are_invalid(run):
    report = run("districts", "boundaries/idn_kab.gpkg", columns=NAMES, is_dry_run=True)
    assert (report.read, report.created, codes(report)["error", "invalid_geometry"]) == (514, 390, 124)
    repaired = run("districts", "boundaries/idn_kab.gpkg", columns=NAMES, is_repairing=True, is_dry_run=True)
    assert (repaired.created, codes(repaired)["repaired", "invalid_geometry"]) == (514, 124)


def test_156_subdistricts_lie_in_the_district_of_their_code(run, districts):
    report = run("subdistricts", "boundaries/kalsel_kec_from_desa.gpkg", columns=NAMES)
    assert (report.created, report.errors) == (156, [])
    assert codes(report)["warning", "other_district"] == 0


def test_2008_villages_as_areas_are_valid(run, districts):
    report = run(
        "exclusion_zones",
        "boundaries/kalsel_desa.gpkg",
        columns={"name": "nama"},
        constants={"reason": "settlement", "legal_basis": "-"},
        is_dry_run=True,
    )
    assert (report.created, report.findings) == (2008, [])


def test_misplaced_terminals_are_found(run, districts):
    report = run("facilities", "ports/pelabuhan_kalsel.geojson", constants={"kind": "port"}, is_dry_run=True)
    assert (report.read, report.created) == (116, 33)
    assert codes(report)["error", "outside_province"] == 59
    assert codes(report)["error", "in_sea"] == 24
    assert codes(report)["warning", "beside_district"] == 3
    assert all(one.lon is not None and one.limit == "within 5 km of a stored district" for one in report.errors)


@pytest.mark.parametrize(
    "pair",
    [
        {"lon": "Longitude", "lat": "Latitude"},
        {"lon": "X", "lat": "Y"},
        {"lon": "GPS_coor_2", "lat": "GPS_coor_1"},
    ],
)
def test_one_of_three_pairs_of_the_mills_is_swapped(run, districts, mill, pair):
    given = {**MILLS, "columns": {**MILLS["columns"], **pair}, "srid": 3857 if pair["lon"] == "X" else None}
    report = run("facilities", "mills/universal_mill_list_2021.csv", is_dry_run=True, **given)
    if pair["lon"] != "GPS_coor_2":
        assert (report.created, report.errors) == (42, [])
        return
    assert codes(report) == {("error", "swapped_coordinates"): 42}
    repaired = run("facilities", "mills/universal_mill_list_2021.csv", is_dry_run=True, is_repairing=True, **given)
    assert (repaired.created, codes(repaired)) == (42, {("repaired", "swapped_coordinates"): 42})


def test_highways_without_a_length(run):
    report = run("roads", "roads/scgraph_world_highways_kalselbbox.gpkg", constants={"road_class": "national"})
    assert (report.created, codes(report)) == (299, {("error", "no_length"): 2})


def test_hectares_of_districts_are_spread_and_the_method_is_told(run, districts, mill):
    report = run(
        "disaggregation",
        "trase/oil_palm_ha_kabupaten.csv",
        columns={"district": "region_trase_id", "area_ha": "oil_palm_planted_area_hectares"},
        constants={"commodity": "oil_palm"},
        conditions={"year": frozenset({"2022"}), "parent_region": frozenset({"kalimantan selatan"})},
        extras={"weights": "even"},
    )
    [told] = report.repaired
    assert told.code == "spread"
    # 617,142 ha x 18.9 t/ha
    assert told.value.startswith("13 figures, 1.1664e+07 t/yr, spread over")
    assert "by area" in told.value
    assert District.objects.filter(source_areas__isnull=False).distinct().count() == 13
