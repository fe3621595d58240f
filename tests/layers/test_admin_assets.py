"""The administration asks no other host for anything, and its map works without one."""

import json
import re
import shutil
from pathlib import Path

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.staticfiles import finders
from django.urls import reverse

from layers.models import District
from layers.services.shapes import shapes_rebuild
from tests.layers import rows

REMOTE = re.compile(r"""(?:url\(|@import\s|fetch\(|import\s)\s*["']?(?:https?:)?//""")
TAG_ADDRESS = re.compile(r"""<(?:script|link|img|iframe|source)\b[^>]*?\b(?:src|href)="([^"]+)\"""")
CHROMIUM = shutil.which("chromium")
PAGES = [
    reverse(f"admin:layers_{model._meta.model_name}_{page}")
    for model in admin.site._registry
    if model._meta.app_label == "layers"
    for page in ("changelist", "add")
    if page == "changelist" or model.__name__ not in {"SitingRun", "SuggestedSite", "RasterLayer"}
]


@pytest.mark.django_db
@pytest.mark.parametrize("url", PAGES)
def test_no_page_names_another_host(admin_client, url):
    addresses = TAG_ADDRESS.findall(admin_client.get(url).content.decode())
    assert addresses
    assert [address for address in addresses if re.match(r"(?:https?:)?//", address)] == []


@pytest.mark.django_db
def test_no_style_or_script_of_the_map_names_another_host(admin_client):
    html = admin_client.get(reverse("admin:layers_facility_add")).content.decode()
    paths = [
        address.removeprefix("/static/") for address in TAG_ADDRESS.findall(html) if address.startswith("/static/")
    ]
    assert {"vendor/leaflet/leaflet.js", "vendor/leaflet/leaflet.css", "layers/geometry_widget.js"} <= set(paths)
    for path in [*paths, "layers/geometry_text.js"]:
        found = finders.find(path)
        assert found, f"{path} is not served"
        if found.endswith((".js", ".css")):
            assert not REMOTE.search(Path(found).read_text()), path


@pytest.fixture
def province(transactional_db):
    """A district and somebody who may edit it."""
    rows.district().save()
    shapes_rebuild(District)
    get_user_model().objects.create_superuser("editor", "editor@example.org", "editor")


@pytest.fixture
def page(province, live_server):
    """A browser that is logged in; the test fails on an error in it or a request to another host."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    problems = []
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        tab = browser.new_page(base_url=live_server.url, locale="en")
        tab.on("pageerror", lambda error: problems.append(str(error)))
        tab.on("request", lambda request: problems.append(request.url) if is_remote(request.url, live_server) else None)
        tab.goto("/admin/login/?next=/admin/layers/facility/add/")
        tab.fill("#id_username", "editor")
        tab.fill("#id_password", "editor")
        tab.click("[type=submit]")
        # The map is there once its script has run; before that nothing typed would be heard.
        tab.wait_for_selector(".geometry-map path")
        yield tab
        browser.close()
    assert problems == []


def is_remote(url: str, live_server) -> bool:
    return not url.startswith((live_server.url, "data:", "blob:"))


@pytest.mark.browser
def test_a_click_on_the_map_gives_the_position_of_a_facility(page):
    page.wait_for_selector(".leaflet-interactive, .geometry-map path")
    page.locator(".geometry-map").click(position={"x": 300, "y": 150})
    lon, lat = (float(page.input_value(f"[data-axis={axis}]")) for axis in "xy")
    # The map shows the one district there is.
    assert (lon, lat) == (pytest.approx(115.05, abs=0.3), pytest.approx(-2.95, abs=0.3))
    page.fill("[data-axis=x]", "115.0512")
    page.locator("[data-axis=x]").press("Tab")
    assert json.loads(page.input_value("[name=location]"))["coordinates"] == [115.0512, lat]


@pytest.mark.browser
def test_a_typed_boundary_is_drawn_or_its_fault_is_named(page):
    page.goto("/admin/layers/exclusionzone/add/")
    status, text = page.locator(".geometry-status"), page.locator("[name=boundary]")
    text.fill('{"type": "Polygon", "coordinates": [[[115, -3], [115.1, -3], [115.1, -2.9], [115, -3]]]}')
    assert "4" in status.inner_text()
    assert page.locator(".geometry-map path[stroke='#b3261e']").count() == 1
    for wrong, said in (
        ('{"type": "Point", "coordinates": [115, -3]}', "Point"),
        ('{"type": "Polygon", "coordinates": [[[500000, 9600000], [1, 1], [2, 2], [500000, 9600000]]]}', "500000"),
        ('{"type": "Polygon"', "JSON"),
    ):
        text.fill(wrong)
        assert said in status.inner_text()
        assert "is-error" in status.get_attribute("class")
        assert page.locator(".geometry-map path[stroke='#b3261e']").count() == 0


@pytest.mark.browser
def test_what_the_browser_sent_is_stored(page):
    page.fill("[data-axis=x]", "115.02")
    page.fill("[data-axis=y]", "-2.98")
    page.locator("[data-axis=y]").press("Tab")
    for field, value in (("#id_code", "F2"), ("#id_name", "Port two"), ("#id_source", "a permit")):
        page.fill(field, value)
    page.select_option("#id_kind", "port")
    page.click("[name=_save]")
    page.wait_for_url("**/admin/layers/facility/")
    page.goto("/admin/layers/facility/?q=F2")
    page.click("#result_list tbody th a")
    page.wait_for_selector(".geometry-map path")
    assert page.input_value("[data-axis=x]") == "115.02"
    assert page.input_value("[data-axis=y]") == "-2.98"
