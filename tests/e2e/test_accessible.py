"""What people read in a browser holds to WCAG 2.2 AA, as far as axe-core can tell: the exported page, and our own."""

import re
from collections.abc import Callable, Collection
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from rag.export.html import to_html
from rag.export.layout import lay_out
from rag.propose.compose import compose
from tests.e2e.conftest import Serve, Visit
from tests.e2e.test_journeys import start_with_sample, wait_until_idle
from tests.export.test_logo import picture
from tests.propose.factory import make_inputs

pytestmark = pytest.mark.browser

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
NOT_OURS = {
    "presentation-role-conflict": "Streamlit's drop zone has a role of its own",
    "scrollable-region-focusable": "Chromium, Firefox and Safari let the keyboard into an area that scrolls by themselves",
}
PAGES = ("documents", "facts", "brief", "decision", "proposal", "settings")
SETTLED = (
    "() => document.getAnimations().every(one => one.playState !== 'running' || one.effect.getTiming().iterations === Infinity)"
)
REDRAWN_MS = 3000
RUN = "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})"


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core; skips where the package that holds it is not installed."""
    pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed: make setup")
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A proposal as a web page."""
    layout = replace(lay_out(compose(make_inputs())), logo=picture("PNG"))
    path = tmp_path_factory.mktemp("page") / "proposal.html"
    path.write_text(to_html(layout), encoding="utf-8")
    return path


def look(page: Page, axe: str, but: Collection[str]) -> list[str]:
    """What axe finds once nothing fades any more, each with its first element, without some of its rules."""
    page.wait_for_function(SETTLED)
    page.evaluate(axe)
    found: dict[str, Any] = page.evaluate(RUN, list(RULES))
    left = [one for one in found["violations"] if one["id"] not in but]
    return [f"{one['id']}: {one['help']} – {one['nodes'][0]['html'][:200]} ({len(one['nodes'])})" for one in left]


def faults(page: Page, axe: str, but: Collection[str] = ()) -> list[str]:
    """The faults that a second look finds too: Streamlit fades what it draws again, and faded text has little contrast."""
    if not look(page, axe, but):
        return []
    page.wait_for_timeout(REDRAWN_MS)
    return look(page, axe, but)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_the_exported_page_has_no_fault(axe: str, visit: Callable[..., Visit], exported: Path, scheme: str, width: int) -> None:
    """By day on a desk and by night on a phone, with a logo; widths and colours come from rules of their own."""
    window = visit(width=width, scheme=scheme)
    window.page.goto(exported.as_uri())
    assert faults(window.page, axe) == []
    window.assert_quiet()


def test_our_pages_have_no_fault(axe: str, serve: Serve, visit: Callable[..., Visit]) -> None:
    """Every page of the app with the sample company in it, by day and by night."""
    address = serve()
    day, night = visit().page, visit(scheme="dark").page
    start_with_sample(day, address)
    wait_until_idle(day)
    query = day.url.partition("?")[2]
    found = {("chat", "by day"): faults(day, axe, NOT_OURS)}
    for name in PAGES:
        for time, page in (("by day", day), ("by night", night)):
            page.goto(f"{address}/{name}?{query}")
            wait_until_idle(page)
            found[name, time] = faults(page, axe, NOT_OURS)
    night.goto(f"{address}/?{query}")
    night.get_by_text(re.compile("Took in 10 of 10 documents")).first.wait_for()
    wait_until_idle(night)
    found["chat", "by night"] = faults(night, axe, NOT_OURS)
    assert {place: said for place, said in found.items() if said} == {}
