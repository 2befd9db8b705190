"""The exported page holds to WCAG 2.2 AA, as far as axe-core can tell; our own pages: `test_journeys.py`."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from rag.export.html import to_html
from rag.export.layout import lay_out
from rag.propose.compose import compose
from tests.e2e.accessibility import faults
from tests.e2e.conftest import Visit
from tests.export.test_logo import picture
from tests.propose.factory import make_inputs

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A proposal as a web page."""
    layout = replace(lay_out(compose(make_inputs())), logo=picture("PNG"))
    path = tmp_path_factory.mktemp("page") / "proposal.html"
    path.write_text(to_html(layout), encoding="utf-8")
    return path


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_the_exported_page_has_no_fault(axe: str, visit: Callable[..., Visit], exported: Path, scheme: str, width: int) -> None:
    """By day on a desk and by night on a phone, with a logo; widths and colours come from rules of their own."""
    window = visit(width=width, scheme=scheme)
    window.page.goto(exported.as_uri())
    assert faults(window.page, axe) == []
    window.assert_quiet()
