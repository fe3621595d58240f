import numpy as np
import pytest
from django.conf import settings

from gisapp.exchange.errors import ExchangeError
from gisapp.exchange.importers.disaggregated import source_statistics_import
from gisapp.exchange.importers.source_areas import source_areas_import
from gisapp.exchange.table import table_read
from gisapp.planning.disaggregation import Disaggregation
from gisapp.planning.land_cover import ZoneLandCover
from layers.models import SourceArea, SourceAreaShape
from tests import factories
from tests.exchange.conftest import BOWTIE, square

PALM = {"commodity": "oil_palm", "year": "2024"}


@pytest.fixture
def palm(province):
    return factories.commodity(
        "oil_palm", yield_low=15, yield_mid=18.9, yield_high=20, yield_unit="t/ha/yr", yield_source="Wilmar 2012"
    )


def spread(index):
    nothing_known = ZoneLandCover(zone=np.array([], dtype=object), class_shares=[], source="")
    return Disaggregation(index.districts, land_cover=nothing_known, class_weights={}, metric_srid=settings.METRIC_SRID)


def test_what_the_file_leaves_out_is_computed_and_told(palm, geojson_file, options):
    path = geojson_file(
        (
            {"name": "all", "area_ha": 100, "yield_t_per_ha": 10, "availability": 0.5, "annual_tonnes": None},
            square(115.1, -3),
        ),
        ({"name": "stated", "area_ha": 100, "yield_t_per_ha": None, "annual_tonnes": 777}, square(115.5, -3)),
        ({"name": "least"}, square(115.2, -3.2)),
    )
    report = source_areas_import(table_read(path), options(constants=PALM))
    assert (report.created, report.errors) == (3, [])
    rows = {area.name: area for area in SourceArea.objects.select_related("district")}
    assert rows["all"].annual_tonnes == 500
    assert (rows["stated"].annual_tonnes, rows["stated"].yield_t_per_ha, rows["stated"].note) == (777, None, "")
    # A tenth of a degree square, 12,290 ha, at the commodity's own yield.
    assert rows["least"].area_ha == pytest.approx(12_290, rel=0.003)
    assert rows["least"].annual_tonnes == pytest.approx(rows["least"].area_ha * 18.9)
    assert rows["least"].note == "Yield of 18.9 t/ha/yr: Wilmar 2012."
    assert {name: row.district.code for name, row in rows.items()} == {"all": "6301", "stated": "6302", "least": "6301"}
    assert {row.origin for row in rows.values()} == {"surveyed"}
    assert SourceAreaShape.objects.filter(owner=rows["all"]).exists()


def test_rows_are_refused_with_the_reason(palm, geojson_file, options):
    path = geojson_file(
        ({"name": "outside"}, square(110, -3)),
        ({"name": "crossed"}, BOWTIE),
        ({"name": "negative", "area_ha": -1}, square(115.1, -3)),
        ({"name": "first"}, square(115.1, -3)),
        ({"name": "again"}, square(115.1, -3)),
        ({"name": "point"}, {"type": "Point", "coordinates": [115, -3]}),
    )
    report = source_areas_import(table_read(path), options(constants=PALM))
    assert [(one.name, one.field) for one in report.errors] == [
        ("outside", "boundary"),
        ("crossed", "boundary"),
        ("negative", "area_ha"),
        ("again", "boundary"),
        ("point", "boundary"),
    ]
    assert SourceArea.objects.get().name == "first"


def test_without_a_yield_there_are_no_tonnes(palm, geojson_file, options):
    factories.commodity("rattan")
    path = geojson_file(({}, square(115.1, -3)))
    report = source_areas_import(table_read(path), options(constants={"commodity": "rattan", "year": "2024"}))
    assert [(one.field, one.fix) for one in report.errors] == [
        ("yield_t_per_ha", "Give one value for all rows (--set yield_t_per_ha=VALUE).")
    ]


def test_hectares_of_districts_are_spread_over_them(palm, csv_file, options):
    path = csv_file("year,region_trase_id,ha\n2022,ID-6301,1000\n2022,ID-6302,500\n2022,ID-1107,9\n2021,ID-6301,1\n")
    given = options(
        columns={"district": "region_trase_id", "area_ha": "ha"},
        constants={"commodity": "oil_palm"},
        conditions={"year": frozenset({"2022"})},
    )
    report = source_statistics_import(table_read(path), given, disaggregation=spread)
    assert [(one.row, one.field, one.value) for one in report.errors] == [(4, "district", "1107")]
    assert report.skipped == 1
    by_district = {"6301": 0.0, "6302": 0.0}
    for area in SourceArea.objects.select_related("district"):
        by_district[area.district.code] += area.annual_tonnes
        assert area.origin == "disaggregated"
    assert by_district == pytest.approx({"6301": 18_900.0, "6302": 9_450.0}, abs=1e-6)


def test_the_same_supply_is_not_counted_twice(palm, csv_file, geojson_file, options):
    west = csv_file("district,area_ha\n6301,1000\n")
    source_statistics_import(table_read(west), options(constants=PALM), disaggregation=spread)
    total = SourceArea.objects.count()
    drawn = table_read(geojson_file(({"name": "estate"}, square(115.1, -3))))
    with pytest.raises(ExchangeError, match="--replace"):
        source_areas_import(drawn, options(constants=PALM))
    with pytest.raises(ExchangeError, match="6301 Tanah Laut"):
        source_statistics_import(table_read(west), options(constants=PALM), disaggregation=spread)
    assert SourceArea.objects.count() == total
    elsewhere = table_read(geojson_file(({"name": "east"}, square(115.5, -3)), name="east.geojson"))
    assert source_areas_import(elsewhere, options(constants=PALM)).created == 1
    report = source_areas_import(drawn, options(constants=PALM, is_replacing=True))
    assert (report.created, report.removed) == (1, {"SourceArea": total})
    assert set(SourceArea.objects.values_list("name", flat=True)) == {"estate", "east"}


def test_two_surveys_of_a_district_add_up(palm, geojson_file, options):
    for number, place in enumerate([square(115.1, -3), square(115.2, -3.1)]):
        path = geojson_file(({"name": str(number)}, place), name=f"{number}.geojson")
        source_areas_import(table_read(path), options(constants=PALM))
    assert SourceArea.objects.count() == 2
