"""What most of the work is, from the signs of all papers together."""

from rag.brief.brief import AnswerRecord, Brief, Status
from rag.brief.reconcile import reconcile
from rag.extract.extract import own_extractor
from rag.extract.fact import Fact, FactState
from rag.knowledge.brief_fields import load_brief_knowledge
from tests.extract.documents import document_of
from tests.extract.test_work_signs import EVENTS, HUB, MATCHING

KNOWLEDGE = load_brief_knowledge()
PLAIN = "The kitchen is painted every spring and the lift is looked at by the man from Graz. " * 30


def read(text: str, name: str) -> list[Fact]:
    """All facts of a paper."""
    return list(own_extractor().extract(document_of(text, name, dated="2026-11-01"), name))


def brief_of(facts: list[Fact], *answers: AnswerRecord) -> Brief:
    """The Brief of today."""
    return reconcile(facts, answers, "2026-11-30", KNOWLEDGE)


def test_many_signs_close_together_tell_the_work() -> None:
    """With the sentences that show most of them as its basis."""
    field = brief_of([*read(EVENTS, "a.md"), *read("The lift reacts slowly.", "b.md")]).fields["work.kind"]
    assert (field.value, field.status) == ("event", Status.DOCUMENTED)
    assert "react to what happens" in field.note
    assert [one.citation.document for one in field.provenance if one.citation] == ["a.md", "b.md"]


def test_few_signs_or_signs_far_between_tell_nothing() -> None:
    """A page of events among a book of other things is no way of working."""
    assert brief_of(read("The board reacts as soon as it is told.", "a.md")).fields["work.kind"].status is Status.UNKNOWN
    assert brief_of(read(f"{EVENTS}\n{PLAIN * 5}", "a.md")).fields["work.kind"].status is Status.UNKNOWN


def test_the_sort_that_shows_most_counts_and_an_answer_before_it() -> None:
    """A hub that also notifies is a hub; who says otherwise is believed."""
    facts = [*read(HUB, "a.md"), *read("The control room listens and reacts.", "b.md")]
    assert brief_of(facts).fields["work.kind"].value == "integration"
    said = AnswerRecord(question="field:work.kind", text="records", values={"work.kind": "records"}, at="2026-11-30")
    assert brief_of(facts, said).fields["work.kind"].value == "records"


def test_haste_alone_is_no_contention() -> None:
    """Milliseconds and peaks are everywhere; only with what is held in memory they are a way of working."""
    assert brief_of(read(MATCHING, "a.md")).fields["work.kind"].value == "contention"
    hasty = (
        "A page comes in 300 ms. On the first day 900 requests a second come for the same page. A lock stopped the import once."
    )
    assert brief_of(read(hasty, "a.md")).fields["work.kind"].status is Status.UNKNOWN


def test_a_paper_that_was_replaced_shows_nothing_any_more() -> None:
    """Its signs go with it."""
    old = [fact.model_copy(update={"state": FactState.SUPERSEDED}) for fact in read(EVENTS, "a.md")]
    assert brief_of(old).fields["work.kind"].status is Status.UNKNOWN


def test_what_papers_say_of_parts_and_teams_reaches_the_brief() -> None:
    """Teams in each other's way, and parts that have to go on alone: both decide how far the system is cut up."""
    said = "Our six teams wait for each other before each release.\n\nIf loyalty is down, the kitchen must not notice."
    fields = brief_of(read(said, "a.md")).fields
    assert fields["team.dependency"].value == "waiting"
    assert fields["rel.blast_radius_max"].value == 0.25
    other = "No team waits for another.\n\nIf the internet is down, the tills keep selling for four hours."
    fields = brief_of(read(other, "a.md")).fields
    assert fields["team.dependency"].status is not Status.DOCUMENTED
    assert fields["rel.blast_radius_max"].status is not Status.DOCUMENTED


def test_a_ledger_in_one_place_lets_services_in() -> None:
    """What the papers say of where the books are kept is read; user accounts are no books."""
    fields = brief_of(read("Money owed to members stays in one ledger.\n\nOur teams deploy alone.", "a.md")).fields
    assert fields["data.ledger_apart"].value is True
    assert brief_of(read("User accounts stay in Keycloak.", "a.md")).fields["data.ledger_apart"].status is not Status.DOCUMENTED


def test_a_product_in_use_shows_the_practice() -> None:
    """Environments out of Terraform are infrastructure as code; what is only planned shows nothing of today."""
    assert brief_of(read("All in AWS, EKS and Terraform.", "a.md")).fields["ops.iac"].value is True
    planned = brief_of(read("We plan to introduce Terraform in 2028.", "a.md")).fields["ops.iac"]
    assert planned.status is not Status.DOCUMENTED
