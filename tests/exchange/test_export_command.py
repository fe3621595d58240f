from io import StringIO

import pyogrio
import pytest
from django.core.management import CommandError, call_command

from tests.exchange.exporters.conftest import furnished

__all__ = ["furnished"]
pytestmark = pytest.mark.django_db


def export(*arguments):
    out = StringIO()
    call_command("export_layer", *map(str, arguments), "--language", "en", stdout=out)
    return out.getvalue()


def test_layers_are_written_and_counted(furnished, tmp_path):
    path = tmp_path / "province.gpkg"
    told = export("districts", "facilities", "--district", "6302", "--out", path)
    assert told.startswith("3 rows written to ")
    assert pyogrio.read_info(path, layer="facilities")["features"] == 2


def test_refusals_leave_no_file(furnished, tmp_path):
    with pytest.raises(CommandError, match="There is no layer"):
        export("district", "--out", tmp_path / "a.gpkg")
    with pytest.raises(CommandError, match="give a file in a folder that exists"):
        export("districts", "--out", tmp_path / "none" / "a.gpkg")
    assert list(tmp_path.iterdir()) == []
