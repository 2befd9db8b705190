"""Contradictions that the Brief shows, beside those that a careful reader would mark, and those that only seem to be some.

One that a newer statement settles is a contradiction, too: the reader has to be told that the older document says otherwise.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rag.brief.brief import Conflict
from rag.evaluate.fact_match import Found
from rag.evaluate.fact_places import DocumentText
from rag.evaluate.fact_set import FactSet, Pair, Place, Statement, StatementPair
from rag.evaluate.fact_value import is_denied, key_of, written
from rag.extract.fact import Fact
from rag.ingest.document import Block, BlockKind, Document, Page, content_hash


@dataclass(frozen=True, slots=True)
class JudgedPair:
    """A marked contradiction, or one that the Brief shows, and what became of it."""

    verdict: str  # found, missed: of marked ones; right, false, trap, open: of shown ones (trap: it only seems to be one)
    about: str
    quotes: tuple[str, ...]


def judge(
    content: FactSet, conflicts: Iterable[Conflict], found: Sequence[Found], texts: Mapping[str, DocumentText]
) -> list[JudgedPair]:
    """What became of every contradiction of a set.

    Args:
        content: the set.
        conflicts: as the Brief of the set's documents has them.
        found: the facts that count.
        texts: by name, the documents that could be read.
    """
    facts = {fact.id: (fact, one.document) for one in found for fact in one.facts}
    shown = [(one, [facts[id_] for id_ in one.fact_ids if id_ in facts]) for one in conflicts]
    shown = [(one, sides) for one, sides in shown if len(sides) > 1]
    judged = [_marked(pair, [sides for _, sides in shown], texts) for pair in content.contradictions]
    for conflict, sides in shown:
        pairs = [pair for pair in content.contradictions if _shows(sides, pair, texts)]
        if any(not pair.optional for pair in pairs):
            verdict = "right"
        elif pairs:
            verdict = "open"
        else:
            verdict = "trap" if any(_shows(sides, pair, texts) for pair in content.not_contradictions) else "false"
        quotes = tuple(f"{document}: {fact.citation.quote}" for fact, document in sides[:3])
        judged.append(JudgedPair(verdict, conflict.question or conflict.reason or conflict.field, quotes))
    return judged


def judge_pair(
    pair: StatementPair,
    extract: Callable[[Document, str], tuple[Fact, ...]],
    conflicts: Callable[[Sequence[Fact]], tuple[Conflict, ...]],
) -> list[JudgedPair]:
    """What became of two statements: whether the Brief of the two documents shows a contradiction between them."""
    sides = [extract(_document(f"{pair.id}-{side}", one), side) for side, one in (("a", pair.a), ("b", pair.b))]
    ids = [{fact.id for fact in facts} for facts in sides]
    shown = [one for one in conflicts([*sides[0], *sides[1]]) if all(own & set(one.fact_ids) for own in ids)]
    about, quotes = f"{pair.id}, {pair.about}", (pair.a.text, pair.b.text)
    judged = [JudgedPair("found" if shown else "missed", about, quotes)] if pair.is_contradiction else []
    if shown:
        judged.append(JudgedPair("right" if pair.is_contradiction else "trap", about, quotes))
    return judged


def _document(name: str, statement: Statement) -> Document:
    page = Page(statement.text, (Block(BlockKind.PARAGRAPH, 0, len(statement.text), "¶1"),))
    content = content_hash(f"{name}\n{statement.text}".encode())
    return Document(name, content, "text/plain", (page,), dated=statement.dated, doc_type=statement.document_type)


def _marked(pair: Pair, shown: Iterable[Sequence[tuple[Fact, str]]], texts: Mapping[str, DocumentText]) -> JudgedPair:
    is_found = any(_shows(sides, pair, texts) for sides in shown)
    verdict = "open" if pair.optional else "found" if is_found else "missed"
    return JudgedPair(verdict, pair.about, tuple(f"{side.document}: {side.quote}" for side in (pair.a, pair.b)))


def _shows(sides: Sequence[tuple[Fact, str]], pair: Pair, texts: Mapping[str, DocumentText]) -> bool:
    """Whether two of the facts stand at the pair's places and say different things."""
    left, right = (_at(sides, place, texts) for place in (pair.a, pair.b))
    return any(_differ(one, other) for one in left for other in right)


def _at(sides: Sequence[tuple[Fact, str]], place: Place, texts: Mapping[str, DocumentText]) -> list[Fact]:
    text = texts.get(place.document)
    if text is None:
        return []
    wanted = text.find(place.quote)
    return [
        fact
        for fact, document in sides
        if document == place.document
        and text.at(fact.citation.page_index, fact.citation.start, fact.citation.end).closeness(wanted)
    ]


def _differ(one: Fact, other: Fact) -> bool:
    if one.id == other.id:
        return False
    left, right = key_of(written(one)), key_of(written(other))
    return not left or left != right or is_denied(one) != is_denied(other)
