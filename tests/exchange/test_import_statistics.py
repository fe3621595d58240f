import pytest

from gisapp.exchange.importers.statistics import production_import, sectors_import
from gisapp.exchange.table import table_read
from layers.models import ProductionStatistic, SectorStatistic
from tests import factories

BPS = {"series": "BPS", "unit": "t", "measure": "production_t"}


@pytest.fixture
def palm(province):
    return factories.commodity("oil_palm", yield_low=12, yield_mid=18, yield_high=24, yield_unit="t/ha/yr")


def test_figures_are_linked_to_their_district_and_changed_in_place(palm, csv_file, options):
    path = csv_file(
        "kode,commodity,tahun,nilai\n63.01,oil_palm,2023,100\nID-6302,oil_palm,2023,200\n63,oil_palm,2023,300\n"
    )
    assert production_import(table_read(path), options(constants=BPS)).created == 3
    rows = ProductionStatistic.objects.order_by("value").values_list("region_code", "district__code", "value")
    assert list(rows) == [("6301", "6301", 100.0), ("6302", "6302", 200.0), ("63", None, 300.0)]
    newer = csv_file("kode,commodity,tahun,nilai\n6301,oil_palm,2023,110\n6302,oil_palm,2023,200\n")
    report = production_import(table_read(newer), options(constants=BPS))
    assert (report.created, report.updated, report.unchanged, report.missing) == (0, 1, 1, 1)
    assert [(one.field, one.before, one.after) for one in report.changes[0].fields] == [("value", "100.0", "110.0")]


def test_unknown_codes_and_figures_that_cannot_be_are_refused(palm, csv_file, options):
    path = csv_file(
        "region_code,commodity,year,measure,value\n"
        "6399,oil_palm,2023,area_ha,10\n"  # 2
        "6301,oil_pam,2023,area_ha,10\n"  # 3
        "6301,oil_palm,2023,area_ha,-1\n"  # 4
        "6302,oil_palm,2023,area_ha,10\n"  # 5
        "6302,oil_palm,2023,production_t,1000\n"  # 6
        "6302,oil_palm,2023,area_ha,10\n"  # 7
        "6302,oil_palm,23,heads,10\n"  # 8
    )
    report = production_import(table_read(path), options(constants={"series": "BPS", "unit": "x"}))
    assert [(one.row, one.code, one.field) for one in report.errors] == [
        (2, "unknown_code", "region_code"),
        (3, "unknown_code", "commodity"),
        (4, "out_of_range", "value"),
        (6, "absurd_yield", "annual_tonnes"),
        (7, "duplicate_key", "region_code, commodity, year, measure, series, source"),
        (8, "out_of_range", "year"),
    ]
    assert report.created == 1


def test_a_figure_in_another_unit_gets_ours(palm, csv_file, options):
    path = csv_file("region_code,commodity,year,value,unit\n6301,oil_palm,2023,2500,kw\n")
    production_import(table_read(path), options(constants={**BPS, "unit": "kw"}, units={"value": "kuintal"}))
    row = ProductionStatistic.objects.get()
    assert (row.value, row.unit) == (250.0, "t")


def test_sections_are_named_as_stored_ones(province, csv_file, options):
    given = {"series": "ADHB", "measure": "grp", "unit": "billion IDR"}
    named = csv_file(
        "region_code,section,year,value,section_name_id,section_name_en\n6301,C,2023,5,Industri,Industry\n"
    )
    sectors_import(table_read(named), options(constants=given))
    path = csv_file("region_code,kbli,year,value\n6302,C,2023,\n6302,Z,2023,7\n", name="2.csv")
    report = sectors_import(table_read(path), options(constants=given))
    assert (report.created, report.errors) == (2, [])
    rows = SectorStatistic.objects.filter(region_code="6302").order_by("section")
    assert [(row.section_name_id, row.section_name_en, row.value) for row in rows] == [
        ("Industri", "Industry", None),
        ("Z", "Z", 7.0),
    ]
