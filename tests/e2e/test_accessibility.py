"""axe-core finds nothing to object to: every page, in both languages, on a desk and on a phone."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser

AXE = settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})"
OPEN_ALL = "document.querySelectorAll('main details').forEach(part => { part.open = true; })"
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
# Bars and panels that slide would be judged half-way.
MOTION: Any = "reduce"
LONGEST_WAIT_MS = 60_000

# Prints the state that the pages show, as JSON on a line of its own.
MAKE_STATE = """
import json
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from gisapp.exchange.imports import services
from gisapp.planning.parameters import parameters_parse
from gisapp.planning.services import siting_run_create, siting_run_execute
from layers.models import ExclusionZone
from layers.services.scenarios import scenario_insert

def signed_in(name, **values):
    user = get_user_model().objects.create_user(name, password="x", **values)
    client = Client()
    client.force_login(user)
    return user, client.cookies["sessionid"].value

staff, staff_session = signed_in("axe-staff", is_staff=True)
_, guest_session = signed_in("axe-guest")
state = {"staff": staff_session, "guest": guest_session}

for letter, plants in (("a", 2), ("b", 3)):
    asked = parameters_parse({"process": "palm_kernel_crushing", "plants": plants, "reserves": 1})
    run = siting_run_execute(siting_run_create(asked).pk)
    state[letter] = str(run.pk)
    scenario = scenario_insert(run, name="Axe " + letter, note="Untuk rapat", created_by_id=staff.pk)
    state["scenario"] = str(scenario.pk)

PORTS = b"kode,nama,bujur,lintang\\naxe-a,Pelabuhan A,115.1,-3.0\\naxe-b,Pelabuhan B,100.0,-3.0\\n"

def uploaded(name, content):
    return services.import_upload([SimpleUploadedFile(name, content)], kind="facilities", user_id=staff.pk)

def looked_at(name):
    return services.import_look(uploaded(name, PORTS))

def tried(name):
    changes = services.ImportChanges(mapping={"constants": {"kind": "port"}}, source="Kemenhub 2024")
    return services.import_check(services.import_map(looked_at(name), changes))

state["broken"] = str(uploaded("rusak.gpkg", b"nothing of any kind").pk)
state["looked"] = str(looked_at("terlihat.csv").pk)
state["tried"] = str(tried("teruji.csv").pk)
state["saved"] = str(services.import_commit(tried("tersimpan.csv")).pk)
state["zone"] = ExclusionZone.objects.values_list("pk", flat=True)[0]
print(json.dumps(state))
"""


@dataclass(frozen=True, slots=True)
class View:
    """A page as it is looked at.

    Attributes
    ----------
    path
        Names in braces are filled in from the state that was made.
    ready
        What is there once the page is complete.
    visitor
        Name of the session, or an empty string for whoever passes by.
    """

    path: str
    ready: str = "main h1"
    visitor: str = ""


MAPPED = ".leaflet-overlay-pane path"
VIEWS = {
    "map": View("/", ".facility"),
    "run": View("/?run={a}", "#save-run"),
    "districts": View("/districts", "#where-rows tr:not(.is-loading)"),
    "district": View("/districts/6310", ".tree"),
    "district-unknown": View("/districts/9999"),
    "commodities": View("/commodities", "table.commodities"),
    "commodity": View("/commodities/oil_palm", "#where-rows tr:not(.is-loading)"),
    "scenarios-none": View("/scenarios"),
    "scenarios": View("/scenarios", "tr[data-scenario]", "staff"),
    "scenario": View("/scenarios/{scenario}", MAPPED, "staff"),
    "compare-nothing": View("/scenarios/compare", visitor="staff"),
    "compare": View("/scenarios/compare?a={a}&b={b}", MAPPED),
    "export": View("/export?layers=districts"),
    "sign-in": View("/accounts/login", "#username"),
    "imports": View("/import", visitor="staff"),
    "imports-refused": View("/import", visitor="guest"),
    "import-new": View("/import/new", ".is-ready", "staff"),
    "import-broken": View("/import/{broken}/look", "#unreadable", "staff"),
    "import-look": View("/import/{looked}/look", "#next", "staff"),
    "import-columns": View("/import/{looked}/columns", "#columns-form", "staff"),
    "import-check": View("/import/{tried}/check", ".import-counts", "staff"),
    "import-done": View("/import/{saved}/done", "#saved-title", "staff"),
    "edit": View("/edit?kind=facilities", ".is-ready", "staff"),
    "edit-one": View("/edit?kind=exclusion_zones&id={zone}", "#form:not([hidden])", "staff"),
    "edit-refused": View("/edit", visitor="guest"),
    "services": View("/services"),
    "ogc": View("/ogc"),
    "ogc-api": View("/ogc/api"),
    "ogc-conformance": View("/ogc/conformance"),
    "ogc-collections": View("/ogc/collections"),
    "ogc-collection": View("/ogc/collections/districts"),
    "ogc-items": View("/ogc/collections/districts/items?limit=5"),
    "ogc-schema": View("/ogc/collections/districts/schema"),
}


def open_tree(page: Page) -> None:
    page.click("#layers-button")
    page.wait_for_selector("#layer-groups .layer-group")


def search(page: Page) -> None:
    page.fill("#search input", "batulicin")
    page.wait_for_selector("#search-list .picker-option")


def open_keys(page: Page) -> None:
    page.locator("#map .folium-map").focus()
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open]")


def save(page: Page) -> None:
    page.click("#save-run")
    page.wait_for_selector("dialog[open]")


def compare_pairwise(page: Page) -> None:
    page.click("#ahp-open")
    page.wait_for_selector("dialog[open]")


def explain(page: Page) -> None:
    page.click(".explain-button")
    page.wait_for_selector(".site-view")


def print_sheet(page: Page) -> None:
    page.click("#print-sheet")
    page.wait_for_selector("dialog[open]")


def ask_why(page: Page) -> None:
    page.locator("#map .folium-map").focus()
    page.keyboard.press("m")
    page.locator("#map .folium-map").click(position={"x": 330, "y": 420})
    page.wait_for_selector(".why-popup")
    page.wait_for_load_state("networkidle")


# What opens over the map, by what opens it.
OPENED: dict[str, tuple[str, Callable[[Page], None]]] = {
    "tree": ("/?layers=index-hhi_roads", open_tree),
    "search": ("/", search),
    "keys": ("/", open_keys),
    "pairwise": ("/", compare_pairwise),
    "save": ("/?run={a}", save),
    "explained": ("/?run={a}", explain),
    "print": ("/?run={a}", print_sheet),
    "why": ("/?run={a}", ask_why),
}


@pytest.fixture(scope="module")
def state(service) -> dict[str, str]:
    said = service.manage("shell", "--command", MAKE_STATE)
    made: dict[str, str] = json.loads(said.splitlines()[-1])
    return made


@pytest.fixture(scope="module")
def visit(browser: Browser, address: str, state: dict[str, str]) -> Iterator[Callable[..., Page]]:
    """Open a page as somebody, in a language; who and language share a browser's memory."""
    contexts: dict[tuple[str, str], BrowserContext] = {}

    def context_of(visitor: str, language: str) -> BrowserContext:
        if (visitor, language) not in contexts:
            context = browser.new_context(locale=language, viewport=DESK, reduced_motion=MOTION)  # type: ignore[arg-type]
            cookies = {settings.LANGUAGE_COOKIE_NAME: language}
            if visitor:
                cookies[settings.SESSION_COOKIE_NAME] = state[visitor]
            context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
            contexts[visitor, language] = context
        return contexts[visitor, language]

    def opened(view: View, *, language: str) -> Page:
        page = context_of(view.visitor, language).new_page()
        page.goto(address + view.path.format(**state))
        page.wait_for_selector(view.ready, state="attached", timeout=LONGEST_WAIT_MS)
        page.wait_for_load_state("networkidle")
        return page

    yield opened
    for context in contexts.values():
        context.close()


def objections(page: Page) -> list[str]:
    """What axe-core objects to at the width at hand: the rule, the elements, and what to do."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(RUN_AXE, TAGS)["violations"]
    return [
        f"{page.viewport_size['width']} px: {rule['id']} ({rule['help']}): {node['target']}: {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


@pytest.fixture(autouse=True)
def _axe_is_installed() -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed: run npm ci")


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", VIEWS)
def test_nobody_is_shut_out_of_a_page(visit, name, language):
    page = visit(VIEWS[name], language=language)
    assert page.get_attribute("html", "lang") == language
    page.evaluate(OPEN_ALL)
    found = objections(page)
    page.set_viewport_size(PHONE)
    found += objections(page)
    for tab in page.locator(".tabs .tab:not([aria-current])").all():
        tab.click()
        found += objections(page)
    page.close()
    assert found == []


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", OPENED)
def test_nobody_is_shut_out_of_what_opens_over_the_map(visit, name, language):
    path, act = OPENED[name]
    page = visit(View(path, "#save-run" if "run" in path else ".facility"), language=language)
    act(page)
    found = objections(page)
    page.set_viewport_size(PHONE)
    found += objections(page)
    page.close()
    assert found == []


def test_what_shuts_people_out_is_found(visit):
    page = visit(VIEWS["sign-in"], language="id")
    page.evaluate(
        """() => {
            document.querySelector("main").insertAdjacentHTML("beforeend", "<button></button><p id=pale>Pucat</p>");
            document.getElementById("pale").style.color = "#ddd";
        }"""
    )
    found = "".join(objections(page))
    page.close()
    assert "button-name" in found
    assert "color-contrast" in found
