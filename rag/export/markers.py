"""Small markers behind sentences: 1 evidence, L1 library, F1 formula, A-1 assumption, J1 judgement, by first use."""

import re
from dataclasses import dataclass
from typing import Any

from rag.advise.wording import show
from rag.export.sources import source_of, words_of
from rag.propose.proposal import Claim, ClaimType, Evidence, Proposal
from rag.propose.wording import shorten

WRITTEN = ", by hand"  # behind the number of what a person wrote into the text
TITLE = 140  # characters of a marker's short text
SHOWN = (
    "F24",
    "COUNT",
    "COVERAGE",
    "RECALL",
)  # formulas that a sentence shows with its inputs: “4 × 4 = 16”, “18, 6 of them hard”
# Traces of what shows its reason itself: they need no marker.
# Traces of one kind whose reason stands beside them: all of a kind share one marker, whose row names them.
KINDS = (re.compile(r"rule E-[\w-]+"), re.compile(r"V\d+(?:, V\d+)* on [A-Z]{2}"), re.compile(r"estimate .+"))
MANY = 6  # inputs of a formula from which on only those are told again that differ
PLAIN = (
    "order of",
    "question ",
    "interview:",
    "milestone ",
    "brief:",
    "coverage:",
    "flip:",
    "lifecycle table:",
    "overlay ",
    "team shape:",
    "plan:",
)


@dataclass(frozen=True, slots=True)
class Mark:
    """One marker."""

    text: str
    href: str
    title: str


@dataclass(frozen=True, slots=True)
class FormulaRow:
    """One line of the formula ledger."""

    mark: str
    formula: str
    inputs: str
    sentence: str


class Markers:
    """The markers of a proposal, and the indexes they lead to."""

    def __init__(self, proposal: Proposal, *, is_short: bool = False) -> None:
        """Number them; the short profile leaves out what leads to general knowledge and to the reasoning."""
        self._is_short = is_short
        self.library: dict[str, str] = {}  # corpus id → L1
        self.traces: dict[str, str] = {}  # trace → J1
        self._kinds: dict[str, str] = {}  # kind of trace, or the trace → J1
        self._fullest: dict[str, tuple[str, dict[str, Any]]] = {}  # formula → its first marker with its inputs
        self.formulas: list[FormulaRow] = []
        self._titles = {entry.id: _short(entry) for entry in proposal.evidence}
        self._written = {entry.id for entry in proposal.evidence if entry.is_written}
        self._assumptions = {assumption.id: assumption.text for assumption in proposal.assumptions}
        self._library = proposal.library
        self._numbers: dict[tuple[str, str], str] = {}
        for claim in proposal.claims():
            self._note(claim)

    def of(self, claim: Claim) -> tuple[Mark, ...]:
        """The markers of one sentence: its basis, then the places that are behind it besides."""
        quoted = tuple(
            Mark(f"[{id_}{WRITTEN if id_ in self._written else ''}]", f"e-{id_}", self._titles.get(id_, ""))
            for id_ in claim.evidence
        )
        match claim.type:
            case ClaimType.COMPANY:
                return quoted
            case ClaimType.KNOWLEDGE:
                basis = tuple(
                    Mark(f"[{self.library[e]}]", f"l-{self.library[e]}", self._library.get(e, e)) for e in _cited(claim)
                )
            case ClaimType.NUMBER if claim.formula in SHOWN:
                basis = ()
            case ClaimType.NUMBER:
                mark = self._numbers[_figure_key(claim)]
                basis = (Mark(f"[{mark}]", f"f-{mark}", f"{claim.formula}: {show_inputs(claim.inputs)}"),)
            case ClaimType.ASSUMPTION:
                text = self._assumptions.get(claim.assumption, "")
                basis = (Mark(f"[{claim.assumption}]", f"a-{claim.assumption}", text),)
            case ClaimType.JUDGEMENT if claim.trace.startswith(PLAIN):
                basis = ()
            case ClaimType.JUDGEMENT:
                mark = self.traces[claim.trace]
                basis = (Mark(f"[{mark}]", f"j-{mark}", shorten(claim.trace, TITLE)),)
        is_left_out = self._is_short and claim.type in (ClaimType.KNOWLEDGE, ClaimType.JUDGEMENT)
        return quoted if is_left_out else basis + quoted

    def _note(self, claim: Claim) -> None:
        if claim.type is ClaimType.KNOWLEDGE:
            for entry in _cited(claim):
                self.library.setdefault(entry, f"L{len(self.library) + 1}")
        elif claim.type is ClaimType.JUDGEMENT and not claim.trace.startswith(PLAIN):
            mark = self._kinds.setdefault(_kind(claim.trace), f"J{len(self._kinds) + 1}")
            self.traces.setdefault(claim.trace, mark)
        elif claim.type is ClaimType.NUMBER and claim.formula not in SHOWN and _figure_key(claim) not in self._numbers:
            mark = f"F{len(self.formulas) + 1}"
            self._numbers[_figure_key(claim)] = mark
            self.formulas.append(FormulaRow(mark, claim.formula, self._inputs(mark, claim), claim.sentence))

    def _inputs(self, mark: str, claim: Claim) -> str:
        """The inputs of a formula; of many, beside a row that has the same, those that differ."""
        first, before = self._fullest.setdefault(claim.formula, (mark, claim.inputs))
        if first == mark or len(before) < MANY or before.keys() != claim.inputs.keys():
            return show_inputs(claim.inputs)
        changed = {name: value for name, value in claim.inputs.items() if name in ("result", "per") or value != before[name]}
        return f"as {first}, with {show_inputs(changed)}"


def _kind(trace: str) -> str:
    """What traces of one kind have in common; the trace itself where it is none of them."""
    return next((kind.pattern for kind in KINDS if kind.fullmatch(trace)), trace)


def show_inputs(inputs: dict[str, Any]) -> str:
    """“slo 99.9, days 30 → 43.2”."""
    given = ", ".join(
        f"{name.replace('_', ' ')} {show(value)}" for name, value in inputs.items() if name not in ("result", "per")
    )
    return f"{given} → {show(inputs['result'])}" if "result" in inputs else given


def _cited(claim: Claim) -> tuple[str, ...]:
    """The entry to show: the first, which is the most specific; tables stand in only where no entry of the library does."""
    return claim.entries[:1]


def _figure_key(claim: Claim) -> tuple[str, str]:
    return claim.formula, show_inputs(claim.inputs)


def _short(entry: Evidence) -> str:
    return shorten(f"{source_of(entry)}: “{words_of(entry)}”", TITLE)
