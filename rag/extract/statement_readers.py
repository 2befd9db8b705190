"""Readers of statements: systems and their fate, constraints, regimes, data, places, people, choices, practice."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from rag.extract.clauses import Clause
from rag.extract.entities import Entity
from rag.extract.fact import Modality, Time
from rag.extract.quantity_readers import horizon_of
from rag.extract.rules import Draft, Match
from rag.extract.subjects import binding, topic
from rag.knowledge.facts import Lexicon

_CARRIERS = frozenset({"messaging", "integration", "health-integration"})  # categories that are ways of exchange
_NOT_DISPOSED = frozenset({"format", "framework", "frontend", "delivery", "observability", "health-integration", "ai"})
_NEAR = 60  # characters in which a system noun counts as what a verb is about
_SHORTEST = 12  # characters of a clause that can be a constraint
_TECH = re.compile(r"⟦TECH\d+⟧")
_NOT_A_SYSTEM = frozenset({"language", "framework", "frontend", "format", "delivery", "observability"})


class StatementReaders:
    """The readers that need the lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._classes = [(row.name, re.compile(row.pattern, re.IGNORECASE)) for row in lexicon.data_classes]
        self._objectives = [(row.objective, re.compile(row.pattern, re.IGNORECASE)) for row in lexicon.objectives]
        self._hosting = [(row.value, re.compile(row.pattern, re.IGNORECASE)) for row in lexicon.hosting]
        self._protocols = re.compile(lexicon.protocols)

    def table(self) -> Mapping[str, Callable[[Match], Iterator[Draft]]]:
        """Reader name → reader."""
        return {
            "objective": self.objective,
            "technology": technology,
            "legacy": legacy,
            "text": text,
            "disposition": disposition,
            "integration": self.integration,
            "constraint": self.constraint,
            "regime": regime,
            "data_class": self.data_class,
            "residency": residency,
            "team": team,
            "skill": skill,
            "hosting": self.hosting,
            "preference": preference,
            "build_buy": build_buy,
            "practice": practice,
            "pipeline": pipeline,
            "risk": risk,
            "sentence": sentence,
            "constant": constant,
            "standard": standard,
            "source_of_truth": source_of_truth,
        }

    def objective(self, match: Match) -> Iterator[Draft]:
        """The objective that the words point to, and the metric if one is given."""
        plain = match.clause.readable
        value = next((name for name, pattern in self._objectives if pattern.search(plain)), "other")
        metric = next((entity for entity in match.clause.entities if entity.kind in ("PCT", "DUR", "MONEY", "NUM")), None)
        slots = {"metric": metric.text} if metric else {}
        yield Draft(value, slots=slots, subject="")

    def integration(self, match: Match) -> Iterator[Draft]:
        """The systems at the other end, with protocol, direction and frequency."""
        clause = match.clause
        mentions = [e for e in clause.entities if e.mention and e.mention.technology.category not in _NOT_A_SYSTEM]
        protocols = sorted({e.text for e in mentions if e.mention and e.mention.technology.category in _CARRIERS})
        ends = [e for e in mentions if e.text not in protocols and not self._protocols.fullmatch(e.text)]
        spoken = self._protocols.search(clause.readable)
        first = match.token("value")
        for entity in ends:
            before_first = first in ends and first is not None and entity.start < first.start
            if entity.mention is None or before_first:
                continue
            other = spoken.group() if spoken and spoken.group() != entity.text else ""
            name = entity.mention.technology.name
            slots = {
                "system": name,
                "protocol": next((protocol for protocol in protocols if protocol != entity.text), other),
                "frequency": next(
                    (word for word, pattern in clause.cues.frequencies.items() if pattern.search(clause.text)), ""
                ),
                "direction": _direction(clause),
            }
            yield Draft(name, slots=slots, subject=name)

    def constraint(self, match: Match) -> Iterator[Draft]:
        """The clause as a constraint: hard only where a must binds the system, its data, its operation or the project."""
        clause, modality = match.clause, match.clause.modality
        place = clause.modal.start() if clause.modal else 0
        time = clause.time_at(place)
        if modality in (Modality.IS, Modality.MAY) or time is Time.HYPOTHETICAL or len(clause.text) < _SHORTEST:
            return
        if clause.text.rstrip().endswith(":"):  # what it asks for stands in the list below it
            return
        bound = binding(clause)
        binds = modality in (Modality.MUST, Modality.MUST_NOT)
        if bound == "procedure":
            if binds:
                yield Draft(kind="standard", hard=False, slots={"binding": "procedure"}, subject="", factor=0.8)
        elif bound == "bound" or (_is_telling(clause) and not _is_weak(clause)):
            hard = binds and bound == "bound" and time is not Time.HISTORIC
            yield Draft(hard=hard, time=time, slots={"binding": bound}, factor=1.0 if bound == "bound" else 0.7)

    def data_class(self, match: Match) -> Iterator[Draft]:
        """Each class of data named, strictest first."""
        plain = match.clause.readable
        denied = match.clause.cues.phrases["never_here"].search(plain) is not None
        seen: list[tuple[int, int]] = []
        for name, pattern in self._classes:
            for found in pattern.finditer(plain):
                if not _overlaps(found, seen):
                    seen.append(found.span())
                    yield Draft(name, slots={"term": found.group().lower()}, subject="", polarity=not denied)

    def hosting(self, match: Match) -> Iterator[Draft]:
        """Where it may, must or must not run."""
        clause, plain = match.clause, match.clause.readable
        if clause.modality is Modality.IS and not clause.cues.phrases["hosted"].search(plain):
            return
        vendors = [e.mention.technology.name for e in clause.entities if e.mention and e.mention.technology.category == "cloud"]
        polarity = clause.modality not in (Modality.MUST_NOT, Modality.SHOULD_NOT)
        taken: list[tuple[int, int]] = []
        for value, pattern in self._hosting:
            found = next((one for one in pattern.finditer(plain) if not _overlaps(one, taken)), None)
            if found is not None:
                taken.append(found.span())
                slots = {"vendor": vendors[0] if vendors else "", "written": found.group()}
                yield Draft(value, slots=slots, subject="", polarity=polarity)


def technology(match: Match) -> Iterator[Draft]:
    """A technology with its version, and what it is to the company."""
    entity = match.token("value")
    if entity is None or entity.mention is None:
        return
    clause, place = match.clause, match.place()
    mention = entity.mention
    before = clause.text[max(0, place - 60) : place]
    role = next((name for name, pattern in clause.cues.roles.items() if pattern.search(before)), "")
    time: Time | None = None
    if clause.cues.replaced_by.search(clause.text) and clause.time is not Time.HYPOTHETICAL:
        time = Time.CURRENT if clause.replaces_at(place) else Time.HISTORIC if clause.time is Time.HISTORIC else Time.CURRENT
    experience = clause.cues.phrases["experience"].search(clause.text, place)
    slots = {
        "version": mention.version,
        "category": mention.technology.category,
        "technology_id": mention.technology.id,
        "role": role,
    }
    if experience:
        slots["role"] = "skill"
    denied = clause.is_negated_at(place) and clause.modality not in (Modality.SHOULD_NOT, Modality.MUST_NOT)
    yield Draft(
        mention.technology.name,
        slots=slots,
        subject=mention.technology.name,
        time=time,
        polarity=not denied,
        factor=mention.confidence,
    )


def legacy(match: Match) -> Iterator[Draft]:
    """A system of today, by its technology."""
    entity = match.token("value")
    if entity is None or entity.mention is None:
        return
    technology_ = entity.mention.technology
    if match.rule.category and technology_.category not in match.rule.category:
        return
    if technology_.category in ("delivery", "format", "observability", "framework", "frontend", "ai", "cloud"):
        return
    clause = match.clause
    time = Time.CURRENT if clause.time is Time.PLANNED else None  # what is planned is its end, not its existence
    slots = {"version": entity.mention.version, "category": technology_.category, "technology_id": technology_.id}
    yield Draft(technology_.name, slots=slots, subject=technology_.name, time=time, factor=entity.mention.confidence)


def text(match: Match) -> Iterator[Draft]:
    """The words of the named group."""
    words = match.words("text").strip(" .,:;")
    if words:
        yield Draft(words)


def source_of_truth(match: Match) -> Iterator[Draft]:
    """Which system leads for which records."""
    entity = match.token("value")
    if entity is not None and entity.mention is not None:
        name = entity.mention.technology.name
        yield Draft(name, slots={"entity": match.words("entity").lower()}, subject=match.words("entity").lower())


def disposition(match: Match) -> Iterator[Draft]:
    """Keep, replace or retire: of the technology or system that the clause is about."""
    clause, start = match.clause, match.found.start()
    value = str(match.rule.slots["value"])
    takes_object = value == "replace" and clause.cues.phrases["takes_object"].match(match.found.group()) is not None
    target = _nearest_system(match, start, match.found.end(), after=takes_object)
    date = next((entity for entity in clause.entities if entity.kind == "DATE"), None)
    slots: dict[str, Any] = {"date": date.value if date else "", "value": value}
    near = (
        clause.text[match.found.end() : match.found.end() + _NEAR]
        if takes_object
        else clause.text[max(0, start - _NEAR) : start]
    )
    if target is not None and target.mention is not None:
        slots["technology_id"] = target.mention.technology.id
        yield Draft(value, slots=slots, subject=target.mention.technology.name)
    elif clause.cues.phrases["a_system"].search(near):
        yield Draft(value, slots=slots, factor=0.85)


def regime(match: Match) -> Iterator[Draft]:
    """A law or standard, and whether the clause says that it applies."""
    entity = match.token("value")
    if entity is None:
        return
    place = match.place()
    near = match.clause.text[max(0, place - 60) : place + 90]
    denied = match.clause.cues.phrases["scope_denied"].search(near) is not None
    said = match.clause.cues.phrases["scope_said"].search(near) is not None
    scope = "no" if denied else "yes" if said else "mentioned"
    yield Draft(
        entity.value,
        slots={"in_scope": not denied, "scope": scope, "written": entity.text},
        subject=str(entity.value),
        polarity=not denied,
        factor=1.0 if denied or said else 0.65,
    )


def residency(match: Match) -> Iterator[Draft]:
    """Where data has to stay, or may not go."""
    clause = match.clause
    place = match.token("place")
    word = match.group("word").lower()
    value = str(place.value) if place else "country" if re.search(r"country|territory|jurisdiction|inland", word) else "onsite"
    modality = clause.modality
    leaving = clause.cues.phrases["leaving"].search(match.found.group()) is not None
    forbids = modality in (Modality.MUST_NOT, Modality.SHOULD_NOT) or clause.is_negated_at(match.found.end())
    polarity = "inside" if leaving == forbids else "outside_forbidden" if forbids else "outside"
    if leaving and forbids:
        polarity = "outside_forbidden"
    elif not leaving and forbids:
        polarity = "inside_forbidden"
    what = topic(clause.readable)
    slots = {"polarity": polarity, "applies_to": what, "place": place.note if place else ""}
    yield Draft(value, slots=slots, subject="")


def team(match: Match) -> Iterator[Draft]:
    """How many people of which role."""
    fixed = match.rule.slots.get("value")
    entity = match.token("value")
    if fixed is None and entity is None:
        return
    number = float(fixed) if fixed is not None else entity.number if entity else 0.0
    ours = fixed is not None or bool(match.rule.slots.get("ours")) or bool(match.group("team")) or match.clause.says("ours")
    if not ours:
        return
    inside = _TECH.findall(match.found.group())
    skills = [mention.technology.name for mention in (match.clause.tagged.at(token).mention for token in inside) if mention]
    role = re.sub(r"s$", "", match.words("role").lower())
    horizon = horizon_of(match, entity) if entity else ""
    yield Draft(number, "people", slots={"role": role, "skills": ", ".join(skills)}, subject=role, horizon=horizon)


def skill(match: Match) -> Iterator[Draft]:
    """A technology that the team knows, or does not."""
    entity = match.token("value")
    if entity is not None and entity.mention is not None:
        gap = bool(match.rule.slots["gap"])
        yield Draft(
            entity.mention.technology.name, slots={"gap": gap}, subject=entity.mention.technology.name, polarity=not gap
        )


def preference(match: Match) -> Iterator[Draft]:
    """A technology that is standard, preferred, mandated or banned."""
    entity = match.token("value")
    if entity is None or entity.mention is None or entity.mention.technology.category == "format":
        return
    words = match.found.group()
    modality = match.clause.modality
    phrases = match.clause.cues.phrases
    negative = modality in (Modality.MUST_NOT, Modality.SHOULD_NOT) or phrases["bans"].search(words) is not None
    strong = modality in (Modality.MUST, Modality.MUST_NOT) or phrases["mandates"].search(words) is not None
    value = ("forbidden" if strong else "avoided") if negative else ("mandated" if strong else "preferred")
    name = entity.mention.technology.name
    yield Draft(
        value,
        slots={
            "technology": name,
            "technology_id": entity.mention.technology.id,
            "category": entity.mention.technology.category,
        },
        subject=name,
        polarity=not negative,
    )


def build_buy(match: Match) -> Iterator[Draft]:
    """Buy, build or open source first."""
    value = "buy_first" if match.group("buy") else "open_source_first" if match.group("open") else "build_first"
    yield Draft(value, subject="")


def practice(match: Match) -> Iterator[Draft]:
    """A habit of operation; releases by hand say that none runs by itself."""
    said = match.words("text").lower()
    if said in ("manually", "by hand"):
        yield Draft(False, slots={"name": "cd"}, subject="")
    else:
        yield Draft(match.rule.slots.get("value", said), slots={"name": match.rule.slots["name"]}, subject="")


def pipeline(match: Match) -> Iterator[Draft]:
    """Which parts of a delivery pipeline exist."""
    for name in ("ci", "cd", "iac"):
        if match.group(name):
            yield Draft(True, slots={"name": name}, subject="")


def risk(match: Match) -> Iterator[Draft]:
    """Something that hurts today."""
    yield Draft(match.words("text").lower())


def sentence(match: Match) -> Iterator[Draft]:
    """The clause itself is the value."""
    yield Draft(match.clause.readable, subject="")


def constant(match: Match) -> Iterator[Draft]:
    """The rule's own value."""
    yield Draft(match.rule.slots["value"], slots={"name": match.rule.slots.get("name", "")}, subject="")


def standard(match: Match) -> Iterator[Draft]:
    """A published standard."""
    yield Draft(match.words("text"), slots={"binding": "named"}, subject="")


def _is_telling(clause: Clause) -> bool:
    """Whether a wish or duty without a clear subject still names something that can be checked."""
    checkable = _CHECKABLE - {"PCT"} if clause.modality is Modality.SHOULD else _CHECKABLE
    if any(entity.kind in checkable for entity in clause.entities):
        return True
    return (
        clause.modality in (Modality.MUST, Modality.MUST_NOT)
        and clause.cues.bound.search(clause.text) is not None
        and clause.says("spoken") is None
    )


def _is_weak(clause: Clause) -> bool:
    """Whether its must is one of everyday speech: somebody has to, something cannot."""
    return clause.modal is not None and clause.cues.weak_must.fullmatch(clause.modal.group()) is not None


_CHECKABLE = frozenset({"TECH", "REG", "MONEY", "DATE", "DUR", "PCT", "SIZE", "PLACE", "TIMES"})


def _nearest_system(match: Match, start: int, end: int, *, after: bool) -> Entity | None:
    """The technology that a verb at start…end of the clause is about: what it takes as object, else what stands before it."""
    clause = match.clause
    places = [(found.start(), clause.tagged.at(found.group())) for found in _TECH.finditer(clause.text)]
    places = [item for item in places if item[1].mention and item[1].mention.technology.category not in _NOT_DISPOSED]
    successor = clause.cues.phrases["successor"]
    inside = [entity for place, entity in places if start <= place < end and not successor.search(clause.text, start, place)]
    if inside:
        return inside[0]
    before = [entity for place, entity in places if place < start]
    behind = [(place, entity) for place, entity in places if place >= end]
    if after and behind and not successor.search(clause.text, end, behind[0][0]):
        return behind[0][1]
    return before[0] if before and not (after and not behind) else None


def _direction(clause: Clause) -> str:
    if clause.says("both"):
        return "both"
    if clause.says("out"):
        return "out"
    return "in" if clause.says("in") else ""


def _overlaps(found: re.Match[str], taken: list[tuple[int, int]]) -> bool:
    return any(found.start() < end and found.end() > start for start, end in taken)
