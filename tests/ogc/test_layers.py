"""Which layers are published, and what their metadata say."""

from itertools import pairwise

import pytest
from django.utils.translation import override

from gisapp.ogc.catalog import STORED_LAYERS
from gisapp.ogc.district_statistics import quantile_breaks
from gisapp.ogc.layers import layer_find, layer_list, raster_find, raster_list
from gisapp.ogc.metadata import layer_metadata
from gisapp.ogc.versions import table_versions, version_of
from gisapp.planning.parameters import parameters_parse
from gisapp.planning.potentials.stored import indices_are_current, indices_store
from gisapp.planning.services import siting_run_create, siting_run_execute
from layers.models import Commodity, District, ProductionStatistic, SectorStatistic
from tests import factories

pytestmark = pytest.mark.django_db


def names():
    return [layer.name for layer in layer_list(table_versions())]


def metadata(name):
    versions = table_versions()
    layer = layer_find(name, versions)
    assert layer is not None
    return layer_metadata(layer, versions)


def production(value, *, code="6301", series="BPS", year=2023):
    return ProductionStatistic.objects.create(
        region_code=code,
        district=District.objects.get(code=code),
        year=year,
        series=series,
        commodity=Commodity.objects.get(code="oil_palm"),
        measure="production_t",
        value=value,
        unit="t",
        **factories.SOURCE,
    )


def test_an_empty_database_has_its_layers_all_the_same():
    assert names()[: len(STORED_LAYERS)] == [layer.name for layer in STORED_LAYERS]
    assert metadata("districts").count == 0
    assert metadata("districts").extent is None


def test_each_commodity_and_each_process_of_the_data_has_a_layer():
    factories.small_province()

    assert "source-areas-oil-palm" in names()
    whole, part = metadata("source-areas"), metadata("source-areas-oil-palm")
    assert 0 < part.count <= whole.count
    assert part.extent is not None
    assert part.extent.west >= factories.WEST
    assert part.extent.east <= factories.EAST


def test_metadata_follow_the_data():
    factories.small_province()
    before = metadata("districts")
    District.objects.filter(code="6301").update(valid_to="2020-01-01")

    assert metadata("districts").count == before.count - 1


def test_a_layer_has_changed_when_any_of_its_tables_has():
    factories.small_province()
    layer = layer_find("source-areas", table_versions())
    before = version_of(layer, table_versions())
    Commodity.objects.filter(code="oil_palm").update(name_en="Bunches")
    between = version_of(layer, table_versions())
    SectorStatistic.objects.all().delete()

    assert between != before
    assert version_of(layer, table_versions()) == between


def test_titles_are_in_the_language_of_the_reader():
    factories.small_province()
    Commodity.objects.filter(code="oil_palm").update(name_id="Kelapa sawit", name_en="Oil palm")
    layer = layer_find("source-areas-oil-palm", table_versions())

    with override("id"):
        assert "Kelapa sawit" in str(layer.title)
    with override("en"):
        assert str(layer.title) == "Source areas: Oil palm"


def test_statistics_of_too_few_districts_are_no_map():
    factories.small_province()
    production(5.0)
    assert "production-oil-palm-production-t" not in names()
    assert metadata("production-statistics").count == 1
    assert metadata("production-statistics").years == (2023,)


def test_a_map_shows_the_most_complete_series_alone(monkeypatch):
    monkeypatch.setattr("gisapp.ogc.production_layers.FEWEST_DISTRICTS", 2)
    factories.small_province()
    production(5.0)
    production(7.0, code="6302")
    production(9.0, series="a blog")

    layer = layer_find("production-oil-palm-production-t", table_versions())
    assert dict(layer.source.fixed)["series"] == "BPS"
    assert metadata("production-oil-palm-production-t").count == 2
    assert layer.classes.unit == "t"


@pytest.mark.parametrize("count", [1, 3, 7, 100])
def test_breaks_rise_within_the_values(count):
    values = [float(number) ** 2 for number in range(count)]
    breaks = quantile_breaks(values)

    assert list(breaks) == sorted(set(breaks))
    assert all(min(values) < one < max(values) for one in breaks)


def test_classes_hold_about_as_many_values_each():
    values = [float(number) for number in range(700)]
    breaks = [-1.0, *quantile_breaks(values), 700.0]
    counts = [sum(low < value <= high for value in values) for low, high in pairwise(breaks)]

    assert max(counts) - min(counts) <= 2


def test_indices_without_statistics_are_none_and_current():
    factories.small_province()

    assert indices_store() == 0
    assert indices_are_current()


def test_a_run_has_layers_of_its_sites_and_catchments():
    factories.small_province()
    run = siting_run_create(parameters_parse({"process": "palm_oil_mill"}))
    siting_run_execute(run.pk)

    sites = metadata(f"sites-{run.pk}")
    assert sites.count == run.sites.count() > 0
    assert metadata(f"catchments-{run.pk}").count == run.sites.filter(catchment__isnull=False).count()
    assert metadata("suggested-sites").count == sites.count
    run.delete()
    assert layer_find(f"sites-{run.pk}", table_versions()) is None


def test_a_run_has_layers_of_its_rasters():
    factories.small_province()
    run = siting_run_create(parameters_parse({"process": "palm_oil_mill"}))
    siting_run_execute(run.pk)

    suitability = raster_find(f"suitability-{run.pk}", table_versions())
    assert suitability.file.exists()
    assert suitability.extent.contains(115.3, factories.ROAD_LAT)
    assert {layer.name for layer in raster_list(table_versions())} == {
        f"suitability-{run.pk}",
        f"exclusion-{run.pk}",
    }
    run.delete()
    assert raster_list(table_versions()) == ()
