import pytest
from django.utils import translation

from layers.errors import UnknownCodeError
from layers.models import ProductionStatistic, Subdistrict
from layers.selectors.districts import district_list, subdistrict_list
from layers.selectors.product_tree import commodity_get, process_get
from layers.selectors.production import production_by_district
from tests import factories

pytestmark = pytest.mark.django_db


def test_only_districts_in_force_are_listed():
    factories.district("6302", west=115.4, east=115.8)
    factories.district("6301", west=115.0, east=115.4)
    earlier = factories.district("6301", west=115.0, east=115.8, valid_to="2003-01-01")
    assert [one.code for one in district_list()] == ["6301", "6302"]
    Subdistrict.objects.create(
        district=earlier,
        code="630101",
        name="Former",
        boundary=factories.box(115, -3, 115.1, -2.9),
        area_km2=1,
        source="x",
    )
    assert not subdistrict_list().exists()


def test_an_unknown_code_offers_the_nearest():
    palm = factories.commodity("oil_palm")
    mill = factories.process("palm_oil_mill", palm)
    assert process_get("palm_oil_mill") == mill
    assert commodity_get("oil_palm") == palm
    with translation.override("en"):
        with pytest.raises(UnknownCodeError, match=r"no process “palm_oil_mil”. Did you mean “palm_oil_mill”\?"):
            process_get("palm_oil_mil")
        with pytest.raises(UnknownCodeError, match="Known: oil_palm"):
            commodity_get("xyz")


def test_a_process_comes_with_its_feed_in_one_query(django_assert_num_queries):
    factories.process("palm_oil_mill", factories.commodity("oil_palm"))
    with django_assert_num_queries(1):
        assert process_get("palm_oil_mill").feed.code == "oil_palm"


def test_production_is_of_one_series_and_year_and_of_districts_alone():
    palm, west = factories.commodity("oil_palm"), factories.district("6301", west=115.0, east=115.4)
    for code, where, year, series, value in (
        ("6301", west, 2022, "satellite", 300.0),
        ("6301", west, 2022, "register", 200.0),
        ("6301", west, 2021, "satellite", 100.0),
        ("63", None, 2022, "satellite", 999.0),
    ):
        ProductionStatistic.objects.create(
            region_code=code, district=where, commodity=palm, year=year, series=series, measure="area_ha", value=value,
            unit="ha", source="x",
        )  # fmt: skip
    assert production_by_district("oil_palm", measure="area_ha", year=2022, series="satellite") == {"6301": 300.0}
