"""The journey of comparing: save, rename, copy, share, put side by side, delete."""

import re
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

USER, PASSWORD = "perencana", "rahasia-dinas"
MAKE_RUNS = f"""
from django.contrib.auth import get_user_model
from gisapp.planning.parameters import parameters_parse
from gisapp.planning.services import siting_run_create, siting_run_execute
get_user_model().objects.create_user("{USER}", password="{PASSWORD}", is_staff=True)
for plants in (2, 3):
    asked = parameters_parse({{"process": "palm_kernel_crushing", "plants": plants, "reserves": 1}})
    print("run", siting_run_execute(siting_run_create(asked).pk).pk)
"""
MAKE_PORT = """
from django.contrib.gis.geos import Point
from layers.models import Facility
from layers.services.edits import row_save
row_save(Facility(code="uji", name="Uji", kind="port", location=Point(114.6, -3.3), source="uji"), changed_fields=[])
"""
DIVIDER = ".map-divider"
DRAWN = ".side-canvas-{} .leaflet-overlay-pane path"


@pytest.fixture(scope="module")
def runs(service) -> list[str]:
    said = service.manage("shell", "--command", MAKE_RUNS)
    return re.findall(r"^run (\S+)$", said, re.MULTILINE)


@pytest.fixture
def signed_in(open_page, runs):
    """Open a page as staff."""

    def opened(path: str, *, ready: str = "main", **options) -> Page:
        page = open_page(path=f"/accounts/login?next={quote(path)}", ready="#username", **options)
        page.fill("#username", USER)
        page.fill("#password", PASSWORD)
        page.press("#password", "Enter")
        page.wait_for_url(lambda url: "/accounts/" not in url)
        page.wait_for_selector(ready, state="attached")
        return page

    return opened


@pytest.fixture
def kept(signed_in, runs):
    """Save a run as staff through the page; returns the page of the scenario."""

    def keep(run: str, name: str) -> Page:
        page = signed_in(f"/?run={run}", ready="#save-run")
        page.click("#save-run")
        page.fill("#save-name", name)
        page.keyboard.press("Enter")
        page.click("#save-address")
        wait_for_scenario(page, name)
        return page

    return keep


def path_of(page: Page) -> str:
    return urlsplit(page.url).path


def has_horizontal_scroll(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


def wait_for_scenario(page: Page, name: str) -> None:
    """Wait until a page shows a scenario and its buttons work: they do before the map is drawn."""
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.locator(".map-frame .pin").first).to_be_attached()


def wait_for_maps(page: Page) -> None:
    for letter in "ab":
        expect(page.locator(DRAWN.format(letter)).nth(14)).to_be_attached()


def test_a_plan_is_saved_under_a_name_and_found_again(kept, runs):
    page = kept(runs[0], "Dua pabrik inti sawit")
    expect(page.locator(".facts").first).to_contain_text("Bahan baku terserap")
    expect(page.locator(".map-frame .pin")).to_have_count(2)
    expect(page.locator(".map-frame .leaflet-overlay-pane path").nth(13)).to_be_attached()
    page.get_by_role("link", name="Skenario", exact=True).last.click()
    expect(page.locator("tr[data-scenario]", has_text="Dua pabrik inti sawit").first).to_contain_text(USER)


def test_a_scenario_is_renamed_noted_copied_and_deleted(kept, runs):
    page = kept(runs[0], "Nama lama")
    page.fill("#scenario-name", "Nama baru")
    page.fill("#scenario-note", "Untuk rapat Senin")
    page.get_by_role("button", name="Simpan perubahan").click()
    wait_for_scenario(page, "Nama baru")
    expect(page.locator(".scenario-note")).to_have_text("Untuk rapat Senin")
    page.get_by_role("button", name="Buat salinan").click()
    wait_for_scenario(page, "Salinan Nama baru")
    page.get_by_role("button", name="Hapus").click()
    page.get_by_role("button", name="Jangan ubah apa pun").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Salinan Nama baru")
    page.get_by_role("button", name="Hapus").first.click()
    page.locator("#confirm-yes").click()
    page.wait_for_url("**/scenarios")
    expect(page.get_by_role("link", name="Salinan Nama baru")).to_have_count(0)
    expect(page.get_by_role("link", name="Nama baru", exact=True)).to_have_count(1)


def test_a_name_that_is_missing_is_asked_for(signed_in, runs):
    page = signed_in(f"/?run={runs[0]}", ready="#save-run", expected="400")
    page.click("#save-run")
    page.fill("#save-name", "   ")
    with page.expect_response("**/api/scenarios") as refused:
        page.keyboard.press("Enter")
    assert refused.value.status == 400
    expect(page.locator("#save-error")).to_contain_text("name")


def test_two_runs_are_told_apart_by_table_and_map(open_page, runs):
    page = open_page(path=f"/scenarios/compare?a={runs[0]}&b={runs[1]}", ready=".measures")
    wait_for_maps(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("unggul pada")
    expect(page.locator(".differing strong")).to_have_text("Yang berbeda:")
    expect(page.locator(".differing")).to_contain_text("jumlah pabrik.")
    used = page.locator(".measures tr", has_text="Bahan baku terserap")
    expect(used.locator(".bar-b")).to_have_count(1)
    expect(used.locator("td.is-winner")).to_have_count(1)
    expect(page.locator(".pairs tbody tr").first).to_be_visible()
    expect(page.locator(".side-canvas-a .pin")).to_have_count(2)
    expect(page.locator(".side-canvas-b .pin")).to_have_count(3)
    assert page.locator(".compare-body .source").first.inner_text().startswith("Sumber:")
    assert not has_horizontal_scroll(page)


def test_the_divider_is_moved_by_key_and_by_hand(open_page, runs):
    page = open_page(path=f"/scenarios/compare?a={runs[0]}&b={runs[1]}", ready=DIVIDER)
    divider = page.locator(DIVIDER)
    expect(divider).to_have_attribute("aria-valuenow", "50")
    divider.focus()
    for key, share in (("ArrowRight", "52"), ("PageDown", "42"), ("Home", "0"), ("End", "100")):
        page.keyboard.press(key)
        expect(divider).to_have_attribute("aria-valuenow", share)
    page.keyboard.press("Home")
    expect(page.locator(".side-canvas-b")).to_have_css("clip-path", "inset(0px 0px 0px 0%)")
    page.keyboard.press("PageUp")
    frame, grip = page.locator(".map-frame").bounding_box(), page.locator(".map-divider-grip").bounding_box()
    page.mouse.move(grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2)
    page.mouse.down()
    page.mouse.move(frame["x"] + frame["width"] * 0.75, grip["y"])
    page.mouse.up()
    assert abs(float(divider.get_attribute("aria-valuenow")) - 75) <= 1


def test_one_scenario_alone_is_shown_without_dragging(open_page, runs):
    page = open_page(path=f"/scenarios/compare?a={runs[0]}&b={runs[1]}", ready=DIVIDER)
    name = page.locator(".side-name-a")
    name.click()
    expect(name).to_have_attribute("aria-pressed", "true")
    expect(page.locator(DIVIDER)).to_have_attribute("aria-valuenow", "100")
    name.click()
    expect(page.locator(DIVIDER)).to_have_attribute("aria-valuenow", "50")
    page.get_by_role("button", name="Dampingkan").click()
    expect(page.locator(DIVIDER)).to_be_hidden()
    a, b = (page.locator(f".side-canvas-{letter}").bounding_box() for letter in "ab")
    assert a["x"] + a["width"] <= b["x"]


def test_the_maps_move_together(open_page, runs):
    page = open_page(path=f"/scenarios/compare?a={runs[0]}&b={runs[1]}", ready=DIVIDER)
    wait_for_maps(page)
    page.get_by_role("button", name="Dampingkan").click()
    before = [page.locator(f".side-canvas-{letter} .pin").first.bounding_box() for letter in "ab"]
    page.locator(".side-canvas-a").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(600)
    after = [page.locator(f".side-canvas-{letter} .pin").first.bounding_box() for letter in "ab"]
    moved = [new["x"] - old["x"] for new, old in zip(after, before, strict=True)]
    assert moved[0] < -20
    assert moved[0] == pytest.approx(moved[1], abs=1.5)


def test_scenarios_of_the_list_are_compared_and_another_is_chosen(kept, runs):
    kept(runs[0], "Sisi A")
    page = kept(runs[1], "Sisi B")
    page.goto(page.url.rpartition("/")[0])
    page.get_by_role("radio", name="Sisi A sebagai A").first.check()
    page.get_by_role("radio", name="Sisi B sebagai B").first.check()
    page.get_by_role("button", name="Bandingkan A dan B").click()
    expect(page.locator(".side-name-a")).to_have_text("A Sisi A")
    expect(page.locator(".side-name-b")).to_have_text("B Sisi B")
    same = parse_qs(urlsplit(page.url).query)["a"][0]
    page.select_option("#pick-b", same)
    expect(page.get_by_role("heading", level=1)).to_have_text("Hasil A dan B sama")


def test_the_link_alone_shows_what_is_shared(kept, open_page, runs):
    page = kept(runs[0], "Rahasia")
    path = path_of(page)
    stranger = open_page(path=path, ready="main", expected="404")
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Tidak ditemukan")
    page.get_by_role("radio", name="Siapa pun yang punya tautan").check()
    page.get_by_role("button", name="Simpan perubahan").click()
    expect(page.locator("section:has(#share-title)")).to_contain_text("Siapa pun yang punya tautan ini")
    stranger.reload()
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Rahasia")
    expect(stranger.locator("#scenario-form")).to_have_count(0)
    expect(stranger.get_by_text(USER)).to_have_count(0)
    stranger.goto(stranger.url.rpartition("/")[0])
    expect(stranger.get_by_role("link", name="Rahasia")).to_have_count(0)


def test_whoever_is_not_signed_in_is_told_how_to_save_and_can_share(open_page, runs):
    page = open_page(path=f"/?run={runs[0]}", ready="#save-run")
    page.click("#save-run")
    expect(page.locator("#save-title")).to_have_text("Masuk untuk menyimpan")
    assert runs[0] in page.locator("#save-sign-in").get_attribute("href")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Bagikan").click()
    assert runs[0] in page.locator("#share-address").input_value()
    page.click("#share-copy")
    expect(page.locator("#share-status")).to_contain_text(re.compile("[Tt]autan"))
    page.keyboard.press("Escape")
    page.click("#compare-run")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bandingkan skenario")


def test_the_report_of_each_side_is_taken_along(open_page, runs):
    page = open_page(path=f"/scenarios/compare?a={runs[0]}&b={runs[1]}", ready=".measures")
    with page.expect_download() as started:
        page.locator(".compare-reports").get_by_role("link", name="XLSX A").click()
    assert started.value.suggested_filename.endswith(".xlsx")


@pytest.mark.parametrize("width", [360, 3840])
def test_no_page_scrolls_sideways(signed_in, runs, width):
    page = signed_in(f"/scenarios/compare?a={runs[0]}&b={runs[1]}", ready=".measures", width=width)
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    assert not has_horizontal_scroll(page)
    page.goto(page.url.partition("/compare")[0])
    assert not has_horizontal_scroll(page)


def test_inputs_that_changed_since_are_told(service, open_page, runs):
    service.manage("shell", "--command", MAKE_PORT)
    page = open_page(path=f"/scenarios/compare?a={runs[0]}&b={runs[1]}", ready=".measures")
    expect(page.locator(".changed-inputs").first).to_contain_text("Masukan berubah sejak perhitungan ini")
    expect(page.locator(".changed-inputs li").first).to_contain_text("Fasilitas")
