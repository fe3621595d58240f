from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gisapp.exchange.imports import services
from layers.models import DataImport
from tests import factories

PORTS = "kode,nama,bujur,lintang\nport-a,Pelabuhan A,115.1,-3.0\nport-b,Pelabuhan B,110.0,-3.0\n"
MAPPING = {"constants": {"kind": "port"}}


@pytest.fixture
def province(db: None) -> None:
    """Two districts side by side, 115.0 to 115.8 E."""
    factories.two_districts()


@pytest.fixture
def staff(db: None) -> Any:
    return get_user_model().objects.create_user("petugas", password="x", is_staff=True)


@pytest.fixture
def pages(staff: Any) -> Client:
    """A browser in which staff are signed in."""
    client = Client(headers={"Accept-Language": "id"})
    client.force_login(staff)
    return client


@pytest.fixture
def uploaded(staff: Any, province: None) -> Callable[..., DataImport]:
    def upload(text: str = PORTS, *, name: str = "pelabuhan.csv", kind: str = "facilities") -> DataImport:
        file = SimpleUploadedFile(name, text.encode())
        return services.import_upload([file], kind=kind, user_id=staff.pk, language="id")

    return upload


@pytest.fixture
def mapped(uploaded: Callable[..., DataImport]) -> DataImport:
    """Two ports, one of them outside of the province, as far as their mapping."""
    looked = services.import_look(uploaded())
    return services.import_map(looked, services.ImportChanges(mapping=MAPPING, source="Kemenhub 2024"))
