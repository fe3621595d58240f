"""Files brought in through the pages, by mouse, by keyboard and on a phone: real ones, and one that is made up."""

import json
import re
import uuid
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

DATA = Path(settings.BASE_DIR).parent / "shared" / "data"
DISTRICTS = DATA / "boundaries" / "kalsel_kab.geojson"
MILLS = DATA / "mills" / "universal_mill_list_2021.csv"
PORTS = DATA / "ports" / "pelabuhan_kalsel.geojson"
STEP_LIMIT_MS = 90_000
PASSWORD = "rahasia-dinas"
# As an office keeps it: semicolons, decimal commas, longitude and latitude the wrong way round.
SWAPPED = (
    "kode;nama;jenis;lintang;bujur\n"
    "{key}-1;Pelabuhan {key};port;114,60;-3,32\n"
    "{key}-2;Pelabuhan jauh {key};port;100,00;-3,32\n"
)
MAKE_USERS = f"""
from django.contrib.auth import get_user_model
users = get_user_model().objects
users.create_user("petugas", password="{PASSWORD}", is_staff=True)
users.create_user("tamu", password="{PASSWORD}")
"""


def real(path: Path) -> Path:
    if not path.exists():
        pytest.skip(f"{path} is absent")
    return path


@pytest.fixture(scope="module")
def _users(service):
    service.manage("shell", "--command", MAKE_USERS)


@pytest.fixture
def signed_in(open_page, _users):
    """Open a page of imports as staff."""

    def opened(path: str, *, user: str = "petugas", **options) -> Page:
        page = open_page(path=f"/accounts/login?next={path}", ready="#username", **options)
        page.fill("#username", user)
        page.fill("#password", PASSWORD)
        page.press("#password", "Enter")
        page.wait_for_url(f"**{path}")
        return page

    return opened


@pytest.fixture
def made_up(tmp_path) -> Path:
    path = tmp_path / "pelabuhan uji.csv"
    path.write_text(SWAPPED.format(key=uuid.uuid4().hex[:6]), encoding="utf-8-sig")
    return path


def upload(page: Page, path: Path, *, kind: str) -> None:
    page.wait_for_selector(".is-ready")
    page.check(f"input[value={kind}]")
    page.set_input_files("#files", path)
    page.click("#upload-submit")
    page.wait_for_selector("#next", timeout=STEP_LIMIT_MS)


def choose(page: Page, field: str, *, column: str = "", value: str = "") -> None:
    row = page.locator(f"tr[data-field={field}]")
    row.locator("select[name=column]").select_option(f":{column}" if column else "=")
    if value:
        row.locator("input[name=constant]").fill(value)


def match(page: Page, *, source: str = "Uji 2024") -> None:
    page.click("#next")
    page.wait_for_selector("#columns-form")
    page.wait_for_selector(".is-ready")
    page.fill("#source", source)


def try_out(page: Page) -> None:
    page.click("#try")
    page.wait_for_selector(".import-counts", timeout=STEP_LIMIT_MS)
    page.wait_for_selector("#finding-groups:not([aria-busy])")


def count(page: Page, name: str) -> int:
    return int(page.locator(f"[data-count={name}] dd").inner_text().replace(".", ""))


def finding(page: Page, code: str) -> int:
    return int(page.locator(f"details[data-code={code}] .count").inner_text().replace(".", ""))


def commit(page: Page) -> None:
    page.click("#commit")
    page.wait_for_selector("#saved-title", timeout=STEP_LIMIT_MS)


def undo(page: Page) -> None:
    page.click("#undo")
    expect(page.locator("#confirm")).to_be_visible()
    page.click("#confirm-yes")
    page.wait_for_selector("#delete", timeout=STEP_LIMIT_MS)


def has_horizontal_scroll(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


def test_staff_sign_in_and_others_are_told_whom_to_ask(open_page, signed_in):
    page = signed_in("/import")
    expect(page.get_by_role("heading", level=1)).to_have_text("Impor data")
    expect(page.locator(".bar-nav a[aria-current]")).to_have_text("Data")
    guest = signed_in("/import", user="tamu", expected="403")
    expect(guest.get_by_role("heading", level=1)).to_have_text("Anda dapat melihat, belum dapat mengubah")
    guest.get_by_role("button", name="Masuk sebagai orang lain").click()
    guest.wait_for_url("**/")
    guest.wait_for_selector(".facility", state="attached")


def test_the_invalid_district_is_reported_repaired_saved_and_undone(signed_in):
    page = signed_in("/import/new")
    upload(page, real(DISTRICTS), kind="districts")
    expect(page.locator(".look-crs")).to_contain_text("EPSG:4326")
    expect(page.locator("#map-note")).to_contain_text("13 dari 13 bentuk")
    match(page, source="OpenStreetMap 2021")
    expect(page.locator("tr[data-field=code] select").first).to_have_value(re.compile("^:kode"))
    try_out(page)
    assert count(page, "read") == 13
    assert count(page, "updated") == 12
    assert finding(page, "invalid_geometry") == 1
    row = page.locator("details[data-code=invalid_geometry] .finding")
    expect(row).to_contain_text("Kotabaru")
    row.get_by_role("button", name="Tunjukkan Baris 2, Kotabaru di peta").click()
    expect(page.locator(".leaflet-popup-content")).to_have_text("Baris 2 · Kotabaru")
    page.get_by_role("button", name="Perbaiki, lalu uji lagi").click()
    expect(page.locator(".finding-group[data-level=repaired]")).to_be_visible(timeout=STEP_LIMIT_MS)
    assert count(page, "updated") == 13
    page.locator("details[data-code=invalid_geometry] summary").click()
    expect(page.locator("details[data-code=invalid_geometry] .finding")).to_contain_text(re.compile(r"\d m[2²]"))
    page.locator(".import-details summary").first.click()
    expect(page.locator(".import-details table").first).to_contain_text("Tersimpan")
    commit(page)
    undo(page)
    expect(page.locator(".import-state")).to_contain_text("Semua baris kembali seperti sebelum impor")


def test_the_list_of_mills_is_narrowed_to_the_province_and_remembered(signed_in):
    page = signed_in("/import/new")
    upload(page, real(MILLS), kind="facilities")
    expect(page.locator(".look-crs")).to_contain_text("Longitude, Latitude")
    expect(page.locator("#map-note")).to_contain_text("berada jauh di luar")
    match(page, source="Universal Mill List 2021")
    page.click("#try")
    expect(page.locator("#page-error")).to_contain_text("Nama")
    choose(page, "name", column="Mill_Name")
    choose(page, "code", column="UML_ID")
    choose(page, "kind", value="plant")
    expect(page.locator("#place option")).to_contain_text(
        ["79 dari 2032", "GPS_coor_1", "X, Y", "tertukar", "lain", "tanpa"]
    )
    page.click("#condition-add")
    page.locator(".condition select").select_option("Province")
    page.locator(".condition input").fill("Kalimantan Selatan, South Kalimantan")
    try_out(page)
    assert count(page, "read") == 2032
    assert count(page, "created") == 42
    assert finding(page, "other_district") == 1
    commit(page)
    expect(page.locator(".import-state")).to_contain_text("42 baris")
    undo(page)
    page.goto(page.url.partition("/import")[0] + "/import/new")
    upload(page, MILLS, kind="facilities")
    expect(page.locator(".import-note.is-ok")).to_contain_text("padanannya dipakai lagi")
    page.click("#next")
    expect(page.locator("tr[data-field=name] select[name=column]")).to_have_value(":Mill_Name")
    expect(page.locator(".condition input")).to_have_value("Kalimantan Selatan, South Kalimantan")


def test_misplaced_ports_are_found_shown_and_handed_back(signed_in):
    page = signed_in("/import/new")
    upload(page, real(PORTS), kind="facilities")
    match(page, source="Kementerian Perhubungan")
    choose(page, "kind", value="port")
    try_out(page)
    assert count(page, "read") == 116
    misplaced = finding(page, "outside_province")
    assert misplaced > 58
    at_sea = finding(page, "in_sea")
    assert misplaced + at_sea + count(page, "created") == 116
    rows = page.locator("details[data-code=outside_province] .finding")
    expect(rows).to_have_count(20)
    page.get_by_role("button", name="Tampilkan 20 lagi").click()
    expect(rows).to_have_count(40)
    expect(rows.nth(20).locator("button")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup-content")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Baris tertolak beserta alasannya").click()
    handed_back = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert len(handed_back["features"]) == misplaced + at_sea
    page.get_by_label("Tidak ada, selama masih ada kesalahan").check()
    expect(page.locator("#commit")).to_have_count(0, timeout=STEP_LIMIT_MS)
    expect(page.get_by_label("Tidak ada, selama masih ada kesalahan")).to_be_checked()


def test_a_file_of_an_office_goes_in_by_keyboard_alone(signed_in, made_up):
    page = signed_in("/import/new")
    page.wait_for_selector(".is-ready")
    page.locator("input[value=facilities]").focus()
    page.keyboard.press("Space")
    page.set_input_files("#files", made_up)
    expect(page.locator("#chosen-files")).to_contain_text("pelabuhan uji.csv")
    page.locator("#upload-submit").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#next")
    expect(page.locator(".wizard-main")).to_contain_text("tertukar")
    page.locator("#next").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#columns-form")
    page.wait_for_selector(".is-ready")
    page.locator("#source").focus()
    page.keyboard.type("Dinas 2024")
    page.keyboard.press("Enter")
    page.wait_for_selector(".import-counts", timeout=STEP_LIMIT_MS)
    assert count(page, "created") == 1
    page.wait_for_selector(".is-ready")
    page.locator("#commit").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#undo", timeout=STEP_LIMIT_MS)
    page.wait_for_selector(".is-ready")
    page.locator("#undo").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#confirm-yes")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#saved-title")).to_be_visible()
    page.keyboard.press("Enter")
    page.locator("#confirm-yes").press("Enter")
    page.wait_for_selector("#delete", timeout=STEP_LIMIT_MS)


def test_an_import_is_resumed_where_it_was_left_in_the_other_language_as_well(signed_in, made_up):
    page = signed_in("/import/new")
    upload(page, made_up, kind="facilities")
    match(page, source="Dinas 2023")
    choose(page, "owner", value="Pelindo")
    page.click("#save")
    expect(page.locator("#columns-said")).to_have_text("Tersimpan.")
    root = re.sub("/columns$", "", page.url)
    page.goto(root)
    expect(page).to_have_url(f"{root}/columns")
    page.click(".language button[value=en]")
    expect(page.locator("#mapping-title")).to_have_text("Match columns")
    expect(page.locator("tr[data-field=owner] input[name=constant]")).to_have_value("Pelindo")
    expect(page.locator("#source")).to_have_value("Dinas 2023")
    page.goto(f"{root}/done")
    expect(page).to_have_url(f"{root}/columns")


def test_a_file_that_cannot_be_read_has_a_reason_and_a_way_on(signed_in, tmp_path):
    path = tmp_path / "rusak.gpkg"
    path.write_bytes(b"not a file of any kind \x00\x01")
    page = signed_in("/import/new", expected="400")
    page.wait_for_selector(".is-ready")
    page.check("input[value=roads]")
    page.set_input_files("#files", path)
    page.click("#upload-submit")
    expect(page.locator("#unreadable")).to_be_visible(timeout=STEP_LIMIT_MS)
    expect(page.locator("#unreadable-title")).to_be_focused()
    assert page.locator("#unreadable-reason").inner_text()
    page.get_by_role("link", name="Pilih berkas lain").click()
    expect(page.locator("input[value=roads]")).to_be_checked()


def test_what_is_missing_is_said_before_anything_is_sent(signed_in, made_up):
    page = signed_in("/import/new")
    page.click("#upload-submit")
    expect(page.locator("#page-error")).to_have_text("Pilih isi berkas.")
    page.check("input[value=facilities]")
    page.click("#upload-submit")
    expect(page.locator("#page-error")).to_have_text("Pilih berkas dahulu.")
    page.set_input_files("#files", made_up)
    page.get_by_role("button", name="Keluarkan pelabuhan uji.csv").click()
    expect(page.locator("#chosen-files li")).to_have_count(0)


def test_a_file_is_dropped_in(signed_in):
    page = signed_in("/import/new")
    page.wait_for_selector(".is-ready")
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.items.add(new File([text], "dijatuhkan.csv", {type: "text/csv"}));
            const event = new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true});
            document.getElementById("drop-zone").dispatchEvent(event);
        }""",
        SWAPPED,
    )
    expect(page.locator("#chosen-files")).to_contain_text("dijatuhkan.csv")
    page.check("input[value=facilities]")
    page.click("#upload-submit")
    page.wait_for_selector("#next")
    expect(page.locator(".wizard-file")).to_contain_text("dijatuhkan.csv")


def test_a_long_step_shows_how_far_it_is_and_can_be_cancelled(signed_in, made_up):
    page = signed_in("/import/new")
    upload(page, made_up, kind="facilities")
    match(page)
    page.click("#save")
    expect(page.locator("#columns-said")).to_have_text("Tersimpan.")
    address = page.url.replace("/import/", "/api/imports/").removesuffix("/columns")
    job = page.request.get(address).json() | {
        "state": "running",
        "step": "check",
        "progress": 0.42,
        "stage": "baris 42",
    }
    # The service itself is too quick here to be watched.
    page.route(f"{address}/check", lambda route: route.fulfill(status=202, json=job))
    page.route(f"{address}/cancel", lambda route: (job.update(state="cancelled"), route.fulfill(json=job)))
    page.route(address, lambda route: route.fulfill(json=job) if route.request.method == "GET" else route.fallback())
    page.click("#try")
    expect(page.locator("#progress-title")).to_have_text("Menguji impor")
    expect(page.locator("#progress-share")).to_have_text(re.compile(r"42\s%"))
    expect(page.locator("#progress-stage")).to_have_text("baris 42")
    expect(page.locator("#progress-said")).to_have_text(re.compile("42"))
    page.click("#progress-cancel")
    expect(page.locator("#progress")).to_be_hidden()
    expect(page.locator("#check-again")).to_be_visible()


def test_the_list_undoes_and_deletes(signed_in, made_up):
    page = signed_in("/import/new")
    upload(page, made_up, kind="facilities")
    match(page)
    try_out(page)
    commit(page)
    key = page.url.split("/")[-2]
    page.get_by_role("link", name="Semua impor").click()
    row = page.locator(f"tr[data-import='{key}']")
    expect(row).to_contain_text("petugas")
    row.get_by_role("button", name="Urungkan").click()
    page.click("#confirm-yes")
    expect(row.locator(".state-tag")).to_have_attribute("data-state", "undone", timeout=STEP_LIMIT_MS)
    row.get_by_role("button", name="Hapus pelabuhan uji.csv").click()
    page.click("#confirm-yes")
    expect(row).to_have_count(0)


@pytest.mark.parametrize("width", [360, 390])
def test_a_phone_is_wide_enough_and_its_targets_are_large(signed_in, made_up, width):
    page = signed_in("/import/new", width=width, height=800)
    steps = []

    def look_at(name: str) -> None:
        page.wait_for_selector(".is-ready")
        page.wait_for_load_state("networkidle")
        steps.append(name)
        assert not has_horizontal_scroll(page), name
        targets = page.locator(".wizard .button:visible, .wizard select:visible, .wizard input[type=text]:visible")
        small = [one.inner_text() for one in targets.all() if (one.bounding_box() or {"height": 0})["height"] < 43.5]
        assert small == [], name

    look_at("upload")
    upload(page, made_up, kind="facilities")
    look_at("look")
    match(page)
    look_at("columns")
    try_out(page)
    look_at("check")
    page.locator(".finding button").first.click()
    expect(page.locator(".leaflet-popup-content")).to_be_in_viewport()
    commit(page)
    look_at("done")
    undo(page)
    page.goto(page.url.partition("/import")[0] + "/import")
    assert not has_horizontal_scroll(page)
    assert steps == ["upload", "look", "columns", "check", "done"]
