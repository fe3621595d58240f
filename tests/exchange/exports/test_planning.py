"""Which rows are selected, and what is refused."""

import pytest
from django.utils import translation

from gisapp import conf
from gisapp.exchange.exporters.errors import DataChangedError, ExportTooLargeError, UnknownExportError
from gisapp.exchange.exports import services
from gisapp.exchange.exports.planning import plan_make
from gisapp.exchange.exports.reading import batches
from gisapp.exchange.exports.request import request_parse
from gisapp.exchange.exports.services import export_write, file_name
from gisapp.planning.errors import ParameterError
from layers.errors import UnknownCodeError
from layers.models import ExclusionZone, Facility
from tests import factories

pytestmark = pytest.mark.django_db


def plan(*layers, f="gpkg", **given):
    return plan_make(request_parse({"layers": layers, "f": f, "language": "en", **given}))


def codes(*layers, **given):
    [planned] = plan(*layers, **given).layers
    table = batches(planned.selected, total=planned.size.count).read_all()
    return sorted(table["code" if "code" in table.column_names else "name"].to_pylist())


def test_rows_of_a_district(furnished):
    assert codes("districts", district="6301") == ["6301"]
    assert codes("facilities", district="6302") == ["f1", "p1"]


def test_rows_without_a_district_are_those_that_touch_it(furnished):
    for name, west in (("in the west", 115.0), ("over the border", 115.35), ("in the east", 115.5)):
        ExclusionZone.objects.create(
            name=name,
            reason="peat",
            effect="exclude",
            boundary=factories.box(west, -3.1, west + 0.2, -3.0),
            **factories.SOURCE,
        )
    assert codes("exclusion-zones", district="6301") == ["in the west", "over the border"]


def test_rows_of_a_commodity(furnished):
    assert plan("source-areas", commodity="oil_palm").count == 2
    with pytest.raises(ParameterError, match="facilities has none"):
        plan("facilities", commodity="oil_palm")


def test_rows_in_a_box_are_those_that_touch_it(furnished):
    assert codes("districts", bbox="115.0,-3.1,115.1,-3.0") == ["6301"]
    assert codes("districts", bbox="115.4,-3.1,115.5,-3.0") == ["6301", "6302"]
    assert codes("facilities", bbox="115.45,-3.1,115.65,-2.8") == ["f1", "p1"]


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("kind=port", ["p1"]),
        ("year=2019", ["m1"]),
        ("capacity_t_per_year=240000", ["m1"]),
        ("source_date=2025-12-31", ["m1"]),
        ("name=Pabrik é", ["f1"]),
        ("district_name=Kotabaru", ["f1", "p1"]),
    ],
)
def test_rows_by_attribute(furnished, where, found):
    assert codes("facilities", where=[where]) == found


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"f": "dwg"}, "f is 'dwg'; allowed: gpkg,"),
        ({"layers": ["districts", "roads"], "f": "geojson"}, r"one layer \(geojson\)"),
        ({"layers": []}, "1 to 40 layers"),
        ({"bbox": "1,2,3"}, "west,south,east,north"),
        ({"bbox": "115,-3,114,-2"}, "west,south,east,north"),
        ({"bbox": "nan,-3,114,-2"}, "west,south,east,north"),
        ({"crs": "EPSG:2154"}, "EPSG:32750"),
        ({"crs": "EPSG:32750", "f": "kml"}, r"EPSG:4326 \(kml\)"),
        ({"where": ["year"]}, "NAME=VALUE"),
        ({"where": ["height=3"]}, "capacity_t_per_year"),
        ({"where": ["year=soon"]}, "kind integer"),
        ({"where": ["name=a\0"]}, "kind string"),
        ({"where": ["year=2019"] * 11}, "at most 10"),
        ({"language": "fr"}, "id, en"),
        ({"f": "cog"}, "facilities has rows"),
        ({"where": ["kind=airport"]}, "a filter that some row of facilities meets"),
    ],
)
def test_a_refusal_names_the_value_and_what_is_allowed(furnished, given, told):
    with translation.override("en"), pytest.raises(ParameterError, match=told):
        plan(*given.pop("layers", ["facilities"]), **given)


def test_unknown_layers_and_codes_get_the_nearest_offered(furnished):
    with pytest.raises(UnknownExportError, match="Did you mean “districts”"):
        plan("distrcts")
    with pytest.raises(UnknownCodeError, match=r"Did you mean “630[12]”"):
        plan("facilities", district="630")
    with pytest.raises(UnknownCodeError, match="Did you mean “oil_palm”"):
        plan("source-areas", commodity="oil_pal")


def test_more_rows_than_the_limit_are_refused(furnished, monkeypatch):
    monkeypatch.setattr(conf, "EXPORT_ROWS_LIMIT", 2)
    with pytest.raises(ExportTooLargeError, match="3 rows are selected, the limit is 2"):
        plan("facilities")


def test_all_rows_come_through_small_reads(province, monkeypatch):
    monkeypatch.setattr(conf, "EXPORT_ROWS_PER_READ", conf.Range(3, 7))
    for number in range(40):
        factories.facility(f"f{number:02}", 115.1, -3.0)
    assert codes("facilities") == [f"f{number:02}" for number in range(40)]


def test_a_layer_that_changes_meanwhile_is_read_anew(furnished, tmp_path, monkeypatch):
    made = []

    def contents(plan, *, folder):
        made.append(plan)
        if len(made) < 3:
            factories.facility(f"new{len(made)}", 115.1, -3.0)
        return contents_of(plan, folder=folder)

    contents_of = services.contents_of
    monkeypatch.setattr(services, "contents_of", contents)
    request = request_parse({"layers": ["facilities"], "f": "geojson"})
    assert export_write(request, tmp_path / "a.geojson").count == 5
    made.clear()
    monkeypatch.setattr(conf, "EXPORT_ATTEMPTS", 2)
    Facility.objects.filter(code__startswith="new").delete()
    with pytest.raises(DataChangedError):
        export_write(request, tmp_path / "b.geojson")
    assert not (tmp_path / "b.geojson").exists()


def test_a_request_survives_being_stored():
    asked = request_parse(
        {
            "layers": ["facilities", "districts"],
            "f": "gpkg",
            "district": "6301",
            "bbox": "114.1,-4,116,-1.5",
            "where": ["name=a=b"],
            "crs": "EPSG:32750",
            "language": "en",
        }
    )
    assert request_parse(asked.as_dict()) == asked
    assert asked.where == (("name", "a=b"),)
    assert file_name(asked).startswith("hilir-facilities-2-6301-")
