"""What axe-core finds in a page against WCAG 2.2 AA."""

from collections.abc import Collection
from typing import Any

from playwright.sync_api import Page

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
NOT_OURS = {
    "presentation-role-conflict": "Streamlit's drop zone has a role of its own",
    "scrollable-region-focusable": "Chromium, Firefox and Safari let the keyboard into an area that scrolls by themselves",
}
SETTLED = (
    "() => document.getAnimations().every(one => one.playState !== 'running' || one.effect.getTiming().iterations === Infinity)"
)
REDRAWN_MS = 3000
RUN = "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})"


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
