"""What a question asks of the ledger: lists, kinds of values, comparisons."""

import pytest

from rag.answer.asked import asked_kinds, asked_list, asks_for_all, compared_sides, named_documents
from rag.answer.query import read_query
from rag.errors import KnowledgeError
from rag.knowledge.asked_facts import AskedFacts, load_asked_facts
from rag.knowledge.tables import TABLES, read_table
from tests.knowledge.test_fact_tables import KINDS


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Which systems do we have?", "legacy_system"),
        ("What systems are in use today?", "legacy_system"),
        ("Please list all the integrations", "integration"),
        ("What are the interfaces of our company?", "integration"),
        ("List all contract end dates.", "contract_end"),
        ("What regulations apply?", "compliance"),
        ("Which laws and standards must we comply with?", "compliance"),
        ("What are the hard constraints?", "constraint"),
        ("Welche Schnittstellen gibt es?", "integration"),
        ("Welche Systeme haben wir?", "legacy_system"),
        ("Quels systèmes avons-nous ?", "legacy_system"),
        ("¿Cuáles son las integraciones?", "integration"),
        ("Quais são os sistemas?", "legacy_system"),
    ],
)
def test_a_question_for_all_there_are(question: str, kind: str) -> None:
    """A noun in the plural and nothing that narrows it, in five languages."""
    asked = asked_list(read_query(question))
    assert asked is not None
    assert (asked.row.kind, asked.phrases) == (kind, ())


@pytest.mark.parametrize(
    ("question", "narrowed"),
    [
        ("Which systems are in tier 2?", "tier 2"),
        ("Which systems run on SQL Server 2017?", "SQL Server 2017"),
        ("Which deadlines does the budget memo set?", "budget memo set"),
    ],
)
def test_a_question_for_some_of_them(question: str, narrowed: str) -> None:
    """What narrows the list is kept in the question's words; a number belongs to the word before it."""
    query = read_query(question)
    asked = asked_list(query)
    assert asked is not None
    assert asked.narrowed == narrowed


def test_a_number_counts_with_its_word_only() -> None:
    """“tier 2” is not in a row of tier 1 with two users."""
    query = read_query("Which systems are in tier 2?")
    asked = asked_list(query)
    assert asked is not None
    assert asked.holds("Payroll; Tier 2; 14 users", query)
    assert not asked.holds("Payroll; Tier 1; 2 users", query)


@pytest.mark.parametrize(
    "question",
    [
        "What system is the archive?",
        "What technology is the old system built in?",
        "Which systems are not supported any more?",
        "Which systems have the most users?",
        "What systems do we have and who owns them?",
        "How many systems are there?",
        "Which contract ends first?",
        "Is there a list of systems?",
        "What must the systems do?",
        "",
    ],
)
def test_what_a_list_cannot_tell(question: str) -> None:
    """One thing, a negation, a superlative, a second question: the passages answer, or nothing does."""
    assert asked_list(read_query(question)) is None


@pytest.mark.parametrize(
    ("question", "alone"),
    [
        ("Which integrations are there?", True),
        ("What are the risks?", True),
        ("Which systems?", False),
        ("Which interfaces does it have?", False),
        ("Which systems are in tier 2?", False),
    ],
)
def test_a_whole_list_needs_nothing_said_before(question: str, alone: bool) -> None:
    """“there” at the end of such a question points to nothing; two bare words and a pronoun do point back."""
    assert asks_for_all(question) is alone


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("What is the RTO of payroll?", {"rto"}),
        ("Within what time must it be restored?", {"rto"}),
        ("How much data may we lose?", {"rpo"}),
        ("Wie lange sind Protokolle aufzubewahren?", {"retention"}),
        ("Who is the managing director?", set()),
    ],
)
def test_the_value_asked_for(question: str, kinds: set[str]) -> None:
    """Words tell which kind of value is asked for."""
    assert asked_kinds(read_query(question)) == kinds


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("How does the cap compare with the fee?", ("How does the cap", "the fee")),
        ("What is the difference between Athena and Glue?", ("What is the between Athena", "Glue")),
        ("Do the policy and the runbook give the same time?", ("Do the policy", "the runbook give the time")),
        ("Welcher Unterschied besteht zwischen A1 und B2?", ("Welcher besteht zwischen A1", "B2")),
        ("When does the contract end?", ()),
        ("What is the same?", ()),
    ],
)
def test_sides_of_a_comparison(question: str, sides: tuple[str, ...]) -> None:
    """What is set side by side can be looked for one by one."""
    assert compared_sides(question) == sides


def test_documents_are_named_by_their_titles() -> None:
    """Most of a title's words name it; a single one does not."""
    documents = [
        ("a", "Disaster Recovery and Continuity Policy"),
        ("b", "Operations Runbook"),
        ("c", "Policy"),
        ("d", "Minutes"),
    ]
    query = read_query("Do the disaster recovery policy and the operations runbook agree?")
    assert named_documents(query, documents) == ("a", "b")


def test_the_table_names_kinds_that_exist() -> None:
    """Every list and value is of a kind that extraction reads, and every field of a list is in the Brief."""
    table = load_asked_facts()
    fields = (TABLES / "brief_fields.yaml").read_text(encoding="utf-8")
    assert {*(row.kind for row in table.lists), *(row.kind for row in table.values)} <= KINDS
    for row in table.lists:
        assert not row.field or f"path: {row.field}" in fields, row.id
        assert all(cue == cue.lower() for cue in row.cues), row.id
    assert len({row.id for row in table.lists}) == len(table.lists)


def test_a_faulty_table_is_named() -> None:
    """A table that lacks its parts is refused by its name."""
    with pytest.raises(KnowledgeError, match=r"question_cues\.yaml"):
        read_table("question_cues", AskedFacts)
