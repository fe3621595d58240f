import json
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests import factories


@pytest.fixture
def province(db: None) -> None:
    """Two districts side by side, 6301 from 115.0 and 6302 from 115.4 to 115.8 E, -3.2 to -2.8 N."""
    factories.two_districts()


@pytest.fixture
def user(db: None) -> Any:
    return get_user_model().objects.create_user("petugas", password="x", is_staff=True)


@pytest.fixture
def api(user: Any) -> "Api":
    return Api(user)


class Api:
    """Speaks with the API as the page of a member of staff does."""

    def __init__(self, user: Any) -> None:
        self.client = Client(enforce_csrf_checks=True, headers={"Accept-Language": "en"})
        self.client.force_login(user)
        self.client.get("/import")
        self.token = self.client.cookies["csrftoken"].value

    def get(self, address: str) -> Any:
        return self.client.get(f"/api/features/{address}")

    def post(self, kind: str, **change: Any) -> Any:
        return self._send("post", kind, change)

    def patch(self, address: str, version: str | None, **change: Any) -> Any:
        return self._send("patch", address, change, version)

    def delete(self, address: str, version: str | None) -> Any:
        return self._send("delete", address, None, version)

    def undo(self, import_id: str) -> Any:
        return self.client.post(f"/api/imports/{import_id}/undo", headers={"X-CSRFToken": self.token})

    def _send(self, method: str, address: str, body: Any, version: str | None = None) -> Any:
        headers = {"X-CSRFToken": self.token} | ({"If-Match": f'"{version}"'} if version else {})
        told = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        return getattr(self.client, method)(f"/api/features/{address}", headers=headers, **told)


def square(west: float, south: float, size: float = 0.02) -> dict[str, Any]:
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def point(lon: float, lat: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [lon, lat]}
