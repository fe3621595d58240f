import pytest

from layers.models import (
    Commodity,
    District,
    DistrictShape,
    Facility,
    ProcessFlow,
    RoadLink,
    SourceArea,
    SourceAreaShape,
)
from layers.services.districts import areas_delete_others, districts_upsert
from layers.services.rows import rows_create, rows_delete_others, rows_replace_all, rows_upsert
from layers.services.source_areas import source_areas_create, source_areas_replace
from tests import factories

pytestmark = pytest.mark.django_db


def unsaved_district(code, west, **given):
    return District(
        code=code,
        name=code,
        kind="kabupaten",
        boundary=factories.box(west, -3.1, west + 0.1, -3.0),
        source="x",
        **given,
    )


def test_districts_are_added_or_changed_by_code_and_measured():
    old = factories.district("6301", west=115.0, east=115.4)
    written = districts_upsert([unsaved_district("6301", 115.0), unsaved_district("6302", 115.2)], fields={"name"})
    assert (written.created, written.updated, written.total) == (1, 1, 2)
    old.refresh_from_db()
    assert old.population == 100_000
    assert old.area_km2 == pytest.approx(122.9, abs=0.5)
    assert set(DistrictShape.objects.values_list("owner__code", flat=True)) == {"6301", "6302"}


def test_an_earlier_generation_of_a_district_is_left_alone():
    earlier = factories.district("6301", west=115.0, east=115.4, valid_to="2003-01-01")
    written = districts_upsert([unsaved_district("6301", 115.2)], fields={"name"})
    assert written.created == 1
    earlier.refresh_from_db()
    assert earlier.name == "District 6301"


def test_deleting_the_other_districts_keeps_facilities():
    kept = factories.district("6301", west=115.0, east=115.4)
    gone = factories.district("6302", west=115.4, east=115.8)
    factories.facility("a", 115.5, -3.0, district=gone)
    assert areas_delete_others(District, kept_codes=["6301"]) == {"District": 1}
    assert list(District.objects.all()) == [kept]
    assert Facility.objects.get().district is None
    assert areas_delete_others(District, kept_codes=["6301"]) == {}


def test_an_update_writes_the_named_fields_alone():
    old = factories.facility("a", 115.1, -3.0, name="Old", owner="Owner", kind="port")
    new = Facility(code="a", name="New", kind="plant", location=old.location, source="y")
    assert rows_upsert([new], fields={"name"}).updated == 1
    old.refresh_from_db()
    assert (old.name, old.owner, old.kind, old.source) == ("New", "Owner", "port", "made up for a test")


def test_nothing_given_is_nothing_written():
    factories.road((115.0, -3.0), (115.1, -3.0))
    assert rows_upsert([], fields={"name"}).total == 0
    assert rows_create([]).created == 0
    assert RoadLink.objects.count() == 1


def test_a_supply_takes_the_place_of_the_same_commodity_in_the_same_district():
    west, east = factories.district("6301", west=115.0, east=115.4), factories.district("6302", west=115.4, east=115.8)
    palm, rice = factories.commodity("oil_palm"), factories.commodity("rice")
    for of, lon, where in ((palm, 115.1, west), (palm, 115.5, east), (rice, 115.1, west), (palm, 115.2, None)):
        factories.source_area(of, lon, -3.0, 10.0, where)
    shape = factories.box(115.1, -3.0, 115.2, -2.9)
    new = SourceArea(
        commodity=palm,
        district=west,
        boundary=shape,
        centre=shape.point_on_surface,
        annual_tonnes=99,
        year=2025,
        source="y",
    )
    written = source_areas_replace([new])
    assert (written.created, written.removed) == (1, 1)
    assert sorted(SourceArea.objects.values_list("commodity__code", "district__code", "annual_tonnes"), key=str) == [
        ("oil_palm", "6301", 99.0), ("oil_palm", "6302", 10.0), ("oil_palm", None, 10.0), ("rice", "6301", 10.0),
    ]  # fmt: skip
    assert SourceAreaShape.objects.filter(owner=new).exists()


def test_many_areas_take_few_queries(django_assert_max_num_queries):
    palm, where = factories.commodity("oil_palm"), factories.district("6301", west=115.0, east=115.4)
    shape = factories.box(115.1, -3.0, 115.2, -2.9)
    given = {"commodity": palm, "district": where, "boundary": shape, "centre": shape.point_on_surface, "year": 2024}
    areas = [SourceArea(annual_tonnes=k, source="y", **given) for k in range(1_000)]
    with django_assert_max_num_queries(40):
        source_areas_create(areas)
    assert SourceArea.objects.count() == 1_000


def test_what_is_still_referred_to_is_not_deleted():
    palm = factories.commodity("oil_palm")
    factories.commodity("obsolete")
    factories.process("palm_oil_mill", palm)
    assert rows_delete_others(Commodity, kept_codes=[]) == 1
    assert list(Commodity.objects.values_list("code", flat=True)) == ["oil_palm"]


def test_rows_without_a_code_are_replaced_as_a_whole():
    palm, oil = factories.commodity("oil_palm"), factories.commodity("crude_palm_oil")
    mill = factories.process("palm_oil_mill", palm)
    factories.output(mill, oil, 0.2)
    written = rows_replace_all(ProcessFlow, [ProcessFlow(process=mill, commodity=palm, role="feed", source="z")])
    assert (written.created, written.removed) == (1, 1)
    assert ProcessFlow.objects.get().role == "feed"
