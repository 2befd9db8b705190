"""The map of the founding documents points at things that exist."""

import re
from pathlib import Path

import pytest

from rag.cli import parser
from rag.knowledge.questions import load_questions
from rag.knowledge.sections import SectionTable
from rag.knowledge.tables import CORPUS, TABLES, read_table
from rag.propose import proposal

ROOT = Path(__file__).resolve().parent.parent
PLACE = re.compile(r"`(section|question|table|entry|module|page|command|type):([^`]+)`")


def places() -> list[tuple[str, str]]:
    """Every place that the map names."""
    text = (ROOT / "docs" / "founding-documents.md").read_text(encoding="utf-8").partition("## Seed 1")[2]
    return sorted(set(PLACE.findall(text)))


def commands() -> set[str]:
    """Names of all commands."""
    choices = next(action.choices for action in parser()._actions if action.dest == "command")
    return set(choices or ())


def exists(kind: str, name: str) -> bool:
    """Whether the product has this place."""
    match kind:
        case "section":
            return name in {section.id for section in read_table("sections", SectionTable).sections}
        case "question":
            return name in load_questions().by_id
        case "table":
            return any((TABLES / f"{name}.{suffix}").is_file() for suffix in ("yaml", "csv"))
        case "entry":
            return (CORPUS / f"{name}.md").is_file()
        case "module":
            return (ROOT / "rag" / f"{name}.py").is_file()
        case "page":
            return (ROOT / "pages" / f"{name}.py").is_file()
        case "command":
            return name in commands()
        case _:
            return hasattr(proposal, name)


@pytest.mark.parametrize(("kind", "name"), places())
def test_place_exists(kind: str, name: str) -> None:
    """A line of a founding document is met by something that is there."""
    assert exists(kind, name)


def test_every_line_has_a_place() -> None:
    """No row of the map is empty."""
    text = (ROOT / "docs" / "founding-documents.md").read_text(encoding="utf-8").partition("## Seed 1")[2]
    rows = [line for line in text.splitlines() if line.startswith("| ") and not line.startswith(("| line", "|---"))]
    assert len(rows) > 60
    assert not [row for row in rows if not PLACE.search(row)]
