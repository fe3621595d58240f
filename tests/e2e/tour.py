"""Take the pictures of docs/planner.md on a service of its own: `./dev pictures`."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

IMAGES = Path(__file__).parents[2] / "docs" / "images"
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# Small, for they are kept with the code.
SIZE = {"width": 1280, "height": 800}
JPEG_QUALITY = 55
REPORT_DPI = 60
RUN_LIMIT_MS = 90_000


def main() -> int:
    """Walk the way of a first-time planner, then look around."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gisapp.settings")
    import django

    django.setup()
    from tests.e2e.service import running_service

    with running_service(purpose="tour") as service, _tour(service.address) as tour:
        tour.first_way()
        tour.look_around()
    return 0


class Tour:
    """One browser that goes from page to page."""

    def __init__(self, page, address: str) -> None:
        self._page, self._address = page, address

    def first_way(self) -> None:
        page = self._page
        self._open("/", ready=".facility")
        self._take("1-first-view")
        page.locator("#process-input").press_sequentially("karet")
        page.get_by_role("option", name="Barang jadi karet (IKM)").wait_for()
        self._take("2-industry")
        page.get_by_role("option", name="Barang jadi karet (IKM)").click()
        page.click("#run-button")
        page.locator(".refusal-reason").wait_for(timeout=RUN_LIMIT_MS)
        self._take("3-refused")
        page.locator(".offers .link-button").first.click()
        page.fill("#size", "1000")
        page.click("#run-button")
        page.locator(".site-list").first.wait_for(timeout=RUN_LIMIT_MS)
        self._take("4-suggested")
        page.locator(".explain-button").first.click()
        page.locator(".site-view").wait_for()
        self._take("5-why")
        page.keyboard.press("Escape")
        with page.expect_download() as taken:
            page.click("#print-report")
        command = ["pdftoppm", "-jpeg", "-r", str(REPORT_DPI), "-singlefile", "-l", "1"]
        subprocess.run([*command, taken.value.path(), IMAGES / "tour-6-report"], check=True)

    def look_around(self) -> None:
        page = self._page
        self._open("/", ready=".facility")
        page.click("#layers-button")
        page.locator(".layer-group").first.wait_for()
        self._take("7-layers")
        self._open("/districts/6310", ready=".tree")
        self._take("8-district")
        self._open("/commodities/rubber", ready=".where-canvas path")
        self._take("9-commodity")

    def _open(self, path: str, *, ready: str) -> None:
        self._page.goto(self._address + path)
        self._page.wait_for_selector(ready, state="attached")
        self._page.wait_for_load_state("networkidle")

    def _take(self, name: str) -> None:
        self._page.wait_for_timeout(500)
        self._page.screenshot(path=IMAGES / f"tour-{name}.jpg", type="jpeg", quality=JPEG_QUALITY)


@contextmanager
def _tour(address: str) -> Iterator[Tour]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        yield Tour(browser.new_page(viewport=SIZE, reduced_motion="reduce", locale="id-ID"), address)
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
