"""The glossary: terms that stand in the proposal, for readers who do not build software."""

import re

from rag.propose.draft import Draft, table
from rag.propose.proposal import BlockType
from rag.propose.wording import sentence


def compose_glossary(draft: Draft, text: str) -> list[BlockType]:
    """A table of the terms that `text` uses; nothing when it uses none."""
    terms = [row for row in draft.knowledge.glossary.terms if any(_stands_in(word, text) for word in row.words)]
    if not terms:
        return []
    rows = [(row.term, (draft.ledger.known(sentence(row.meaning), "table/glossary"),)) for row in terms]
    return [table(draft.say("glossary.table"), ("Term", "Meaning"), rows, (1.6, 6))]


def _stands_in(word: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None
