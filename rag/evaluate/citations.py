"""Do false answers pass? Scripted answers of a model → how many are marked, and how many true sentences pass.

In: `corpus/evaluation/`. Out: the figures that `groundplan evaluate citations` prints. Every answer goes the way of a
connected model's: streamed, read, bound to the passages it names, and checked.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.answer.answer import Answer
from rag.answer.model_answer import stream_answer
from rag.evaluate.answer_set import FOLDER, Adversarial, Company, read_companies, read_corruptions
from rag.evaluate.corrupt import corrupted
from rag.ground.citation import Citation
from rag.llm.scripted import ScriptedChat
from rag.retrieve.passage import Passage, Scope, SearchResult

BY_HAND, BY_RULE = "by hand", "by rule"


@dataclass(frozen=True, slots=True)
class Trial:
    """A false answer and what became of it."""

    company: str
    split: str  # tune, test
    origin: str  # by hand, by rule
    family: str
    reply: str
    is_marked: bool  # no sentence of it passes
    reason: str


@dataclass(frozen=True, slots=True)
class Truth:
    """A true sentence and what became of it."""

    company: str
    split: str
    sentence: str
    passes: bool
    reason: str


def evaluate_citations(folder: Path = FOLDER) -> dict[str, Any]:
    """The figures of the suite.

    Raises:
        UsageError: there is nothing to run.
        KnowledgeError: a file does not hold to its schema.
    """
    companies = read_companies(folder)
    return scores(list(trials(companies, folder)), list(truths(companies)))


def trials(companies: Sequence[Company], folder: Path = FOLDER) -> Iterator[Trial]:
    """Every false answer, by hand and by rule, with its verdict."""
    yield from by_hand(companies)
    yield from by_rule(companies, folder)


def by_hand(companies: Iterable[Company]) -> Iterator[Trial]:
    """The false answers that stand in the set."""
    for company in companies:
        for one in company.adversarial:
            yield _trial(company, BY_HAND, one)


def by_rule(companies: Iterable[Company], folder: Path = FOLDER) -> Iterator[Trial]:
    """The false answers that are made of the true ones."""
    rules = {language.id: language for language in read_corruptions(folder).languages}
    for company in companies:
        for one in corrupted(company, rules[company.language]):
            yield _trial(company, BY_RULE, one)


def _trial(company: Company, origin: str, one: Adversarial) -> Trial:
    sentences = answer(company, one.reply).sentences
    reason = "; ".join(sentence.reason for sentence in sentences if sentence.reason)
    is_marked = not any(sentence.is_supported for sentence in sentences)
    return Trial(company.company, company.split, origin, one.family, one.reply, is_marked, reason)


def truths(companies: Iterable[Company]) -> Iterator[Truth]:
    """Every true sentence with its verdict."""
    for company in companies:
        for reply in company.honest:
            for one in answer(company, reply).sentences:
                yield Truth(company.company, company.split, one.text, one.is_supported, one.reason)


def answer(company: Company, reply: str) -> Answer:
    """What a user gets to see when a model that was given the company's passages replies so."""
    passages = tuple(_passages(company))
    question = f"What do the documents of {company.company} say?"
    found = SearchResult(question, passages, Scope.DOCUMENTS, len(passages), len(passages))
    stream = stream_answer(question, (), found, ScriptedChat(reply), _cite)
    while True:
        try:
            next(stream)
        except StopIteration as end:
            result: Answer = end.value
            return result


def _passages(company: Company) -> Iterator[Passage]:
    for number, one in enumerate(company.passages, start=1):
        yield Passage(
            chunk_id=f"c{number}",
            document_id=f"d{number}",
            document=one.document,
            page=1,
            page_index=0,
            start=0,
            end=len(one.text),
            locator="p. 1",
            text=one.text,
            context=one.context,
            score=1.0,
            dense=1.0,
            lexical=1.0,
        )


def _cite(passage: Passage, start: int, end: int) -> Citation:
    return Citation(
        document_id=passage.document_id,
        document=passage.document,
        sha256="0" * 64,
        page=passage.page,
        page_index=passage.page_index,
        locator=passage.locator,
        quote=passage.text[start:end],
        start=start,
        end=end,
    )


def scores(false: Sequence[Trial], true: Sequence[Truth]) -> dict[str, Any]:
    """Shares of the whole, of each half and of each family, and all that went wrong."""
    halves = {
        split: {
            "adversarial_marked": _share(one.is_marked for one in false if one.split == split),
            "honest_passing": _share(one.passes for one in true if one.split == split),
        }
        for split in sorted({one.split for one in false})
    }
    families = sorted({one.family for one in false})
    return {
        "adversarial": {"answers": len(false), **Counter(one.origin for one in false)},
        "adversarial_marked": _share(one.is_marked for one in false),
        "honest": {"sentences": len(true)},
        "honest_passing": _share(one.passes for one in true),
        "halves": halves,
        "families": {name: _family(one for one in false if one.family == name) for name in families},
        "unmarked": [
            {"company": one.company, "family": one.family, "origin": one.origin, "reply": one.reply}
            for one in false
            if not one.is_marked
        ],
        "stopped": [{"company": one.company, "sentence": one.sentence, "reason": one.reason} for one in true if not one.passes],
    }


def in_words(figures: Mapping[str, Any]) -> str:
    """The figures for people: the shares, the families, and every answer that went wrong."""
    count, sentences = figures["adversarial"]["answers"], figures["honest"]["sentences"]
    lines = [
        f"false answers: {count}, marked {figures['adversarial_marked']:.1%}",
        f"true sentences: {sentences}, passing {figures['honest_passing']:.1%}",
        *(
            f"half “{name}”: marked {half['adversarial_marked']:.1%}, passing {half['honest_passing']:.1%}"
            for name, half in figures["halves"].items()
        ),
        *(f"  {name}: {family['marked']} of {family['answers']} marked" for name, family in figures["families"].items()),
        *(f"not marked ({one['family']}, {one['company']}): {one['reply']}" for one in figures["unmarked"]),
        *(f"stopped ({one['company']}): {one['sentence']} – {one['reason']}" for one in figures["stopped"]),
    ]
    return "\n".join(lines)


def _family(trials: Iterable[Trial]) -> dict[str, int]:
    own = list(trials)
    return {"answers": len(own), "marked": sum(one.is_marked for one in own)}


def _share(flags: Iterable[bool]) -> float:
    """Share of the true ones, 0…1; 1 of none."""
    own = list(flags)
    return round(sum(own) / len(own), 4) if own else 1.0
