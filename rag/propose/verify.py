"""Re-checks a finished proposal: every quotation against its page, every sentence, number and count against what it names.

In: a proposal, perhaps edited by hand since, and the texts of the pages. Out: a report whose findings say what does not hold.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rag.advise.sizing import size
from rag.advise.wording import show_number
from rag.ground.citation import Citation
from rag.ground.quote import check_quote
from rag.ground.standing import IN_USE, Standing
from rag.knowledge.advise import AdviseKnowledge
from rag.knowledge.own import adopt
from rag.numbers.effort import duration_weeks, least_weeks
from rag.numbers.risk import risk_score
from rag.numbers.slo import HOURS_PER_WEEK, alert_threshold, budget_burned, downtime_minutes
from rag.propose.carried import gap
from rag.propose.coverage import count_states
from rag.propose.ledger import claim_id, has_basis
from rag.propose.proposal import Claim, ClaimType, Proposal, block_claims
from rag.propose.recheck import recheck

PageText = Callable[[str, int], str | None]
StandingOf = Callable[[Citation], Standing]
RELATIVE = 0.006  # results are printed with three significant digits
COUNTS = {"COUNT", "RECALL"}  # taken from the record, not computed
FORMULAS: Mapping[str, Callable[[Mapping[str, Any]], float]] = {
    "F11": lambda i: downtime_minutes(i["slo"], i["days"], i.get("hours", HOURS_PER_WEEK)) / i.get("per", 1),
    "F14": lambda i: budget_burned(i["rate"], i["window_h"], i["period_h"]) / i.get("per", 1),
    "F14b": lambda i: alert_threshold(i["rate"], i["slo"]),
    "F24": lambda i: risk_score(i["likelihood"], i["impact"]).score,
    "BETWEEN": lambda i: i["day 1"] * (i["month 24"] / i["day 1"]) ** (i["months"] / 24),
    "P50": lambda i: round(i["p95"] * i["share"]),
    "F22": lambda i: (
        max(duration_weeks(i["person-weeks"], i["engineers"]), least_weeks(i["longest item of each milestone"]))
        * i["effort factor"]
    ),
}


@dataclass(frozen=True, slots=True)
class VerifyFinding:
    """Something that does not hold."""

    kind: str  # quotation, document, stale, reference, sentence, number, coverage
    where: str  # section id, or evidence number
    text: str


@dataclass(frozen=True, slots=True)
class StaleCitation:
    """A quotation of a document that was replaced, set aside or deleted since."""

    where: str  # evidence number, or fact
    document: str
    locator: str
    quote: str
    standing: Standing

    @property
    def said(self) -> str:
        """What became of it, for the person who reads the report."""
        return f"{self.document}, {self.locator}: {self.standing.said}."


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What was checked, and what failed."""

    citations: int
    sentences: int
    numbers: int
    not_recomputed: int  # numbers whose knowledge tables have another version now, or that an earlier version gave
    constraints: int
    findings: tuple[VerifyFinding, ...]
    stale: tuple[StaleCitation, ...] = ()  # those that the newer version does not hold are among the findings, too

    @property
    def passed(self) -> bool:
        """Whether everything that was checked holds."""
        return not self.findings

    @property
    def summary(self) -> str:
        """What was checked and what failed, in sentences."""
        counts = f"{self.citations} citations, {self.sentences} sentences, {self.numbers} numbers"
        checked = f"{counts} and {self.constraints} constraints checked"
        if self.passed:
            still = [f"\nstale, {citation.where}: {citation.said}" for citation in self.stale]
            return f"{checked}: all hold.{''.join(still)}"
        faults = "\n".join(f"{finding.kind}, {finding.where}: {finding.text}" for finding in self.findings)
        return f"{checked}; {len(self.findings)} do not hold:\n{faults}"


def verify(
    proposal: Proposal,
    page_text: PageText,
    knowledge: AdviseKnowledge | None = None,
    standing: StandingOf = lambda _citation: IN_USE,
) -> VerifyReport:
    """Checks a proposal against the texts it quotes and the numbers it states.

    Args:
        proposal: what to check.
        page_text: the text of page `page_index` of the document with this SHA-256; None when there is no such document or page.
        knowledge: to recompute sizes; without it, or when its tables have other versions, those numbers are only counted.
        standing: what became of a cited document since; without it every document counts as in use.
    """
    numbers = _Numbers(proposal, knowledge)
    stale = stale_citations(proposal, standing)
    findings = [*_evidence(proposal, page_text, stale), *_claims(proposal, numbers), *_coverage(proposal)]
    findings += [VerifyFinding("number", "hand-over", text) for text in recheck(proposal)]
    return VerifyReport(
        citations=sum(entry.citation is not None for entry in proposal.evidence) + len(proposal.facts),
        sentences=len(proposal.claims()),
        numbers=numbers.checked,
        not_recomputed=numbers.skipped,
        constraints=len(proposal.coverage),
        findings=tuple(findings),
        stale=stale,
    )


def stale_citations(proposal: Proposal, standing: StandingOf) -> tuple[StaleCitation, ...]:
    """What a proposal quotes of documents that were replaced, set aside or deleted since; each quotation once."""
    found = []
    for citation, where in _places(proposal).items():
        now = standing(citation)
        if now.is_stale:
            found.append(StaleCitation(where, citation.document, citation.locator, citation.quote, now))
    return tuple(found)


def _places(proposal: Proposal) -> dict[Citation, str]:
    """Every quotation, with the first place that gives it."""
    places = [(entry.citation, f"[{entry.id}]") for entry in proposal.evidence if entry.citation is not None]
    places += [(fact.citation, f"fact {fact.id}") for fact in proposal.facts]
    found: dict[Citation, str] = {}
    for citation, where in places:
        found.setdefault(citation, where)
    return found


def _evidence(proposal: Proposal, page_text: PageText, stale: tuple[StaleCitation, ...]) -> Iterator[VerifyFinding]:
    named = {citation.where: citation for citation in stale}
    for citation, where in _places(proposal).items():
        fault = _quotation(where, citation, page_text)
        lost = named.get(where)
        if lost is not None and not lost.standing.still_stands:
            yield VerifyFinding("stale" if fault is None else fault.kind, where, lost.said)
        elif fault is not None:
            yield fault


def _quotation(where: str, citation: Citation, page_text: PageText) -> VerifyFinding | None:
    text = page_text(citation.sha256, citation.page_index)
    if text is None:
        return VerifyFinding(
            "document", where, f"{citation.document}, {citation.locator}: this version of the document is not here."
        )
    state = check_quote(citation, text)
    if state.passes:
        return None
    return VerifyFinding(
        "quotation", where, f"{citation.document}, {citation.locator}: “{citation.quote}” is {state.value} there."
    )


def _claims(proposal: Proposal, numbers: "_Numbers") -> Iterator[VerifyFinding]:
    evidence = {entry.id: entry for entry in proposal.evidence}
    assumptions = {assumption.id for assumption in proposal.assumptions}
    for section in proposal.sections:
        for claim in (claim for block in section.blocks for claim in block_claims(block)):
            if claim.id != claim_id(section.id, claim.sentence):
                yield VerifyFinding("sentence", section.id, f"“{claim.sentence}” is not the sentence that was composed.")
            lost = [id_ for id_ in claim.evidence if id_ not in evidence]
            lost += [entry for entry in claim.entries if entry not in proposal.library]
            lost += [claim.assumption] if claim.assumption and claim.assumption not in assumptions else []
            if lost or not has_basis(claim):
                yield VerifyFinding(
                    "reference", section.id, f"“{claim.sentence}” names {', '.join(lost) or 'no basis'}, which is not there."
                )
            elif claim.type is ClaimType.COMPANY:
                missing = gap(claim.sentence, [evidence[id_] for id_ in claim.evidence])
                if missing:
                    yield VerifyFinding("sentence", section.id, f"“{claim.sentence}”: {missing}.")
            if claim.type is ClaimType.NUMBER:
                fault = numbers.check(claim, is_kept=section.kept is not None)
                if fault:
                    yield VerifyFinding("number", section.id, f"“{claim.sentence}”: {fault}")


def _coverage(proposal: Proposal) -> Iterator[VerifyFinding]:
    constraints = {constraint.id: constraint for constraint in proposal.brief.constraints}
    sections = {section.id for section in proposal.sections}
    evidence = {entry.id for entry in proposal.evidence}
    rows = {row.constraint_id for row in proposal.coverage}
    for row in proposal.coverage:
        if row.constraint_id not in constraints:
            yield VerifyFinding("coverage", row.constraint_id, "the brief has no such constraint.")
        if row.status not in ("open", "waived") and row.section not in sections:
            yield VerifyFinding("coverage", row.constraint_id, f"the section {row.section!r} that meets it is not there.")
        if any(id_ not in evidence for id_ in row.evidence):
            yield VerifyFinding("coverage", row.constraint_id, "its evidence is not in the index.")
    for id_, constraint in constraints.items():
        if constraint.hard and constraint.state != "rejected" and id_ not in rows:
            yield VerifyFinding("coverage", id_, f"the hard constraint “{constraint.text}” is not accounted for.")


class _Numbers:
    """Recomputes the numbers of a proposal."""

    def __init__(self, proposal: Proposal, knowledge: AdviseKnowledge | None) -> None:
        self.checked = 0
        self.skipped = 0
        self._states = count_states(proposal.coverage)
        self._sized: dict[str, list[float]] | None = None  # formula with inputs → the numbers that it gives
        self._bases: list[float] = []
        if knowledge is not None and all(proposal.tables.get(n, v) == v for n, v in knowledge.versions().items()):
            sizing = size(proposal.brief, proposal.decision, adopt(knowledge, proposal.decision.own))
            self._sized = {}
            for figure in sizing.figures:
                self._sized.setdefault(_key(figure.id, figure.inputs), []).append(figure.value)
            self._bases = [horizon.cost.base for horizon in sizing.horizons]
            self._bases += [sizing.cost_of(style).base for style in knowledge.styles.styles]

    def check(self, claim: Claim, *, is_kept: bool = False) -> str:
        """What is wrong with a number claim; "" when it holds or cannot be recomputed, as in a section that was kept."""
        result = claim.inputs.get("result")
        if result is None:
            return "no result is recorded."
        results = result if isinstance(result, list | tuple) else [result]
        if not all(_is_said(float(value), claim.sentence) for value in results):
            return f"the sentence does not say {', '.join(show_number(float(v)) for v in results)}, which its formula gave."
        expected = None if is_kept else self._expected(claim)
        if expected is None:
            self.skipped += 1
            return ""
        self.checked += 1
        if len(expected) != len(results) or any(not _agrees(float(h), w) for h, w in zip(results, expected, strict=True)):
            return f"{claim.formula} gives {', '.join(show_number(round(value, 4)) for value in expected)}."
        return ""

    def _expected(self, claim: Claim) -> list[float] | None:
        inputs = {name: value for name, value in claim.inputs.items() if name != "result"}
        if claim.formula == "COVERAGE":
            return self._count(claim)
        if claim.formula == "BAND":
            known = not self._bases or any(_agrees(inputs["base"], base) for base in self._bases)
            return [inputs["base"] * inputs["low"], inputs["base"] * inputs["high"]] if known else []
        if claim.formula in COUNTS:
            return None
        key = _key(claim.formula, inputs)
        if self._sized is not None and key in self._sized:
            said = claim.inputs["result"]
            return [min(self._sized[key], key=lambda value: abs(value - said))]
        formula = FORMULAS.get(claim.formula)
        try:
            return [float(formula(inputs))] if formula is not None else None if self._sized is None else []
        except (KeyError, TypeError, ValueError, ZeroDivisionError):
            return None if self._sized is None else []

    def _count(self, claim: Claim) -> list[float]:
        counts = self._states.get(str(claim.inputs.get("kind")), {})
        if any(claim.inputs.get(state) != number for state, number in counts.items()):
            return []
        rest = counts["open"] + counts["violated"]
        return [float(counts["total"])] if claim.inputs["result"] != rest or counts["total"] == rest else [float(rest)]


def _key(formula: str, inputs: Mapping[str, Any]) -> str:
    return f"{formula} {sorted((name, str(value)) for name, value in inputs.items())}"


def _is_said(result: float, sentence: str) -> bool:
    return show_number(result) in sentence or show_number(round(100 * result, 1)) in sentence


def _agrees(said: float, computed: float) -> bool:
    printed = 0.5 if said == int(said) and abs(said) >= 10 else 0.051 if said == round(said, 1) and abs(said) >= 1 else 0.005
    tolerance = max(RELATIVE * abs(computed), printed)
    return abs(said - computed) <= tolerance
