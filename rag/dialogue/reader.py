"""The reader of answers, made once for all workspaces: it hangs on our own tables and the day alone, and is costly to make."""

from functools import lru_cache, partial
from typing import Any

from rag.brief.brief import Status
from rag.brief.growth import as_said
from rag.brief.reconcile import reconcile
from rag.brief.show import show
from rag.extract.extract import own_extractor
from rag.extract.fact import Fact
from rag.ingest.document import Block, BlockKind, Document, Page, content_hash
from rag.interview.read import AnswerReader
from rag.knowledge.brief_fields import BriefKnowledge
from rag.knowledge.knowledge import Knowledge

OF_THE_BRIEF = ("con", "legacy", "int.systems")  # lists of its own, with ids of the line itself


@lru_cache(maxsize=2)  # today and, around midnight, the day before
def own_reader(today: str) -> AnswerReader:
    """The reader of answers that are given on an ISO date. Threads may share it."""
    knowledge = Knowledge()
    fields = knowledge.brief.fields
    return AnswerReader(
        knowledge.questions,
        knowledge.replies,
        knowledge.extract.quantities,
        knowledge.extract.gazetteer,
        knowledge.extract.countries,
        knowledge.goals,
        fields,
        partial(_values_in, today=today, knowledge=knowledge.brief),
        lambda path, value: show(path, value, fields),
        today,
    )


def _is_we(fact: Fact) -> bool:
    """Whether it only says how many “we” are: in a paper that is the firm, in a chat whoever the answer is about."""
    return fact.kind == "team" and not fact.slots.get("role", fact.subject)


def _values_in(text: str, today: str, knowledge: BriefKnowledge) -> dict[str, Any]:
    """Field values that the rules for documents read in a line of the conversation."""
    page = Page(text, (Block(BlockKind.PARAGRAPH, 0, len(text), "the conversation"),))
    line = Document("the conversation", content_hash(text.encode()), "text/plain", (page,), dated=today)
    facts = [fact for fact in own_extractor().extract(line, "") if not _is_we(fact)]
    said = reconcile(facts, (), today, knowledge)
    documented = {path: as_said(field) for path, field in said.fields.items() if field.status is Status.DOCUMENTED}
    return {path: value for path, value in documented.items() if path not in OF_THE_BRIEF}
