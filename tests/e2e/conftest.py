import shutil
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Route, sync_playwright

from tests.e2e.service import Service, running_service

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="session")
def service() -> Iterator[Service]:
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    if not (settings.BASE_DIR / "node_modules" / "leaflet").is_dir():
        pytest.skip("the front-end libraries are not installed: run npm ci")
    with running_service(purpose="e2e") as started:
        yield started


@pytest.fixture(scope="session")
def address(service: Service) -> str:
    return service.address


@pytest.fixture(scope="session")
def browser(address: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator:
    """Open the planner's page; whatever the browser complains of, and any other host, fails the test."""
    complaints: list[str] = []
    contexts = []

    def guard(route: Route, request: Request) -> None:
        if f"{urlsplit(request.url).scheme}://{urlsplit(request.url).netloc}" == address:
            route.continue_()
        else:
            complaints.append(f"request to another host: {request.url}")
            route.abort()

    def complain(said: ConsoleMessage, expected: str) -> None:
        if said.type in ("error", "warning") and expected not in said.text:
            complaints.append(said.text)

    def opened(
        *, width: int = 1440, height: int = 900, path: str = "/", expected: str = "nothing", ready: str = ".facility"
    ) -> Page:
        # The page speaks Indonesian whatever the browser was set up in.
        context = browser.new_context(viewport={"width": width, "height": height}, locale="en-US")
        contexts.append(context)
        page = context.new_page()
        page.route("**/*", guard)
        page.on("console", lambda said: complain(said, expected))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address + path)
        page.wait_for_selector(ready, state="attached")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
