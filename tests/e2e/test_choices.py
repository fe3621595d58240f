"""Journeys 4 and 5: choose, weigh, look at the map of suitability, ask why, and move a site."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.test_plan import HEADING, RUN_LIMIT_MS, choose, figure, run

pytestmark = pytest.mark.browser

PLACE_LIMIT_MS = 30_000


def answered(page: Page, *, plants: int = 2) -> None:
    choose(page, "PKS mini", plants=plants)
    run(page)


def run_again(page: Page) -> None:
    page.click("#run-button")
    # The results before stay, and go only once there are others.
    page.wait_for_selector(".old-results", state="detached", timeout=RUN_LIMIT_MS)
    page.wait_for_selector(".site-list")


def parameters_of(page: Page) -> dict:
    return page.evaluate(
        """async () => {
            const run = new URLSearchParams(location.search).get("run");
            return (await (await fetch(`/api/siting-runs/${run}`)).json()).parameters;
        }"""
    )


def test_what_is_chosen_is_asked_for_and_found_again(open_page):
    page = open_page()
    page.get_by_label("Biaya terendah").check()
    page.uncheck("#serve-existing")
    page.get_by_text("Kawasan dikecualikan").first.click()
    page.locator("#exclusions").get_by_label("lahan gambut").uncheck()
    expect(page.locator("#exclusions-count")).to_have_text("6 aturan")
    page.get_by_text("Musim, metode, anggaran").click()
    page.get_by_label("Hujan", exact=True).check()
    page.fill("#least-filled", "50")
    answered(page, plants=1)
    asked = parameters_of(page)
    assert (asked["supply_model"], asked["season"], asked["serve_existing"]) == ("least_cost", "wet", False)
    assert (asked["ignored_exclusions"], asked["min_utilisation"]) == (["peat"], 0.5)
    again = open_page(path=page.evaluate("location.pathname + location.search"))
    again.wait_for_selector(".site-list")
    expect(again.locator("#exclusions-count")).to_have_text("6 aturan")
    expect(again.locator("#serve-existing")).not_to_be_checked()
    expect(again.locator("#least-filled")).to_have_value("50")
    expect(again.locator("#run-button")).to_have_attribute("aria-disabled", "true")


def test_a_plant_is_built_where_it_is_wanted(open_page):
    page = open_page()
    page.get_by_text("Lokasi wajib dan terlarang").click()
    page.fill("#place-typed", "pabrik")
    page.get_by_role("button", name="Wajibkan").click()
    expect(page.locator("#place-error")).to_contain_text("bujur dan lintang")
    answered(page, plants=1)
    lon, lat = page.evaluate(
        """async () => {
            const run = new URLSearchParams(location.search).get("run");
            const {features} = await (await fetch(`/api/siting-runs/${run}/sites.geojson`)).json();
            return features.at(-1).geometry.coordinates;
        }"""
    )
    page.fill("#place-typed", f"{lon}; {lat}")
    page.get_by_role("button", name="Wajibkan").click()
    expect(page.locator(".place-mark")).to_have_count(1)
    run_again(page)
    [place] = parameters_of(page)["forced_sites"]
    assert (place["lon"], place["lat"]) == (lon, lat)
    page.get_by_role("button", name=re.compile("^Hapus ")).click()
    expect(page.locator("#run-button")).to_have_attribute("aria-disabled", "false")


def test_comparisons_that_contradict_are_named_and_mended(open_page):
    page = open_page()
    page.click("#ahp-open")
    verdict = page.locator(".ahp-verdict")
    expect(verdict).to_contain_text("Rasio konsistensi 0,0")
    page.locator(".ahp-slider").nth(1).focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    expect(verdict).to_contain_text("Perbandingan tidak konsisten")
    expect(page.locator(".ahp-pair.is-worst")).to_have_count(3)
    # It says that it is disabled, but can be reached; to press it does nothing.
    page.get_by_role("button", name="Pakai bobot ini").click(force=True)
    expect(page.locator(".ahp-dialog")).to_be_visible()
    verdict.get_by_role("button").click()
    expect(page.locator(".ahp-pair.is-worst")).to_have_count(0)
    page.get_by_role("button", name="Pakai bobot ini").click()
    expect(page.locator("#weights-sum")).to_have_text("Dari perbandingan berpasangan")
    answered(page, plants=1)
    assert [len(row) for row in parameters_of(page)["pairwise"]] == [5, 4, 3, 2, 1]


def test_a_preset_tells_its_source_and_gives_way_to_a_moved_weight(open_page):
    page = open_page()
    page.select_option("#preset", "rice")
    expect(page.locator("#preset-help")).to_contain_text("Sumber:")
    answered(page, plants=1)
    assert parameters_of(page)["preset"] == "rice"
    page.locator("#weight-energy").fill("77")
    run_again(page)
    asked = parameters_of(page)
    assert (asked["preset"], asked["weights"]["energy"]) == (None, 77)
    assert asked["value_functions"]["market"] == "linear 120 5"


def test_old_results_stay_until_new_ones_come(open_page):
    page = open_page()
    answered(page, plants=1)
    page.fill("#plants", "2")
    expect(page.locator(".warning").last).to_contain_text("berubah")
    page.click("#run-button")
    expect(page.locator(".old-results .site-card").first).to_be_visible()
    expect(page.locator(".old-results")).to_have_count(0, timeout=RUN_LIMIT_MS)
    expect(page.locator(HEADING)).to_have_text("2 lokasi disarankan")


def test_a_whole_chain_is_planned_step_by_step(open_page):
    page = open_page()
    choose(page, "Penggilingan padi")
    page.check("#whole-chain")
    page.click("#run-button")
    page.wait_for_selector(".chain-view")
    page.wait_for_selector(".chain-view .progress-track", state="detached", timeout=2 * RUN_LIMIT_MS)
    expect(page.locator(".chain-step").first).to_contain_text(re.compile("lokasi disarankan|tidak ada lokasi"))
    expect(page.locator(".chain-view")).to_contain_text("Neraca bahan baku")
    assert "chain=" in page.url


def test_suitability_has_a_legend_and_lies_below_the_sites(open_page):
    page = open_page()
    answered(page, plants=1)
    page.wait_for_selector(".leaflet-suitability-pane img.leaflet-tile-loaded", timeout=RUN_LIMIT_MS)
    legend = page.locator('[data-layer="suitability"]')
    expect(legend).to_contain_text("0 rendah")
    legend.get_by_role("checkbox").uncheck()
    expect(page.locator(".leaflet-suitability-pane img")).to_have_count(0)


def test_any_place_tells_its_score_or_why_not(open_page):
    page = open_page()
    page.locator(".leaflet-container").focus()
    page.keyboard.press("m")
    page.keyboard.press("Enter")
    expect(page.locator(".why-head")).to_be_visible(timeout=PLACE_LIMIT_MS)
    expect(page.locator(".why-card")).to_contain_text("Cari lokasi dahulu")
    answered(page, plants=1)
    box = page.locator("#map").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.97)
    expect(page.locator(".why-head")).to_have_text("Tidak dapat dipilih", timeout=PLACE_LIMIT_MS)
    expect(page.locator(".why-card")).to_contain_text("Di luar daratan provinsi")
    expect(page.locator(".why-card")).to_contain_text("Lokasi terdekat")
    page.keyboard.press("Escape")
    expect(page.locator(".why-card")).to_have_count(0)


def test_a_site_is_moved_by_keys_and_tells_what_that_costs(open_page):
    page = open_page()
    answered(page, plants=1)
    page.click(".explain-button")
    page.click("#move-site")
    expect(page.locator(".pin-anchor:has(.pin-moved)")).to_be_focused()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("ArrowRight")
    answer = page.locator(".move-answer")
    expect(answer).to_contain_text("1 km dari lokasi saran", timeout=PLACE_LIMIT_MS)
    expect(answer).to_contain_text(re.compile("skor (turun|naik|tetap)|Tidak dapat dipilih"))
    page.fill("#move-typed", "114,6; -6")
    page.get_by_role("button", name="Nilai tempat ini").click()
    expect(answer).to_contain_text("Di luar daratan provinsi", timeout=PLACE_LIMIT_MS)
    page.get_by_role("button", name="Kembali ke lokasi saran").click()
    expect(page.locator(".pin-moved")).to_have_count(0)


def test_a_site_tells_how_sure_its_rank_is_and_what_it_earns(open_page):
    page = open_page()
    answered(page, plants=2)
    page.click(".explain-button")
    shares = [figure(cell[:-1].strip()) for cell in page.locator(".certainty-share").all_inner_texts()]
    assert abs(sum(shares) - 100) <= len(shares)
    expect(page.locator(".economics tr").first).to_be_visible()
