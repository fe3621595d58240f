"""A small province, asked by OGC API Features."""

import json

import pytest

from tests import factories

ROOT = "/ogc"
GEOJSON = "application/geo+json"
JSON = "application/json"


class Api:
    """Asks the service as a client would."""

    def __init__(self, client):
        self._client = client

    def get(self, path, *, accept=GEOJSON, **query):
        """Ask; `__` in a name stands for a hyphen."""
        named = {name.replace("__", "-"): value for name, value in query.items()}
        return self._client.get(f"{ROOT}{path}", named, headers={"Accept": accept})

    def json(self, path, *, accept=JSON, **query):
        answer = self.get(path, accept=accept, **query)
        assert answer.status_code == 200, body(answer)
        return json.loads(body(answer))

    def items(self, layer, **query):
        return self.json(f"/collections/{layer}/items", accept=GEOJSON, **query)

    def ids(self, layer, **query):
        return [feature["id"] for feature in self.items(layer, **query)["features"]]

    def refused(self, layer, **query):
        """Return the problem with a request that has to be refused."""
        answer = self.get(f"/collections/{layer}/items", **query)
        assert answer.status_code == 400, body(answer)[:500]
        assert answer["Content-Type"] == "application/problem+json"
        return json.loads(body(answer))


def body(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.fixture
def api(client, db):
    return Api(client)


@pytest.fixture
def province(api):
    """Return a client of the service, with the small province loaded."""
    factories.small_province()
    return api
