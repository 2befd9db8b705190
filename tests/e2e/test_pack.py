"""A folder of real papers, from its path on the page to a proposal whose citations hold, in Chromium."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Serve, Visit

LONG_MS = 240_000


@pytest.mark.browser
@pytest.mark.shared
def test_a_real_folder_becomes_a_proposal(shared_data: Path, serve: Serve, visit: Callable[..., Visit]) -> None:
    """Thirty files are accounted for; the proposal names the mainframe and the budget, and every citation is re-checked."""
    window = visit()
    page = window.page
    page.goto(serve())
    page.get_by_role("link", name="Documents").click()
    page.get_by_role("textbox", name=re.compile("folder", re.IGNORECASE)).fill(str(shared_data / "packs" / "alaska-dhss-eis"))
    page.get_by_role("button", name="Take in", exact=True).click()
    page.get_by_text(re.compile(r"Took in 30 of 30 documents")).first.wait_for(timeout=LONG_MS)
    page.get_by_role("link", name="Chat").click()
    page.get_by_role("button", name="Draft proposal").click()
    page.get_by_role("button", name="Check every citation").click(timeout=LONG_MS)
    expect(page.get_by_text(re.compile(": all hold"))).to_be_visible(timeout=LONG_MS)
    read = page.content()
    assert "COBOL" in read
    assert "300,000" in read
    window.assert_quiet()
