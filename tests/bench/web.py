"""The planner's pages in Chromium with a cold cache, and those of the administration, over 200,000 areas."""

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tests.bench.gates import Gate, gate, report, say
from tests.bench.scale_service import PROJECT, Database, scale_database, served

AREAS, FACILITIES = 200_000, 20_000
VISITS, WORKERS = 3, 2
# So often is each page asked for beforehand, that every worker has reckoned once what it keeps.
ASKED_BEFORE = 3 * WORKERS
FIRST_VIEW_LIMIT_MS = 1500.0
RERANK_LIMIT_MS = 200.0
TASK_LIMIT_MS = 100.0
WEIGHT_LIMIT_KB = 1200.0
ADMINISTRATION_LIMIT_MS = 1000.0
PLAN_WEIGHT_LIMIT_KB, PLAN_WEIGHT_WITH_TILES_LIMIT_KB = 300.0, 600.0
RERANKS = 12
LONGEST_WAIT_MS = 60_000
# What the map shows, as against the page that shows it.
TILES = ("/map/layers/", "/map/statistics/", "/wms", "/wmts", "/ogc/collections/", "/ogc/tiles/")
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PAGES = {
    "/": ".leaflet-land-pane path",
    "/?run={run}": ".site-card",
    "/districts": ".where-canvas path",
    "/districts/6310": ".tree",
    "/commodities": "table.commodities",
    "/commodities/oil_palm": ".where-canvas path",
    "/scenarios": "main h1",
    "/scenarios/compare?a={run}&b={run}": ".measures",
    "/export": "main h1",
    "/import": "main h1",
    "/import/new": "main h1",
    "/accounts/login": "#username",
    "/services": "main h1",
    "/ogc": "main h1",
}
MAKE_STATE = """
import json
from django.contrib.auth import get_user_model
from django.test import Client
from gisapp.planning.parameters import parameters_parse
from gisapp.planning.services import siting_run_create, siting_run_execute
from layers.models import SourceArea
from tests.layers.test_admin_scale import PAGES
staff, _ = get_user_model().objects.update_or_create(
    username="bench", defaults={"is_staff": True, "is_superuser": True}
)
client = Client()
client.force_login(staff)
asked = parameters_parse({"process": "palm_kernel_crushing", "plants": 4, "reserves": 2})
run = siting_run_execute(siting_run_create(asked).pk)
area = SourceArea.objects.filter(commodity__code="oil_palm").order_by("-pk")[0]
keys = {"area": area.pk, "commodity": area.commodity_id, "district": area.district_id}
print(json.dumps({
    "run": str(run.pk), "sites": run.sites.count(), "session": client.cookies["sessionid"].value,
    "administration": {name: path.format(**keys) for name, path in PAGES.items()},
}))
"""
# Notes when what is waited for is first painted, the largest paint, and every task over 50 ms.
WATCH = """
window.noted = {largest: 0, shown: null, tasks: []};
new PerformanceObserver(list => { for (const one of list.getEntries()) noted.largest = one.startTime; })
  .observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver(list => { for (const one of list.getEntries()) noted.tasks.push(one.duration); })
  .observe({type: "longtask", buffered: true});
const look = () => {
  if (document.querySelector(SELECTOR)) noted.shown = performance.now();
  else requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
# From the key to the first frame that shows other scores, as the planner sees them.
RERANK = """
async step => {
  const scores = () => [...document.querySelectorAll(".site-score")].map(one => one.textContent).join();
  const slider = document.querySelector("#weight-rows input[type=range]");
  const before = scores(), began = performance.now();
  slider.value = String(step % 2 ? 90 : 10);
  slider.dispatchEvent(new Event("input", {bubbles: true}));
  slider.dispatchEvent(new Event("change", {bubbles: true}));
  while (scores() === before && performance.now() - began < 2000) await new Promise(requestAnimationFrame);
  await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  return {ms: performance.now() - began, changed: scores() !== before};
}
"""


@dataclass(frozen=True)
class Visit:
    """What one visit with a cold cache cost.

    Attributes
    ----------
    first_view_ms
        Until both the largest paint was done and what the page is for stood on it.
    weights
        Bytes on the wire by path, compressed, headers included.
    """

    first_view_ms: float
    weights: dict[str, float]

    def kilobytes(self, *, with_tiles: bool) -> float:
        """Return the weight in kB."""
        counted = [size for path, size in self.weights.items() if with_tiles or not path.startswith(TILES)]
        return sum(counted) / 1000


def main() -> int:
    """Measure and tell."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        say("Chromium is not installed: apt-get install chromium. Nothing was measured.")
        return 1
    from playwright.sync_api import sync_playwright

    with scale_database(areas=AREAS, facilities=FACILITIES) as database:
        state = _prepared(database)
        with served(database, workers=WORKERS) as (address, _pid), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
            pages = _Pages(browser, address, session=state["session"])
            say(f"  load of the machine before: {os.getloadavg()[0]:.1f}, on {os.cpu_count()} cores")
            gates = [one for path, ready in PAGES.items() for one in _page_gates(pages, path.format(**state), ready)]
            gates += [_smoothness(pages), _reranking(pages, f"/?run={state['run']}", sites=state["sites"])]
            browser.close()
            gates += [_administration(address + path, name, state) for name, path in state["administration"].items()]
            say(f"  load of the machine after: {os.getloadavg()[0]:.1f}, this benchmark included")
            return report(gates)


def _prepared(database: Database) -> dict[str, Any]:
    for command in (["compilemessages", "--ignore=.venv", "--ignore=node_modules"], ["collectstatic", "--noinput"]):
        _manage(database, *command)
    state: dict[str, Any] = json.loads(_manage(database, "shell", "--command", MAKE_STATE).splitlines()[-1])
    return state


def _manage(database: Database, *command: str) -> str:
    words = [sys.executable, "manage.py", *command]
    done = subprocess.run(words, env=database.environment, cwd=PROJECT, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


class _Pages:
    """Opens pages in browsers that remember nothing but who is signed in."""

    def __init__(self, browser: Any, address: str, *, session: str) -> None:
        self._browser, self._address, self._session = browser, address, session

    @contextmanager
    def opened(self, path: str, ready: str, weights: dict[str, float] | None = None) -> Iterator[Any]:
        context = self._browser.new_context(viewport={"width": 1440, "height": 900})
        context.add_cookies([{"name": "sessionid", "value": self._session, "url": self._address}])
        page = context.new_page()
        page.add_init_script(WATCH.replace("SELECTOR", json.dumps(ready)))
        if weights is not None:
            _weigh(context.new_cdp_session(page), weights)
        page.goto(self._address + path)
        page.wait_for_selector(ready, state="attached", timeout=LONGEST_WAIT_MS)
        page.wait_for_load_state("networkidle")
        yield page
        context.close()

    def prepare(self, path: str) -> None:
        """Have every worker answer once, and tell what the first reader after a change of the data waits for."""
        with ThreadPoolExecutor(WORKERS) as pool:
            times = list(pool.map(lambda _: _answer(self._address + path, self._session)[0], range(ASKED_BEFORE)))
        say(f"  {path.split('=')[0]}: {max(times):.0f} ms for the answer alone where nothing is kept yet")

    def visit(self, path: str, ready: str) -> Visit:
        weights: dict[str, float] = {}
        with self.opened(path, ready, weights) as page:
            noted = page.evaluate("noted")
        return Visit(first_view_ms=max(noted["largest"], noted["shown"]), weights=weights)


def _weigh(session: Any, weights: dict[str, float]) -> None:
    paths: dict[str, str] = {}
    session.on("Network.requestWillBeSent", lambda sent: paths.update({sent["requestId"]: sent["request"]["url"]}))

    def add(finished: dict[str, Any]) -> None:
        path = urlsplit(paths.get(finished["requestId"], "")).path
        weights[path] = weights.get(path, 0.0) + finished["encodedDataLength"]

    session.on("Network.loadingFinished", add)
    session.send("Network.enable")


def _page_gates(pages: _Pages, path: str, ready: str) -> list[Gate]:
    # The server's workers have loaded the page's code before it is timed; the browser has not seen it.
    pages.prepare(path)
    visits = [pages.visit(path, ready) for _ in range(VISITS)]
    first_view = statistics.median(visit.first_view_ms for visit in visits)
    name = path.split("=")[0].rstrip("/") or "/"
    gates = [gate(f"first view of {name}", figure=first_view, target=FIRST_VIEW_LIMIT_MS, unit="ms")]
    whole = visits[-1].kilobytes(with_tiles=True)
    if path != "/":
        return [*gates, gate(f"weight of {name}", figure=whole, target=WEIGHT_LIMIT_KB, unit="kB")]
    bare = visits[-1].kilobytes(with_tiles=False)
    return [
        *gates,
        gate(f"weight of {name} before tiles", figure=bare, target=PLAN_WEIGHT_LIMIT_KB, unit="kB"),
        gate(f"weight of {name} with tiles", figure=whole, target=PLAN_WEIGHT_WITH_TILES_LIMIT_KB, unit="kB"),
    ]


def _administration(address: str, name: str, state: dict[str, Any]) -> Gate:
    """Ask for a page of the administration as often as for the others, after a first time."""
    answers = [_answer(address, state["session"]) for _ in range(VISITS + 1)]
    figure = statistics.median(ms for ms, _ in answers[1:])
    is_right = all(is_there for _, is_there in answers)
    return gate(f"administration: {name}", figure=figure, target=ADMINISTRATION_LIMIT_MS, unit="ms", is_right=is_right)


def _answer(address: str, session: str) -> tuple[float, bool]:
    """Return the milliseconds of an answer, and whether it is of this address and not of another one's."""
    request = urllib.request.Request(address, headers={"Cookie": f"sessionid={session}", "Accept": "text/html"})
    began = time.perf_counter()
    with urllib.request.urlopen(request, timeout=2 * LONGEST_WAIT_MS / 1000) as answer:
        is_there = bool(answer.read()) and urlsplit(answer.url).path == urlsplit(address).path
    return 1000 * (time.perf_counter() - began), is_there


def _smoothness(pages: _Pages) -> Gate:
    """Drag the map about and turn the wheel, and take the longest task."""
    with pages.opened("/", PAGES["/"]) as page:
        page.evaluate("noted.tasks.length = 0")
        box = page.locator("#map .folium-map").bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        before = page.evaluate("location.search")
        for turn in (-120, -120, 120, -120):
            page.mouse.move(x, y)
            page.mouse.down()
            for part in range(1, 21):
                page.mouse.move(x + 10 * part, y + 6 * part)
            page.mouse.up()
            page.mouse.wheel(0, turn)
            page.wait_for_timeout(1000)
        longest = max(page.evaluate("noted.tasks"), default=0.0)
        moved = page.evaluate("location.search") != before
    name = "longest task while panning and zooming (0: none over 50 ms)"
    return gate(name, figure=longest, target=TASK_LIMIT_MS, unit="ms", is_right=moved)


def _reranking(pages: _Pages, path: str, *, sites: int) -> Gate:
    with pages.opened(path, ".site-card") as page:
        done = [page.evaluate(RERANK, step) for step in range(RERANKS)]
    slowest = max(one["ms"] for one in done)
    changed = all(one["changed"] for one in done)
    return gate(
        f"slowest re-ranking of {sites} sites", figure=slowest, target=RERANK_LIMIT_MS, unit="ms", is_right=changed
    )


if __name__ == "__main__":
    sys.exit(main())
