"""Programs of other sites may read the public protocols; other methods are refused."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from gisapp.ogc.access import public


@public("GET", "POST")
def view(request):
    return HttpResponse("answer")


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
    assert response["Access-Control-Allow-Methods"] == "GET, POST, HEAD, OPTIONS"
    assert response["Access-Control-Allow-Headers"] == "x-one, x-two"


def test_other_methods_are_refused():
    response = view(RequestFactory().delete("/"))

    assert response.status_code == 405
    assert response["Allow"] == "GET, POST, HEAD, OPTIONS"
    assert response["Access-Control-Allow-Origin"] == "*"
