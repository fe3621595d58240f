"""What a request costs besides the drawing."""

import pytest
from django.test import Client

from layers.models import ProductionStatistic
from tests.ogc.wms.conftest import STATISTIC, Asking


def test_a_map_that_is_kept_costs_one_query(wms: Asking, django_assert_num_queries):
    first = wms.map()
    with django_assert_num_queries(1):
        again = wms.map()
    assert again.content == first.content
    with django_assert_num_queries(1):
        assert wms.map(headers={"if-none-match": first["ETag"]}).status_code == 304


def test_a_map_is_drawn_anew_when_its_layer_changes_and_only_then(wms: Asking):
    statistic, districts = wms.map(LAYERS=STATISTIC), wms.map()
    ProductionStatistic.objects.filter(year=2023).update(value=1.0)
    assert wms.map(LAYERS=STATISTIC)["ETag"] != statistic["ETag"]
    assert wms.map()["ETag"] == districts["ETag"]


@pytest.mark.parametrize(
    "changes",
    [
        {"WIDTH": "81"},
        {"BGCOLOR": "0xFF0000"},
        {"DPI": "97"},
        {"STYLES": "districts-outline"},
        {"FORMAT": "image/webp"},
    ],
)
def test_answers_to_different_requests_have_different_tags(wms: Asking, changes):
    assert wms.map(**changes)["ETag"] != wms.map()["ETag"]


def test_no_request_opens_a_session(wms: Asking):
    assert "Set-Cookie" not in wms.map()
    assert "sessionid" not in Client().get("/wms").cookies
