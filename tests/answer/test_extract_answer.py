"""Answers without a model: the right sentence, exactly quoted, or none."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answer.extract_answer import NOT_FOUND, extract_answer
from rag.answer.stretch import MAX_CHARS
from rag.ground.quote import find_span
from rag.retrieve.passage import Passage
from tests.answer.passages import ALL, OFFSET, RECOVERY, TABLE, cite, found, passage


@pytest.mark.parametrize(
    ("question", "says", "decisive"),
    [
        ("How long may it take to restore the order database after a failure?", "must be restored within 4 h", "4 h"),
        ("What is the budget for the order platform?", "EUR 450,000", "EUR 450,000"),
        ("How many engineers does the team have?", "six engineers", "six"),
        ("Who leads the platform team?", "Maria Keller leads", "Maria Keller"),
        ("What is the RTO of payroll?", "System: Payroll; RTO: 24 h; RPO: 1 h", "24 h"),
        ("Does the team have experience with Kubernetes?", "no experience with Kubernetes", ""),
    ],
)
def test_the_sentence_that_answers_comes_first(question: str, says: str, decisive: str) -> None:
    """The first sentence answers, and the words that answer are marked in its quotation."""
    answer = extract_answer(question, found(question, ALL), cite)
    assert answer.is_answered
    assert says in answer.sentences[0].text
    first = answer.citations[0]
    assert decisive in first.decisive
    assert first.decisive in first.citation.quote


@pytest.mark.parametrize(
    "question",
    [
        "What is the capital of France?",
        "How many paying customers are there in Germany?",
        "What does contract 4711 say about the order database?",
        "Which Oracle version does the order platform run on?",
        "What is the warranty period of the printers?",
        "?",
        "",
        "What is the",
    ],
)
def test_what_is_not_there_is_not_answered(question: str) -> None:
    """A question that the passages do not answer is declined, with where it was looked and what came nearest."""
    weak = [passage(number, one.text, one.context, dense=0.2) for number, one in enumerate(ALL)]
    answer = extract_answer(question, found(question, weak), cite)
    assert not answer.is_answered
    assert answer.text == NOT_FOUND
    assert (answer.documents_searched, answer.chunks_searched, answer.pages_without_text) == (7, 70, 1)
    assert 1 <= len(answer.nearest) <= 3
    assert answer.citations == ()


def test_nothing_found_is_declined() -> None:
    """No passage, no answer."""
    assert not extract_answer("What is the RTO?", found("What is the RTO?", []), cite).is_answered


@pytest.mark.parametrize("dense", [0.5, 0.0])
@pytest.mark.parametrize(
    "question", ["How long may a restore of the order database take?", "Order platform budget", "RTO payroll order desk"]
)
def test_quotations_are_exact_slices(question: str, dense: float) -> None:
    """Every quotation is the page's own text at the offsets given, and short; with and without vectors."""
    passages = [passage(n, one.text, one.context, dense=dense, score=one.score) for n, one in enumerate(ALL)]
    answer = extract_answer(question, found(question, passages), cite)
    assert answer.is_answered
    for marked in answer.citations:
        source = next(one for one in passages if one.document_id == marked.citation.document_id)
        start, end = marked.citation.start - OFFSET, marked.citation.end - OFFSET
        assert source.text[start:end] == marked.citation.quote
        assert len(marked.citation.quote) <= MAX_CHARS


def test_a_long_sentence_is_cut_around_what_answers() -> None:
    """Of an endless sentence the telling part is quoted, from word to word."""
    noise = "and further words that say nothing of interest to anybody at all " * 8
    text = f"In this paragraph {noise} the recovery time of the order database is 4 h {noise} as agreed."
    question = "What is the recovery time of the order database?"
    answer = extract_answer(question, found(question, [passage(1, text)]), cite)
    quote = answer.citations[0].citation.quote
    assert "order database is 4 h" in quote
    assert len(quote) <= MAX_CHARS
    assert find_span(quote, text) is not None


def test_several_sources_that_agree_stand_behind_one_sentence() -> None:
    """The same statement in two documents is one sentence with two markers; the same document is not counted twice."""
    twin = passage(9, RECOVERY.text, RECOVERY.context, document="runbook.md")
    again = passage(8, RECOVERY.text, RECOVERY.context, document=RECOVERY.document)
    question = "Within what time must the order database be restored?"
    answer = extract_answer(question, found(question, [RECOVERY, twin, again]), cite)
    assert answer.sentences[0].markers == (1, 2)
    assert {one.citation.document for one in answer.citations[:2]} == {RECOVERY.document, "runbook.md"}


def test_different_values_are_both_shown() -> None:
    """Documents that disagree are both quoted."""
    other = passage(5, "The order database is restored within 8 h after a failure.", "Operations runbook", score=0.95)
    question = "Within what time is the order database restored after a failure?"
    answer = extract_answer(question, found(question, [RECOVERY, other]), cite)
    assert {"4 h", "8 h"} <= {one.decisive for one in answer.citations}


def test_resolved_query_and_note_are_told() -> None:
    """What was searched for instead of the question, and how, is in the notice."""
    answer = extract_answer(
        "And payroll?", found("And payroll?", [TABLE], query="And payroll? (RTO)", note="By words only."), cite
    )
    assert "And payroll? (RTO)" in answer.notice
    assert "By words only." in answer.notice


def test_other_languages() -> None:
    """A question and a document in German meet."""
    german = passage(
        1,
        "Das Budget für die Plattform beträgt 450.000 €. Die Datenbank muss binnen 4 Stunden wiederhergestellt sein.",
        "Richtlinie",
    )
    question = "Wie hoch ist das Budget für die Plattform?"
    answer = extract_answer(question, found(question, [german]), cite)
    assert answer.citations[0].decisive == "450.000 €"


def test_same_input_same_answer() -> None:
    """Nothing in an answer depends on chance."""
    question = "What is the RTO of the order desk?"
    passages: list[Passage] = [*ALL, *ALL]
    assert extract_answer(question, found(question, passages), cite) == extract_answer(
        question, found(question, passages), cite
    )


@given(st.text(max_size=200), st.text(max_size=80), st.text(max_size=60))
def test_any_text_is_safe(text: str, context: str, question: str) -> None:
    """No text of a document or question breaks an answer; whatever is quoted is the document's own text."""
    answer = extract_answer(question, found(question, [passage(1, text, context), passage(2, text * 3, context)]), cite)
    for marked in (*answer.citations, *answer.nearest):
        assert marked.citation.quote in text * 3
        assert marked.decisive in marked.citation.quote


def test_a_list_is_quoted_to_its_end() -> None:
    """A sentence that opens a list takes its items along, over several quotations, and stops where the list does."""
    items = [
        f"- Form {name} for access to the order database, signed by the head of the department and dated" for name in "ABCDE"
    ]
    text = "A request for access to the order database consists of:\n" + "\n".join(items) + "\n\nNothing else is needed."
    question = "What does a request for access to the order database consist of?"
    answer = extract_answer(question, found(question, [passage(1, text)]), cite)
    assert all(f"Form {name}" in answer.text for name in "ABCDE")
    assert len(answer.citations) > 1
    assert all(len(one.citation.quote) <= MAX_CHARS for one in answer.citations)


def test_what_follows_comes_along_when_the_sentence_lacks_what_is_asked_for() -> None:
    """The name asked for stands in the sentence after the one that speaks of the matter."""
    text = "Two offers for a shop product are to be obtained until the end of the month. Jonas Reimers takes this on."
    question = "Who is to obtain offers for a shop product?"
    answer = extract_answer(question, found(question, [passage(1, text)]), cite)
    assert "Jonas Reimers" in answer.text


def test_a_comparison_is_answered_from_both_sides() -> None:
    """A sentence that speaks of what nothing quoted speaks of yet is added, though another is much nearer."""
    cap = passage(1, "The running cost of the new platform is capped at EUR 9,500 per month.", score=1.0)
    fee = passage(2, "Fördedata receives a fee of EUR 11,850 today.", score=0.2)
    question = "How does the cap on the running cost of the new platform compare with the fee of Fördedata today?"
    answer = extract_answer(question, found(question, [cap, fee]), cite)
    assert "9,500" in answer.text
    assert "11,850" in answer.text


def test_a_row_is_one_sentence_and_the_header_is_none() -> None:
    """Full stops in a cell do not cut the row, and a header that is repeated is never given as an answer."""
    text = "Run\tNote\tThroughput\nfirst\tLogs off. Same zone. 10K IOPS.\t768\nsecond\tLogs on.\t512"
    question = "What throughput did the run in the same zone with 10K IOPS get?"
    answer = extract_answer(question, found(question, [passage(1, text, "Benchmarks\nRun | Note | Throughput")]), cite)
    assert answer.sentences[0].text == "Run: first; Note: Logs off. Same zone. 10K IOPS.; Throughput: 768"
    assert "Run: Run" not in answer.text


def test_meaning_finds_what_words_do_not() -> None:
    """A sentence without a word of the question comes first when its meaning is nearest; rows show their columns' names."""
    question = "How do we get the lost data store back?"
    sentence = "The plan of record is to rebuild the database from scratch."
    seen: list[str] = []

    def nearness_to(texts: Sequence[str]) -> list[float]:
        seen.extend(texts)
        return [0.8 if text == sentence else 0.1 for text in texts]

    text = f"Data about the store is public. {sentence}"
    table = passage(2, "disk\t2", "Parts\nPart | Count")
    answer = extract_answer(question, found(question, [passage(1, text), table]), cite, nearness_to)
    assert answer.is_answered
    assert answer.sentences[0].text.startswith(sentence)
    assert "Part: disk; Count: 2" in seen
    other = passage(1, "Data about visitors is public. The office is open on weekdays.", dense=0.1)
    declined = extract_answer(question, found(question, [other]), cite, lambda texts: [0.1] * len(texts))
    assert not declined.is_answered


def test_nothing_is_quoted_twice() -> None:
    """Two sentences that follow each other are not quoted once alone and once within the other's stretch."""
    text = (
        "The order database is restored within 4 hours. Restoring the order database is rehearsed twice a year by operations."
    )
    question = "How is the order database restored and rehearsed?"
    answer = extract_answer(question, found(question, [passage(1, text)]), cite)
    quotes = [one.citation for one in answer.citations]
    assert all(one.end <= other.start or other.end <= one.start for one in quotes for other in quotes if one is not other)


def test_a_letterhead_answers_nothing_but_who_or_where() -> None:
    """Its names are those of the question; whoever asks what else is in the paper gets that."""
    head = "Cairn Hope Observatory, Northumberland."
    parts = [
        replace(passage(1, head, document="memo.md", score=1.0), head=head),
        replace(passage(2, "The radio dish and the café are left out.", document="memo.md"), head=head),
    ]
    question = "What is left out of what Cairn Hope proposes?"
    assert extract_answer(question, found(question, parts), cite).text == "The radio dish and the café are left out. [1]"
    place = "Where is Cairn Hope?"
    assert "Northumberland" in extract_answer(place, found(place, parts), cite).text
