"""What the descriptions allow, and what they do not, is answered as they say: never a failure."""

from contextlib import suppress
from http import HTTPStatus

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import response_schema_conformance, status_code_conformance

from layers.models import District
from tests import factories
from tests.ogc.features.test_fuzz import Application

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore")]


def no_failure(_context, response, _case):
    """Check that the service has not failed; that it is busy, or that nothing is loaded yet, is an answer."""
    is_told = response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR or is_told, response.text[:500]


# Features are asked in a test of their own.
CHECKS = [no_failure, status_code_conformance, response_schema_conformance]
DESCRIPTIONS = {"/ogc/api": r"tiles|tileMatrixSets|processes|jobs", "/api/openapi.json": r"."}
BOUNDED = settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("address", DESCRIPTIONS)
def test_a_description_is_kept(address, mode):
    factories.small_province()
    document = Client(SERVER_NAME="localhost").get(address, headers={"Accept": "*/*"}).json()
    described = schemathesis.openapi.from_dict(document).include(path_regex=DESCRIPTIONS[address])
    application, asked = Application(), 0
    for found in described.get_all_operations():

        @BOUNDED
        @given(case=found.ok().as_strategy(generation_mode=mode))
        def ask(case):
            case.validate_response(case.call(app=application), checks=CHECKS)

        # Of an operation without parameters nothing can be wrong.
        with suppress(Unsatisfiable):
            ask()
            asked += 1
    assert asked > 8
    assert District.objects.count() == 2
