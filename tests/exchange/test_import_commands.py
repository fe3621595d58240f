import json
from io import StringIO

import numpy as np
import pyogrio
import pytest
import shapely
from django.core.management import CommandError, call_command

from gisapp import conf
from gisapp.exchange.importers.registry import KINDS
from gisapp.exchange.report import Finding, Report
from layers.models import DataImport, Facility

PORTS = "code,name,lon,lat\na,A,115.1,-3.0\nb,B,110,-3.0\n"


def run(*arguments):
    out = StringIO()
    call_command(*map(str, arguments), stdout=out)
    return out.getvalue()


def test_arguments_as_they_are_typed(province, csv_file, tmp_path):
    report = tmp_path / "report.json"
    told = run(
        "import_layer", "facilities", csv_file(PORTS), "--set", "kind=port", "status=planned", "--source", "a list",
        "--licence", "CC0", "--source-date", "2024-05-01", "--where", "name=a|b", "--report", report,
    )  # fmt: skip
    row = Facility.objects.get()
    assert (row.status, row.licence, str(row.source_date)) == ("planned", "CC0", "2024-05-01")
    assert told.startswith("read 2, left out by the conditions 0, new 1, updated 0")
    (found,) = json.loads(report.read_text())["findings"]
    assert (found["row"], found["name"], found["level"], found["value"]) == (3, "B", "error", "110 -3")


def test_spaces_around_spellings_do_not_count(province, csv_file):
    told = run(
        "import_layer", "facilities", csv_file(PORTS), "--set", "kind=port", "--source", "x", "--where", "name= B | a ",
        "--dry-run",
    )  # fmt: skip
    assert told.startswith("read 2, left out by the conditions 0")


def test_a_dry_run_writes_nothing(province, csv_file):
    assert "nothing was written" in run(
        "import_layer", "facilities", csv_file(PORTS), "--set", "kind=port", "--source", "x", "--dry-run"
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
        run("import_layer", "facilities", csv_file(PORTS), *arguments)


def test_a_file_without_one_good_row_is_a_failure(province, csv_file):
    file = csv_file("code,name,lon,lat\nb,B,110,-3\n")
    with pytest.raises(CommandError, match="every row"):
        run("import_layer", "facilities", file, "--set", "kind=port", "--source", "x")


def test_an_error_half_way_leaves_nothing(province, csv_file, monkeypatch):
    """The rows are written before the shapes: when the shapes fail, the rows must go too."""

    def fail(*_args):
        raise RuntimeError("disk full")

    monkeypatch.setattr("layers.services.bulk.shapes_rebuild", fail)
    with pytest.raises(RuntimeError):
        run("import_layer", "facilities", csv_file(PORTS), "--set", "kind=port", "--source", "x")
    assert not Facility.objects.exists()


def test_the_report_lines_up():
    found = Finding(10, "Long name", "error", "duplicate_key", "code", "x", "once", "Delete one.")
    told = Report(read=3, created=1, removed={"District": 2}, findings=[found]).as_text().splitlines()
    assert told[0].startswith("read 3, left out by the conditions 0, new 1")
    assert told[0].endswith("removed 2 District")
    header, line, row = told[-3:]
    assert [header.index(word) for word in ("name", "field", "fix")] == [
        row.index(word) for word in ("Long name", "code ", "Delete one.")
    ]
    assert set(line) == {"-", " "}


def test_the_report_prints_the_first_findings_of_each_code_and_counts_the_others():
    many = [Finding(row, "", "warning", "overlap") for row in range(conf.FINDINGS_OF_A_CODE_PRINTED + 3)]
    told = Report(findings=[*many, Finding(9_999, "", "warning", "sliver")]).as_text()
    assert told.count(" overlap") == conf.FINDINGS_OF_A_CODE_PRINTED
    assert told.count(" sliver") == 1
    assert "overlap: 3 more" in told
    assert "sliver:" not in told


def test_an_import_by_command_is_kept_and_undone(province, csv_file):
    told = run("import_layer", "facilities", csv_file(PORTS), "--set", "kind=port", "--source", "x")
    data_import = DataImport.objects.get()
    assert told.rstrip().endswith(f"import {data_import.pk}")
    assert (data_import.file_name, data_import.state, data_import.source) == ("rows.csv", "committed", "x")
    assert data_import.report["counts"]["error"] == 1
    run("import_undo", data_import.pk)
    assert not Facility.objects.exists()
    with pytest.raises(CommandError, match="nothing to undo"):
        run("import_undo", data_import.pk)
    with pytest.raises(CommandError, match="no import"):
        run("import_undo", "abc")


def test_what_failed_or_was_tried_alone_is_not_kept(province, csv_file, settings):
    with pytest.raises(CommandError):
        run("import_layer", "facilities", csv_file(PORTS), "--set", "kind=harbour", "--source", "x")
    run("import_layer", "facilities", csv_file(PORTS), "--set", "kind=port", "--source", "x", "--dry-run")
    assert not DataImport.objects.exists()


def test_a_loose_shapefile_comes_with_its_parts(province, tmp_path):
    places = shapely.to_wkb([shapely.Point(115.1, -3.0)])
    names = np.array(["Pelabuhan A"], dtype=object)
    path = tmp_path / "ports.shp"
    pyogrio.raw.write(
        path,
        places,
        field_data=[names],
        fields=["NAMA"],
        geometry_type="Point",
        crs="EPSG:4326",
        driver="ESRI Shapefile",
    )
    run("import_layer", "facilities", path, "--map", "name=NAMA", "--set", "kind=port", "--source", "x")
    assert Facility.objects.get().name == "Pelabuhan A"
    assert DataImport.objects.get().file_name == "ports.zip"


@pytest.mark.parametrize("kind", [code for code, kind in KINDS.items() if not kind.is_raster])
def test_a_sample_has_all_columns_and_opens(kind, tmp_path):
    path = tmp_path / "sample.csv"
    run("import_sample", kind, "--out", path)
    header = path.read_text(encoding="utf-8-sig").splitlines()[0].split(",")
    assert set(header) == set(KINDS[kind].fields)
    assert set(header[: len(KINDS[kind].required)]) == set(KINDS[kind].required)
