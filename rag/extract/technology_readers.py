"""Readers of technologies: what is in use, known, preferred or banned, and the system that a verb is about."""

import re
from collections.abc import Iterator, Mapping, Sequence

from rag.extract.clauses import Clause, last_match
from rag.extract.entities import Entity
from rag.extract.fact import Modality, Time
from rag.extract.guarded import Guarded
from rag.extract.own_systems import CATEGORY as OWN
from rag.extract.rules import Draft, Match
from rag.extract.technologies import Mention
from rag.knowledge.facts import NamedPattern

_TECH = re.compile(r"⟦TECH\d+⟧")

_NOT_DISPOSED = frozenset({"format", "framework", "frontend", "delivery", "observability", "ai"})
_ITEMS = re.compile(
    r"\s*[,/+]\s*|,?\s+(?:and|or|und|oder|et|ou|y|e|o|u|&)\s+(?:in |the |en |de |du |des |el |la |mit |von |em |o |a )?"
)
_INTO = re.compile(r"\b(?:into|to|from|with|of|by|via|in|nach|mit|von)\s+$", re.IGNORECASE)
_MADE = re.compile(
    r"[*_]{0,2} ?(?:\(|, (?:an? |eine? |une? |un[ao]? |uma? )?(?=⟦))(?P<with>⟦TECH\d+⟧)"
)  # behind a system's name: “PRIMA (AS/400)”
_FILE = "file database"  # of the sorts of what today's work is kept in
_CLOSE = 1  # words between a negation and what it denies
_LIST = re.compile(
    r"⟦TECH\d+⟧(?:\s*(?:,|/|&|,? ?\b(?:and|or|with|und|oder|mit|et|ou|avec|y|e|o|con|com)\b)\s*(?:with |in )?⟦TECH\d+⟧)*"
)


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
    behind = clause.text[place : place + 90]
    told = (name for name, pattern in clause.cues.roles.items() if pattern.search(before))
    role = next(told, "") or next((name for name, pattern in clause.cues.roles_behind.items() if pattern.match(behind)), "")
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
    slots |= _made_with(match) if technology_.category == OWN else {}
    yield Draft(technology_.name, slots=slots, subject=technology_.name, time=time, factor=entity.mention.confidence)


class MakeshiftReader:
    """Reads what today's work is kept in where no program was made for it: sheets, paper, a group chat, a shared mailbox."""

    def __init__(self, media: Sequence[NamedPattern]) -> None:
        """`media`: sorts of it; the first that fits counts."""
        self._media = [(row.name, re.compile(row.pattern)) for row in media]

    def __call__(self, match: Match) -> Iterator[Draft]:
        """It as a system of today, with its sort; of a list each that no product of our tables stands for."""
        entity = match.token("value")
        mention = entity.mention if entity is not None else None
        if mention is None:
            for item in _ITEMS.split(match.words("text")):
                name = match.clause.cues.phrases["counted"].sub("", item).strip()
                if name and not _TECH.search(name):
                    yield Draft(name, slots=self._slots(name), subject=name, time=Time.CURRENT)
            return
        one, written = mention.technology, mention.written
        if one.category in match.rule.category or self._slots(written)["medium"] == _FILE:
            name = written if one.name.casefold().startswith(f"{written.casefold()} ") else one.name
            made = {"category": one.category, "technology_id": one.id, "version": mention.version}
            yield Draft(name, slots={**self._slots(written), **made}, subject=name, time=Time.CURRENT)

    def _slots(self, written: str) -> dict[str, str]:
        medium = next((name for name, pattern in self._media if pattern.search(written)), "")
        return {"medium": medium, "category": "makeshift"}


def _made_with(match: Match) -> dict[str, str]:
    """What the company's own system is made with, where that stands right behind its name."""
    clause, place = match.clause, match.place()
    behind = _MADE.match(clause.text, clause.text.index("⟧", place) + 1)
    mention = clause.tagged.at(behind["with"]).mention if behind is not None else None
    if mention is None or mention.technology.category == OWN:
        return {}
    made = mention.technology
    return {"technology": made.name, "technology_id": made.id, "version": mention.version}


def source_of_truth(match: Match) -> Iterator[Draft]:
    """Which system leads for which records."""
    entity = match.token("value")
    if entity is not None and entity.mention is not None:
        name = entity.mention.technology.name
        yield Draft(name, slots={"entity": match.words("entity").lower()}, subject=match.words("entity").lower())


def skill(match: Match) -> Iterator[Draft]:
    """Technologies that the team knows, or does not."""
    gap = bool(match.rule.slots["gap"])
    if kind := match.rule.slots.get("value"):  # a kind of technologies, without a name
        yield Draft(kind, slots={"gap": gap}, subject=str(kind), polarity=not gap)
        return
    products = (
        one.technology for one in _listed(match) if one.technology.category != OWN
    )  # knowing one's own system is no skill
    for name in dict.fromkeys(one.name for one in products):
        yield Draft(name, slots={"gap": gap}, subject=name, polarity=not gap)


class SkillReader:
    """Reads what people know, products and fields of knowledge alike, and by the words around whether they do."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        """`fields`: name of a field of knowledge → how it is written."""
        self._fields = [(name, Guarded(rf"(?:{pattern})")) for name, pattern in fields.items()]

    def __call__(self, match: Match) -> Iterator[Draft]:
        """Each item of a list of skills, after the part of the sentence that it stands in."""
        clause, start = match.clause, match.place("what")
        written = match.group("what")
        part = clause.cues.phrases["skill_part"]
        before, after = clause.text[:start], clause.text[start + len(written) :]
        last = last_match(part, before)
        before = before[last.end() :] if last else before
        if len(before.split()) <= 1:  # "of containers, nobody knows anything"
            after = after.lstrip(" ,:")
        end = part.search(after)
        said = f"{before} {after[: end.start()] if end else after}"
        gap = clause.cues.phrases["unskilled"].search(said) is not None
        for item in _ITEMS.split(written):
            if name := self._name(clause, item.strip()):
                yield Draft(name, slots={"gap": gap}, subject=name, polarity=not gap, time=Time.CURRENT if gap else None)

    def _name(self, clause: Clause, item: str) -> str:
        token = _TECH.search(item)
        if token is None:
            return next((name for name, pattern in self._fields if pattern.fullmatch(item)), item)
        mention = clause.tagged.at(token.group()).mention
        return mention.technology.name if mention and mention.technology.category != OWN else ""


def experience(match: Match) -> Iterator[Draft]:
    """The rule's own value, where one of the technologies is of a kind, or of those, that take experience to run."""
    mentions = [match.clause.tagged.at(token).mention for token in _TECH.findall(match.found.group())]
    technologies = [mention.technology for mention in mentions if mention is not None]
    also = match.clause.cues.phrases["runs_spread"]
    if any(one.category in match.rule.category or also.match(one.name) for one in technologies):
        yield Draft(match.rule.slots["value"], slots={"name": match.rule.slots["name"]}, subject="")


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


def nearest_system(match: Match, start: int, end: int, *, after: bool, ways: re.Pattern[str]) -> Entity | None:
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
