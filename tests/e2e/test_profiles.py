"""Two journeys: understand a district, understand a commodity."""

import io
import re
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
ROWS = "#where-rows tr:not(.is-loading)"
DRAWN = ".where-canvas .leaflet-overlay-pane path"


def query_of(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def fill_of(page: Page, district: int) -> str | None:
    return page.locator(DRAWN).nth(district).get_attribute("fill")


def names(page: Page) -> list[str]:
    return page.locator(f"{ROWS} th").all_inner_texts()


def wait_for_map(page: Page) -> None:
    expect(page.locator(ROWS)).to_have_count(13)
    expect(page.locator(DRAWN)).to_have_count(13)


def has_horizontal_scroll(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


def test_from_the_map_of_districts_to_the_page_of_one(open_page):
    page = open_page(path="/districts", ready=ROWS)
    wait_for_map(page)
    page.select_option("#statistic", "production-oil-palm-area-ha")
    expect(page.locator("#where-caption")).to_contain_text("2022")
    expect(page.locator(f"{ROWS} th").first).to_have_text("Kotabaru")
    page.get_by_role("button", name="Tunjukkan Tanah Bumbu di peta").click()
    assert query_of(page)["district"] == ["6310"]
    page.get_by_role("link", name="Tanah Bumbu").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kabupaten Tanah Bumbu")
    expect(page.locator("#tree-title")).to_contain_text("Kelapa sawit")
    expect(page.locator(".tree-link").first).to_contain_text("belum tercatat")


def test_the_address_leads_back_to_what_was_shown(open_page):
    page = open_page(path="/districts?statistic=index-hhi&year=2022&district=6302&sort=name", ready=ROWS)
    wait_for_map(page)
    expect(page.locator("#year-shown")).to_have_text("2022")
    assert names(page) == sorted(names(page))
    expect(page.locator("tr.is-selected")).to_contain_text("Kotabaru")
    expect(page.get_by_role("button", name="Tunjukkan Kotabaru di peta")).to_have_attribute("aria-pressed", "true")


def test_the_slider_changes_map_and_table_by_key(open_page):
    page = open_page(path="/districts?statistic=production-oil-palm-area-ha", ready=ROWS)
    wait_for_map(page)
    newest = page.locator(ROWS).first.inner_text()
    page.focus("#year")
    page.keyboard.press("Home")
    expect(page.locator("#year-shown")).to_have_text("2003")
    assert query_of(page)["year"] == ["2003"]
    assert page.locator(ROWS).first.inner_text() != newest
    page.keyboard.press("ArrowRight")
    assert query_of(page)["year"] != ["2003"]


def test_what_is_missing_is_said_and_hatched(open_page):
    page = open_page(path="/districts?statistic=production-rubber-production-t", ready=ROWS)
    wait_for_map(page)
    missing = page.locator(f"{ROWS}.is-missing")
    assert missing.count() > 0
    expect(missing.first).to_contain_text("belum tercatat")
    hatched = [fill_of(page, one) for one in range(13)].count("url(#hatch-no-data)")
    assert hatched == missing.count()


def test_map_and_table_light_each_other(open_page):
    page = open_page(path="/districts", ready=ROWS)
    wait_for_map(page)
    page.locator(f"{ROWS} th", has_text="Tanah Laut").hover()
    expect(page.locator(f'{DRAWN}[stroke-width="2"]')).to_have_count(1)
    page.mouse.move(0, 0)
    page.locator(DRAWN).last.hover(force=True)
    expect(page.locator("tr.is-hovered")).to_have_count(1)
    expect(page.locator(".leaflet-tooltip")).to_be_visible()


def test_the_table_sorts_both_ways_and_says_so(open_page):
    page = open_page(path="/districts", ready=ROWS)
    wait_for_map(page)
    head = page.locator("th[data-sort=value]")
    expect(head).to_have_attribute("aria-sort", "descending")
    first = names(page)[0]
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    assert names(page)[-1] == first


def test_figures_that_do_not_come_are_told_and_the_old_ones_stay(open_page):
    page = open_page(path="/districts", ready=ROWS, expected="500")
    wait_for_map(page)
    before = page.locator("#where-rows").inner_text()
    page.route("**/map/statistics/index-hhi.json*", lambda route: route.fulfill(status=500))
    page.select_option("#statistic", "index-hhi")
    expect(page.locator("#where-note")).to_contain_text("tidak dapat dimuat")
    assert page.locator("#where-rows").inner_text() == before


def test_every_chart_has_a_table_and_every_card_a_source(open_page):
    page = open_page(path="/districts/6310", ready=".tree")
    for card in page.locator(".card:has([role=img])").all():
        assert card.locator("details.card-table table").count() >= 1
        assert re.search(r"Sumber: \S", card.inner_text())
    page.get_by_text("Tabel", exact=True).first.click()
    expect(page.get_by_role("cell", name="paling banyak").first).to_be_visible()


def test_a_missing_step_opens_a_plan_for_it(open_page):
    page = open_page(path="/districts/6310", ready=".tree")
    page.locator('.tree-link[href*="palm_kernel_crushing"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator("#process-input")).to_have_value(re.compile("inti sawit"))


def test_another_commodity_is_chosen_without_a_button(open_page):
    page = open_page(path="/districts/6310", ready=".tree")
    page.select_option("#chain-tree", "rubber")
    expect(page.locator("#tree-title")).to_contain_text("Karet")
    assert query_of(page)["chain"] == ["rubber"]


def test_a_district_is_taken_along_as_a_workbook(open_page):
    page = open_page(path="/districts/6310", ready=".tree")
    with page.expect_download() as started:
        page.get_by_role("link", name="XLSX").click()
    assert started.value.suggested_filename == "hilir-district-6310.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(started.value.path().read_bytes()))
    assert book["facilities"].max_row > 8


def test_a_commodity_from_the_list_to_what_is_forgone(open_page):
    page = open_page(path="/commodities", ready="table.commodities")
    page.get_by_role("link", name="Kelapa sawit").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kelapa sawit")
    wait_for_map(page)
    expect(page.locator(".where-canvas .facility").nth(40)).to_be_attached()
    expect(page.locator("section:has(#owners-title)")).to_contain_text("Sime Darby")
    forgone = page.locator("section:has(#raw-title)")
    expect(forgone).to_contain_text(re.compile(r"Pabrik kelapa sawit \(PKS\):\s+Rp"))
    expect(forgone).to_contain_text("belum dapat dihitung")
    page.get_by_role("link", name="Karet", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Karet")


@pytest.mark.parametrize("path", ["/districts", "/districts/6310", "/commodities", "/commodities/oil_palm"])
@pytest.mark.parametrize("width", [360, 3840])
def test_no_page_scrolls_sideways(open_page, path, width):
    page = open_page(path=path, width=width, ready="main h1")
    page.wait_for_load_state("networkidle")
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    assert not has_horizontal_scroll(page)


def test_the_menu_opens_by_key_on_a_phone(open_page):
    page = open_page(path="/districts", width=390, height=844, ready="main h1")
    expect(page.locator("#bar-nav")).to_be_hidden()
    page.get_by_role("button", name="Menu").press("Enter")
    expect(page.get_by_role("link", name="Komoditas")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#bar-nav")).to_be_hidden()


def test_paper_opens_the_tables_and_leaves_the_buttons_out(open_page):
    page = open_page(path="/districts/6310", ready=".tree")
    page.emulate_media(media="print")
    expect(page.locator(".page-actions")).to_be_hidden()
    expect(page.locator("details.card-table table").first).to_be_visible()
