"""Facts of documents as answers ask for them: what contradicts what, who says the same, and what only looks like it."""

from collections.abc import Sequence

import pytest

from rag.answer.answer import Answer
from rag.answer.extract_answer import extract_answer
from rag.answer.ledger import Disagreement
from rag.brief.brief import AnswerRecord
from rag.brief.lookup import FactLookup
from rag.brief.reconcile import reconcile
from rag.extract.extract import own_extractor
from rag.extract.fact import Fact
from rag.ingest.document import Document
from rag.knowledge.asked_facts import ListRow, load_asked_facts
from rag.knowledge.brief_fields import load_brief_knowledge
from rag.retrieve.passage import Passage
from tests.answer.passages import cite, found
from tests.extract.documents import document_of

EXTRACTOR = own_extractor()
KNOWLEDGE = load_brief_knowledge()
AS_OF = "2026-11-21"
RTO = "What is the RTO of the order portal?"


def paper(text: str, name: str, doc_type: str = "policy", dated: str = "2026-06-01") -> tuple[Document, str]:
    """A document of this kind and date, and its id."""
    return document_of(text, name, doc_type, dated), name


def ledger_of(papers: Sequence[tuple[Document, str]], *answers: AnswerRecord) -> FactLookup:
    """The ledger of a workspace that holds these documents."""
    facts: list[Fact] = [fact for document, name in papers for fact in EXTRACTOR.extract(document, name)]
    return FactLookup(facts, reconcile(facts, list(answers), AS_OF, KNOWLEDGE), KNOWLEDGE)


def passage_of(document: Document, name: str) -> Passage:
    """A document as the one passage that search finds of it."""
    text = document.pages[0].text
    return Passage(
        chunk_id=name,
        document_id=name,
        document=document.name,
        page=1,
        page_index=0,
        start=0,
        end=len(text),
        locator="line 1",
        text=text,
        context=document.title,
        score=0.5,
        dense=0.5,
        lexical=1.0,
    )


def asked(question: str, *papers: tuple[Document, str]) -> Answer:
    """The answer when every document is found."""
    result = found(question, [passage_of(*one) for one in papers])
    return extract_answer(question, result, cite, None, ledger_of(papers))


def disagreements(*papers: tuple[Document, str]) -> list[Disagreement]:
    """What the ledger knows of documents that disagree."""
    return ledger_of(papers).disagreements()


@pytest.mark.parametrize(
    ("one", "other", "question"),
    [
        ("The RTO is 4 hours for tier 1 systems.", "The RTO is 24 hours for tier 3 systems.", "What is the RTO?"),
        ("The RTO of the order portal is 4 hours.", "The RTO of payroll is 24 hours.", RTO),
        (
            "The RTO of the order portal is 4 hours.",
            "In the last drill the order portal was recovered within 6 hours.",
            RTO,
        ),
        (
            "The total budget must not exceed EUR 450,000.",
            "The running cost is capped at EUR 9,500 per month.",
            "What is the budget?",
        ),
        (
            "The RTO of the order portal is 4 hours.",
            "Until 2023 the RTO of the order portal was 12 hours.",
            RTO,
        ),
        (
            "The order portal must be available 99.9 % of the time.",
            "The supplier guarantees an availability of 99.5 % per month.",
            "What availability must the order portal have?",
        ),
        (
            "Audit logs are kept for 10 years.",
            "Backups are kept for 35 days.",
            "How long are audit logs kept?",
        ),
        (
            "The contract with Alpha Hosting GmbH ends on 30 June 2028.",
            "The contract with Beta Wartung GmbH ends on 31 March 2027.",
            "When does the contract with Alpha Hosting GmbH end?",
        ),
    ],
    ids=["tiers", "systems", "measured", "periods", "historic", "supplier", "kinds", "contracts"],
)
def test_no_false_alarm(one: str, other: str, question: str) -> None:
    """Different tiers, systems, periods, target and measured, today and before: none of them is a disagreement."""
    policy = paper(f"# Continuity policy\n\n{one}\n", "policy.md")
    runbook = paper(f"# Operations runbook\n\n{other}\n", "runbook.md", "runbook", "2026-07-01")
    answer = asked(question, policy, runbook)
    assert answer.is_answered
    assert "disagree" not in answer.text
    assert "different values" not in answer.text


POLICY = paper("# Continuity policy\n\nThe RTO of the order portal is 4 hours.\n", "policy.md")
RUNBOOK = paper("# Runbook\n\nThe RTO of the order portal is 8 hours.\n", "runbook.md", "runbook", "2026-09-01")
OTHERS = paper("# Runbook of payroll\n\nThe RTO of payroll is 8 hours.\n", "payroll.md", "runbook", "2026-09-01")


@pytest.mark.parametrize(
    ("question", "is_told"),
    [
        (RTO, True),
        ("Which RTO does the order portal have?", True),
        ("How long may the order portal be down?", True),
        ("What is the RTO of payroll?", False),
        ("Who owns the order portal?", False),
        ("How many orders reach the order portal?", False),
    ],
)
def test_only_a_question_about_it_is_told_of_a_disagreement(question: str, is_told: bool) -> None:
    """The subject and the attribute have to be those of the question, in whatever words."""
    answer = asked(question, POLICY, RUNBOOK, OTHERS)
    assert ("disagree" in answer.text) is is_told


def test_another_value_in_the_same_row_is_not_asked_for() -> None:
    """A row holds many values; a disagreement about one of them is of no concern to a question about another."""
    row = "# Inventory\n\n| System | RTO (h) | Users | Owner |\n|---|---|---|---|\n| Order portal | 4 | 6500 | Jo Weber |\n"
    inventory = paper(row, "inventory.md", "inventory")
    assert "disagree" in asked(RTO, inventory, RUNBOOK).text
    assert "disagree" not in asked("How many users does the order portal have?", inventory, RUNBOOK).text


def test_the_stronger_document_comes_first() -> None:
    """A policy before a runbook, whichever is newer; among equals the newer one."""
    (known,) = disagreements(RUNBOOK, POLICY)
    assert [(side.shown, side.citation.document) for side in known.sides] == [("4 h", "policy.md"), ("8 h", "runbook.md")]
    assert (known.used, known.is_overtaken, known.about) == ("4 h", False, "order portal")
    later = paper("# Notes\n\nThe RTO of the order portal is 6 hours.\n", "notes.md", "runbook", "2026-10-01")
    (known,) = disagreements(RUNBOOK, later)
    assert [side.shown for side in known.sides] == ["6 h", "8 h"]


def test_a_disagreement_of_scope_is_none() -> None:
    """Hours of business against the clock round: two values that hold side by side."""
    business = paper("# SLA\n\nThe RTO of the order portal is 8 business hours.\n", "sla.md", "contract")
    assert disagreements(POLICY, business) == []
    assert "disagree" not in asked(RTO, POLICY, business).text


def test_money_of_a_year_is_compared_by_the_month() -> None:
    """A value is shown as the field holds it, so that what is set side by side can be compared."""
    memo = paper("# Memo\n\nThe running cost is capped at EUR 9,500 per month.\n", "memo.md", "brief")
    plan = paper("# Plan\n\nThe budget for operating cost is EUR 240,000 per year.\n", "plan.md", "brief")
    told = [side.shown for one in disagreements(memo, plan) for side in one.sides]
    assert sorted(told) == ["EUR 20,000", "EUR 9,500"]


def test_alike_are_the_same_value_of_the_same_thing_elsewhere() -> None:
    """One place for each other document; another subject, another value and the document itself do not count."""
    twin = paper(
        "# Handbook\n\nThe RTO of the order portal is 240 minutes. Again: the RTO of the order portal is 4 h.\n", "book.md"
    )
    papers = [POLICY, RUNBOOK, OTHERS, twin]
    ledger = ledger_of(papers)
    (said,) = [one for one in ledger.said_in("policy.md", 0, 0, 500) if one.kind == "rto"]
    assert (said.shown, said.measure, said.dated, said.is_compared) == ("4 h", "duration", "1 June 2026", True)
    assert [one.citation.document for one in ledger.alike(said)] == ["book.md"]
    assert ledger.said_in("policy.md", 1, 0, 500) == ledger.said_in("policy.md", 0, 400, 500) == []


def test_standing_is_authority_then_date() -> None:
    """A document of which no fact is known is believed least."""
    ledger = ledger_of([POLICY, RUNBOOK])
    assert ledger.standing("policy.md").order > ledger.standing("runbook.md").order > ledger.standing("nowhere.md").order
    assert ledger.standing("policy.md").dated == "1 June 2026"


STRATEGY = """# Strategy

We store orders in PostgreSQL 14 and reports in SQL Server 2017. Staff use SQL Server every day.
We do not want to run MongoDB. Services are written in Java.
The hosting contract ends on 30 June 2028. The company is subject to NIS2. Personal data must stay in the EU.
Audit logs are kept for 10 years. Customer records are kept for 10 years.
"""


@pytest.mark.parametrize(
    ("list_id", "items"),
    [
        ("databases", ["PostgreSQL 14", "SQL Server 2017"]),
        ("languages", ["Java"]),
        ("regimes", ["NIS2"]),
        ("contract ends", ["strategy.md: contract ends 30 June 2028"]),
    ],
)
def test_items_are_written_as_the_table_says(list_id: str, items: list[str]) -> None:
    """Each once, the fuller name of a product instead of the bare one, nothing that is ruled out."""
    ledger = ledger_of([paper(STRATEGY, "strategy.md", "architecture")])
    row = next(one for one in load_asked_facts().lists if one.id == list_id)
    assert [item.text for item in ledger.items(row)] == items


@pytest.mark.parametrize("row", load_asked_facts().lists, ids=lambda row: row.id)
def test_every_list_can_be_made(row: ListRow) -> None:
    """No row of the table asks for what facts cannot give; items have a text, a source, and come in order."""
    ledger = ledger_of([paper(STRATEGY, "strategy.md", "architecture"), POLICY])
    items = ledger.items(row)
    assert [item.text.casefold() for item in items] == sorted(item.text.casefold() for item in items)
    assert all(item.text and item.citations and item.statement for item in items)
    assert ledger_of([]).items(row) == []
