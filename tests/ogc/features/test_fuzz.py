"""Whatever the description allows, and whatever it does not: the protocol's own answer, never a failure."""

import json
from urllib.parse import quote

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)

from gisapp.ogc.features.contribution import SHARED_PARAMETERS
from layers.models import SourceArea
from tests.ogc.features.conftest import body

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
# Layers of every kind of geometry and property; the others are asked in the same way.
_COLLECTION = r"\{collectionId\}(/(schema|feature-schema|queryables|sortables|items/.*))?"
_ITEMS = r"(source-areas|facilities|roads|districts)/items"
PATHS = rf"^/(conformance|collections(/({_COLLECTION}|{_ITEMS}))?)?$"
BOUNDED = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
NASTY = (
    "",
    "'",
    "';--",
    "' OR 1=1 --",
    "1); DROP TABLE layers_sourcearea; --",
    "%",
    "%s",
    "%(x)s",
    "{x}",
    "\\",
    "\0",
    "\ud7ff",
    "💥",
    "NaN",
    "Infinity",
    "-1",
    "9" * 40,
    "1e999",
    "../../etc/passwd",
    "<script>",
    "S_INTERSECTS(geometry,POINT(1 2))",
    "null",
    "[" * 500,
    "a" * 3_000,
)


class Application(WSGIHandler):
    """The service without the signals that close connections: the data of a test are not committed."""

    def __call__(self, environ, start_response):
        # Nothing beyond here would decompress.
        environ.pop("HTTP_ACCEPT_ENCODING", None)
        response = self.get_response(WSGIRequest(environ))
        start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return [body(response)]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_the_description_is_kept(province, mode):
    document = province.json("/api", accept="*/*")
    document["servers"] = [{"url": "http://localhost/ogc"}]
    described = schemathesis.openapi.from_dict(document).include(path_regex=PATHS)
    application = Application()
    asked = 0
    for found in described.get_all_operations():
        operation = found.ok()

        @BOUNDED
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case):
            response = case.call(app=application)
            case.validate_response(response, checks=CHECKS)

        ask()
        asked += 1
    assert asked == 13
    assert SourceArea.objects.count() == 12


NAMES = st.sampled_from([*SHARED_PARAMETERS, "id", "name", "year", "annual_tonnes", "source_date", "other"])
TEXTS = st.one_of(st.sampled_from(NASTY), st.text(max_size=30))


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(query=st.dictionaries(NAMES, TEXTS, max_size=4))
def test_any_text_in_any_parameter(province, query):
    answer = province.get("/collections/source-areas/items", **query)
    text = body(answer)
    assert answer.status_code in (200, 400, 406), (query, text[:300])
    if answer.status_code != 200:
        assert answer["Content-Type"] == "application/problem+json"
        assert json.loads(text)["detail"]


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize(
    "name", ["bbox", "datetime", "filter", "sortby", "properties", "cursor", "name", "crs", "limit"]
)
def test_statements_of_a_user_are_never_run(province, name, text):
    answer = province.get("/collections/source-areas/items", **{name: text})
    body(answer)
    assert answer.status_code in (200, 400)
    assert SourceArea.objects.count() == 12


@pytest.mark.parametrize("text", NASTY)
def test_any_text_as_a_name(province, client, text):
    for path in (f"/ogc/collections/{quote(text)}", f"/ogc/collections/{quote(text)}/items", f"/ogc/{quote(text)}x"):
        assert client.get(path).status_code in (200, 404)
