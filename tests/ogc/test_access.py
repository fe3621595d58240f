"""Programs of other sites may read the public protocols; other methods are refused."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from gisapp.ogc.access import public
from gisapp.ogc.errors import BusyError
from gisapp.ogc.problems import problem


@public(problem, methods=("GET", "POST"))
def view(request):
    return HttpResponse("answer")


@public(problem)
def busy_view(request):
    raise BusyError("no turn came")


@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_a_script_of_another_site_may_read_the_answer(method):
    response = view(getattr(RequestFactory(), method)("/"))

    assert response.status_code == 200
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in response["Access-Control-Expose-Headers"]


def test_a_browser_may_ask_beforehand():
    request = RequestFactory().options("/", headers={"access-control-request-headers": "x-one, x-two"})
    response = view(request)

    assert response.status_code == 204
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, POST, OPTIONS"
    assert response["Access-Control-Allow-Headers"] == "x-one, x-two"


def test_other_methods_are_refused():
    response = view(RequestFactory().delete("/"))

    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, POST, OPTIONS"
    assert response["Access-Control-Allow-Origin"] == "*"


def test_who_finds_the_service_busy_is_told_when_to_come_back():
    response = busy_view(RequestFactory().get("/"))

    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert response["Cache-Control"] == "no-store"
    assert response["Access-Control-Allow-Origin"] == "*"
