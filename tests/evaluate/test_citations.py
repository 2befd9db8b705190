"""The citation suite: no false answer passes unmarked, true ones pass, and the figures say so."""

from pathlib import Path
from typing import Any

import pytest

from rag.errors import KnowledgeError, UsageError
from rag.evaluate.answer_set import read_companies, read_corruptions
from rag.evaluate.citations import Trial, Truth, answer, by_hand, by_rule, evaluate_citations, in_words, scores, truths
from rag.evaluate.corrupt import corrupted

COMPANY = """
version: "2026-11-28"
source: test
company: Tin Works
language: en
split: tune
passages:
  - {document: a.md, context: Policy, text: "The press must be serviced every 3 months. It belongs to Tin Works."}
  - {document: b.md, context: Plan, text: "A second press is planned for 2029. Other words end this plan."}
honest:
  - 'The press must be serviced every 3 months [P1 "The press must be serviced every 3 months"].'
  - 'A second press is planned for 2029 [P2 "A second press is planned for 2029"].'
adversarial:
  - {family: number, reply: 'The press must be serviced every 4 months [P1 "must be serviced every 3 months"].'}
"""
CORRUPTIONS = """
version: "2026-11-28"
source: test
languages:
  - {id: en, joint: " and ", swaps: {modality: [[must, may]]}}
"""


def small_set(folder: Path) -> Path:
    """A set of one company."""
    (folder / "answers").mkdir()
    (folder / "answers" / "tin.yaml").write_text(COMPANY, encoding="utf-8")
    (folder / "corruptions.yaml").write_text(CORRUPTIONS, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    """The figures of the shipped set: all that is by hand, and what rules make of two companies."""
    companies = read_companies()
    few = [one for one in companies if one.company in ("Stadtwerke Hohenfels", "Ardent Valve Works")]
    return scores([*by_hand(companies), *by_rule(few)], list(truths(companies)))


def test_no_false_answer_passes_unmarked(figures: dict[str, Any]) -> None:
    """Of more than two hundred false answers by hand, and many more by rule, none passes."""
    assert figures["unmarked"] == []
    assert figures["adversarial"]["by hand"] >= 200


def test_true_sentences_pass(figures: dict[str, Any]) -> None:
    """The gate seldom stops a true sentence."""
    assert figures["honest"]["sentences"] >= 120
    assert figures["honest_passing"] >= 0.95


def test_figures_are_told_in_words(figures: dict[str, Any]) -> None:
    """People read the shares, both halves, every family and what was stopped."""
    shown = in_words(figures)
    assert "false answers:" in shown
    assert "half “test”" in shown
    assert "misattributed:" in shown
    assert "stopped (" in shown


def test_a_set_of_ones_own(tmp_path: Path) -> None:
    """Another folder is read the same way."""
    result = evaluate_citations(small_set(tmp_path))
    assert result["adversarial"]["by hand"] == 1
    assert result["honest_passing"] == 1.0
    assert result["unmarked"] == []


def test_corruptions_are_named_and_stable(tmp_path: Path) -> None:
    """Every kind of corruption comes out of a true answer, and the same ones each time."""
    small_set(tmp_path)
    company, language = read_companies(tmp_path)[0], read_corruptions(tmp_path).languages[0]
    first = list(corrupted(company, language))
    assert first == list(corrupted(company, language))
    made = {(one.family, one.reply) for one in first}
    assert ("modality", 'The press may be serviced every 3 months [P1 "The press must be serviced every 3 months"].') in made
    assert ("date", 'A second press is planned for 2030 [P2 "A second press is planned for 2029"].') in made
    assert ("no_marker", "A second press is planned for 2029.") in made
    families = {family for family, _ in made}
    assert families >= {"appended", "unknown_marker", "bare_marker", "misattributed", "invented_quote", "stitched", "number"}
    assert not any(reply in company.honest for _, reply in made)


def test_what_passes_wrongly_is_listed() -> None:
    """A false answer that passes and a true one that is stopped are in the figures, word for word."""
    false = [Trial("C", "tune", "by hand", "number", "False.", is_marked=False, reason="")]
    true = [Truth("C", "test", "True.", passes=False, reason="why")]
    result = scores(false, true)
    assert result["unmarked"] == [{"company": "C", "family": "number", "origin": "by hand", "reply": "False."}]
    assert result["stopped"] == [{"company": "C", "sentence": "True.", "reason": "why"}]
    assert result["families"] == {"number": {"answers": 1, "marked": 0}}
    assert "not marked (number, C): False." in in_words(result)


def test_nothing_to_evaluate_is_said(tmp_path: Path) -> None:
    """Without the set the message says where it is; a broken file is named."""
    with pytest.raises(UsageError, match="part of Groundplan's source"):
        evaluate_citations(tmp_path)
    (tmp_path / "answers").mkdir()
    (tmp_path / "answers" / "bad.yaml").write_text("company: x", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"bad\.yaml"):
        evaluate_citations(tmp_path)


def test_languages_differ() -> None:
    """A sentence in another language than its passage is still checked by numbers, names, duties and denials."""
    company = next(one for one in read_companies() if one.company == "Marlow General Hospital")
    quote = "The patient record system must be restored within 2 hours"
    good = answer(company, f'Das System muss innerhalb von zwei Stunden wieder laufen [P1 "{quote}"].')
    late = answer(company, f'Das System muss innerhalb von drei Stunden wieder laufen [P1 "{quote}"].')
    loose = answer(company, f'Das System kann innerhalb von zwei Stunden wieder laufen [P1 "{quote}"].')
    denied = answer(company, f'Das System muss nicht innerhalb von zwei Stunden wieder laufen [P1 "{quote}"].')
    assert [one.sentences[0].is_supported for one in (good, late, loose, denied)] == [True, False, False, False]
