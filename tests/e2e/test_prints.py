"""What the planner's page prints."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_the_map_that_is_shown_is_printed_as_a_sheet(open_page):
    page = open_page()
    page.click("#print-map")
    dialog = page.locator(".print-dialog")
    dialog.get_by_label("Judul").fill("Peta uji")
    dialog.get_by_label("rebah").check()
    dialog.get_by_label("PNG").check()
    with page.context.expect_event("response", lambda response: "/api/prints" in response.url) as answered:
        dialog.get_by_role("button", name="Buat berkas").click()
    asked = parse_qs(urlsplit(answered.value.url).query)
    assert answered.value.status == 200
    assert answered.value.headers["content-type"] == "image/png"
    assert asked["title"] == ["Peta uji"]
    assert asked["orientation"] == ["landscape"]
    assert "districts" in asked["layers"][0].split(",")
    expect(dialog).to_have_count(0)


def test_escape_closes_the_dialog(open_page):
    page = open_page()
    page.click("#print-map")
    page.keyboard.press("Escape")
    page.wait_for_function("!document.querySelector('.print-dialog')")
