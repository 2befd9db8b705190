"""The decisions that deserve a record → what a file after MADR 4 says about each, from the proposal and nothing else."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from rag.advise.decision import Option, Pick
from rag.export.nodes import clean
from rag.export.rows import CONNECTED, RECORDS, TECHNOLOGIES, Line, Rows
from rag.propose.proposal import Claim, Proposal
from rag.propose.wording import lower_first, sentence, shorten

EFFORTS = {"S": "small", "M": "some", "L": "much"}
MOST_DRIVERS = 6
TITLE = 200  # characters
SLUG = 60
STYLE, OVERLAY, KEEP, RECOVERY = "ADR-STYLE", "ADR-OVERLAY", "ADR-KEEP", "ADR-DR"


@dataclass(frozen=True, slots=True)
class Driver:
    """What pushes a decision, with the numbers of its evidence."""

    text: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """Everything that the file of one decision says."""

    id: str  # ADR-STYLE
    number: str  # 0001
    title: str
    context: str
    drivers: tuple[Driver, ...]
    options: tuple[str, ...]  # the first is chosen
    because: str
    good: tuple[str, ...]
    bad: tuple[str, ...]
    effort: str  # of undoing it
    confirmation: str
    review: str
    trace: str
    compared: tuple[Option, ...] = ()

    @property
    def file(self) -> str:
        """Its file name."""
        return f"{self.number}-{slug(self.title)}.md"


def slug(text: str, fallback: str = "record") -> str:
    """Small letters, digits and hyphens, cut between words where it is too long."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    whole = re.sub(r"[^a-z0-9]+", "-", ascii_text.lower()).strip("-")
    cut = whole[:SLUG] if len(whole) <= SLUG or whole[SLUG] == "-" else whole[:SLUG].rpartition("-")[0] or whole[:SLUG]
    return cut.strip("-") or fallback


def list_records(proposal: Proposal, rows: Rows) -> tuple[DecisionRecord, ...]:
    """The records in the order of the proposal's table, numbered from 0001."""
    writer = _Writer(proposal, rows)
    return tuple(writer.record(number, line) for number, line in enumerate(rows.table(RECORDS), start=1))


class _Writer:
    def __init__(self, proposal: Proposal, rows: Rows) -> None:
        self.proposal = proposal
        self.rows = rows
        self.coverage = {row.constraint_id: row for row in proposal.coverage}

    def record(self, number: int, line: Line) -> DecisionRecord:
        """One record."""
        id_, decision, effort, review = line.cells
        trace = line.claims[0].trace if line.claims else ""
        pick = self._pick(trace, decision)
        title = shorten(decision.rstrip("."), TITLE)
        options = self._options(id_, title, pick)
        ids = pick.constraint_ids if pick is not None else ()
        return DecisionRecord(
            id=id_,
            number=f"{number:04}",
            title=title,
            context=self._context(id_, pick),
            drivers=self._drivers(id_, ids, pick),
            options=options,
            because=self._because(id_, pick, review),
            good=self._good(id_, pick),
            bad=self._bad(id_, pick),
            effort=effort,
            confirmation=self._confirmation(ids, review),
            review=lower_first(review),
            trace=clean(trace),
            compared=self.proposal.decision.options if id_ == STYLE else (),
        )

    def _pick(self, trace: str, decision: str) -> Pick | None:
        return next((p for p in self.proposal.decision.picks if trace == f"rule {p.rule}" and clean(p.name) in decision), None)

    def _context(self, id_: str, pick: Pick | None) -> str:
        goal = next((claim.sentence for claim in self.rows.claims("summary") if "objective.primary" in claim.fields), "")
        about = {
            STYLE: "Which architectural style carries the system?",
            OVERLAY: "Which patterns does the style need beside it?",
            KEEP: "How is the system connected to what stays?",
            RECOVERY: "How fast does it have to be back, and how much data may be lost?",
        }
        question = about.get(id_) or (f"What is used for {pick.component.replace('_', ' ')}?" if pick else "What holds here?")
        return " ".join(part for part in (clean(goal), question) if part)

    def _drivers(self, id_: str, constraint_ids: Sequence[str], pick: Pick | None) -> tuple[Driver, ...]:
        rows = [self.coverage[constraint] for constraint in constraint_ids if constraint in self.coverage]
        found = [Driver(sentence(shorten(clean(row.text), 200)), row.evidence) for row in rows]
        if pick is not None:
            lines = self.rows.table(TECHNOLOGIES)
            found += [
                Driver(line.cells[2], line.evidence) for line in lines if line.cells[1] == clean(pick.name) and line.evidence
            ]
        if id_ == STYLE:
            found += [_driver(claim) for claim in self.rows.first_claims("options")]
        elif id_ == OVERLAY:
            found += [Driver(f"{overlay.name}: {overlay.reason}") for overlay in self.proposal.decision.overlays]
        elif id_ == KEEP:
            found += [Driver(line.cells[0], line.evidence) for line in self.rows.table(CONNECTED)]
        elif id_ == RECOVERY:
            claims = [claim for claim in self.rows.claims("slo") if set(claim.fields) & {"rel.rto", "rel.rpo"}]
            found += [_driver(claim) for claim in claims]
        return tuple(found[:MOST_DRIVERS])

    def _options(self, id_: str, title: str, pick: Pick | None) -> tuple[str, ...]:
        decision = self.proposal.decision
        if id_ == STYLE:
            return (*(f"{o.key}: {o.title}" for o in decision.options), *(f"{v.name} (ruled out)" for v in decision.vetoed))
        chosen = title.split(": ", 1)[-1]
        if pick is not None and pick.runner_up:
            return chosen, pick.runner_up
        return chosen, "decide later, and carry the risk until then"

    def _because(self, id_: str, pick: Pick | None, review: str) -> str:
        option = self.proposal.decision.recommended
        if pick is not None:
            return sentence(pick.why)[0].lower() + sentence(pick.why)[1:]
        if id_ == STYLE and option is not None:
            said = " ".join(clean(claim.sentence) for claim in self.rows.last_claims("options")[1:])
            return lower_first(said) if said else f"it fits best where {option.best_if}."
        return f"it follows from the recommended option. Look again: {lower_first(review)}."

    def _good(self, id_: str, pick: Pick | None) -> tuple[str, ...]:
        option = self.proposal.decision.recommended
        if pick is not None:
            return (pick.why,)
        return option.pros if id_ == STYLE and option is not None else ()

    def _bad(self, id_: str, pick: Pick | None) -> tuple[str, ...]:
        option = self.proposal.decision.recommended
        if pick is not None:
            return (pick.note,) if pick.note else ()
        return option.cons if id_ == STYLE and option is not None else ()

    def _confirmation(self, constraint_ids: Sequence[str], review: str) -> str:
        proofs = [self.coverage[id_].verification for id_ in constraint_ids if id_ in self.coverage]
        proofs = list(dict.fromkeys(proof for proof in proofs if proof))
        return (
            f"Shown by {', '.join(proofs)}."
            if proofs
            else f"Held against the code at each milestone. Look again: {lower_first(review)}."
        )


def _driver(claim: Claim) -> Driver:
    return Driver(clean(claim.sentence), claim.evidence)
