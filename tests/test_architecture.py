"""The order of imports and the fences around outside packages, read from the source itself."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ORDER = [
    *("errors", "settings", "knowledge", "numbers", "llm", "ingest", "index", "retrieve", "ground", "answer", "extract"),
    *(
        "brief",
        "advise",
        "interview",
        "propose",
        "export",
        "store",
        "research",
        "shelf",
        "ledger",
        "weigh",
        "drafts",
        "arrivals",
        "dialogue",
        "evaluate",
        "consultation",
        "build",
    ),
    *("commands", "cli", "__main__"),
]
FENCES = {
    "streamlit": ("app.py", "server.py", "pages/"),
    "chromadb": ("rag/index/chroma.py",),
    "sentence_transformers": ("rag/index/any_model.py",),
    "torch": (
        "rag/index/sentence.py",
        "rag/index/minilm.py",
        "rag/index/any_model.py",
        "rag/index/cross_encoder.py",
        "rag/index/passes.py",
    ),
    "transformers": ("rag/index/any_model.py", "rag/index/cross_encoder.py"),
    "openai": ("rag/llm/openai.py",),
    "pypdf": ("rag/ingest/pdf.py",),
    "pypdfium2": ("rag/ingest/pdf.py",),
    "olefile": ("rag/ingest/msg.py",),
    "xlsxwriter": ("rag/export/xlsx.py", "rag/export/cost_sheet.py", "rag/interview/form.py"),
    "sqlalchemy": ("rag/store/", "rag/index/fulltext.py"),
    "alembic": ("rag/store/",),
    "ray": (),
}
PRODUCT = sorted([*ROOT.glob("rag/**/*.py"), *ROOT.glob("pages/**/*.py"), ROOT / "app.py", ROOT / "server.py"])
PRODUCT = [path for path in PRODUCT if path.is_file()]


@cache
def tree_of(path: Path) -> ast.Module:
    """A file's syntax."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[tuple[str, int, bool]]:
    """Every imported module of a file: (dotted name, line, whether the import stands at the top of the file)."""
    tree = tree_of(path)
    top = {id(node) for node in tree.body}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno, id(node) in top
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node.lineno, id(node) in top


def step_of(module: str) -> str | None:
    """The step a module of rag belongs to: "rag.ingest.pdf" → "ingest"."""
    parts = module.split(".")
    return parts[1] if parts[0] == "rag" and len(parts) > 1 else None


def relative(path: Path) -> str:
    """A file's path from the root, with forward slashes."""
    return path.relative_to(ROOT).as_posix()


def test_one_way_order() -> None:
    """A step imports only itself and earlier steps; pages and the command line see only the consultation and its types."""
    faults = []
    for path in PRODUCT:
        own = step_of(".".join(path.relative_to(ROOT).with_suffix("").parts))
        for module, line, _ in imports(path):
            step = step_of(module)
            if own is None or step is None:
                continue
            if step not in ORDER:
                faults.append(f"{relative(path)}:{line} imports {module}: unknown step")
            elif ORDER.index(step) > ORDER.index(own):
                faults.append(f"{relative(path)}:{line} imports {module}: {own} comes before {step}")
    assert not faults


def test_fences() -> None:
    """An outside package with a fence is imported only behind it."""
    faults = []
    for path in PRODUCT:
        for module, line, _ in imports(path):
            allowed = FENCES.get(module.split(".")[0])
            if allowed is not None and not relative(path).startswith(allowed or ("nowhere",)):
                faults.append(f"{relative(path)}:{line} imports {module}; allowed in {allowed}")
    assert not faults


def test_imports_stand_at_the_top() -> None:
    """Only places that choose an implementation, or seldom need a slow one, import inside a branch: no cycle hides there."""
    choosers = ("rag/build/", "server.py", "rag/index/", "rag/store/record.py", "pages/parts/session.py")
    others = [path for path in PRODUCT if not relative(path).startswith(choosers)]
    late = [f"{relative(path)}:{line} {module}" for path in others for module, line, at_top in imports(path) if not at_top]
    assert not late


def test_modules_have_a_docstring() -> None:
    """Every module says what it owns."""
    assert not [relative(path) for path in PRODUCT if not ast.get_docstring(tree_of(path))]


def test_only_settings_reads_the_environment() -> None:
    """No other file of the product looks at the environment."""
    readers = [relative(p) for p in PRODUCT if "os.environ" in p.read_text(encoding="utf-8")]
    assert set(readers) <= {"rag/settings.py"}
