import json
import re

import pytest
from django.conf import settings
from django.utils.translation import override
from playwright.sync_api import sync_playwright

from gisapp import conf
from gisapp.exchange.printing.request import print_request_parse
from gisapp.exchange.printing.services import map_print
from layers.models import Facility
from tests.e2e.conftest import ARGUMENTS, CHROMIUM

# Mapnik reads through a connection of its own: what a test writes must be committed.
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not (settings.BASE_DIR / "node_modules" / "leaflet").is_dir(),
        reason="the front-end libraries are not installed: run npm ci",
    ),
]
LAYERS = "districts,source-areas,roads,facilities"


def page_of(**values):
    with override("en"):
        return map_print(print_request_parse({"f": "html", **values})).content.decode()


def features_in(page):
    return [json.loads(found) for found in re.findall(r'\{"type":"Feature".*?\}\}(?=[,\]])', page)]


def test_a_page_names_no_other_host(province):
    page = page_of(layers=LAYERS)
    script = (settings.BASE_DIR / "node_modules" / "leaflet" / "dist" / "leaflet.js").read_text()
    rest = page.replace(script.partition("//# sourceMappingURL")[0].strip(), "")
    rest = re.sub(r"/\*.*?\*/", "", rest, flags=re.DOTALL)
    assert set(re.findall(r"https?://[^\s\"'<)\\]+", rest)) <= {"http://www.w3.org/2000/svg"}
    assert "src=" not in re.sub(r"picture\.src", "", rest)


def test_a_page_tells_its_features_sources_and_what_was_simplified(province):
    page = page_of(layers=LAYERS)
    assert len(features_in(page)) == 2 + 12 + 1 + 3
    assert "Shapes are simplified to about" in page
    assert "Land around" in page
    assert "left out" not in page


def test_a_page_keeps_to_its_limit_and_says_what_it_left_out(province, monkeypatch):
    whole = page_of(layers=LAYERS)
    monkeypatch.setattr(conf, "PRINT_PAGE_FEATURES", 8)
    page = page_of(layers=LAYERS)
    assert len(page) < len(whole)
    assert len(features_in(page)) == 8
    # The two districts, the road and the three facilities are whole; of the areas two have room.
    assert "the 10 smallest of 12 features are left out" in page


def test_a_page_has_no_more_bytes_than_the_limit(province, monkeypatch):
    without = len(page_of(layers="roads")) + 60_000
    monkeypatch.setattr(conf, "PRINT_PAGE_BYTES", without)
    assert len(page_of(layers=LAYERS).encode()) <= without


def test_a_name_cannot_become_markup(province):
    Facility.objects.filter(code="port_1").update(name="</script><script>document.title='broken'</script>")
    page = page_of(layers="facilities", title="<b>&")
    assert "</script><script>document" not in page
    assert "&lt;b&gt;&amp;" in page


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
def test_a_page_opens_without_a_network(run, tmp_path):
    file = tmp_path / "map.html"
    file.write_text(page_of(run=str(run.pk)), encoding="utf-8")
    said, asked = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_context(offline=True, locale="en-US").new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(file.as_uri())
        pin = page.locator(".symbol:has(b)").first
        pin.click(force=True)
        popup = page.locator(".leaflet-popup-content").inner_text()
        layers = page.locator(".leaflet-control-layers-overlays label").count()
        pixels = page.locator("canvas").count()
        browser.close()
    assert "score" in popup
    assert layers >= 6
    assert pixels >= 1
    assert said == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
