import json
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import factories

PORTS = "code,name,lon,lat\nport-a,Pelabuhan A,115.1,-3.0\nport-b,Pelabuhan B,110.0,-3.0\n"


@pytest.fixture
def province(db: None) -> list[Any]:
    """Two districts side by side, 6301 from 115.0 and 6302 from 115.4 to 115.8 E, -3.2 to -2.8 N."""
    return factories.two_districts()


@pytest.fixture
def staff(db: None) -> Any:
    return get_user_model().objects.create_user("petugas", password="x", is_staff=True)


@pytest.fixture
def api(staff: Any) -> "Api":
    return Api(staff)


class Api:
    """Speaks with the API as a page of a member of staff does."""

    def __init__(self, user: Any) -> None:
        self.client = Client(enforce_csrf_checks=True, headers={"Accept-Language": "en"})
        self.client.force_login(user)
        # Any page with a form gives the token; the sign-in of the administration is one.
        self.client.get("/admin/login/?next=/admin/password_change/")
        self.client.get("/admin/")
        self.token = self.client.cookies["csrftoken"].value

    def upload(self, text: str | bytes, name: str = "ports.csv", kind: str = "facilities", **fields: str) -> Any:
        content = text.encode() if isinstance(text, str) else text
        form = {"file": SimpleUploadedFile(name, content), "kind": kind, **fields}
        return self.client.post("/api/imports", form, headers=self._token())

    def post(self, address: str) -> Any:
        return self.client.post(f"/api/imports/{address}", headers=self._token())

    def patch(self, key: str, **changes: Any) -> Any:
        return self.client.patch(
            f"/api/imports/{key}", json.dumps(changes), content_type="application/json", headers=self._token()
        )

    def delete(self, key: str) -> Any:
        return self.client.delete(f"/api/imports/{key}", headers=self._token())

    def get(self, address: str) -> Any:
        return self.client.get(f"/api/imports{'/' if address and address[0] != '?' else ''}{address}")

    def mapped(self, text: str | bytes = PORTS, **fields: Any) -> str:
        """Bring ports in as far as their mapping; return the id."""
        key = self.upload(text, look="1").json()["id"]
        answer = self.patch(key, mapping={"constants": {"kind": "port"}, **fields}, source="Kemenhub", licence="CC0")
        assert answer.status_code == 200, answer.content
        return str(key)

    def _token(self) -> dict[str, str]:
        return {"X-CSRFToken": self.token}
