"""The steps of an import as pages: what stands on them, and which of them can be gone to."""

import json
import re

import numpy as np
import pytest
import rasterio
from django.core.files.uploadedfile import SimpleUploadedFile
from rasterio.transform import from_origin

from gisapp.exchange.importers.registry import KINDS
from gisapp.exchange.imports import services
from layers.models import DataImport, ImportState


def page_of(data_import: DataImport, step: str = "") -> str:
    return f"/import/{data_import.pk}" + (f"/{step}" if step else "")


def config_of(response) -> dict:
    found = re.search(
        r'<script id="page-config" type="application/json">(.*?)</script>', response.content.decode(), re.S
    )
    assert found
    return json.loads(found[1])


def text_of(response) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_without_imports_the_list_says_what_to_do(pages):
    assert "Belum ada berkas yang diimpor" in text_of(pages.get("/import"))


def test_the_list_tells_who_when_what_and_what_can_be_done(pages, mapped):
    services.import_commit(services.import_check(mapped))
    text = text_of(pages.get("/import"))
    assert "pelabuhan.csv" in text
    assert "petugas" in text
    assert 'data-state="committed"' in text
    assert 'data-action="undo"' in text
    assert 'data-action="delete"' not in text


def test_the_list_has_pages(pages, uploaded, settings, monkeypatch):
    monkeypatch.setattr("gisapp.conf.DEFAULT_IMPORTS_LISTED", 2)
    for number in range(3):
        uploaded(name=f"{number}.csv")
    first, second = (text_of(pages.get(f"/import?page={page}")) for page in ("1", "2"))
    assert 'href="?page=2"' in first
    assert "0.csv" not in first
    assert "0.csv" in second
    assert "0.csv" in text_of(pages.get("/import?page=nonsense")) or "2.csv" in text_of(pages.get("/import?page=no"))


def test_every_kind_can_be_chosen_and_tells_what_it_needs(pages, province):
    text = text_of(pages.get("/import/new?kind=facilities"))
    for kind in KINDS.values():
        assert f'value="{kind.code}"' in text
    assert 'value="facilities" checked' in text
    assert "memerlukan nama, jenis" in text
    assert 'href="/api/import-kinds/facilities/sample"' in text


def test_an_import_leads_to_the_step_at_which_it_stands(pages, uploaded):
    stages = []

    def step_now(data_import):
        stages.append(pages.get(page_of(data_import))["Location"].rpartition("/")[2])

    data_import = uploaded()
    step_now(data_import)
    data_import = services.import_look(data_import)
    step_now(data_import)
    changes = services.ImportChanges(mapping={"constants": {"kind": "port"}}, source="Kemenhub")
    data_import = services.import_check(services.import_map(data_import, changes))
    step_now(data_import)
    data_import = services.import_commit(data_import)
    step_now(data_import)
    step_now(services.import_undo(data_import))
    assert stages == ["look", "columns", "check", "done", "done"]


@pytest.mark.parametrize(("state", "step", "page"), [
    (ImportState.RUNNING, "check", "check"),
    (ImportState.QUEUED, "commit", "done"),
    (ImportState.RUNNING, "undo", "done"),
    (ImportState.FAILED, "check", "check"),
    (ImportState.CANCELLED, "commit", "done"),
])  # fmt: skip
def test_what_is_under_way_or_stopped_is_found_where_it_began(pages, mapped, state, step, page):
    DataImport.objects.filter(pk=mapped.pk).update(state=state, step=step, message="Berhenti di baris 7")
    assert pages.get(page_of(mapped))["Location"] == page_of(mapped, page)
    shown = text_of(pages.get(page_of(mapped, page)))
    is_stopped = state in (ImportState.FAILED, ImportState.CANCELLED)
    assert bool(re.search(r'role="alert">(?:(?!</section>).)*Berhenti di baris 7', shown)) is is_stopped


def test_a_step_that_is_not_reached_leads_to_the_one_that_is(pages, uploaded):
    data_import = uploaded()
    for step in ("columns", "check", "done"):
        assert pages.get(page_of(data_import, step))["Location"] == page_of(data_import, "look")


@pytest.mark.parametrize("address", ["/import/00000000-0000-4000-8000-000000000000", "/import/{id}/elsewhere"])
def test_what_is_not_there_is_not_found(pages, mapped, address):
    page = pages.get(address.format(id=mapped.pk))
    assert page.status_code == 404
    assert 'href="/import"' in page.content.decode()


def test_the_look_tells_layers_columns_and_the_guessed_crs_with_its_reasons(pages, uploaded):
    data_import = services.import_look(uploaded())
    text = text_of(pages.get(page_of(data_import, "look")))
    assert "2 baris · 4 kolom" in text
    assert "EPSG:4326" in text
    assert "diperkirakan" in text
    assert "1 dari 2" in text
    assert "Pelabuhan A · Pelabuhan B" in text
    assert "bujur, lintang" in text


def test_the_columns_are_matched_with_what_was_guessed(pages, mapped):
    response = pages.get(page_of(mapped, "columns"))
    text = text_of(response)
    assert '<tr data-field="name" data-required data-guess="nama">' in text
    assert '<option value=":nama" selected>nama</option>' in text
    assert '<option value="port">' in text
    assert 'value="Kemenhub 2024"' in text
    assert '<option value="m2" >m²</option>' in text
    config = config_of(response)
    assert config["places"][0] == mapped.mapping["coordinates"]
    assert {field["name"] for field in config["fields"]} == {"kode", "nama", "bujur", "lintang"}


def test_what_counts_cannot_be_mapped_anew_before_it_is_undone(pages, mapped):
    services.import_commit(services.import_check(mapped))
    text = text_of(pages.get(page_of(mapped, "columns")))
    assert '<fieldset class="import-plain" disabled>' in text
    assert 'id="try"' not in text


def test_a_mapping_that_was_remembered_is_told(pages, mapped, uploaded):
    services.import_commit(services.import_check(mapped))
    again = services.import_look(uploaded(name="lagi.csv"))
    assert "padanannya dipakai lagi" in text_of(pages.get(page_of(again, "look")))
    assert "Dipadankan seperti berkas terakhir" in text_of(pages.get(page_of(again, "columns")))
    assert "Berkas yang sama persis pernah diimpor" in text_of(pages.get(page_of(again, "look")))


def test_the_report_counts_and_lets_choose_what_is_saved(pages, mapped):
    services.import_check(mapped)
    text = text_of(pages.get(page_of(mapped, "check")))
    assert '<div data-count="created"> <dt>baru</dt> <dd> 1 </dd>' in text
    assert 'value="valid" checked' in text
    assert f"/api/imports/{mapped.pk}/rejected" in text
    assert "Simpan 1 baris" in text


def test_changed_rows_are_told_field_by_field(pages, mapped, uploaded):
    services.import_commit(services.import_check(mapped))
    other = services.import_look(uploaded("kode,nama,bujur,lintang\nport-a,Pelabuhan Baru,115.1,-3.0\n", name="b.csv"))
    mapping = {"constants": {"kind": "port"}, "key": "code"}
    other = services.import_map(other, services.ImportChanges(mapping=mapping, source="Kemenhub 2024"))
    services.import_check(other)
    text = text_of(pages.get(page_of(other, "check")))
    assert "1 baris berubah, isian demi isian" in text
    assert "<td>Nama</td> <td>Pelabuhan A</td> <td> <mark>Pelabuhan Baru</mark> </td>" in text


def test_nothing_to_save_is_not_offered_to_be_saved(pages, mapped):
    takes_none = services.ImportChanges(mapping={"takes": "none"})
    services.import_check(services.import_map(mapped, takes_none))
    text = text_of(pages.get(page_of(mapped, "check")))
    assert 'value="none" checked' in text
    assert 'id="commit"' not in text


def test_what_is_done_can_be_undone_and_then_done_again(pages, mapped):
    services.import_commit(services.import_check(mapped))
    assert 'id="undo"' in text_of(pages.get(page_of(mapped, "done")))
    mapped.refresh_from_db()
    services.import_undo(mapped)
    text = text_of(pages.get(page_of(mapped, "done")))
    assert 'id="undo"' not in text
    assert page_of(mapped, "columns") in text


def test_names_from_files_stay_text(pages, uploaded):
    data_import = services.import_look(
        uploaded('nama,bujur,lintang,<b>\n<script>alert(1)</script>,115.1,-3.0,"</script>"\n')
    )
    for step in ("look", "columns"):
        text = pages.get(page_of(data_import, step)).content.decode()
        assert "<script>alert" not in text
        assert "<b>" not in text


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("kind", [kind.code for kind in KINDS.values() if not kind.is_raster])
def test_every_kind_has_a_form_in_both_languages(pages, uploaded, kind, language):
    data_import = services.import_look(uploaded(kind=kind))
    pages.cookies["django_language"] = language
    text = text_of(pages.get(page_of(data_import, "columns")))
    for extra in KINDS[kind].extras:
        assert f'name="{extra}"' in text
    for name in KINDS[kind].required:
        assert f'data-field="{name}"' in text


def test_a_raster_is_asked_what_it_shows_and_for_no_columns(pages, staff, province, tmp_path):
    path = tmp_path / "elevation.tif"
    profile = {"driver": "GTiff", "width": 4, "height": 4, "count": 1, "dtype": "float32", "crs": "EPSG:4326"}
    with rasterio.open(path, "w", transform=from_origin(115.0, -2.8, 0.1, 0.1), **profile) as raster:
        raster.write(np.ones((1, 4, 4), dtype="float32"))
    kind = next(kind for kind in KINDS.values() if kind.is_raster)
    file = SimpleUploadedFile(path.name, path.read_bytes())
    looked = services.import_look(services.import_upload([file], kind=kind.code, user_id=staff.pk))
    assert "4 \u00d7 4 sel" in text_of(pages.get(page_of(looked, "look")))
    text = text_of(pages.get(page_of(looked, "columns")))
    assert 'name="kind"' in text
    assert 'id="crs"' in text
    assert 'name="place"' not in text
    assert "data-field" not in text
