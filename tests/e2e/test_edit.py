"""Features drawn and changed on the map, by pointer, by keyboard, by typed coordinates and by touch."""

import json
import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

PASSWORD = "rahasia-dinas"
MAKE_USERS = f"""
from django.contrib.auth import get_user_model
users = get_user_model().objects
users.filter(username__in=["penyunting", "pembaca"]).delete()
users.create_user("penyunting", password="{PASSWORD}", is_staff=True)
users.create_user("pembaca", password="{PASSWORD}")
"""
PLACE = (115.31, -3.31)


@pytest.fixture(scope="module")
def _users(service):
    service.manage("shell", "--command", MAKE_USERS)


@pytest.fixture
def editor(open_page, _users):
    """Open the page as staff, at a kind of features."""

    def opened(kind: str, *, user: str = "penyunting", **options) -> Page:
        path = f"/edit?kind={kind}"
        page = open_page(path=f"/accounts/login?next={path.replace('?', '%3F')}", ready="#username", **options)
        page.fill("#username", user)
        page.fill("#password", PASSWORD)
        page.press("#password", "Enter")
        page.wait_for_url("**/edit?kind=*")
        if user == "penyunting":
            page.wait_for_selector(".is-ready")
        return page

    return opened


def field(page: Page, name: str):
    return page.locator(f".edit-fields:not([hidden]) [name={name}]")


def type_corner(page: Page, written: str) -> None:
    if not page.locator("#corners-part").get_attribute("open"):
        page.evaluate("document.getElementById('corners-part').open = true")
    page.fill("#corner-new", written)
    page.press("#corner-new", "Enter")


def fill_facility(page: Page, name: str) -> None:
    field(page, "name").fill(name)
    field(page, "kind").select_option("port")
    field(page, "source").fill("Survei Dinas 2026")


def fill_zone(page: Page, name: str) -> None:
    field(page, "name").fill(name)
    field(page, "reason").select_option("peat")
    field(page, "legal_basis").fill("SK uji 2026")
    field(page, "source").fill("Survei Dinas 2026")


def save(page: Page) -> None:
    page.click("#save")
    expect(page.locator("#saved-text")).to_contain_text("Tersimpan")


def undo_last(page: Page) -> None:
    page.click("#saved-undo")
    expect(page.locator("#saved-text")).to_contain_text("Diurungkan")


def item(page: Page, layer: str, name: str) -> dict:
    """Return the feature of a name, as the service publishes it; empty where there is none."""
    start = "{0.scheme}://{0.netloc}".format(urlsplit(page.url))
    answer = page.request.get(f"{start}/ogc/collections/{layer}/items?name={name}&f=json")
    assert answer.ok, answer.text()
    found = json.loads(answer.text())["features"]
    return found[0] if found else {}


def corner(page: Page, n: int):
    return page.locator(f".edit-handle[data-n='{n}']")


def drag(page: Page, start, end) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=4)
    page.mouse.move(*end, steps=4)
    page.mouse.up()


def middle(locator) -> tuple[float, float]:
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_only_staff_edit(editor):
    page = editor("facilities", user="pembaca", expected="403")
    expect(page.locator("h1")).to_have_text("Anda dapat melihat, belum dapat mengubah")


def test_a_zone_is_drawn_by_pointer_seen_by_the_service_and_undone(editor):
    page = editor("exclusion_zones", expected="422")
    page.click("#new")
    box = page.locator("#edit-map").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for dx, dy in ((-60, -40), (60, -40), (60, 50), (-60, 50)):
        page.mouse.click(x + dx, y + dy)
    expect(page.locator("[aria-pressed=true]#add")).to_be_visible()
    expect(corner(page, 4)).to_be_visible()
    page.click("#undo")
    expect(corner(page, 4)).to_have_count(0)
    page.keyboard.press("Control+y")
    expect(corner(page, 4)).to_be_visible()
    drag(page, middle(corner(page, 3)), (x + 90, y + 80))
    page.click("#save")
    expect(page.locator("[data-field=legal_basis] [data-code=missing_value]")).to_be_visible()
    expect(field(page, "legal_basis")).to_have_attribute("aria-invalid", "true")
    fill_zone(page, "Zona-uji-penunjuk")
    page.screenshot(path="/tmp/exp_shots/edit-zone-1440.png")
    save(page)
    page.screenshot(path="/tmp/exp_shots/edit-saved-1440.png")
    drawn = item(page, "exclusion-zones", "Zona-uji-penunjuk")
    assert len(drawn["geometry"]["coordinates"][0][0]) == 5
    undo_last(page)
    assert item(page, "exclusion-zones", "Zona-uji-penunjuk") == {}


def test_a_facility_is_placed_and_moved_by_keyboard_alone(editor):
    page = editor("facilities")
    page.locator("#new").focus()
    page.keyboard.press("Enter")
    page.locator("#corners-part summary").focus()
    page.keyboard.press("Enter")
    page.locator("#corner-new").focus()
    page.keyboard.type("di sana")
    page.keyboard.press("Enter")
    expect(page.locator("#corner-new-error")).to_be_visible()
    page.locator("#corner-new").fill("")
    page.keyboard.type("115,31 -3,31")
    page.keyboard.press("Enter")
    handle = corner(page, 1)
    expect(handle).to_be_visible()
    handle.focus()
    page.keyboard.press("Shift+ArrowUp")
    expect(corner(page, 1)).to_be_focused()
    fill_facility(page, "Pelabuhan-uji-papan")
    field(page, "source").press("Enter")
    expect(page.locator("#saved-text")).to_contain_text("Tersimpan")
    lon, lat = item(page, "facilities", "Pelabuhan-uji-papan")["geometry"]["coordinates"]
    assert lon == pytest.approx(PLACE[0], abs=1e-6)
    assert (lat - PLACE[1]) * 111_000 == pytest.approx(100, abs=2)
    undo_last(page)


def test_a_drawn_corner_snaps_to_what_is_near(editor):
    page = editor("exclusion_zones")
    page.click("#new")
    for at in ("115,30 -3,30", "115,40 -3,30", "115,40 -3,40", "115,30 -3,40"):
        type_corner(page, at)
    fill_zone(page, "Zona-uji-tetangga")
    save(page)
    page.get_by_role("button", name="Zona-uji-tetangga").click()
    expect(corner(page, 2)).to_be_visible()
    x, y = middle(corner(page, 2))
    page.click("#cancel")
    page.click("#new")
    page.mouse.click(x + 6, y + 5)
    expect(page.locator("#drawing-status")).to_have_text("Menempel.")
    page.evaluate("document.getElementById('corners-part').open = true")
    snapped = page.locator("#corner-list input").input_value()
    lon, lat = (float(one.replace(",", ".")) for one in snapped.split())
    assert (lon, lat) == (pytest.approx(115.40, abs=2e-5), pytest.approx(-3.30, abs=2e-5))
    page.click("#snap")
    page.mouse.click(x + 6, y + 5)
    free = page.locator("#corner-list input").nth(1).input_value()
    assert free != snapped
    page.click("#cancel")
    page.click("#confirm-yes")
    page.get_by_role("button", name="Zona-uji-tetangga").click()
    page.click("#delete")
    page.click("#confirm-yes")
    expect(page.locator("#saved-text")).to_contain_text("Dihapus")
    assert item(page, "exclusion-zones", "Zona-uji-tetangga") == {}
    undo_last(page)
    assert item(page, "exclusion-zones", "Zona-uji-tetangga") != {}


def test_who_comes_second_is_told_what_is_new_and_both_changes_are_kept(editor):
    first, second = (editor("facilities", expected="412") for _ in range(2))
    first.click("#new")
    type_corner(first, "115,33 -3,33")
    fill_facility(first, "Pelabuhan-uji-berdua")
    save(first)
    for page in (first, second):
        page.reload()
        page.wait_for_selector(".is-ready")
        page.get_by_role("button", name="Pelabuhan-uji-berdua").click()
        expect(page.locator("#form")).to_be_visible()
    field(first, "owner").fill("Dinas A")
    save(first)
    field(second, "activity").fill("bongkar muat")
    second.click("#save")
    conflict = second.locator("#conflict")
    expect(conflict).to_contain_text(re.compile("Pemilik.*Dinas A"))
    expect(conflict).to_contain_text("penyunting")
    second.screenshot(path="/tmp/exp_shots/edit-conflict-1440.png")
    conflict.get_by_role("button").nth(1).click()
    expect(second.locator("#saved-text")).to_contain_text("Tersimpan")
    told = item(second, "facilities", "Pelabuhan-uji-berdua")["properties"]
    assert (told["owner"], told["activity"]) == ("Dinas A", "bongkar muat")


def test_on_a_phone_a_facility_is_placed_by_a_tap(editor):
    page = editor("facilities", width=390, height=844)
    page.screenshot(path="/tmp/exp_shots/edit-choose-390.png")
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    page.click("#new")
    box = page.locator("#edit-map").bounding_box()
    page.mouse.click(box["x"] + 200, box["y"] + 250)
    expect(corner(page, 1)).to_be_visible()
    fill_facility(page, "Pelabuhan-uji-ponsel")
    page.screenshot(path="/tmp/exp_shots/edit-form-390.png")
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    page.click("#save")
    page.wait_for_selector("#saved:not([hidden]), #page-error:not([hidden])")
    page.screenshot(path="/tmp/exp_shots/edit-saved-390.png")
    expect(page.locator("#saved")).to_be_visible()
    undo_last(page)
