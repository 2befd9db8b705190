"""What stands behind “nothing found”: what was looked for, in which documents, and what was found and does not count."""

from collections.abc import Sequence
from dataclasses import dataclass

from rag.brief.evidence import fills
from rag.extract.fact import Fact, FactState
from rag.knowledge.brief_fields import BriefFields
from rag.knowledge.facts import FactRule, FactRules
from rag.knowledge.quality import ExtractionQuality
from rag.store.documents import DocumentSummary

WHOLE_TEXT = {  # in the table of fields in the place of a kind: what is looked for without rules of its own
    "name": "names of organisations and products",
    "any": "words that point to it, in all statements together",
}


@dataclass(frozen=True, slots=True)
class Searched:
    """The search record of one field of the Brief."""

    path: str
    label: str
    sought: tuple[str, ...]  # kinds of fact that could fill it; empty: documents are not read for it, people are asked
    words: tuple[str, ...]  # cue words of the rules, of which a sentence needs one
    examples: tuple[str, ...]  # sentences that the rules read
    documents: int  # that were read
    pages: int
    pages_without_text: tuple[tuple[str, tuple[int, ...]], ...]  # document, and those of its pages that could not be read
    set_aside: int  # documents that were left out
    uncounted: tuple[tuple[Fact, str], ...]  # facts of these kinds that do not count, each with the reason
    others: int  # facts of these kinds that count for other fields
    quality: str  # what was measured, in a sentence


def search_record(
    path: str,
    facts: Sequence[Fact],
    documents: Sequence[DocumentSummary],
    fields: BriefFields,
    rules: FactRules,
    quality: ExtractionQuality,
) -> Searched:
    """What was searched for a field.

    Args:
        path: of the field.
        facts: of the documents that count.
        documents: the current ones, those set aside too.
        fields: which kinds fill which field.
        rules: what these kinds are read by.
        quality: how much of them is found.
    """
    kinds = fields.kinds_of.get(path, ())
    used = [rule for rule in rules.rules if rule.kind in kinds]
    about = [fact for fact in facts if fact.kind in kinds]
    read = [document for document in documents if not document.is_excluded]
    return Searched(
        path=path,
        label=fields.labels.get(path, path),
        sought=tuple(WHOLE_TEXT.get(kind, kind.replace("_", " ")) for kind in kinds),
        words=tuple(dict.fromkeys(word for rule in used for word in rule.words)),
        examples=tuple(dict.fromkeys(map(_example, used))),
        documents=len(read),
        pages=sum(document.pages for document in read if document.has_pages),
        pages_without_text=tuple((one.name, one.pages_without_text) for one in read if one.pages_without_text),
        set_aside=len(documents) - len(read),
        uncounted=tuple((fact, _why(fact)) for fact in about if not fills(fact)),
        others=sum(fills(fact) for fact in about),
        quality=quality.said(kinds) if used else "",
    )


def _example(rule: FactRule) -> str:
    return rule.reads.text


def _why(fact: Fact) -> str:
    """Why a fact fills nothing."""
    if fact.state in (FactState.REJECTED, FactState.SUPERSEDED, FactState.QUARANTINED, FactState.SUGGESTED):
        return fact.state.value
    return f"it is {fact.time.value}"
