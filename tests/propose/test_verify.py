"""Verifying finds what was edited by hand, and nothing else."""

import json
from typing import Any

import pytest

from rag.knowledge.advise import load_advise_knowledge
from rag.propose.compose import compose
from rag.propose.proposal import Proposal
from rag.propose.verify import VerifyReport, verify
from tests.propose.factory import field, make_brief, make_inputs, page_text, said


@pytest.fixture(scope="module")
def proposal() -> Proposal:
    """A proposal for the made-up company."""
    return compose(make_inputs())


def edited(proposal: Proposal, old: str, new: str) -> Proposal:
    """The proposal with one text replaced everywhere, as an editor would do it in the JSON file."""
    text = proposal.model_dump_json()
    assert old in text
    return Proposal.model_validate_json(text.replace(old, new))


def check(proposal: Proposal) -> VerifyReport:
    """Verify against the made-up pages."""
    return verify(proposal, page_text, load_advise_knowledge())


def kinds(report: VerifyReport) -> set[str]:
    """What kinds of faults were found."""
    return {finding.kind for finding in report.findings}


def test_an_untouched_proposal_passes(proposal: Proposal) -> None:
    """Every citation is found, numbers are recomputed, and nothing is complained about, also after JSON and back."""
    report = check(Proposal.model_validate_json(proposal.model_dump_json()))
    assert report.findings == ()
    assert report.passed
    assert report.citations >= 10
    assert report.numbers > 40


def test_an_edited_quotation_fails(proposal: Proposal) -> None:
    """A changed word in a quotation is found against the page."""
    report = check(edited(proposal, "must not leave the European Union", "may leave the European Union"))
    assert "quotation" in kinds(report)


def test_an_edited_number_fails(proposal: Proposal) -> None:
    """A changed result no longer agrees with its formula, even where sentence and ledger are changed together."""
    report = check(edited(proposal, "43.2", "53.2"))
    assert any(finding.kind == "number" and "53.2" in finding.text for finding in report.findings)


def test_an_edited_sentence_fails(proposal: Proposal) -> None:
    """A sentence that is not the one composed is found by its id."""
    report = check(edited(proposal, "Keep and connect", "Keep and connect"))
    assert report.passed
    report = check(edited(proposal, "must be available 99.9 % of the time.", "must be available 99.99 % of the time."))
    assert {"sentence", "quotation"} <= kinds(report)


def test_a_true_quotation_does_not_carry_a_false_sentence(proposal: Proposal) -> None:
    """A company sentence that says another number than its quotation fails, even with a matching id."""
    content: dict[str, Any] = json.loads(proposal.model_dump_json())
    from_policy = [
        claim
        for section in content["sections"]
        for block in section["blocks"]
        for row in block.get("rows", [])
        for cell in row
        if not isinstance(cell, str)
        for claim in cell
        if claim["sentence"] == "The work order system must be restored within 4 hours after a failure."
    ]
    assert from_policy
    from_policy[0]["sentence"] = "The work order system must be restored within 2 hours after a failure."
    report = check(Proposal.model_validate(content))
    assert any("2 h" in finding.text for finding in report.findings if finding.kind == "sentence")


def test_a_missing_document_is_named(proposal: Proposal) -> None:
    """Without the document a citation cannot be called true."""
    report = verify(proposal, lambda _sha256, _page: None)
    assert kinds(report) == {"document"}
    assert any("policy.pdf" in finding.text for finding in report.findings)


def test_coverage_that_leads_nowhere_fails(proposal: Proposal) -> None:
    """A row that names a section which is not there, or drops a hard constraint, is found."""
    rows = proposal.coverage
    lost = proposal.model_copy(update={"coverage": rows[1:]})
    assert "coverage" in kinds(check(lost))
    astray = proposal.model_copy(update={"coverage": (rows[0].model_copy(update={"section": "nowhere"}), *rows[1:])})
    assert "coverage" in kinds(check(astray))


def test_several_numbers_of_one_formula_hold() -> None:
    """The stream of devices gives messages, volume and partitions from the same inputs; each is checked against its own."""
    stream = {"scale.devices": 60000, "scale.msg_period_s": 10, "scale.msg_bytes": 400}
    fields = {path: field(path, value, said(str(value), "Q30")) for path, value in stream.items()}
    brief = make_brief()
    proposal = compose(make_inputs(brief.model_copy(update={"fields": {**brief.fields, **fields}})))
    assert sum(claim.formula == "F07" for claim in proposal.claims()) == 3
    report = verify(proposal, page_text, load_advise_knowledge())
    assert report.passed, report.summary
    wrong = edited(proposal, "12 partitions", "13 partitions")
    assert "number" in kinds(verify(wrong, page_text, load_advise_knowledge()))
