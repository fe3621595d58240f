import re
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

RUN_LIMIT_MS = 90_000
HEADING = "#results-title"


def choose(page: Page, name: str, *, plants: int | None = None) -> None:
    page.fill("#process-input", name)
    page.get_by_role("option", name=name).first.click()
    if plants is not None:
        page.fill("#plants", str(plants))


def run(page: Page) -> None:
    page.click("#run-button")
    page.wait_for_selector(".site-list, .refusal-reason, [role=alert]", timeout=RUN_LIMIT_MS)


def figure(text: str) -> float:
    return float(text.replace(".", "").replace(",", "."))


def has_horizontal_scroll(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


def test_the_map_shows_the_province(open_page):
    page = open_page()
    expect(page.locator(".layer-panel")).to_contain_text("Potensi bahan baku")
    expect(page.locator(".layer-panel")).to_contain_text("batas perkiraan")
    expect(page.locator(".leaflet-land-pane path")).to_have_count(13)
    expect(page.locator(".leaflet-source-areas-pane canvas")).to_have_count(1)
    expect(page.locator(".facility").nth(50)).to_be_attached()


def test_a_plan_for_palm_oil_mills_is_answered_on_list_and_map(open_page):
    page = open_page()
    choose(page, "Pabrik kelapa sawit (PKS)", plants=3)
    run(page)
    plants = page.locator(".site-list:not(.site-list-reserve) .site-card").count()
    assert 1 <= plants <= 3
    expect(page.locator(HEADING)).to_have_text(f"{plants} lokasi disarankan")
    expect(page.locator(".pin:not(.pin-reserve)")).to_have_count(plants)
    expect(page.locator(".leaflet-catchments-pane path").nth(plants - 1)).to_be_attached()
    if plants < 3:
        expect(page.locator(".warning").first).to_contain_text(f"{plants} dari 3 pabrik")
    expect(page.locator("#run-label")).to_have_text("Hitung ulang")


def test_the_parts_of_a_score_add_up_to_it(open_page):
    page = open_page()
    choose(page, "PKS mini", plants=2)
    run(page)
    listed = figure(page.locator(".site-score").first.inner_text())
    page.click(".explain-button")
    shown = figure(page.locator("#score-total").inner_text())
    parts = [figure(part) for part in page.locator(".contribution").all_inner_texts()]
    assert len(parts) == 6
    assert sum(parts) == pytest.approx(shown, abs=6 * 0.0005 + 0.0005)
    assert shown == pytest.approx(listed, abs=0.0055)
    exact = page.evaluate(
        """async () => {
            const run = new URLSearchParams(location.search).get("run");
            const {features} = await (await fetch(`/api/siting-runs/${run}/sites.geojson`)).json();
            return features.map(({properties: site}) =>
                Math.abs(site.score - site.parts.reduce((sum, part) => sum + part.contribution, 0)));
        }"""
    )
    assert max(exact) < 1e-6


def test_an_explanation_tells_supply_competitors_rules_and_assumptions(open_page):
    page = open_page()
    choose(page, "PKS mini")
    run(page)
    page.click(".explain-button")
    explained = page.locator(".site-view")
    for title in ("Mengapa di sini", "Pasokan menurut asal", "Pesaing dalam jangkauan", "Aturan", "Sekitar lokasi"):
        expect(explained.get_by_role("heading", name=title)).to_be_visible()
    rows = [
        figure(cell) for cell in explained.locator(".amount-table").first.locator("td:last-child").all_inner_texts()
    ]
    assert sum(rows[:-1]) == pytest.approx(rows[-1], abs=len(rows))
    expect(explained.locator(".score-table .source").first).to_contain_text("Sumber:")
    explained.locator(".notes summary").click()
    expect(explained.locator(".notes")).to_contain_text(re.compile(r"Sumber: .*20\d\d", re.DOTALL))


def test_crumb_rubber_is_refused_with_its_reason_and_what_the_chain_offers(open_page):
    page = open_page()
    choose(page, "Pabrik karet remah (SIR 20)")
    run(page)
    reason = page.locator(".refusal-reason")
    for proof in ("270 rb t/thn", "174 rb t/thn", "35,6 %"):
        assert proof in reason.inner_text().replace("\u00a0", " ")
    expect(page.locator(".pin")).to_have_count(0)
    offer = page.locator(".offers .link-button").first
    name = offer.inner_text().strip()
    offer.click()
    expect(page.locator("#process-input")).to_have_value(name)


def test_a_size_is_asked_for_where_none_is_recorded(open_page):
    page = open_page()
    choose(page, "Kompon karet")
    page.click("#run-button")
    expect(page.locator("#size-error")).to_have_text("Isi bilangan bulat dari 1 sampai 10.000.000.")
    expect(page.locator("#size")).to_be_focused()
    page.fill("#size", "5.000")
    expect(page.locator("#size-error")).to_be_hidden()
    run(page)
    expect(page.locator(HEADING)).not_to_have_text("Perhitungan terhenti")
    choose(page, "PKS mini")
    expect(page.locator("#size")).to_have_value("")
    expect(page.locator("#size-help")).to_have_text("Kosong: ukuran yang lazim.")


def test_a_weight_moved_reranks_at_once_and_says_so(open_page):
    page = open_page()
    choose(page, "PKS mini", plants=3)
    run(page)
    before = page.locator(".site-score").all_inner_texts()
    page.locator("#weight-energy").fill("100")
    expect(page.locator(".warning").last).to_contain_text("bobot baru")
    after = page.locator(".site-score").all_inner_texts()
    assert after != before
    plants = [
        figure(score) for score in page.locator(".site-list:not(.site-list-reserve) .site-score").all_inner_texts()
    ]
    assert plants == sorted(plants, reverse=True)


def test_the_language_changes_and_the_result_stays(open_page):
    page = open_page()
    choose(page, "PKS mini")
    run(page)
    expect(page.locator(HEADING)).to_have_text("1 lokasi disarankan")
    page.click(".language button[value=en]")
    expect(page.locator(HEADING)).to_have_text("1 site suggested", timeout=RUN_LIMIT_MS)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#process-input")).to_have_value("Mini palm oil mill")
    expect(page.locator(".site-score").first).to_have_text(re.compile(r"^0\.\d\d$"))


def test_what_is_out_of_range_is_said_beside_the_field(open_page):
    page = open_page()
    expect(page.locator("#plants")).to_have_value("1")
    page.click("#run-button")
    expect(page.locator("#process-error")).to_have_text("Pilih industri dari daftar.")
    choose(page, "PKS mini")
    page.fill("#plants", "21")
    expect(page.locator("#plants-error")).to_have_text("Isi bilangan bulat dari 1 sampai 20.")
    expect(page.locator("#plants")).to_have_attribute("aria-invalid", "true")
    page.click("#run-button")
    expect(page.locator(".progress-track")).to_have_count(0)


def test_everything_can_be_done_by_keyboard(open_page):
    page = open_page()
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link").first).to_be_focused()
    page.locator("#process-input").focus()
    page.keyboard.type("pks mini")
    expect(page.locator(".picker-option.is-active")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("#process-input")).to_have_value("PKS mini")
    page.keyboard.press("Enter")
    page.wait_for_selector(".site-list", timeout=RUN_LIMIT_MS)
    expect(page.locator(HEADING)).to_be_focused()
    # What can be done with the whole result comes before its list.
    for _ in range(page.locator(".results-head :is(a, button, summary):visible").count() + 1):
        page.keyboard.press("Tab")
    expect(page.locator(".site-choice").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".site-card").nth(1)).to_have_class(re.compile("is-selected"))
    expect(page.locator(".site-choice").nth(1)).to_be_focused()
    assert page.locator(".pin.is-selected").inner_text() == "2"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(HEADING)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".site-choice").nth(1)).to_be_focused()


def test_a_pin_selects_its_row(open_page):
    page = open_page()
    choose(page, "PKS mini", plants=2)
    run(page)
    page.locator(".pin", has_text="2").click()
    expect(page.locator(".site-card").nth(1)).to_have_class(re.compile("is-selected"))


@pytest.mark.parametrize(("width", "height"), [(390, 844), (768, 1024), (1200, 800)])
def test_narrow_screens_show_one_panel_at_a_time_and_never_scroll_sideways(open_page, width, height):
    page = open_page(width=width, height=height)
    assert not has_horizontal_scroll(page)
    choose(page, "PKS mini", plants=2)
    run(page)
    expect(page.locator(HEADING)).to_be_visible()
    assert not has_horizontal_scroll(page)
    page.click(".explain-button")
    assert not has_horizontal_scroll(page)
    if width < 1200:
        expect(page.locator("#plan-form")).to_be_hidden()
        page.click(".tab[data-tab=plan]")
        expect(page.locator("#plan-form")).to_be_visible()
        expect(page.locator("#results")).to_be_hidden()


def test_targets_are_large_enough_for_a_thumb(open_page):
    page = open_page(width=390, height=844)
    targets = page.locator(".plan-panel button:visible, .plan-panel input[type=text]:visible, .tab, .language button")
    heights = [box["height"] for box in (target.bounding_box() for target in targets.all()) if box]
    assert len(heights) >= 10
    # The handle of the sheet is as wide as the screen and has the tabs beside it as another way.
    assert [height for height in heights if height < 44] == [24]


def test_a_link_leads_back_to_its_result_with_its_parameters(open_page):
    page = open_page()
    choose(page, "PKS mini", plants=2)
    page.fill("#minutes", "120")
    run(page)
    path = page.evaluate("location.pathname + location.search")
    again = open_page(path=path)
    again.wait_for_selector(".site-list")
    expect(again.locator("#process-input")).to_have_value("PKS mini")
    expect(again.locator("#plants")).to_have_value("2")
    expect(again.locator("#minutes")).to_have_value("120")


def test_a_link_to_no_result_says_so_and_offers_to_try_again(open_page):
    page = open_page(path="/?run=00000000-0000-4000-8000-000000000000", expected="404")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Perhitungan terhenti")
    expect(alert).to_contain_text("00000000-0000-4000-8000-000000000000")
    expect(alert.get_by_role("button", name="Coba lagi")).to_be_visible()


def test_a_calculation_can_be_cancelled(open_page):
    page = open_page()
    choose(page, "Penggilingan padi")
    # Others' finer questions keep the worker busy meanwhile.
    runs, finer = urljoin(page.url, "/api/siting-runs"), {"process": "rice_mill", "cell_size_m": 100}
    busy = [page.request.post(runs, data=finer) for _ in range(2)]
    page.click("#run-button")
    page.get_by_role("button", name="Batalkan").click()
    expect(page.locator(HEADING)).to_have_text("Perhitungan dibatalkan", timeout=RUN_LIMIT_MS)
    expect(page.get_by_role("button", name="Coba lagi")).to_be_visible()
    expect(page.locator("#run-button")).not_to_have_attribute("aria-disabled", "true")
    for other in busy:
        page.request.delete(urljoin(page.url, other.headers["location"]))
