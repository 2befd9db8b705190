"""The risk register: rules over the situation, systems, contradictions and the company's own words → scored risks."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath
from typing import Any

from rag.brief.brief import Provenance, System
from rag.extract.fact import SECRET_IN_DOCUMENT
from rag.knowledge.delivery_plan import RiskRow
from rag.numbers.risk import risk_score
from rag.propose.draft import Cell, Draft, table
from rag.propose.objective import support_state, system_claim, technology_of
from rag.propose.proposal import BlockType, Claim, Paragraph
from rag.propose.runtimes import find_runtimes
from rag.propose.situation import names_of, replaced_systems, runs_out
from rag.propose.wording import (
    counted,
    is_row,
    join_names,
    lower_first,
    readable,
    sentence,
    shorten,
    shorten_at_clause,
    show_date,
    upper_first,
)

MOST_RISKS = 16
HEADING = re.compile(r"§\s+(?:\d[\d.]*\s+)?([^,¶]{3,60}?)(?:,| ¶|$)")  # of a place: “§ 4 Integration, line 28”
MOST_EACH = 4  # causes of one repeated rule
MOST_CAUSE = 160  # characters of a stated one
SHORT = 3  # words of a worry that is but named: “budget”


@dataclass(frozen=True, slots=True)
class Risk:
    """One risk of this project."""

    row: RiskRow
    cause: str  # the first and gravest
    claims: tuple[Claim, ...]  # every cause with its basis: what one measure answers is one risk
    score: int
    band: str

    @property
    def short(self) -> str:
        """Cause and event in one sentence."""
        return sentence(f"{self.cause.rstrip('.')}: {lower_first(self.row.event)}")


def find_risks(draft: Draft) -> tuple[Risk, ...]:
    """The risks that the rules see, the gravest first."""
    found: list[Risk] = []
    for row in draft.knowledge.risks.risks:
        if row.per:
            causes = sorted(_repeated(draft, row), key=lambda one: _is_opinion(draft, one[0]))[:MOST_EACH]
            if causes:
                told = _with_measures(draft, row, [cause for cause, _ in causes])
                if _is_opinion(draft, causes[0][0]):  # nothing has happened yet
                    likely = min(told.likelihood, draft.knowledge.risks.thought_likely)
                    told = told.model_copy(update={"likelihood": likely})
                found.append(_risk(told, causes[0][0], [claim for _, claim in causes]))
        elif row.when.holds(draft.values) is True:
            gone, fields = replaced_systems(draft.inputs.brief), _behind(draft, row)
            cause = row.unsaid if row.unsaid and not fields else row.cause
            claim = draft.based(sentence(cause), f"rule {row.id}", fields=fields, entry=row.entry, systems=gone)
            found.append(_risk(row, cause, [claim]))
    # Of equal ones, those that the company's own papers name come first.
    found.sort(key=lambda risk: (-risk.score, not risk.row.per, risk.row.id, risk.cause))
    return tuple(found[:MOST_RISKS])


def _behind(draft: Draft, row: RiskRow) -> tuple[str, ...]:
    """The fields that a risk rests on; of a lack only those that say no, not one that says yes to its part."""
    brief = draft.inputs.brief
    return tuple(path for path in row.fields if not row.unsaid or (brief.is_known(path) and brief.value(path) is False))


def _risk(row: RiskRow, cause: str, claims: Iterable[Claim]) -> Risk:
    score = risk_score(row.likelihood, row.impact)
    return Risk(row, cause, tuple(claims), score.score, score.band)


def _repeated(draft: Draft, row: RiskRow) -> Iterator[tuple[str, Claim]]:
    """Every cause of a repeated rule, in words and with its basis."""
    brief = draft.inputs.brief
    if row.per in ("unsupported_system", "unsupported_runtime"):
        running = brief.systems if row.per == "unsupported_system" else find_runtimes(draft)
        for systems in _ending_together(s for s in running if runs_out(s, brief.as_of)):
            first = systems[0]
            verb = draft.say("landscape.verb_ended" if support_state(first, draft) == "ended" else "landscape.verb_ending")
            cause = row.cause.format(
                system=join_names(map(_supported_name, systems)), verb=verb, until=show_date(first.support_end)
            )
            about = [source for system in systems for source in system.provenance[:1]]
            claim = draft.ledger.known(sentence(cause), "table/lifecycle", trace=first.support_note, about=about)
            yield cause, claim
    elif row.per == "ending_contract":
        for system in sorted((s for s in brief.systems if s.contract_end), key=lambda s: (s.contract_end, s.name)):
            cause = row.cause.format(system=system.name, until=show_date(system.contract_end))
            yield cause, system_claim(draft, system, sentence(cause))
    elif row.per == "conflict":
        for conflict in (c for c in brief.conflicts if c.kind == "unresolved"):
            field = lower_first(draft.label(conflict.field)) + (f" of {conflict.subject}" if conflict.subject else "")
            cause = row.cause.format(field=field)
            yield cause, draft.ledger.judged(sentence(cause), f"conflict {conflict.id}", fields=(conflict.field,))
    elif row.per == "stated":
        yield from _stated(draft, row)
    elif row.per == "feared":
        yield from _feared(draft, row)
    elif row.per == "secret":
        yield from _secrets(draft, row)
    elif row.per == "unreadable":
        pages = sum(len(document.pages_without_text) for document in draft.inputs.documents)
        count = sum(1 for document in draft.inputs.documents if document.pages_without_text)
        if pages:
            cause = row.cause.format(pages=counted(pages, "page"), documents=counted(count, "document"))
            inputs = {"of": "pages without text", "documents": count, "result": pages}
            yield cause, draft.ledger.figured(sentence(cause), "COUNT", inputs)


def _ending_together(systems: Iterable[System]) -> list[list[System]]:
    """Systems of which the same product in the same version runs out, the earliest first."""
    groups: dict[tuple[str, str], list[System]] = {}
    for system in sorted(systems, key=lambda one: (one.support_end, one.name)):
        product = system.support_of or f"{system.technology or system.name} {system.version}".strip()
        groups.setdefault((system.support_end, product.casefold()), []).append(system)
    return list(groups.values())


def _supported_name(system: System) -> str:
    technology = technology_of(system)
    return f"{system.name} ({technology})" if technology and not system.is_part_first else system.supported


def _secrets(draft: Draft, row: RiskRow) -> Iterator[tuple[str, Claim]]:
    """Passwords and keys that were blacked out when the documents were read."""
    found = [fact for fact in draft.inputs.facts if fact.kind == "risk" and fact.value == SECRET_IN_DOCUMENT]
    if found:
        documents = len({fact.citation.document for fact in found})
        verb = "Password or key stands" if len(found) == 1 else "Passwords or keys stand"
        cause = row.cause.format(secrets=f"{len(found)} {lower_first(verb)}", documents=counted(documents, "document"))
        inputs = {"of": "secrets blacked out", "documents": documents, "result": len(found)}
        yield cause, draft.ledger.figured(sentence(cause), "COUNT", inputs)


def _stated(draft: Draft, row: RiskRow) -> Iterator[tuple[str, Claim]]:
    """Risks that the company's own papers name, as far as this row takes them."""
    table = draft.knowledge.risks
    taken = {rule for other in table.risks for rule in other.read_by}
    no_risk = re.compile("|".join((*table.harmless, *table.bygone, *table.advice)), re.IGNORECASE)
    stated = [fact for fact in draft.inputs.facts if fact.kind == "risk" and fact.value != SECRET_IN_DOCUMENT]
    said: set[str] = set()
    for fact in (one for one in stated if one.citation.state.passes and one.polarity):
        is_meant = fact.rule in row.read_by if row.read_by else fact.rule not in taken
        text = readable(fact.statement)
        if not is_meant or text in said or is_row(text) or no_risk.search(text) or _is_feeling(draft, text):
            continue
        said.add(text)
        cause = upper_first(shorten_at_clause(text, str(fact.value), MOST_CAUSE)).rstrip(".:")
        heading = HEADING.match(fact.citation.locator)
        if heading and re.match(table.pointing, cause):
            cause = f"{heading[1]}: {lower_first(cause)}"
        cause = row.cause.format(text=cause, document=PurePath(fact.citation.document).name)
        source = Provenance(kind="document", citation=fact.citation, fact_id=fact.id)
        yield cause, draft.ledger.cited(sentence(cause), [source])


def _is_opinion(draft: Draft, text: str) -> bool:
    """Whether somebody says what they think, and not what has happened."""
    return any(re.search(one, text, re.IGNORECASE) for one in draft.knowledge.risks.opinions)


def _is_feeling(draft: Draft, text: str) -> bool:
    """Whether it is an opinion about other people without a number or a day."""
    others = draft.knowledge.risks.of_others
    return _is_opinion(draft, text) and re.search(others, text, re.IGNORECASE) is not None and not re.search(r"\d", text)


def _feared(draft: Draft, row: RiskRow) -> Iterator[tuple[str, Claim]]:
    """What people answered when they were asked what worries them: a few words each, or the answer as a whole."""
    if not draft.has("risk.stated"):
        return
    brief = draft.inputs.brief
    named = names_of(brief.value("risk.stated"))
    told = [one.text for one in brief.fields["risk.stated"].provenance if one.kind == "answer" and one.text]
    is_whole = len(told) == 1 and any(len(text.split()) > SHORT for text in named)
    for text in told if is_whole else named:
        if not re.match(draft.knowledge.risks.nothing, text, re.IGNORECASE):
            quoted = f"“{shorten(readable(text), MOST_CAUSE).rstrip('.')}”"
            cause = row.cause.format(text=quoted)
            of = None if is_whole else partial(_names, text)
            yield cause, draft.ledger.said("risk.stated", sentence(cause), of=of)


def _names(text: str, item: Any) -> bool:
    return text in names_of([item])


def _with_measures(draft: Draft, row: RiskRow, causes: Iterable[str]) -> RiskRow:
    """The row with what is done about each cause, in the place of a question to the owner."""
    if not row.asks:
        return row
    measures = draft.knowledge.risks.measures
    found = list(
        dict.fromkeys(
            next((one.mitigation for one in measures if re.search(one.pattern, cause, re.IGNORECASE)), row.mitigation)
            for cause in causes
        )
    )
    return row.model_copy(update={"mitigation": "; ".join([found[0], *map(lower_first, found[1:])])})


def compose_challenges(draft: Draft) -> list[BlockType]:
    """The register: cause, event, effect, score, mitigation, trigger, owner, what remains."""
    if not draft.risks:
        return [Paragraph(claims=(draft.ledger.judged(draft.say("challenges.none"), "risk rules: none holds"),))]
    rows = [_row(draft, number, risk) for number, risk in enumerate(draft.risks, start=1)]
    header = ("No.", "Challenge", "Score", "Solution", "Trigger", "Owner", "Left")
    bands = "; ".join(f"{band}: {text}" for band, text in draft.knowledge.risks.bands.items())
    lead = draft.ledger.known(draft.say("challenges.lead", bands=bands), "table/risks")
    return [Paragraph(claims=(lead,)), table(draft.say("challenges.table"), header, rows, (0.4, 3.9, 0.9, 3, 1.4, 0.9, 0.4))]


def number_of(number: int) -> str:
    """The number of a risk, in the register and in the chart."""
    return f"R{number}"


def _row(draft: Draft, number: int, risk: Risk) -> tuple[Cell, ...]:
    row = risk.row
    then = draft.ledger.known(sentence(f"{upper_first(row.event)}; {row.effect}"), "table/risks", row.entry, trace=row.id)
    score = draft.ledger.figured(
        f"{row.likelihood} × {row.impact} = {risk.score} {risk.band}",
        "F24",
        {"likelihood": row.likelihood, "impact": row.impact, "result": risk.score},
    )
    solution = draft.ledger.known(sentence(row.mitigation), row.entry, "table/risks", trace=row.id)
    left = row.residual[0] * row.residual[1]
    return (
        number_of(number),
        (*risk.claims, then),
        (score,),
        (solution,),
        upper_first(row.trigger),
        draft.owner(row.owner),
        str(left),
    )
