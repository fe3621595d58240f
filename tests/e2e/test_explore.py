"""Look around on the map, and use what it shows elsewhere."""

import os
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

PICTURES = os.environ.get("HILIR_PICTURES")
BATULICIN = (-3.4312, 115.9938)


def picture(page: Page, name: str) -> None:
    """Keep a picture where `HILIR_PICTURES` says so, to be looked at."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png")


def query(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def open_tree(page: Page) -> None:
    page.click("#layers-button")
    page.wait_for_selector("#layer-groups .layer-group")


def show_layer(page: Page, title: str) -> None:
    page.fill("#layer-filter", title)
    page.locator("#layer-groups label", has_text=title.split(": ")[-1]).first.click()
    page.wait_for_selector(".overlay-row")


def wms_requests(page: Page, part: str):
    return page.expect_request(lambda request: "/wms?" in request.url and part in request.url)


def test_a_layer_is_found_shown_and_kept_in_the_address(open_page):
    page = open_page()
    open_tree(page)
    expect(page.locator("#layer-count")).to_contain_text("lapisan")
    with wms_requests(page, "layers=index-hhi"):
        show_layer(page, "Herfindahl")
    expect(page.locator(".overlay-row h4")).to_have_text("konsentrasi (Herfindahl-Hirschman)")
    expect(page.locator("#overlay-legends .legend-lines img").first).to_be_visible()
    assert query(page)["layers"] == "index-hhi"
    page.wait_for_selector(".leaflet-overlays-pane img.leaflet-tile-loaded")
    picture(page, "explore-tree-1440")

    with wms_requests(page, "time=2020"):
        page.get_by_label("Tahun").evaluate(
            "slider => { slider.value = 0; slider.dispatchEvent(new Event('input'));"
            " slider.dispatchEvent(new Event('change')); }"
        )
    page.locator(".overlay-row").get_by_label("Opasitas").fill("60")
    assert query(page)["layers"] == "index-hhi.60.2020"
    again = open_page(path=f"/?{urlsplit(page.url).query}")
    again.wait_for_selector(".leaflet-overlays-pane img")
    opacity = again.locator(".leaflet-overlays-pane .leaflet-layer").evaluate("layer => layer.style.opacity")
    assert float(opacity) == pytest.approx(0.6)
    expect(again.locator(".overlay-legend h3")).to_contain_text("2020")
    assert query(again)["layers"] == "index-hhi.60.2020"


def test_layers_change_their_order_by_keyboard_and_go(open_page):
    page = open_page(path="/?layers=index-hhi_roads")
    page.wait_for_selector(".overlay-legend >> nth=1")
    page.locator("#map .folium-map").focus()
    page.keyboard.press("l")
    expect(page.locator("#layer-filter")).to_be_focused()
    page.locator("#overlay-down-index-hhi").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".overlay-row").first).to_have_attribute("data-layer", "roads")
    expect(page.locator("#overlay-down-index-hhi")).to_be_focused()
    assert query(page)["layers"] == "roads_index-hhi"
    page.click("#overlay-remove-roads")
    expect(page.locator(".overlay-row")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("#layer-tree")).to_be_hidden()
    expect(page.locator("#layers-button")).to_be_focused()


def test_a_layer_tells_where_other_programs_find_it(open_page, address):
    page = open_page()
    open_tree(page)
    show_layer(page, "Fasilitas")
    about = page.locator(".overlay-row .layer-about")
    about.locator("summary").click()
    expect(about.get_by_label("WMS", exact=True)).to_have_value(f"{address}/wms")
    expect(about.get_by_label("WFS", exact=True)).to_have_value(f"{address}/wfs")
    expect(about.get_by_role("textbox", name="Koleksi")).to_have_value(f"{address}/ogc/collections/facilities")
    with page.expect_download() as download:
        about.get_by_role("link", name="Buka di QGIS").click()
    assert "hilir_facilities_features" in download.value.path().read_text()
    picture(page, "explore-elsewhere-1440")
    about.get_by_role("link", name="Unduh").click()
    expect(page.locator("input[name=layers][value=facilities]")).to_be_checked()


@pytest.mark.parametrize(
    ("typed", "detail"),
    [("batulicin", "Kota"), ("3,4312 LS 115,9938 BT", "Koordinat"), ("50S 388229 9620686", "UTM 50S")],
)
def test_a_place_is_searched_by_name_and_by_coordinates(open_page, typed, detail):
    page = open_page()
    page.keyboard.press("/")
    expect(page.locator("#search input")).to_be_focused()
    page.keyboard.type(typed)
    expect(page.locator("#search-list .picker-option").first).to_contain_text(detail)
    picture(page, f"explore-search-{detail.split()[0].lower()}-1440")
    page.keyboard.press("Enter")
    card = page.locator(".here-card")
    expect(card).to_contain_text("Tanah Bumbu")
    expect(card).to_contain_text("UTM 50S")
    lon, lat = (float(part) for part in query(page)["at"].split("_"))
    assert (lat, lon) == pytest.approx(BATULICIN, abs=0.1)


def test_a_search_from_another_page_leads_to_the_map(open_page):
    page = open_page(path="/districts", ready="#search")
    page.fill("#search input", "Kotabaru")
    expect(page.locator("#search-list .picker-option").first).to_contain_text("Kabupaten/kota")
    page.keyboard.press("Enter")
    expect(page.locator(".here-card")).to_contain_text("Kotabaru")


def test_what_is_not_found_is_said(open_page):
    page = open_page()
    page.fill("#search input", "entah di mana")
    expect(page.locator("#search-list")).to_contain_text("Tidak ada yang bernama “entah di mana”.")


def test_a_click_tells_what_is_here_with_sources(open_page):
    page = open_page(path="/?layers=index-hhi&box=115.5_-3.8_116.3_-3.2")
    page.wait_for_selector(".overlay-legend")
    page.locator("#map .folium-map").click(position={"x": 450, "y": 400})
    card = page.locator(".here-card")
    expect(card).to_contain_text("Jalan terdekat")
    expect(card).to_contain_text("konsentrasi (Herfindahl-Hirschman)")
    expect(card).to_contain_text("Sumber")
    assert re.search(r"11\d,\d{4}° BT, \d,\d{4}° LS", card.inner_text())
    picture(page, "explore-here-1440")
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    assert "at" not in query(page)


def test_a_facility_tells_of_itself(open_page):
    page = open_page(path="/?box=115.9_-3.5_116.1_-3.3")
    page.locator(".facility svg").first.wait_for()
    at = page.evaluate(
        """() => {
            const inside = [...document.querySelectorAll(".facility svg")].map((one) => one.getBoundingClientRect());
            const box = document.getElementById("map").getBoundingClientRect();
            const one = inside.find(
                ({ x, y }) => x > box.x + 260 && x < box.right - 80 && y > 80 && y < box.bottom - 60
            );
            return [one.x + one.width / 2, one.y + one.height / 2];
        }"""
    )
    page.mouse.click(*at)
    expect(page.locator(".here-card")).to_contain_text("Jenis")


def test_enter_on_the_map_asks_at_its_centre(open_page):
    page = open_page(path="/?box=115.9_-3.5_116.1_-3.3")
    page.locator("#map .folium-map").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".here-card")).to_contain_text("Kecamatan")


def test_distance_and_area_are_measured_on_the_ellipsoid(open_page):
    page = open_page(path="/?box=114.5_-4.0_116.5_-2.0")
    page.keyboard.press("u")
    canvas = page.locator("#map .folium-map")
    for x, y in ((300, 200), (500, 200), (500, 600)):
        canvas.click(position={"x": x, "y": y})
    figures = page.locator("#measure-figures dd")
    expect(figures).to_have_count(4)
    places = page.evaluate(
        "[[300, 200], [500, 200], [500, 600]].map(at => hilir.map.containerPointToLatLng(at))"
        ".map(at => [at.lng, at.lat])"
    )
    from shapely import LineString, Polygon

    from gisapp.geo.crs import geodesic_area_m2, geodesic_length_m

    def shown(number: int) -> float:
        return float(
            figures.nth(number).inner_text().split("\u00a0")[0].split(" ")[0].replace(".", "").replace(",", ".")
        )

    assert shown(0) == pytest.approx(geodesic_length_m(LineString(places)) / 1000, abs=0.01)
    assert shown(2) == pytest.approx(geodesic_area_m2(Polygon(places)) / 1e6, rel=1e-4)
    assert query(page)["tool"] == "measure"
    picture(page, "explore-measure-1440")
    page.click("#measure-undo")
    expect(figures).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("#measure-card")).to_be_hidden()
    assert "tool" not in query(page)


@pytest.mark.parametrize("tool", ["measure", "why"])
def test_a_link_takes_up_the_tool_that_it_names(open_page, tool):
    page = open_page(path=f"/?tool={tool}")
    expect(page.locator("#map-toolbar [aria-pressed=true]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("#map-toolbar [aria-pressed=true]")).to_have_count(0)
    assert "tool" not in query(page)


def test_groups_and_base_map_are_kept_in_the_address(open_page):
    page = open_page()
    page.locator(".layer[data-layer=road_links] input").uncheck()
    open_tree(page)
    page.get_by_label("Tanpa peta dasar, hanya lapisan").check()
    expect(page.locator(".leaflet-land-pane path")).to_have_count(0)
    assert (query(page)["off"], query(page)["base"]) == ("road_links", "plain")
    again = open_page(path=f"/?{urlsplit(page.url).query}")
    expect(again.locator(".layer[data-layer=road_links] input")).not_to_be_checked()
    expect(again.locator("#map .folium-map")).to_have_attribute("data-base", "plain")


def test_keys_are_listed_and_can_be_turned_off(open_page):
    page = open_page()
    page.keyboard.press("?")
    dialog = page.locator(".key-dialog")
    expect(dialog).to_contain_text("Ukur")
    picture(page, "explore-keys-1440")
    dialog.get_by_label("Tombol tunggal aktif").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("u")
    expect(page.locator("#map-toolbar [aria-pressed=true]")).to_have_count(0)


def test_the_map_takes_the_whole_screen(open_page):
    page = open_page()
    page.click("#full-screen")
    expect(page.locator("#full-screen")).to_have_attribute("aria-label", "Keluar dari layar penuh")
    page.evaluate("document.exitFullscreen()")
    expect(page.locator("#full-screen")).to_have_attribute("aria-label", "Layar penuh")


def test_on_a_phone(open_page):
    page = open_page(width=390, height=844)
    picture(page, "explore-first-390")
    page.click("#search-toggle")
    page.locator("#search input").fill("batulicin")
    expect(page.locator("#search-list .picker-option").first).to_be_visible()
    picture(page, "explore-search-390")
    page.keyboard.press("Enter")
    expect(page.locator(".here-card")).to_contain_text("Tanah Bumbu")
    picture(page, "explore-here-390")
    open_tree(page)
    show_layer(page, "Herfindahl")
    picture(page, "explore-tree-390")
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    for target in page.locator(".map-toolbar button:visible, .layer-tree .icon-button:visible").all():
        assert target.bounding_box()["height"] >= 44
