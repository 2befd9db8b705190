"""Readers of statements: systems and their fate, constraints, regimes, data, places, people, choices, practice."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from rag.extract.clauses import Clause
from rag.extract.entities import Entity
from rag.extract.fact import Modality, Time
from rag.extract.guarded import Guarded
from rag.extract.own_systems import CATEGORY as OWN
from rag.extract.quantity_readers import horizon_of
from rag.extract.rules import Draft, Match
from rag.extract.subjects import binding, is_of_a_thing, topic
from rag.extract.technologies import Mention
from rag.knowledge.facts import Lexicon

_CARRIERS = frozenset({"messaging", "integration", "health-integration", "cdc-etl"})  # categories that are ways of exchange
_NOT_DISPOSED = frozenset({"format", "framework", "frontend", "delivery", "observability", "ai"})
_NEAR = 60  # characters in which a system noun counts as what a verb is about
_CLOSE = 1  # words between a negation and what it denies
_SHORTEST = 12  # characters of a clause that can be a constraint
_TECH = re.compile(r"⟦TECH\d+⟧")
_INTO = re.compile(r"\b(?:into|to|from|with|of|by|via|in|nach|mit|von)\s+$", re.IGNORECASE)
_PLACE = re.compile(r"⟦PLACE\d+⟧")
_PLACES = re.compile(
    r"⟦PLACE\d+⟧(?:\s*(?:,|,? ?\b(?:and|or|und|oder|et|ou|y|e|o)\b)\s*"
    r"(?:in |the |die |der |im |dans |au |en |la |el |l.|na |no ){0,3}⟦PLACE\d+⟧)*"
)
_LIST = re.compile(
    r"⟦TECH\d+⟧(?:\s*(?:,|/|&|,? ?\b(?:and|or|with|und|oder|mit|et|ou|avec|y|e|o|con|com)\b)\s*(?:with |in )?⟦TECH\d+⟧)*"
)
_NOT_A_SYSTEM = frozenset({"language", "framework", "frontend", "format", "delivery", "observability"})


class StatementReaders:
    """The readers that need the lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._classes = [(row.name, Guarded(row.pattern)) for row in lexicon.data_classes]
        self._objectives = [(row.objective, Guarded(row.pattern)) for row in lexicon.objectives]
        self._hosting = [(row.value, Guarded(row.pattern)) for row in lexicon.hosting]
        self._protocols = re.compile(lexicon.protocols)

    def table(self) -> Mapping[str, Callable[[Match], Iterator[Draft]]]:
        """Reader name → reader."""
        return {
            "objective": self.objective,
            "technology": technology,
            "legacy": legacy,
            "text": text,
            "disposition": self.disposition,
            "integration": self.integration,
            "constraint": self.constraint,
            "regime": regime,
            "data_class": self.data_class,
            "residency": residency,
            "countries": countries,
            "count": count,
            "team": team,
            "skill": skill,
            "hosting": self.hosting,
            "placed": placed,
            "experience": experience,
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
        if name := match.words("text"):
            frequency = next((word for word, cue in clause.cues.frequencies.items() if cue.search(clause.text)), "")
            slots = {"system": name, "protocol": spoken.group() if spoken else "", "frequency": frequency}
            yield Draft(name, slots={**slots, "direction": _direction(clause)}, subject=name)
            return
        for entity in ends:
            before_first = first in ends and first is not None and entity.start < first.start
            if entity.mention is None or before_first:
                continue
            if match.rule.category and entity.mention.technology.category not in match.rule.category:
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
        if modality in (Modality.IS, Modality.MAY) or len(clause.text) < _SHORTEST:
            return
        time = clause.time_at(clause.modal.start() if clause.modal else 0)
        if time is Time.HYPOTHETICAL:
            return
        if clause.text.rstrip().endswith(":"):  # what it asks for stands in the list below it
            return
        if clause.modal and clause.says("a_plan") and re.match(r"(?:is|are) to ", clause.modal.group(), re.IGNORECASE):
            return  # it tells what for, and does not ask
        if clause.says("reported") or (modality is Modality.SHOULD and clause.says("a_goal")):
            return
        bound = binding(clause)
        binds = modality in (Modality.MUST, Modality.MUST_NOT)
        if bound == "procedure":
            if binds and (_is_duty(clause) or _is_about_system(clause)):
                yield Draft(hard=False, time=time, slots={"binding": "duty"}, factor=0.7)
        elif bound == "bound" or (_is_telling(clause) and (not _is_weak(clause) or _is_measured(clause))):
            said = clause.modal is not None or not clause.context.is_listed  # a place in a list alone makes nothing binding
            hard = binds and bound == "bound" and time is not Time.HISTORIC and said
            yield Draft(hard=hard, time=time, slots={"binding": bound}, factor=1.0 if bound == "bound" else 0.7)

    def disposition(self, match: Match) -> Iterator[Draft]:
        """Keep, replace or retire: of the technology or system that the clause is about."""
        clause, start = match.clause, match.found.start()
        value = str(match.rule.slots["value"])
        takes_object = value == "replace" and clause.cues.phrases["takes_object"].match(match.found.group()) is not None
        target = _nearest_system(match, start, match.found.end(), after=takes_object, ways=self._protocols)
        date = next((entity for entity in clause.entities if entity.kind == "DATE"), None)
        slots: dict[str, Any] = {"date": date.value if date else "", "value": value}
        near = (
            clause.text[match.found.end() : match.found.end() + _NEAR]
            if takes_object
            else clause.text[max(0, start - _NEAR) : start]
        )
        if target is not None and target.mention is not None:
            technology_ = target.mention.technology
            slots["technology_id"] = technology_.id
            yield Draft(value, slots=slots, subject=technology_.name)
            if technology_.category in match.rule.category and clause.time in (Time.CURRENT, Time.PLANNED):
                own = {"version": target.mention.version, "category": technology_.category, "technology_id": technology_.id}
                yield Draft(
                    technology_.name, kind="legacy_system", slots=own, subject=technology_.name, time=Time.CURRENT, hard=False
                )
        elif name := _named(match):
            yield Draft(value, slots=slots, subject=name, factor=0.85)
        elif clause.cues.phrases["a_system"].search(near):
            yield Draft(value, slots=slots, factor=0.85)

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
        polarity = clause.modality not in (Modality.MUST_NOT, Modality.SHOULD_NOT) and clause.says("not_an_option") is None
        taken: list[tuple[int, int]] = []
        for value, pattern in self._hosting:
            found = next((one for one in pattern.finditer(plain) if not _overlaps(one, taken)), None)
            if found is not None and not (taken and value == "cloud"):  # a kind of cloud is named already
                taken.append(found.span())
                slots = {"vendor": vendors[0] if vendors else "", "written": found.group()}
                yield Draft(value, slots=slots, subject="", polarity=polarity)


def technology(match: Match) -> Iterator[Draft]:
    """A technology with its version, and what it is to the company."""
    entity = match.token("value")
    if entity is None or entity.mention is None:
        return
    if entity.mention.technology.category == OWN:  # a system, and no product that others have, too
        return
    clause, place = match.clause, match.place()
    if clause.is_question or clause.is_example_at(place):
        return
    mention = entity.mention
    before = clause.text[max(0, place - 60) : place]
    role = next((name for name, pattern in clause.cues.roles.items() if pattern.search(before)), "")
    time: Time | None = None
    if clause.cues.replaced_by.search(clause.text) and clause.time is not Time.HYPOTHETICAL:
        time = Time.CURRENT if clause.replaces_at(place) else Time.HISTORIC if clause.time is Time.HISTORIC else Time.CURRENT
    phrases = clause.cues.phrases
    if clause.time in (Time.CURRENT, Time.PLANNED) and _is_aim(clause, place):
        time = Time.PLANNED
    experience = phrases["experience"].search(clause.text)
    if mention.technology.category == "format" or (experience and phrases["gap"].search(clause.text)):
        return  # how data is written is no product; what nobody knows is a gap and not in use
    slots = {
        "version": mention.version,
        "category": mention.technology.category,
        "technology_id": mention.technology.id,
        "role": role,
    }
    if phrases["experience"].search(clause.text, place):
        slots["role"] = "skill"
    away = clause.negation_before(place)
    denied = clause.is_negated_at(place) and clause.modality not in (Modality.SHOULD_NOT, Modality.MUST_NOT)
    if denied and away is not None and away > _CLOSE:
        return  # what is denied is something about it: "has never run anything in Azure"
    if phrases["unwanted"].match(clause.text[place:]) and not _INTO.search(clause.text[:place]):
        denied = True
    yield Draft(
        mention.technology.name,
        slots=slots,
        subject=mention.technology.name,
        time=time,
        polarity=not denied,
        factor=mention.confidence,
    )


def _is_aim(clause: Clause, place: int) -> bool:
    """Whether what stands at `place` of the clause is where something is to go, and not what is there."""
    aim = clause.says("aims_at")
    return (aim is not None and aim.end() <= place) or clause.cues.phrases["succeeds"].match(clause.text[place:]) is not None


def legacy(match: Match) -> Iterator[Draft]:
    """A system of today, by its technology."""
    entity = match.token("value")
    if entity is None or entity.mention is None:
        return
    technology_ = entity.mention.technology
    if match.rule.category and technology_.category not in match.rule.category:
        return
    if entity.mention.confidence < 1 and not entity.mention.version:  # "the mainframe" may be any
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


def _named(match: Match) -> str:
    """The name right before a verb of fate, as of a system that no list knows: "ORDA will be replaced"."""
    before = _NAMED.search(match.clause.text[: match.found.start()])
    found = (before["name"] if before else "") or (_CAPITALS.match(match.found.group()) or [""])[0]
    found = _ARTICLE.sub("", found)
    return "" if found in _NO_NAMES else found


_NAMED = re.compile(
    r"(?:^\W*|[,:(]\s*|\b(?:[Tt]he|[Oo]ur|[Dd]er|[Dd]ie|[Dd]as|[Ll]e|[Ll]a|[Ee]l|O|A) )"
    r"(?P<name>[A-Z]+[a-z]*[A-Z][\w-]*|[A-Z][\w-]+ [A-Z][\w-]+)\s*$"
)
_ARTICLE = re.compile(r"(?:The|Our|Der|Die|Das|Le|La|El) ")
_CAPITALS = re.compile(r"[A-Z]{3,}(?=\s)")
_NO_NAMES = frozenset({"THE", "RTO", "RPO", "SLA", "API", "MUST", "SHALL", "ALL", "THIS", "DATA"})


def regime(match: Match) -> Iterator[Draft]:
    """A law or standard, and whether the clause says that it applies."""
    entity = match.token("value")
    name, written = (str(entity.value), entity.text) if entity else (match.words("text").rstrip(".,;"),) * 2
    place = match.place("value" if entity else "text")
    near = match.clause.text[max(0, place - 60) : place + 90]
    denied = match.clause.cues.phrases["scope_denied"].search(near) is not None
    denied = denied or match.clause.cues.phrases["scope_refused"].match(match.clause.text[place:]) is not None
    said = match.clause.cues.phrases["scope_said"].search(near) is not None
    if not denied and not said:  # "It was raised by an auditor. It does not apply to us."
        rest = match.clause.tagged.text[match.clause.sentence[1] :]
        denied = match.clause.cues.phrases["denied_next"].match(rest[:_NEAR]) is not None
    if match.clause.is_question and not denied:
        return
    scope = "no" if denied else "yes" if said else "mentioned"
    yield Draft(
        name,
        slots={"in_scope": not denied, "scope": scope, "written": written},
        subject=name,
        polarity=not denied,
        time=Time.CURRENT
        if match.clause.time_at(place) is Time.HISTORIC
        else None,  # what it was asked about passed, not the law
        factor=1.0 if denied or said else 0.65,
    )


def residency(match: Match) -> Iterator[Draft]:
    """Where data has to stay, or may not go."""
    clause = match.clause
    place = match.token("place") or match.token("value")
    word = match.group("word").lower()
    value = str(place.value) if place else "country" if re.search(r"country|territory|jurisdiction|inland", word) else "onsite"
    later = clause.modal is not None and clause.modal.start() >= match.found.end()  # "… in Norway and may not copy them"
    modality = Modality.IS if later else clause.modality
    leaving = clause.cues.phrases["leaving"].search(match.found.group()) is not None
    forbids = modality in (Modality.MUST_NOT, Modality.SHOULD_NOT) or clause.is_negated_at(match.found.end())
    forbids = forbids or clause.cues.phrases["not_an_option"].search(match.found.group()) is not None
    polarity = "inside" if leaving == forbids else "outside_forbidden" if forbids else "outside"
    if leaving and forbids:
        polarity = "outside_forbidden"
    elif not leaving and forbids:
        polarity = "inside_forbidden"
    what = topic(clause.readable)
    places: Sequence[Entity | None] = _places(match) or [None]
    for one in places:
        slots = {"polarity": polarity, "applies_to": what, "place": one.note if one else ""}
        yield Draft(str(one.value) if one else value, slots=slots, subject="")


def countries(match: Match) -> Iterator[Draft]:
    """Each country of a list: where the company sits, or where its customers are."""
    for one in _places(match):
        yield Draft(str(one.value), slots={"role": "own"}, subject="")


def count(match: Match) -> Iterator[Draft]:
    """How many the clause names."""
    entity = match.token("value")
    if entity is not None:
        yield Draft(entity.number, subject="")


def _places(match: Match) -> list[Entity]:
    """The place of a match and those in one list with it: "in Germany and the Netherlands"."""
    named = next((name for name in ("place", "value") if match.token(name)), "")
    if not named:
        return []
    following = _PLACES.match(match.clause.text, match.place(named))
    return [match.clause.tagged.at(token) for token in _PLACE.findall(following.group() if following else "")]


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
    """Technologies that the team knows, or does not."""
    gap = bool(match.rule.slots["gap"])
    for name in dict.fromkeys(one.technology.name for one in _listed(match)):
        yield Draft(name, slots={"gap": gap}, subject=name, polarity=not gap)


def experience(match: Match) -> Iterator[Draft]:
    """The rule's own value, where one of the technologies is of a kind, or of those, that take experience to run."""
    mentions = [match.clause.tagged.at(token).mention for token in _TECH.findall(match.found.group())]
    technologies = [mention.technology for mention in mentions if mention is not None]
    also = match.clause.cues.phrases["runs_spread"]
    if any(one.category in match.rule.category or also.match(one.name) for one in technologies):
        yield Draft(match.rule.slots["value"], slots={"name": match.rule.slots["name"]}, subject="")


def placed(match: Match) -> Iterator[Draft]:
    """Where something runs, by the group of the rule that says so."""
    clause = match.clause
    value = next(name for name, text in match.found.groupdict().items() if text)
    polarity = clause.modality not in (Modality.MUST_NOT, Modality.SHOULD_NOT) and clause.says("not_an_option") is None
    yield Draft(value, slots={"written": match.words(value)}, subject="", polarity=polarity)


def preference(match: Match) -> Iterator[Draft]:
    """A technology that is standard, preferred, approved, mandated or banned, and those in one list with it."""
    value = _preferred(match)
    negative = value in ("forbidden", "avoided")
    for mention in _listed(match):
        one = mention.technology
        if one.category != "format":
            slots = {"technology": one.name, "technology_id": one.id, "category": one.category}
            yield Draft(value, slots=slots, subject=one.name, polarity=not negative)


def _preferred(match: Match) -> str:
    """Which of the values of a preference the words mean."""
    words, modality, phrases = match.found.group(), match.clause.modality, match.clause.cues.phrases
    if match.group("may"):
        return "approved"
    if match.group("must"):
        return "mandated"
    if match.group("like"):
        return "preferred"
    if match.group("wish"):
        return "wished"
    banned = bool(match.group("ban"))
    negative = banned or modality in (Modality.MUST_NOT, Modality.SHOULD_NOT) or phrases["bans"].search(words) is not None
    strong = modality in (Modality.MUST, Modality.MUST_NOT) or phrases["mandates"].search(words) is not None
    if negative:
        return "forbidden" if strong else "avoided"
    return "mandated" if strong else "preferred"


def _listed(match: Match) -> list[Mention]:
    """The technology of a match and those in one list with it: "Java, Kotlin and Go"."""
    entity = match.token("value")
    if entity is None or entity.mention is None:
        return []
    clause, place = match.clause, match.place()
    whole = next((found for found in _LIST.finditer(clause.text) if found.start() <= place < found.end()), None)
    tokens = _TECH.findall(whole.group() if whole else "")
    return [mention for mention in (clause.tagged.at(token).mention for token in tokens) if mention]


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
        clause, start, name = match.clause, match.found.start(), match.rule.slots["name"]
        absent = (
            said.startswith("no ") or clause.is_negated_at(start) or _nobody(clause, start) or clause.says("absent") is not None
        )
        denied = name == "oncall" and absent
        yield Draft(
            match.rule.slots.get("value", said), slots={"name": match.rule.slots["name"]}, subject="", polarity=not denied
        )


def _nobody(clause: Clause, place: int) -> bool:
    """Whether the words right before `place` say that it is nobody who does it."""
    return clause.cues.phrases["nobody"].search(clause.text[:place]) is not None


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
    """The rule's own value; what a supplier promises is marked."""
    slots = {"name": match.rule.slots.get("name", "")}
    if match.clause.says("supplier"):
        slots["role"] = "supplier"
    yield Draft(match.rule.slots["value"], slots=slots, subject="")


def standard(match: Match) -> Iterator[Draft]:
    """A published standard."""
    yield Draft(match.words("text"), slots={"binding": "named"}, subject="")


def _is_telling(clause: Clause) -> bool:
    """Whether a wish or duty without a clear subject still names something that can be checked."""
    if clause.context.is_listed and clause.modality is Modality.MUST:  # a place in a list of requirements tells it
        return True
    checkable = _CHECKABLE - {"PCT"} if clause.modality is Modality.SHOULD else _CHECKABLE
    if any(entity.kind in checkable for entity in clause.entities):
        return True
    if clause.modality not in (Modality.MUST, Modality.MUST_NOT) or clause.says("spoken") is not None:
        return False
    return clause.cues.bound.search(clause.text) is not None or is_of_a_thing(clause)


def _is_duty(clause: Clause) -> bool:
    """Whether a party of a contract owes something about the system or its data, and not a paper or a payment."""
    modal = clause.modal
    if modal is None or clause.says("duty_holder") is None or clause.cues.is_procedure(clause.context.headings):
        return False
    owed = clause.text[modal.end() :]
    if clause.cues.papers.search(clause.text) or clause.cues.office_verbs.match(owed) or clause.says("duty_of_office"):
        return False
    return clause.cues.bound.search(owed) is not None or clause.says("duty_of_system") is not None


def _is_about_system(clause: Clause) -> bool:
    """Whether a must on a person or paper still asks something of a system or its data that can be checked."""
    modal = clause.modal
    if modal is None or clause.cues.is_procedure(clause.context.headings):
        return False
    if clause.cues.papers.search(clause.text) or clause.cues.office_verbs.match(clause.text, modal.end()):
        return False
    checkable = any(entity.kind in _CHECKABLE for entity in clause.entities)
    return checkable and clause.cues.bound.search(clause.text) is not None and clause.says("duty_of_office") is None


def _is_weak(clause: Clause) -> bool:
    """Whether its must is one of everyday speech: somebody has to, something cannot."""
    return clause.modal is not None and clause.cues.weak_must.fullmatch(clause.modal.group()) is not None


def _is_measured(clause: Clause) -> bool:
    """Whether what has to be so is told with a measure, and not of the people who write."""
    return any(entity.kind in _MEASURES for entity in clause.entities) and clause.says("spoken") is None


_MEASURES = frozenset({"PCT", "DUR", "DATE", "TIMES", "SIZE", "PLACE"})
_CHECKABLE = frozenset({"DAY", "TECH", "REG", "MONEY", "DATE", "DUR", "PCT", "SIZE", "PLACE", "TIMES"})


def _nearest_system(match: Match, start: int, end: int, *, after: bool, ways: re.Pattern[str]) -> Entity | None:
    """The technology that a verb at start…end of the clause is about: what it takes as object, else what stands before it."""
    clause = match.clause
    places = [(found.start(), clause.tagged.at(found.group())) for found in _TECH.finditer(clause.text)]
    places = [item for item in places if item[1].mention and item[1].mention.technology.category not in _NOT_DISPOSED]
    places = [item for item in places if not ways.fullmatch(item[1].text)]  # a way of exchange is no system
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
