"""What cached answers rest on changes with the data, and with the software."""

import pytest
from django.db import connection

from gisapp.ogc import cache, edition
from gisapp.ogc.versions import table_versions
from layers.models import LayerVersion
from tests import factories

pytestmark = pytest.mark.django_db


def test_every_write_makes_another_version():
    factories.commodity("oil_palm")
    first = table_versions()["layers_commodity"]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE layers_commodity SET name_en = 'palm'")
    assert table_versions()["layers_commodity"] > first


def test_the_same_number_in_a_database_loaded_anew_is_another_version():
    factories.commodity("oil_palm")
    first = table_versions()["layers_commodity"]
    row = LayerVersion.objects.get(table="layers_commodity")
    LayerVersion.objects.filter(pk=row.pk).update(changed_at="2031-01-01T00:00:00Z")
    assert LayerVersion.objects.get(pk=row.pk).version == row.version
    assert table_versions()["layers_commodity"] != first


def test_another_edition_of_the_software_has_other_keys(monkeypatch):
    key = cache.key_of("map", 1)
    assert key == cache.key_of("map", 1)
    monkeypatch.setattr(cache, "edition", lambda: "of tomorrow")
    assert cache.key_of("map", 1) != key


def test_an_edition_is_its_files(settings, tmp_path):
    def edition_of(text):
        (tmp_path / "gisapp" / "style.json").write_text(text)
        return edition.edition.__wrapped__()

    for folder in ("gisapp", "layers"):
        (tmp_path / folder).mkdir()
    settings.BASE_DIR = tmp_path
    assert edition_of("red") == edition_of("red") != edition_of("blue")
