"""The ledger of facts as answers ask it: what a passage was read as, who else says so, who contradicts it, and lists.

In: the facts of the current documents and the Brief made of them. Out: the types of `rag/answer/ledger.py`. What may fill the
Brief, how a value is written and who is believed first is decided where the Brief decides it.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import Any

from rag.answer.ledger import Disagreement, Item, Said, Standing
from rag.brief.brief import Brief, Conflict, Provenance
from rag.brief.evidence import Candidate, candidate, fills
from rag.brief.offers import OfferMaker
from rag.brief.show import show, show_date
from rag.extract.fact import Fact, Modality
from rag.ground.citation import Citation
from rag.knowledge.asked_facts import ListRow, load_asked_facts
from rag.knowledge.brief_fields import BriefKnowledge

_TOLD = ("unresolved", "superseded")  # a difference of scope is no disagreement
_APART = (
    "role",
    "period",
    "percentile",
    "what",
    "per",
    "kind",
    "measure",
    "scope",
    "mode",
    "growth",
    "days",
    "from",
    "to",
    "peak",
)
_MEASURES = {"s": "duration", "ms": "duration", "years": "duration", "%": "percent", "date": "date", "hh:mm": "time"}
_OTHER_USE = ("skill", "target")  # roles of a technology that is known or wished for, not in use
_UNWANTED = (Modality.SHOULD_NOT, Modality.MUST_NOT)
_MAX_STATEMENT = 160  # characters of a statement in a list


class FactLookup:
    """Looks facts up for an answer; made anew whenever facts or answers change."""

    def __init__(self, facts: Sequence[Fact], brief: Brief, knowledge: BriefKnowledge) -> None:
        """Index the facts that may fill the Brief."""
        self._brief = brief
        self._table = knowledge.fields
        self._maker = OfferMaker(knowledge, brief.as_of)
        self._facts = [fact for fact in facts if fills(fact)]
        self._by_id = {fact.id: fact for fact in facts}
        self._kinds = frozenset(row.kind for row in load_asked_facts().values)
        self._by_page: dict[tuple[str, int], list[Fact]] = {}
        self._by_key: dict[str, list[Fact]] = {}
        self._standings: dict[str, Standing] = {}
        for fact in self._facts:
            place = fact.citation
            self._by_page.setdefault((place.document_id, place.page_index), []).append(fact)
            if self._is_value(fact):
                self._by_key.setdefault(_key(fact), []).append(fact)
            rank = self._table.rank(fact.doc_type, fact.authority)
            self._standings[place.document_id] = Standing(rank, fact.dated, show_date(fact.dated) if fact.dated else "")

    def said_in(self, document_id: str, page_index: int, start: int, end: int) -> list[Said]:
        """The values stated within a stretch of a page; offsets in the page's text, from 0, half-open."""
        facts = self._by_page.get((document_id, page_index), [])
        return [
            self._said(one) for one in facts if self._is_value(one) and one.citation.start < end and start < one.citation.end
        ]

    def alike(self, said: Said) -> list[Said]:
        """The same statement in other documents, one for each, the one believed first in front."""
        ranked = sorted(map(self._candidate, self._by_key.get(said.key, [])), key=lambda one: one.order, reverse=True)
        found: dict[str, Said] = {}
        for one in ranked:
            if one.fact.citation.document_id != said.citation.document_id:
                found.setdefault(one.fact.citation.document_id, self._said(one.fact))
        return list(found.values())

    def disagreements(self) -> list[Disagreement]:
        """The Brief's open contradictions, and those that a newer document has settled."""
        return [one for conflict in self._brief.conflicts if conflict.kind in _TOLD for one in self._disagreement(conflict)]

    def items(self, row: ListRow) -> list[Item]:
        """Everything of one kind that any document names, each once, in order of its text."""
        if row.kind == "legacy_system":
            named = self._systems()
        elif row.kind == "integration":
            named = self._integrations()
        elif row.kind == "constraint":
            named = self._constraints()
        else:
            named = self._named(row)
        return self._collected(named)

    def standing(self, document_id: str) -> Standing:
        """How far a document is believed; the least when no fact is of it."""
        return self._standings.get(document_id, Standing())

    def _is_value(self, fact: Fact) -> bool:
        return fact.kind in self._kinds and fact.value is not None and fact.polarity and fact.citation.start >= 0

    def _candidate(self, fact: Fact) -> Candidate:
        return candidate(fact, self._table, self._brief.as_of)

    def _offers(self, fact: Fact) -> dict[str, list[Candidate]]:
        return self._maker.offers([fact])

    def _said(self, fact: Fact, value: Any = None, path: str = "", unit: str = "") -> Said:
        compared = [self._table.by_path[name] for name in self._offers(fact)]
        return Said(
            key=_key(fact),
            kind=fact.kind,
            about=fact.subject,
            measure=_MEASURES.get(fact.unit, "money" if re.fullmatch("[A-Z]{3}", fact.unit) else "number" if fact.unit else ""),
            shown=show(path, fact.value if value is None else value, self._table, unit or fact.unit),
            citation=fact.citation,
            dated=show_date(fact.dated) if fact.dated else "",
            is_compared=fact.kind == "disposition" or any(row.type != "list" for row in compared),
        )

    def _disagreement(self, conflict: Conflict) -> Iterator[Disagreement]:
        """The values of a conflict, each by the document that is believed first among those that state it."""
        members = [self._by_id[name] for name in conflict.fact_ids if name in self._by_id]
        offered = [(one, offer) for one in members for offer in self._offered(one, conflict.field)]
        ranked = sorted(offered, key=lambda pair: pair[1].order, reverse=True)
        sides: dict[str, Said] = {}
        for fact, offer in ranked:
            said = self._said(fact, offer.value, conflict.field, offer.unit)
            sides.setdefault(said.shown, said)
        if len(sides) < 2:
            return
        row = self._table.by_path[conflict.field]
        label = row.label if row.label[1:2].isupper() else row.label[:1].lower() + row.label[1:]
        yield Disagreement(
            label=f"{label} of {conflict.subject}" if conflict.subject else label,
            kind=members[0].kind,
            about=conflict.subject,
            sides=tuple(sides.values()),
            used=show(conflict.field, conflict.used, self._table, ranked[0][1].unit),
            is_overtaken=conflict.kind == "superseded",
        )

    def _offered(self, fact: Fact, path: str) -> list[Candidate]:
        """What a fact offers for a field; the fate of a system is no field's."""
        return self._offers(fact).get(path) or ([self._candidate(fact)] if path == "legacy.disposition" else [])

    def _systems(self) -> Iterator[tuple[str, Sequence[Provenance]]]:
        for one in self._brief.systems:
            is_named_so = one.technology in ("", one.name)
            described = "" if is_named_so else f"{one.technology} {one.version}".strip()
            name = f"{one.name} {one.version}".strip() if is_named_so else one.name
            fate = "" if one.disposition == "unknown" else f"to {one.disposition}"
            yield ", ".join(filter(None, (name, described, fate))), one.provenance

    def _integrations(self) -> Iterator[tuple[str, Sequence[Provenance]]]:
        for one in self._brief.integrations:
            yield ", ".join(filter(None, (one.system, one.protocol, one.direction, one.frequency))), one.provenance

    def _constraints(self) -> Iterator[tuple[str, Sequence[Provenance]]]:
        for one in self._brief.constraints:
            if one.hard and one.state not in ("rejected", "waived"):
                yield one.text, one.provenance

    def _named(self, row: ListRow) -> Iterator[tuple[str, Sequence[Provenance]]]:
        """The facts of a kind, as a row of the table has them written."""
        for fact in sorted(self._facts, key=lambda one: self._candidate(one).order, reverse=True):
            if fact.kind != row.kind or any(fact.slots.get(slot) not in values for slot, values in row.where.items()):
                continue
            if fact.kind == "technology" and (fact.slots.get("role") in _OTHER_USE or fact.modality in _UNWANTED):
                continue
            if "{subject}" in row.form and not (fact.subject or row.of_document):
                continue
            shown = [show(row.field, one.value, self._table, one.unit) for one in self._offers(fact).get(row.field, [])]
            if not row.field:
                shown = [self._formed(row.form, fact)]
            for text in shown:
                told = f"{text}: {_shortened(fact.statement)}" if row.tells else text
                yield told, (Provenance(kind="document", citation=fact.citation, fact_id=fact.id),)

    def _formed(self, form: str, fact: Fact) -> str:
        value = show("", fact.value, None, fact.unit)
        known = {**{name: str(slot or "") for name, slot in fact.slots.items()}, "value": value}
        known["subject"] = fact.subject or PurePath(fact.citation.document).name
        text = re.sub(r"\{(\w+)\}", lambda found: known.get(found[1], ""), form)
        return re.sub(r"\s+", " ", text).strip(" :")

    def _collected(self, named: Iterable[tuple[str, Sequence[Provenance]]]) -> list[Item]:
        """Each text once, with the first place in each document that names it."""
        texts: dict[str, str] = {}
        places: dict[str, dict[str, Citation]] = {}
        said: dict[str, list[str]] = {}
        for written, provenance in named:
            text = re.sub(r"\*\*|__|`", "", written)
            key = text.casefold()
            texts.setdefault(key, text)
            for source in provenance:
                if source.citation is not None:
                    places.setdefault(key, {}).setdefault(source.citation.document_id, source.citation)
                    fact = self._by_id.get(source.fact_id)
                    said.setdefault(key, []).append(fact.statement if fact is not None else source.citation.quote)
        fuller = {key.rpartition(" ")[0] for key in texts if key[-1:].isdigit()}  # "SQL Server" beside "SQL Server 2017"
        found = [
            Item(texts[key], tuple(cited.values()), "\n".join(dict.fromkeys(said[key])))
            for key, cited in places.items()
            if key not in fuller
        ]
        return sorted(found, key=lambda item: item.text.casefold())


def _key(fact: Fact) -> str:
    """Equal for facts that state the same of the same thing."""
    slots = {name: fact.slots[name] for name in _APART if fact.slots.get(name)}
    value = round(fact.value, 6) if isinstance(fact.value, float) else fact.value
    parts = [fact.kind, fact.subject.casefold(), value, fact.unit, fact.horizon, slots]
    return json.dumps(parts, sort_keys=True, default=str)


def _shortened(text: str) -> str:
    plain = re.sub(r"\s+", " ", text)
    return plain if len(plain) <= _MAX_STATEMENT else f"{plain[:_MAX_STATEMENT].rsplit(' ', 1)[0]} …"
