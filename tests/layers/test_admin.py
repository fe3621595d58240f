"""The administration shows and writes every layer, and its writes leave shapes and derived figures in step."""

import json
import math

import pytest
from django.contrib import admin
from django.contrib.gis.geos import GEOSGeometry
from django.forms import CheckboxInput
from django.urls import reverse

from layers.models import (
    Commodity,
    District,
    DistrictShape,
    Facility,
    FacilityShape,
    Process,
    SitingRun,
    SourceArea,
    SourceAreaShape,
)
from layers.services.shapes import shapes_rebuild
from tests.layers import rows

pytestmark = pytest.mark.django_db

REGISTERED = [model for model in admin.site._registry if model._meta.app_label == "layers"]
EDITED = [model for model in REGISTERED if model.__name__ not in {"SitingRun", "SuggestedSite", "RasterLayer"}]


@pytest.fixture
def palm():
    row = rows.commodity()
    row.save()
    return row


@pytest.fixture
def site(palm):
    """A suggested site, with its run, process and district."""
    district, mill = rows.district(), rows.process(feed=palm)
    district.save()
    mill.save()
    run = rows.siting_run(process=mill)
    run.save()
    suggested = rows.suggested_site(run=run, district=district)
    suggested.save()
    return suggested


def page(model, name: str, *args) -> str:
    return reverse(f"admin:layers_{model._meta.model_name}_{name}", args=args)


def form_data(response) -> dict[str, object]:
    """Return what a browser would send back of a form that nobody touched."""
    data = {}
    for bound in response.context["adminform"].form:
        value = bound.value()
        if isinstance(bound.field.widget, CheckboxInput):
            data |= {bound.html_name: "on"} if value else {}
        else:
            text = bound.field.widget.format_value(value)
            data[bound.html_name] = (text[0] if text else "") if isinstance(text, list) else text or ""
    return data


def save(client, row, **changes):
    """Send the change form of a row with some fields changed."""
    url = page(type(row), "change", row.pk)
    data = {**form_data(client.get(url)), **changes}
    return client.post(url, data)


def test_every_model_has_its_administration():
    names = {model.__name__ for model in REGISTERED}
    assert names == {
        "Commodity", "District", "ExclusionZone", "Facility", "InstalledCapacity", "Process", "ProductionStatistic",
        "RasterLayer", "RoadLink", "RoadSpeed", "Rule", "SectorLinkage", "SectorStatistic", "SitingRun", "SourceArea",
        "Subdistrict", "SuggestedSite",
    }  # fmt: skip


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model.__name__)
@pytest.mark.parametrize("query", ["", "?q=palm"], ids=["list", "search"])
def test_every_list_opens(admin_client, site, model, query):
    assert admin_client.get(page(model, "changelist") + query).status_code == 200


@pytest.mark.parametrize("model", EDITED, ids=lambda model: model.__name__)
def test_every_form_opens(admin_client, model):
    assert admin_client.get(page(model, "add")).status_code == 200


def test_a_facility_that_moves_is_drawn_where_it_is(admin_client):
    facility = rows.facility()
    facility.save()
    shapes_rebuild(Facility)
    moved = json.dumps({"type": "Point", "coordinates": [115.5, -3.5]})
    assert save(admin_client, facility, location=moved).status_code == 302
    shape = FacilityShape.objects.get(owner=facility).shape
    assert shape.transform(4326, clone=True).coords == pytest.approx((115.5, -3.5))


def test_a_new_facility_is_drawn(admin_client):
    data = form_data(admin_client.get(page(Facility, "add")))
    data |= {"code": "F9", "name": "Mill nine", "kind": "plant", "source": "a permit"}
    data |= {"location": '{"type": "Point", "coordinates": [115.5, -3.5]}'}
    assert admin_client.post(page(Facility, "add"), data).status_code == 302
    assert FacilityShape.objects.filter(owner__code="F9").count() == 1


def test_a_source_area_gets_its_point_and_shapes(admin_client, palm):
    data = form_data(admin_client.get(page(SourceArea, "add")))
    data |= {"commodity": palm.pk, "year": 2024, "annual_tonnes": 10, "source": "a survey", "availability": "1"}
    # A ring whose centroid lies outside of it; a single polygon stands for a multipolygon of one.
    ring = [[115, -3], [115.3, -3], [115.3, -2.9], [115.02, -2.9], [115.02, -2.8], [115.3, -2.8], [115.3, -2.7]]
    ring += [[115, -2.7], [115, -3]]
    data["boundary"] = json.dumps({"type": "Polygon", "coordinates": [ring]})
    assert admin_client.post(page(SourceArea, "add"), data).status_code == 302
    area = SourceArea.objects.get()
    assert area.boundary.contains(area.centre)
    assert SourceAreaShape.objects.filter(owner=area).count() == 8


def test_the_area_of_a_district_follows_its_boundary(admin_client):
    district = rows.district(area_km2=1)
    district.save()
    boundary = '{"type": "Polygon", "coordinates": [[[115, -3], [116, -3], [116, -2], [115, -2], [115, -3]]]}'
    assert save(admin_client, district, boundary=boundary).status_code == 302
    district.refresh_from_db()
    # A degree of latitude is 110.6 km there, one of longitude 111.3 km x cos 2.5 degrees.
    assert district.area_km2 == pytest.approx(110.6 * 111.32 * math.cos(math.radians(2.5)), rel=0.001)
    assert DistrictShape.objects.filter(owner=district).count() == 8


def test_an_untouched_boundary_stays_as_exact_as_it_is(admin_client):
    exact = GEOSGeometry(
        "SRID=4326;MULTIPOLYGON(((115.123456789012 -3, 116 -3, 116 -2.123456789012, 115.123456789012 -3)))"
    )
    district = rows.district(boundary=exact)
    district.save()
    shapes_rebuild(District)
    before = DistrictShape.objects.values_list("pk", flat=True)[0]
    assert save(admin_client, district, name="Tanah Laut (new)").status_code == 302
    district.refresh_from_db()
    assert district.name == "Tanah Laut (new)"
    assert district.boundary.equals_exact(exact, 0)
    assert DistrictShape.objects.filter(pk=before).exists(), "nothing was drawn anew"


def test_a_second_current_district_of_a_code_is_refused_with_a_message(admin_client):
    rows.district().save()
    second = rows.district(code="6399")
    second.save()
    answer = save(admin_client, second, code="6301")
    assert answer.status_code == 200
    assert "district_code_current" in str(answer.context["errors"])


def test_deleting_a_row_does_not_list_its_shapes(admin_client, palm):
    area = rows.source_area(commodity=palm)
    area.save()
    shapes_rebuild(SourceArea)
    answer = admin_client.get(page(SourceArea, "delete", area.pk))
    assert "shape" not in answer.content.decode().lower()
    assert admin_client.post(page(SourceArea, "delete", area.pk), {"post": "yes"}).status_code == 302
    assert not SourceAreaShape.objects.exists()


def test_a_commodity_in_use_is_not_deleted_and_says_by_what(admin_client, palm):
    for _ in range(3):
        rows.source_area(commodity=palm).save()
    answer = admin_client.get(page(Commodity, "delete", palm.pk))
    assert answer.context["protected"][0].startswith("3 ")
    admin_client.post(page(Commodity, "delete", palm.pk), {"post": "yes"})
    assert Commodity.objects.filter(pk=palm.pk).exists()


def test_a_process_is_saved_with_its_flows(admin_client, palm):
    mill = rows.process(feed=palm)
    mill.save()
    flow = {"role": "feed", "commodity": palm.pk, "coefficient_mid": "1", "coefficient_unit": "t per t", "source": "x"}
    inline = {f"flows-0-{name}": value for name, value in flow.items()}
    management = {"flows-TOTAL_FORMS": 1, "flows-INITIAL_FORMS": 0}
    answer = save(admin_client, mill, **management, **inline, kbli_edition=2020)
    assert answer.status_code == 302, answer.context["errors"]
    assert Process.objects.get().flows.get().coefficient_mid == 1


@pytest.mark.parametrize("name", ["SitingRun", "SuggestedSite"])
def test_an_answer_of_the_engine_can_be_read_and_not_written(admin_client, site, name):
    row = site if name == "SuggestedSite" else site.run
    answer = admin_client.get(page(type(row), "change", row.pk))
    assert answer.status_code == 200
    assert "_save" not in answer.content.decode()
    assert admin_client.post(page(type(row), "change", row.pk), {}).status_code == 403
    assert admin_client.get(page(type(row), "add")).status_code == 403
    assert admin_client.post(page(type(row), "delete", row.pk), {"post": "yes"}).status_code == 403
    assert SitingRun.objects.count() == 1


def test_the_outline_is_for_those_who_may_enter_alone(client, admin_client):
    district = rows.district()
    district.save()
    shapes_rebuild(District)
    url = reverse("admin:layers_district_outline")
    assert client.get(url).status_code == 302
    answer = admin_client.get(url)
    assert answer["Content-Type"] == "application/geo+json"
    assert [feature["properties"]["code"] for feature in json.loads(answer.content)["features"]] == ["6301"]
