"""The library loads, and every entry keeps to the rules by which entries are written."""

import re
import subprocess
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path

import mmdr
import pytest
import yaml

from rag.errors import KnowledgeError
from rag.knowledge.library import HEADINGS, Entry, Kind, Library, load_library, read_entry
from rag.knowledge.styles import ATTRIBUTES, NEEDS, StyleTable
from rag.knowledge.tables import CORPUS, TABLES, read_table

AS_OF = date(2026, 11, 29)
MAX_NODES = 12
MAX_SENTENCE_WORDS = 25
REGIMES = {row["id"] for row in yaml.safe_load((TABLES / "regimes.yaml").read_text())["regimes"]}
QUESTIONS = {row["id"] for row in yaml.safe_load((TABLES / "questions.yaml").read_text())["rows"]}
READINGS = set(re.findall(r"name: (\w+)", (TABLES / "readings.yaml").read_text())) | {*ATTRIBUTES, *NEEDS}
NUMBERS = {f"F{number:02}" for number in range(1, 34)}
IDS = re.compile(rf"\b((?:{'|'.join(Kind)})/[a-z0-9-]+)\b")
LIBRARY = load_library()
EACH_ENTRY = pytest.mark.parametrize("entry", LIBRARY.entries, ids=lambda entry: entry.id)

GOOD = """---
title: A thing
kind: pattern
summary: What it is.
sources: [{name: Somebody, url: "https://example.org"}, {name: our judgement}]
reviewed: 2026-11-21
version: 1
author: us
confidence: high
---
# A thing

## When it fits
- always
"""


def _prose(entry: Entry) -> str:
    """The text of an entry without its diagram and its list of sources."""
    return re.sub(r"```.*?```", "", entry.content.split("## Sources")[0], flags=re.DOTALL)


def _sentences(text: str) -> list[str]:
    """Sentences; a list item without a full stop is one, and headings are none."""
    lines = re.sub(r"^#+ .*$", "", text, flags=re.MULTILINE)
    joined = re.sub(r"\n(?!\s*(?:[-*]|\d+\.)\s|\n)", " ", lines)
    parts = [part for line in joined.splitlines() for part in re.split(r"(?<=[.!?:;])\s+", line)]
    return [part for part in parts if re.search(r"\w+\W+\w+", part)]


@EACH_ENTRY
def test_headings_in_order(entry: Entry) -> None:
    """Every entry has all sections, in the fixed order, none of them empty."""
    assert tuple(entry.sections) == HEADINGS
    assert all(text.strip() for text in entry.sections.values())
    assert entry.content.startswith(f"# {entry.title}\n")


@EACH_ENTRY
def test_length(entry: Entry) -> None:
    """An entry is long enough to be of use and short enough to be read."""
    assert 350 <= len(re.findall(r"[\w’'-]+", _prose(entry))) <= 900
    assert len(re.findall(r"[\w’'-]+", entry.sections["How it works"])) <= 250
    assert 5 <= len(re.findall(r"^- ", entry.sections["Checklist"], flags=re.MULTILINE)) <= 10
    assert 3 <= len(re.findall(r"^- ", entry.sections["When it fits"], flags=re.MULTILINE)) <= 6
    assert 3 <= len(re.findall(r"^(?:- |\d\. )", entry.sections["Decisions you must make"], flags=re.MULTILINE)) <= 6


@EACH_ENTRY
def test_plain_sentences(entry: Entry) -> None:
    """Sentences have 25 words or fewer on average, and there is no forbidden promise."""
    words = [len(re.findall(r"[\w’'-]+", sentence)) for sentence in _sentences(_prose(entry))]
    assert sum(words) / len(words) <= MAX_SENTENCE_WORDS
    assert not re.search(r"\b(?:guarantees?d?|100 % secure|zero risk|unlimited|TBD|TODO)\b", _prose(entry))


@EACH_ENTRY
def test_diagram(entry: Entry) -> None:
    """The structure is one Mermaid diagram that can be drawn and has twelve nodes at most."""
    svg = mmdr.render(entry.diagram).svg()
    assert svg.lstrip().startswith("<svg")
    nodes = set(re.findall(r"\b(\w+)\s*(?:\[|\(|\{)", entry.diagram)) - {"subgraph"}
    boxes = {name for name in nodes if not re.search(rf"subgraph\s+{name}\b", entry.diagram)}
    assert 3 <= len(boxes) <= MAX_NODES


@EACH_ENTRY
def test_references(entry: Entry) -> None:
    """Every entry, formula, question, regime, style and ASVS item that an entry names exists."""
    named = set(re.findall(IDS, entry.content)) | {*entry.requires, *entry.conflicts}
    assert {name for name in named if name not in LIBRARY} == set()
    assert entry.id not in named
    assert set(re.findall(r"\bF\d{2}\b", entry.content)) <= NUMBERS
    assert set(entry.numbers) == set(re.findall(r"\bF\d{2}\b", entry.content)), "numbers: and the text name the same formulas"
    assert set(entry.questions) <= QUESTIONS
    assert entry.questions
    assert set(re.findall(r"\bQ\d{2}\b", entry.content)) <= QUESTIONS
    assert set(entry.regimes) <= REGIMES
    assert all(re.fullmatch(r"V(?:[1-9]|1[0-7])(?:\.\d{1,2}){0,2}", item) for item in entry.asvs)
    assert set(entry.styles) <= {style.code for style in read_table("styles", StyleTable).styles}
    for condition in (*entry.triggers, *entry.vetoes):
        for test in (condition, *condition.all, *condition.any):
            assert not test.field or test.field in READINGS, test.field


@EACH_ENTRY
def test_sources_and_review(entry: Entry) -> None:
    """Two sources at least, named in the text as well, and a review within eighteen months."""
    assert len(entry.sources) >= 2
    assert all(source.url.startswith("https://") or source.name.lower().startswith("our ") for source in entry.sources)
    for source in entry.sources:
        assert source.name in entry.sections["Sources"]
    assert 0 <= (AS_OF - entry.reviewed).days <= 540


def test_library_is_complete() -> None:
    """All styles, overlays and topics that a proposal rests on are there."""
    counts = Counter(entry.kind for entry in LIBRARY.entries)
    assert counts[Kind.STYLE] == 12
    assert counts[Kind.PATTERN] >= 11
    assert {"migration/strangler-fig", "data/change-data-capture", "pattern/transactional-outbox"} <= {
        e.id for e in LIBRARY.entries
    }
    assert len(LIBRARY.entries) >= 45


def test_tags_are_shared() -> None:
    """No tag stands alone: it would never bring two entries together."""
    uses = Counter(tag for entry in LIBRARY.entries for tag in entry.tags)
    assert {tag for tag, count in uses.items() if count < 2} == set()


def test_no_boilerplate() -> None:
    """No two entries share a run of ten words."""
    seen: dict[tuple[str, ...], str] = {}
    for entry in LIBRARY.entries:
        words = re.findall(r"\w+", re.sub(r"^#+ .*$", "", _prose(entry), flags=re.MULTILINE).lower())
        runs = {tuple(words[i : i + 10]) for i in range(len(words) - 9)}
        shared = [run for run in runs if run in seen]
        assert not shared, f"{entry.id} and {seen[shared[0]]}: {' '.join(shared[0])}"
        seen |= dict.fromkeys(runs, entry.id)


def test_every_entry_that_a_table_names_exists() -> None:
    """Each corpus id in the tables, and so everything that can be recommended, has its entry."""
    named = {
        name
        for path in TABLES.glob("*.yaml")
        for name in re.findall(r"\bentr(?:y|ies): *\[?([a-z]+/[a-z0-9-]+)", path.read_text())
    }
    assert len(named) > 30
    assert {name for name in named if name not in LIBRARY} == set()


@pytest.mark.parametrize("style", read_table("styles", StyleTable).styles, ids=lambda style: style.code)
def test_style_entries_agree_with_the_ratings(style: object) -> None:
    """What a style's entry says of attributes and needs is what the table scores with."""
    row = next(row for row in read_table("styles", StyleTable).styles if row == style)
    entry = LIBRARY.entry(row.entry)
    assert entry.attributes == {code: rating - 3 for code, rating in row.ratings.items() if rating != 3}
    assert entry.needs == row.needs
    assert entry.styles == (row.code,)


def test_loads_fast_and_only_when_asked() -> None:
    """All entries load in a blink, and importing the module reads nothing."""
    began = time.perf_counter()
    again = load_library()
    assert time.perf_counter() - began < 0.45  # 0.15 s on a quiet machine
    assert again == LIBRARY
    hook = "import sys; sys.addaudithook(lambda event, args: event == 'open' and 'corpus' in str(args[0]) and sys.exit(1))"
    subprocess.run([sys.executable, "-c", f"{hook}; import rag.knowledge.library"], check=True, cwd=CORPUS.parent)
    reads = subprocess.run(
        [sys.executable, "-c", f"{hook}; import rag.knowledge.library as l; l.load_library()"], cwd=CORPUS.parent
    )
    assert reads.returncode == 1  # the hook sees what loading opens


def test_ids_and_lookup() -> None:
    """An entry is found by kind and slug; an unknown id is an error, not a guess."""
    assert [entry.id for entry in LIBRARY.entries] == sorted(entry.id for entry in LIBRARY.entries)
    assert LIBRARY.entry("style/modular-monolith").path.name == "modular-monolith.md"
    assert "style/nothing" not in LIBRARY
    with pytest.raises(KeyError):
        LIBRARY.entry("style/nothing")


def test_a_folder_of_ones_own(tmp_path: Path) -> None:
    """Entries of a company's own folder load the same way; other folders in it are left alone."""
    (tmp_path / "pattern").mkdir()
    (tmp_path / "tables").mkdir()
    (tmp_path / "pattern" / "thing.md").write_text(GOOD)
    (tmp_path / "tables" / "readme.md").write_text("no front matter")
    library = load_library(tmp_path)
    assert isinstance(library, Library)
    assert library.entry("pattern/thing").sections == {"When it fits": "- always"}
    assert library.entry("pattern/thing").diagram == ""


@pytest.mark.parametrize(
    ("broken", "field"),
    [
        (GOOD.replace("---\n", "", 1), "front matter"),
        (GOOD.replace("title: A thing", "title: [A thing"), "front matter"),
        (GOOD.replace("title: A thing\n", ""), "title"),
        (GOOD.replace("kind: pattern", "kind: style"), "kind"),
        (GOOD.replace("version: 1", "version: 1\nattributes: {SCA: 3}"), "attributes"),
        (GOOD.replace("version: 1", "version: 1\nneeds: {GOLD: 3}"), "needs"),
        (GOOD.replace("version: 1", "version: 1\ntriggers: [{field: INT, op: near, value: 3}]"), "triggers.0"),
        (GOOD.replace("version: 1", "version: 1\ncolour: blue"), "colour"),
        ("---\n- a\n---\n", "front matter"),
    ],
)
def test_faults_name_file_and_field(tmp_path: Path, broken: str, field: str) -> None:
    """A file that does not hold to the format is refused with its name and the field at fault."""
    path = tmp_path / "pattern" / "thing.md"
    path.parent.mkdir()
    path.write_text(broken)
    with pytest.raises(KnowledgeError, match=rf"^pattern/thing\.md: {re.escape(field)}"):
        read_entry(path, tmp_path)


def test_unreadable_file(tmp_path: Path) -> None:
    """A file that is not UTF-8 text is refused with its name."""
    path = tmp_path / "pattern" / "thing.md"
    path.parent.mkdir()
    path.write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(KnowledgeError, match=r"^pattern/thing\.md: cannot be read"):
        read_entry(path, tmp_path)
