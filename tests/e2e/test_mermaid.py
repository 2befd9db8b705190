"""Every diagram that readers get as source is one that Mermaid itself parses and draws."""

from collections.abc import Callable
from importlib.resources import files

import pytest

from rag.brief.brief import System
from rag.knowledge.library import load_library
from rag.propose.compose import compose
from rag.propose.proposal import Diagram
from tests.e2e.conftest import Visit
from tests.propose.factory import make_brief, make_inputs, quote

pytestmark = pytest.mark.browser

HOSTILE = 'Core"] --> x["owned <script>alert(1)</script> %%{init: {}}%% `a`; end # : {{b}}'
NAMES = ("نظام الفوترة", "订单管理系统", "Σύστημα τιμολόγησης", HOSTILE, "end")
DRAW = """async source => {
  mermaid.initialize({startOnLoad: false});
  try {
    await mermaid.parse(source);
    document.body.innerHTML = (await mermaid.render('drawn', source)).svg;
    return [document.body.textContent, document.body.querySelectorAll('script').length];
  } catch (error) { return [String(error), -1]; }
}"""


@pytest.fixture
def draw(visit: Callable[..., Visit]) -> Callable[[str], tuple[str, int]]:
    """Draws a source in Chromium: the words in the picture, and how many scripts came with it; the error and -1."""
    pytest.importorskip("mermaidx", reason="mermaidx is not installed: make setup")
    page = visit().page
    page.set_content("<body></body>")
    page.add_script_tag(content=files("mermaidx").joinpath("assets", "mermaid.js").read_text(encoding="utf-8"))

    def drawn(source: str) -> tuple[str, int]:
        words, scripts = page.evaluate(DRAW, source)
        return words, scripts

    return drawn


def test_diagrams_of_a_proposal(draw: Callable[[str], tuple[str, int]]) -> None:
    """Names in any script, and names that try to be Mermaid, are drawn as words."""
    systems = tuple(System(name=name, technology="Oracle", disposition="keep", provenance=(quote("Oracle"),)) for name in NAMES)
    plain, named = compose(make_inputs()), compose(make_inputs(make_brief(systems=systems, integrations=())))
    found = [
        block for one in (plain, named) for section in one.sections for block in section.blocks if isinstance(block, Diagram)
    ]
    sources = [(diagram.id, diagram.source) for diagram in found if diagram.source]
    assert {"context", "container", "deployment", "sequence-write", "data-flow", "plan"} <= {id_ for id_, _ in sources}
    drawn = [(id_, *draw(source)) for id_, source in sources]
    assert [(id_, said) for id_, said, scripts in drawn if scripts != 0] == []
    context = next(words for id_, words, _ in reversed(drawn) if id_ == "context")
    for name in (*NAMES[:3], 'Core"] --> x["owned…'):  # shortened, and as it stands
        assert [word for word in name.split() if word not in context] == [], context


def test_diagrams_of_the_reference_architectures(draw: Callable[[str], tuple[str, int]]) -> None:
    """Each entry's structure."""
    sources = {entry.id: entry.diagram for entry in load_library().entries if entry.diagram}
    assert sources
    drawn = {id_: draw(source) for id_, source in sources.items()}
    assert {id_: said for id_, (said, scripts) in drawn.items() if scripts != 0} == {}


def test_a_source_that_is_wrong_is_refused(draw: Callable[[str], tuple[str, int]]) -> None:
    """The check can fail."""
    assert draw("flowchart TB\n  a[unclosed --> b")[1] == -1
