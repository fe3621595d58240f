"""The page of exports in a browser: a small file at once, a large one by a job, a refusal, on a phone."""

from urllib.parse import urlsplit

import pytest

pytestmark = [pytest.mark.browser]


@pytest.fixture
def page(browser, address):
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-US")
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: complaints.append(request.url) if _is_foreign(request.url, address) else None)
    yield page
    context.close()
    assert complaints == []


def _is_foreign(url, address):
    return urlsplit(url).scheme in ("http", "https") and not url.startswith(address)


def test_a_small_file_comes_at_once(page, address):
    page.goto(f"{address}/export?layers=districts&f=geojson")
    with page.expect_download() as download:
        page.locator("#export-submit").click()
    assert download.value.suggested_filename.startswith("hilir-districts-")
    assert page.locator("#export-stage").inner_text() == download.value.suggested_filename


def test_a_large_file_is_made_while_one_waits(page, address):
    page.goto(f"{address}/export?layers=source-areas,roads&f=gpkg")
    page.locator("#export-submit").press("Enter")
    page.locator("#export-result").wait_for(timeout=60_000)
    assert page.evaluate("document.activeElement.id") == "export-result"
    with page.expect_download() as download:
        page.locator("#export-result").press("Enter")
    assert download.value.suggested_filename.endswith(".gpkg")


def test_formats_that_cannot_hold_the_layers_are_closed_with_the_reason(page, address):
    page.goto(f"{address}/export?layers=districts,subdistricts&f=fgb")
    assert page.locator("input[value=fgb]").is_disabled()
    assert page.locator("input[value=gpkg]").is_checked()
    assert page.locator("#note-fgb").is_visible()
    page.locator("input[value=subdistricts]").uncheck()
    assert page.locator("input[value=fgb]").is_enabled()


def test_a_refusal_is_told_where_it_is_seen(page, address):
    page.goto(f"{address}/export?layers=districts&f=gpkg&bbox=1,2")
    page.locator("#export-submit").click()
    page.locator("#export-error").wait_for()
    assert "bbox" in page.locator("#export-error").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
