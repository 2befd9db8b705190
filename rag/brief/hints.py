"""Weak evidence: what the words of many statements point to (industry, kind of truth), always at low confidence."""

import re
from collections.abc import Sequence

from rag.brief.evidence import candidate, fills
from rag.brief.offers import Offers
from rag.extract.fact import Fact
from rag.knowledge.brief_fields import BriefKnowledge

_ENOUGH = 3  # distinct statements
_LEAD = 1.5  # times the runner-up
_CONFIDENCE = 0.5


def add_hints(offers: Offers, facts: Sequence[Fact], knowledge: BriefKnowledge, as_of: str) -> None:
    """Adds candidates for fields that no fact speaks of."""
    statements: dict[str, Fact] = {}
    for fact in sorted(facts, key=lambda item: item.id):
        if fills(fact) and fact.slots.get("binding") != "procedure":
            statements.setdefault(fact.statement.casefold(), fact)
    told = list(statements.values())
    if "org.industry" not in offers:
        _industry(offers, told, knowledge, as_of)
    if "data.consistency_kind" not in offers:
        _consistency(offers, told, knowledge, as_of)
    _flags(offers, told, knowledge, as_of)


def _industry(offers: Offers, facts: Sequence[Fact], knowledge: BriefKnowledge, as_of: str) -> None:
    found = {}
    for row in knowledge.lexicon.industries:
        pattern = re.compile(row.pattern, re.IGNORECASE)
        found[row.industry] = [fact for fact in facts if pattern.search(fact.statement)]
    ranked = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    (name, support), (_, second) = ranked[0], ranked[1]
    if len(support) >= _ENOUGH and len(support) >= _LEAD * len(second):
        fact = support[0]
        offers["org.industry"] = [
            candidate(fact, knowledge.fields, as_of, name, subject="", factor=_CONFIDENCE / max(fact.confidence, 0.01))
        ]


def _consistency(offers: Offers, facts: Sequence[Fact], knowledge: BriefKnowledge, as_of: str) -> None:
    for row in knowledge.lexicon.consistency:
        pattern = re.compile(row.pattern, re.IGNORECASE)
        support = [fact for fact in facts if pattern.search(fact.statement)]
        if len(support) >= _ENOUGH:
            fact = support[0]
            one = candidate(
                fact, knowledge.fields, as_of, row.kind, subject="", factor=_CONFIDENCE / max(fact.confidence, 0.01)
            )
            offers.setdefault("data.consistency_kind", []).append(one)
    if "data.consistency_kind" not in offers:
        _whole(offers, facts, knowledge, as_of)


def _whole(offers: Offers, facts: Sequence[Fact], knowledge: BriefKnowledge, as_of: str) -> None:
    """What a statement says has to be done as one or not at all."""
    whole = re.compile(knowledge.lexicon.whole, re.IGNORECASE)
    for fact in (fact for fact in facts if fact.kind == "constraint" and whole.search(fact.statement)):
        for row in knowledge.lexicon.whole_of:
            if re.search(row.pattern, fact.statement, re.IGNORECASE):
                factor = _CONFIDENCE / max(fact.confidence, 0.01)
                one = candidate(fact, knowledge.fields, as_of, row.kind, subject="", factor=factor)
                offers.setdefault("data.consistency_kind", []).append(one)


def _flags(offers: Offers, facts: Sequence[Fact], knowledge: BriefKnowledge, as_of: str) -> None:
    """What the new system has to do, as far as the words of statements point to it."""
    for row in knowledge.lexicon.flags:
        pattern = re.compile(row.pattern, re.IGNORECASE)
        support = [fact for fact in facts if fact.polarity and pattern.search(fact.statement)]
        if row.field not in offers and len(support) >= row.least:
            fact = support[0]
            factor = _CONFIDENCE / max(fact.confidence, 0.01)
            offers[row.field] = [candidate(fact, knowledge.fields, as_of, True, subject="", factor=factor)]
