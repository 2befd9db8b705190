"""A question for a list → its items from the facts of every document, each with its sources and once.

Without the ledger a list could only be what the passages found happen to hold.
"""

from rag.answer.answer import Sentence
from rag.answer.asked import AskedList
from rag.answer.ledger import Item, Ledger
from rag.answer.query import Query
from rag.answer.sheet import CitationSheet

MAX_ITEMS = 40  # in one answer
MAX_SOURCES = 3  # of one item
FEWEST = 2  # items of a narrowed list; one alone is no list, and the best sentence says more
NOT_PROOF = "This is what was read in your documents; it is no proof that nothing is missing."


def list_items(query: Query, asked: AskedList, ledger: Ledger) -> list[Item]:
    """The items asked for; empty when no document names any, or when narrowing leaves less than a list."""
    items = ledger.items(asked.row)
    if not asked.phrases:
        return list(items)
    kept = [one for one in items if asked.holds(f"{one.text}\n{one.statement}", query)]
    return kept if len(kept) >= FEWEST else []


def tell_list(asked: AskedList, items: list[Item], sheet: CitationSheet) -> list[Sentence]:
    """How many there are, each of them, and what the list is not."""
    count = f"{len(items)} {asked.row.one if len(items) == 1 else asked.row.many}"
    documents = len({citation.document for item in items for citation in item.citations})
    where = f"in {documents} {'document' if documents == 1 else 'documents'}"
    narrowed = f" whose source mentions “{asked.narrowed}”" if asked.phrases else ""
    begun = f"{count}{narrowed}, named {where}:"
    told = [Sentence(begun, form="told")]
    for item in items[:MAX_ITEMS]:
        markers = tuple(dict.fromkeys(sheet.mark(citation) for citation in item.citations[:MAX_SOURCES]))
        told.append(Sentence(item.text, markers, form="item"))
    left = len(items) - MAX_ITEMS
    more = f"{left} more are on the page Facts. " if left > 0 else ""
    return [*told, Sentence(f"{more}{NOT_PROOF}", form="told")]
