import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from gisapp.exchange.report import Refusal, Repair, Report
from layers.models import Facility

PORTS = "code,name,lon,lat\na,A,115.1,-3.0\nb,B,110,-3.0\n"


def run(*arguments):
    out = StringIO()
    call_command(*map(str, arguments), stdout=out)
    return out.getvalue()


def test_arguments_as_they_are_typed(province, csv_file, tmp_path):
    report = tmp_path / "report.json"
    told = run(
        "import_facilities", csv_file(PORTS), "--set", "kind=port", "status=planned", "--source", "a list", "--licence",
        "CC0", "--source-date", "2024-05-01", "--where", "name=a|b", "--report", report,
    )  # fmt: skip
    row = Facility.objects.get()
    assert (row.status, row.licence, str(row.source_date)) == ("planned", "CC0", "2024-05-01")
    assert told.startswith("read 2, left out by the conditions 0, new 1, updated 0, repaired 0, refused 1")
    refused = json.loads(report.read_text())["refused"]
    assert [(one["row"], one["name"], one["value"]) for one in refused] == [(3, "B", "110 -3")]


def test_a_dry_run_writes_nothing(province, csv_file):
    assert "nothing was written" in run(
        "import_facilities", csv_file(PORTS), "--set", "kind=port", "--source", "x", "--dry-run"
    )
    assert not Facility.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--set", "kind=port"], "--set source=VALUE"),
        (["--set", "kind", "--source", "x"], "no pair"),
        (["--set", "kind=port", "--source", "x", "--crs", "UTM"], "no EPSG code"),
        (["--set", "kind=port", "--source", "x", "--source-date", "May"], "2025-12-31"),
    ],
)
def test_a_wrong_option_is_an_error_with_the_fix(province, csv_file, arguments, message):
    with pytest.raises(CommandError, match=message):
        run("import_facilities", csv_file(PORTS), *arguments)


def test_a_file_without_one_good_row_is_a_failure(province, csv_file):
    with pytest.raises(CommandError, match="every row"):
        run("import_facilities", csv_file("code,name,lon,lat\nb,B,110,-3\n"), "--set", "kind=port", "--source", "x")


def test_an_error_half_way_leaves_nothing(province, csv_file, monkeypatch):
    """The rows are written before the shapes: when the shapes fail, the rows must go too."""

    def fail(*_args):
        raise RuntimeError("disk full")

    monkeypatch.setattr("layers.services.rows.shapes_rebuild", fail)
    with pytest.raises(RuntimeError):
        run("import_facilities", csv_file(PORTS), "--set", "kind=port", "--source", "x")
    assert not Facility.objects.exists()


def test_the_report_lines_up():
    report = Report(
        read=3, created=1, removed={"District": 2},
        repaired=[Repair(2, "A", "made valid")],
        refused=[Refusal(10, "Long name", "code", "x", "once", "Delete one.")],
    )  # fmt: skip
    assert report.as_text() == (
        "read 3, left out by the conditions 0, new 1, updated 0, repaired 1, refused 1; removed 2 District\n\n"
        "Repaired:\nrow  name  what\n---  ----  ----------\n2    A     made valid\n\n"
        "Refused:\nrow  name       field  value  limit  fix\n---  ---------  -----  -----  -----  -----------\n"
        "10   Long name  code   x      once   Delete one."
    )
