"""Readers of statements: systems and their fate, constraints, regimes, data, places, people, choices, practice."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from rag.extract.clauses import Clause, sentences
from rag.extract.duties import is_about_system, is_decided, is_duty, is_measured, is_telling, is_weak
from rag.extract.fact import Modality, Time
from rag.extract.guarded import Guarded
from rag.extract.own_systems import CATEGORY as OWN
from rag.extract.place_readers import countries, placed, residency
from rag.extract.placing import is_fragment
from rag.extract.quantity_readers import horizon_of
from rag.extract.rules import Draft, Match
from rag.extract.subjects import binding
from rag.extract.technologies import Mention
from rag.extract.technology_readers import (
    MakeshiftReader,
    SkillReader,
    experience,
    legacy,
    nearest_system,
    preference,
    skill,
    source_of_truth,
    technology,
)
from rag.knowledge.facts import Lexicon
from rag.knowledge.own_systems import OwnSystems

_CARRIERS = frozenset({"messaging", "integration", "health-integration", "cdc-etl"})  # categories that are ways of exchange
_NEAR = 60  # characters in which a system noun counts as what a verb is about
_SHORTEST = 12  # characters of a clause that can be a constraint
_FEWEST = 2  # words of one without a must
_LONGEST_POINTER = 5  # words of "That must change."; longer ones say themselves what has to be
_WORD = re.compile(r"[^\W\d_]{2,}")
_TECH = re.compile(r"⟦TECH\d+⟧")
_NOT_A_SYSTEM = frozenset({"language", "framework", "frontend", "format", "delivery", "observability"})
_NO_END = (
    _NOT_A_SYSTEM
    | _CARRIERS
    | {
        "rdbms",
        "nosql",
        "managed-db",
        "cloud",
        "storage",
        "ai",
        "search",
        "cdn-gateway",
        "os",
        "compute",
        "cache",
        "appserver",
        "stream-batch",
        "lowcode",
    }
)
_ENDS = re.compile(r"\s*,\s*|,?\s+(?:and|und|et|y|e|sowie|as well as)\s+")
_BODY = re.compile(
    r"^[A-ZÀ-Þ]{3,}(?:[-\s][A-Z]+)*$|^[A-ZÀ-Þ]?[a-zà-ÿ]+(?:-?[A-ZÀ-Þ]\w*)+$"
)  # of a public body or a service: capitals within
_CODED = re.compile(r"\w-?[A-Z]|\d")  # in a name: of a product, and of no person
_SPAN = "⟦DUR"


class StatementReaders:
    """The readers that need the lexicon."""

    def __init__(self, lexicon: Lexicon, fields: Mapping[str, str], names: OwnSystems) -> None:
        """`fields`: of knowledge, see `FactRules`; `names`: of systems, and what is none."""
        self._refused = re.compile(rf"(?:{names.refused})|{names.party}\s.*|.*\s{names.legal}")
        self._skills = SkillReader(fields)
        self._classes = [(row.name, Guarded(row.pattern)) for row in lexicon.data_classes]
        self._objectives = [(row.objective, Guarded(row.pattern)) for row in lexicon.objectives]
        self._hosting = [(row.value, Guarded(row.pattern)) for row in lexicon.hosting]
        self._protocols = re.compile(lexicon.protocols)
        self._makeshift = MakeshiftReader(lexicon.media)

    def table(self) -> Mapping[str, Callable[[Match], Iterator[Draft]]]:
        """Reader name → reader."""
        return {
            "objective": self.objective,
            "technology": technology,
            "legacy": legacy,
            "makeshift": self._makeshift,
            "text": text,
            "disposition": self.disposition,
            "fate": self.fate,
            "integration": self.integration,
            "exchange": self.exchange,
            "constraint": self.constraint,
            "regime": regime,
            "data_class": self.data_class,
            "residency": residency,
            "countries": countries,
            "count": count,
            "team": team,
            "skill": skill,
            "skills": self._skills,
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
        clause, plain = match.clause, match.clause.readable
        if _is_of_others(clause) or (clause.context.header and not _among_goals(clause)):
            return
        value = next((name for name, pattern in self._objectives if pattern.search(plain)), "other")
        metric = next((entity for entity in clause.entities if entity.kind in ("PCT", "DUR", "MONEY", "NUM")), None)
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

    def exchange(self, match: Match) -> Iterator[Draft]:
        """The named other end and those in one list with it; what no list knows counts only where a way of exchange is said."""
        clause, given = match.clause, match.rule.slots
        if given.get("item") and not clause.context.is_item:
            return
        spoken = self._protocols.search(clause.readable)
        frequency = next((word for word, cue in clause.cues.frequencies.items() if cue.search(clause.text)), "")
        is_carried = bool(spoken or clause.cues.phrases["carried"].search(clause.readable))
        is_timed = bool(is_carried or clause.says("exchanged"))
        is_sure = bool(given.get("sure"))
        is_regular = bool(spoken or frequency or _SPAN in clause.text)
        names_count = is_sure or (is_regular if given.get("timed") else is_carried)
        for part in _ENDS.split(match.group("end")):
            token = _TECH.search(part)
            known = clause.tagged.at(token.group()).mention if token else None
            name = self._end(known) if known else self._party(clause, part)
            is_product = known is not None and known.technology.category != OWN
            is_coded = not given.get("timed") and (known is not None or _CODED.search(name) is not None)
            if given.get("coded"):
                names_count, is_product = _BODY.search(name) is not None, False
            if name and (names_count or (is_product and is_timed) or (is_coded and (is_carried or is_regular))):
                way = spoken.group() if spoken else str(given.get("protocol", ""))
                slots = {"system": name, "protocol": way, "frequency": frequency}
                yield Draft(name, slots={**slots, "direction": _direction(clause)}, subject=name)

    def _end(self, known: Mention) -> str:
        """The name of a product, or "" where it is a way of exchange or what systems are made of."""
        one = known.technology
        return "" if one.category in _NO_END or self._protocols.fullmatch(known.written) else one.name

    def _party(self, clause: Clause, written: str) -> str:
        """The name of another party's system, or "" where it is none, or a plain noun of a language that writes them large."""
        name = clause.cues.phrases["articles"].sub("", written).strip(" .,;:()\"'")
        if clause.cues.phrases["outside_party"].fullmatch(name):
            return name
        is_plain = name[1:].isalpha() and name[1:].islower()
        refused = "⟦" in name or self._refused.fullmatch(name) or clause.cues.phrases["no_party"].fullmatch(name)
        return "" if refused or (is_plain and clause.says("nouns_written_large")) else name

    def constraint(self, match: Match) -> Iterator[Draft]:
        """The clause as a constraint: hard only where a must binds the system, its data, its operation or the project."""
        clause, modality = match.clause, match.clause.modality
        time = clause.time_at(clause.modal.start() if clause.modal else 0)
        if modality in (Modality.IS, Modality.MAY) or time is Time.HYPOTHETICAL or _asks_nothing(clause, time):
            return
        bound = binding(clause)
        binds = modality in (Modality.MUST, Modality.MUST_NOT)
        if bound == "procedure":
            if binds and (is_duty(clause) or is_about_system(clause)):
                yield Draft(hard=False, time=time, slots={"binding": "duty"}, factor=0.7)
            elif is_decided(clause):
                yield Draft(hard=False, time=time, slots={"binding": "decided"}, factor=0.7)
        elif bound == "bound" or (is_telling(clause) and (not is_weak(clause) or is_measured(clause))):
            listed = clause.context.is_listed and not clause.says("agreed_present")
            said = clause.modal is not None or not listed  # a place in a list alone makes nothing binding
            hard = binds and bound == "bound" and time is not Time.HISTORIC and said
            yield Draft(hard=hard, time=time, slots={"binding": bound}, factor=1.0 if bound == "bound" else 0.7)

    def disposition(self, match: Match) -> Iterator[Draft]:
        """Keep, replace or retire: of the technology or system that the clause is about."""
        clause, start = match.clause, match.found.start()
        value = str(match.rule.slots["value"])
        takes_object = value == "replace" and clause.cues.phrases["takes_object"].match(match.found.group()) is not None
        target = nearest_system(match, start, match.found.end(), after=takes_object, ways=self._protocols)
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
        elif name := self._named(match):
            yield Draft(value, slots=slots, subject=name, factor=0.85)
        elif clause.cues.phrases["a_system"].search(near):
            yield Draft(value, slots=slots, factor=0.85)

    def fate(self, match: Match) -> Iterator[Draft]:
        """What becomes of the system that the clause is about, also of one that only its first word, or “it”, points to."""
        clause, start, value = match.clause, match.found.start(), str(match.rule.slots["value"])
        near = clause.text[max(0, start - _CLAUSE) : match.found.end() + _NEAR // 2]
        drafts = list(self.disposition(match)) if _TECH.search(near) or clause.says("a_system") else []
        if drafts:
            yield from drafts
            return
        opening = clause.cues.phrases["fate_opening"].match(clause.text)
        if opening is None or opening.end() < start - 1:  # something else stands before the verb
            return
        name = opening["name"] or ""
        is_of_many = clause.cues.phrases["of_many"].match(match.found.group()) is not None
        subject = "" if is_of_many else self._party(clause, name) if name else _last_system(clause)
        if subject:
            yield Draft(value, slots={"value": value, "date": ""}, subject=subject, factor=0.85)
            if name:
                yield Draft(name, kind="legacy_system", slots={"category": OWN}, subject=name, time=Time.CURRENT, hard=False)

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
        is_out = clause.says("not_an_option") is not None
        if clause.modality is Modality.IS and not is_out and not clause.cues.phrases["hosted"].search(plain):
            return
        vendors = [e.mention.technology.name for e in clause.entities if e.mention and e.mention.technology.category == "cloud"]
        polarity = clause.modality not in (Modality.MUST_NOT, Modality.SHOULD_NOT) and not is_out
        taken: list[tuple[int, int]] = []
        for value, pattern in self._hosting:
            found = next((one for one in pattern.finditer(plain) if not _overlaps(one, taken)), None)
            if found is not None and not (taken and value == "cloud"):  # a kind of cloud is named already
                taken.append(found.span())
                slots = {"vendor": vendors[0] if vendors else "", "written": found.group()}
                yield Draft(value, slots=slots, subject="", polarity=polarity)

    def _named(self, match: Match) -> str:
        """The name right before a verb of fate, as of a system that no list knows: "ORDA will be replaced"."""
        before = _NAMED.search(match.clause.text[: match.found.start()])
        found = (before["name"] if before else "") or (_CAPITALS.match(match.found.group()) or [""])[0]
        found = _ARTICLE.sub("", found)
        return "" if "_" in found or self._refused.fullmatch(found) else found  # a column of a table, a firm, a plain word


def _asks_nothing(clause: Clause, time: Time) -> bool:
    """Whether a clause of a constraint's form asks for nothing: a title, a report, a plan, a wish that was refused."""
    if len(clause.text) < _SHORTEST or clause.text.rstrip().endswith(":"):  # what it asks for stands in the list below it
        return True
    if clause.says("complains") or clause.says("shares"):
        return True
    if clause.says("no_sentence") or any(map(clause.cues.phrases["work_item"].search, clause.context.header)):
        return True
    tells = time is Time.HISTORIC or clause.says("told_of_past") or len(_WORD.findall(clause.readable)) < _FEWEST
    if clause.modal is None and tells:
        return True
    if clause.says("not_granted") or clause.cues.phrases["not_granted"].search(clause.after):
        return True
    is_short = len(clause.text.split()) <= _LONGEST_POINTER and not clause.entities
    if is_short and clause.says("points_back") and not _before(clause):  # nobody can tell what has to be so
        return True
    if clause.modal and clause.says("a_plan") and re.match(r"(?:is|are) to ", clause.modal.group(), re.IGNORECASE):
        return True  # it tells what for, and does not ask
    return bool(clause.says("reported") or (clause.modality is Modality.SHOULD and clause.says("a_goal")))


def _before(clause: Clause) -> str:
    """What its block says before its sentence, or the line that leads to it."""
    return clause.tagged.text[: clause.sentence[0]].strip() or clause.context.lead


def text(match: Match) -> Iterator[Draft]:
    """The words of the named group."""
    words = match.words("text").strip(" .,:;")
    if words:
        yield Draft(words)


_NAMED = re.compile(
    r"(?:^\W*|[,:(]\s*|\b(?:[Tt]he|[Oo]ur|[Dd]er|[Dd]ie|[Dd]as|[Ll]e|[Ll]a|[Ee]l|O|A) )"
    r"(?P<name>[A-Z]+[a-z]*[A-Z][\w-]*|[A-Z][\w-]+ [A-Z][\w-]+)\s*$"
)
_ARTICLE = re.compile(r"(?:The|Our|Der|Die|Das|Le|La|El) ")
_CAPITALS = re.compile(r"[A-Z]{3,}(?=\s)")


_CLAUSE = 50  # characters before a verb of fate in which its system stands


def _last_system(clause: Clause) -> str:
    """The system that the sentence before was last about."""
    tokens = _TECH.findall(clause.tagged.text[: clause.sentence[0]])
    mention = clause.tagged.at(tokens[-1]).mention if tokens else None
    return mention.technology.name if mention and mention.technology.category not in _NOT_A_SYSTEM else ""


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


def count(match: Match) -> Iterator[Draft]:
    """How many the clause names."""
    entity = match.token("value")
    if entity is not None:
        yield Draft(entity.number, subject="")


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
    time = Time.PLANNED if match.rule.slots.get("joining") else None
    yield Draft(number, "people", slots={"role": role, "skills": ", ".join(skills)}, subject=role, horizon=horizon, time=time)


def build_buy(match: Match) -> Iterator[Draft]:
    """Buy, build or open source first; what was decided about it holds, and an example makes it no supposition."""
    value = "buy_first" if match.group("buy") else "open_source_first" if match.group("open") else "build_first"
    if not match.clause.is_question:
        yield Draft(value, subject="", time=Time.CURRENT)


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
    """Something that hurts today; what happened once may happen again, unless it is said to be over.

    What does no harm, what people are told to do and what the next sentence says is put right are no risks.
    """
    clause = match.clause
    sentence_ = clause.sentence_text
    if clause.says("harmless") or clause.cues.phrases["instruction"].match(sentence_):
        return
    if clause.cues.phrases["put_right"].match(clause.after):
        return
    again = clause.time_at(match.place("text")) is Time.HISTORIC and clause.says("is_over") is None
    looming = bool(match.rule.slots.get("happens"))  # "if it goes, all goes with it": what may happen is a risk of today
    yield Draft(match.words("text").lower(), time=Time.CURRENT if again or looming else None)


def sentence(match: Match) -> Iterator[Draft]:
    """The clause itself is the value; with the sentence or heading before it where that tells what it speaks of."""
    clause = match.clause
    if not is_fragment(clause, match):
        yield Draft(clause.readable, subject="")
        return
    start, end = clause.sentence
    before = list(sentences(clause.tagged.text[:start], clause.cues.abbreviations))
    title = clause.context.lead or next(iter(clause.context.headings[-1:]), "")
    if before:
        yield Draft(clause.plain(before[-1][0], end), subject="")
    elif title:
        yield Draft(f"{title.rstrip(' .:')}: {clause.readable}", subject="")


def constant(match: Match) -> Iterator[Draft]:
    """The rule's own value; what a supplier promises is marked."""
    slots = {"name": match.rule.slots.get("name", "")}
    if match.clause.says("supplier"):
        slots["role"] = "supplier"
    yield Draft(match.rule.slots["value"], slots=slots, subject="")


def standard(match: Match) -> Iterator[Draft]:
    """A published standard."""
    yield Draft(match.words("text"), slots={"binding": "named"}, subject="")


def _is_of_others(clause: Clause) -> bool:
    """Whether the aim is that of a standard, a law or a product, and not of a system of ours."""
    said = clause.says("of_others")
    token = _TECH.search(said.group()) if said else None
    mention = clause.tagged.at(token.group()).mention if token else None
    return said is not None and (mention is None or mention.technology.category != OWN)


def _among_goals(clause: Clause) -> bool:
    """Whether a row stands under a heading or a header that speaks of goals, or speaks of them itself."""
    above = (clause.text, *clause.context.header, *clause.context.headings)
    return any(map(clause.cues.phrases["goals_above"].search, above))


def _direction(clause: Clause) -> str:
    if clause.says("both"):
        return "both"
    if clause.says("out"):
        return "out"
    return "in" if clause.says("in") else ""


def _overlaps(found: re.Match[str], taken: list[tuple[int, int]]) -> bool:
    return any(found.start() < end and found.end() > start for start, end in taken)
