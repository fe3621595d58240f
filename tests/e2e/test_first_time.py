"""Who has never seen the page gets from its first view to a printed suggestion for rubber goods by the page alone."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

RUN_LIMIT_MS = 90_000


def text_of(pdf: Path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed: install poppler-utils")
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True, text=True)
    return done.stdout


def is_in_view(page: Page, selector: str) -> bool:
    box = page.locator(selector).bounding_box()
    return box is not None and box["y"] + box["height"] <= page.viewport_size["height"]


def test_a_first_time_planner_gets_a_printed_suggestion_for_rubber_goods(open_page):
    page = open_page()
    # The first view tells what to do, and where.
    expect(page.locator("#results")).to_contain_text("Pilih industri")
    assert is_in_view(page, "#process-input")
    assert is_in_view(page, "#run-button")

    # 1. The word that everyone knows finds all industries of rubber.
    page.locator("#process-input").press_sequentially("karet")
    page.get_by_role("option", name="Barang jadi karet (IKM)").click()
    # 2. Their raw material is made nowhere yet: the answer says so, and offers who would make it.
    page.get_by_role("button", name="Cari lokasi").click()
    refusal = page.locator(".refusal-reason")
    refusal.wait_for(timeout=RUN_LIMIT_MS)
    expect(refusal).to_contain_text("belum tercatat")
    # 3. One press takes up the offer.
    page.locator(".offers").get_by_role("button", name="Kompon karet").click()
    expect(page.locator("#process-input")).to_have_value("Kompon karet")
    # 4. The page asks for the one thing that it cannot know.
    expect(page.locator("#size-help")).to_contain_text("isi satu")
    page.locator("#size").press_sequentially("1000")
    page.get_by_role("button", name=re.compile("Cari lokasi|Hitung ulang")).click()
    expect(page.locator("#results-title")).to_contain_text("lokasi disarankan", timeout=RUN_LIMIT_MS)
    # 5. Why there.
    page.locator(".explain-button").first.click()
    expect(page.get_by_role("heading", name="Mengapa di sini")).to_be_visible()
    page.keyboard.press("Escape")
    # 6. On paper.
    with page.expect_download() as taken:
        page.get_by_role("link", name="Cetak laporan").click()
    assert taken.value.suggested_filename.endswith(".pdf")
    told = text_of(taken.value.path())
    assert "Kompon karet" in told
    assert "Banjarmasin Selatan" in told
