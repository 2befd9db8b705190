"""What a statement is about, and whether a must in it binds the system or only a person, a bidder or a paper."""

import re
from typing import Literal

from rag.extract.clauses import Clause, CueReader, last_match, sentences
from rag.extract.fact import Modality
from rag.knowledge.facts import ExtractKnowledge

Binding = Literal["bound", "procedure", "unknown"]

_TIER = re.compile(r"\b(?:tier|class|category|level|stufe|kategorie|klasse)[ -]?(?P<n>\d|[A-D])\b", re.IGNORECASE)
_TECH = re.compile(r"⟦TECH\d+⟧")
_TOPIC = re.compile(
    r"\W*(?:(?:[A-Z]\.?)?\d+(?:\.\d+)+\.?\s+|\d+[.)]\s+)?(?:(?:the|all|our|any|every|each|die|der|das|unsere?|les?|la|nos|notre|el|los|las|nuestr[oa]s?|os?|as|noss[oa]s?|il|lo|i|gli)\s+|l[’'])?"
    r"((?!(?:is|are|must|shall|may|will|should|we|it|they|there)\b)[^\W\d][\w-]*"
    r"(?:\s+(?!(?:is|are|be|ist|sind|est|sont|bleiben|bleibt|must|shall|may|will|should|cannot|can|müssen|muss|dürfen|darf|sollen|soll|werden|wird|doit|doivent|debe|deben|deve|devem|has|have|and|or|of|in|to|for|from|on|at|kept|stored|retained|archived|deleted|se|et|und|des?|du|del|von|d[oa]s?|di|van|ne|não|no|nicht|non|que|são|é|está|estão|fica|ficam|son|es|están|quedan?|permanecen?|guardam?|guardan?|conservan?|conservam?|sera|seront|restent?|demeurent?|sono|è|vengono|restano|wordt|worden|stays?|remains?|leaves?|verlassen|verlässt|quittent|salen|saem|escono|verlaten|zijn|heben|hebt)\b)"
    r"[^\W\d][\w-]*){0,2})",
    re.IGNORECASE,
)


class SubjectFinder:
    """Binds statements to what they are about."""

    def __init__(self, knowledge: ExtractKnowledge) -> None:
        nouns = knowledge.rules.lists["system_nouns"]
        self._protocols = re.compile(knowledge.lexicon.protocols)
        self._phrase = re.compile(
            r"(?:(?:\b(?:the|our|each|every|all|for|of|in|on|new|its|their|der|die|das|des|unser\w*|le|la|el|o|a|an)\s+)"
            rf"(?P<phrase>(?:(?!(?:and|or|is|are|was|were|must|shall|should|will|be|to|for|with|that|which|of|in|on|the|at|by|from|per)\b)[\w-]+\s+){{0,3}}?(?:{nouns}))\b"
            rf"|^(?P<bare>(?:[\w-]+\s+){{0,2}}?(?:{nouns}))\b)",
            re.IGNORECASE,
        )

    def of(self, clause: Clause, offset: int) -> tuple[str, bool]:
        """(subject, was it named in the clause) of a value at `offset` of the clause; "" means the whole."""
        text = clause.text
        tier = min(_TIER.finditer(text), key=lambda match: abs(match.start() - offset), default=None)
        if tier:
            return f"tier {tier['n'].lower()}", True
        if clause.context.system:
            return clause.context.system, True
        found = self._named(clause, offset)
        if found is not None:
            return found, True
        for heading in reversed(clause.context.headings[-2:]):
            tier = _TIER.search(heading)
            if tier:
                return f"tier {tier['n'].lower()}", True
            match = self._phrase.search(heading)
            if match and _tidy(match["phrase"] or match["bare"], clause.cues):
                return _tidy(match["phrase"] or match["bare"], clause.cues), True
        return "", False

    def _named(self, clause: Clause, offset: int) -> str | None:
        best: tuple[int, str] | None = None
        for match in _TECH.finditer(clause.text):
            mention = clause.tagged.at(match.group()).mention
            distance = abs(match.start() - offset)
            if (
                mention
                and mention.technology.category not in ("language", "format", "framework")
                and not self._protocols.fullmatch(mention.technology.name)
                and (best is None or distance < best[0])
            ):
                best = distance, mention.technology.name
        for match in self._phrase.finditer(clause.text):
            distance = abs(match.start() - offset)
            phrase = _tidy(clause.plain(clause.start + match.start(), clause.start + match.end()), clause.cues)
            if best is None or distance < best[0]:
                best = distance, phrase
        return best[1] if best else None


def topic(plain: str) -> str:
    """What a clause speaks of, by its first words: `Customer data may not …` → customer data."""
    match = _TOPIC.match(plain)
    return match.group(1).lower() if match else ""


def kept(clause: Clause, at: int) -> str:
    """What a clause on retention, with its span at `at`, is about.

    What is kept, else what the sentence before or the heading names; "" where none tells.
    """
    phrases = clause.cues.phrases
    told = last_match(phrases["tells_that"], clause.text[:at])
    start = max(told.end() if told else 0, clause.text.rfind(": ", 0, at) + 1)
    readable = clause.plain(clause.start + start, clause.end) if clause.text[start:at].strip() else ""  # a label before it
    for name in ("kept_of", "kept_object"):
        match = phrases[name].search(readable)
        if match:
            return match["what"].lower()
    label = "" if told else clause.text[:start].strip(" :")
    for text in (
        clause.plain(clause.start + start, clause.start + at),
        readable,
        *_pointed_to(clause),
        label if len(label.split()) <= _SHORT_HEADING else "",
    ):
        what = topic(text)
        if what and not phrases["kept_generic"].match(what):
            return what
    return kept_under(clause)


def _pointed_to(clause: Clause) -> list[str]:
    """The sentences before one that begins with "it" or with what is done to it, the nearest first."""
    if not clause.says("points_back"):
        return []
    spans = list(sentences(clause.tagged.text[: clause.sentence[0]], clause.cues.abbreviations))
    return [text for text in (clause.plain(*span) for span in reversed(spans)) if " " in text]


def kept_under(clause: Clause) -> str:
    """What the heading above a clause on retention says is kept: "Retention of scanner logs", "Logs"."""
    phrases = clause.cues.phrases
    asked = phrases["kept_of"].search(clause.context.headings[-1]) if clause.context.headings else None
    if asked:
        return asked["what"].lower()
    heading = re.sub(r"^[\W\d]+", "", clause.context.headings[-1]).strip() if clause.context.headings else ""
    return heading if len(heading.split()) <= _SHORT_HEADING and phrases["kept_heading"].search(heading) else ""


_SHORT_HEADING = 3  # words of a heading that may stand for what is kept


def _tidy(phrase: str, cues: CueReader) -> str:
    """`the new booking portal` → `booking portal`; phrases that mean the whole become ""."""
    text = phrase.strip().lower()
    articles = cues.phrases["articles"]
    while articles.search(text):
        text = articles.sub("", text)
    return "" if cues.phrases["generic"].fullmatch(text) else text


def binding(clause: Clause) -> Binding:
    """Whom the must of `clause` binds. Only what is certainly the system, its data, its operation or the project is bound."""
    cues = clause.cues
    if cues.is_procedure(clause.context.headings):
        return "procedure"
    if cues.capabilities.search(clause.text) and cues.capability_actors.search(clause.text):
        return "bound"
    if clause.firm is not None:  # it binds whoever says so
        about = (
            cues.bound.search(clause.text) and not cues.papers.search(clause.text) and not cues.conditional.search(clause.text)
        )
        return "bound" if about else "unknown"
    modal = clause.modal
    if modal is None:
        return _inherited(clause)
    if clause.tells_rule:
        return "bound" if _binds_by_place(clause) and not _is_of_papers(clause) else "unknown"
    if cues.papers.search(clause.text) or cues.office_verbs.match(clause.text, modal.end()):
        return "procedure"
    before = clause.text[: modal.start()]
    is_weak = cues.weak_must.fullmatch(modal.group()) is not None
    if cues.conditional.search(clause.text) or (is_weak and cues.upcoming.search(before)):
        return "unknown"
    region, verdict = _subject(clause, before)
    if verdict == "unknown" and cues.passive.search(clause.text, modal.start()) and not cues.phrases["pronoun"].match(region):
        known = not region.strip() or _TECH.search(clause.text) is not None or cues.bound.search(region) is not None
        verdict = "bound" if known and len(region.split()) <= _LONGEST_SUBJECT else "unknown"
    if verdict == "bound" and _actor(clause, before):
        return "procedure"
    if verdict == "bound" and is_weak and not cues.phrases["plain_subject"].match(region):
        return "unknown"
    binds = clause.context.binds
    if verdict == "bound" and cues.phrases["plain_ban"].fullmatch(modal.group()):
        verdict = "unknown"
    by_place = binds == "bound" or (binds == "agreed" and is_agreed(clause)) or _forbids(clause, before)
    is_must = clause.modality in (Modality.MUST, Modality.MUST_NOT) and not is_weak
    by_place = by_place or (clause.context.doc_type == "law" and is_must and not _is_of_papers(clause))
    return "bound" if verdict == "unknown" and by_place else verdict


def _forbids(clause: Clause, before: str) -> bool:
    """Whether it is forbidden, without a subject, to do something to the system or its data."""
    if re.search(r"\w{4}", before) or clause.modality is not Modality.MUST_NOT or clause.modal is None:
        return False
    said = clause.text[clause.modal.start() :]
    return clause.cues.bound.search(said) is not None and not clause.cues.actors.search(said)


def _binds_by_place(clause: Clause) -> bool:
    """Whether a sentence in the present tense binds where it stands: in an article, below a title that says so, as law."""
    return clause.context.binds in ("bound", "agreed") or clause.context.doc_type in ("contract", "law")


def _is_of_papers(clause: Clause) -> bool:
    """Whether it is on bids, on the course of a meeting, on what was, or on what may be left out."""
    told = ("of_the_meeting", "told_of_past")
    return clause.cues.papers.search(clause.text) is not None or any(map(clause.says, told))


def is_agreed(clause: Clause) -> bool:
    """Whether a sentence in the present tense, where such sentences bind, is on the system, not on people or the past."""
    cues = clause.cues
    if cues.actors.search(clause.text) or cues.papers.search(clause.text) or clause.says("of_the_meeting"):
        return False
    if any(map(clause.says, ("told_of_past", "permits", "tells_of"))):
        return False
    return bool(
        cues.bound.search(clause.text) or clause.says("keeps_so") or any(one.kind in _CHECKABLE for one in clause.entities)
    )


_CHECKABLE = frozenset({"DUR", "PCT", "SIZE", "PLACE", "TIMES", "TECH", "REG"})  # what can be held against the system


def is_of_a_thing(clause: Clause) -> bool:
    """Whether a plain must is on something that is no person and no paper: a bag, a chart, an order, whatever the trade has."""
    cues, modal = clause.cues, clause.modal
    if modal is None or cues.weak_must.fullmatch(modal.group()) or cues.conditional.search(clause.text):
        return False
    region, verdict = _subject(clause, clause.text[: modal.start()])
    if not region.strip():  # the words that bind hold it: "no plot may"
        region = modal.group() if " " in modal.group() else ""
    if verdict == "procedure" or not region or len(region.split()) > _LONGEST_SUBJECT or _actor(clause, region):
        return False
    if cues.phrases["impersonal"].search(region):
        return True
    if cues.phrases["pronoun"].match(region):
        return False
    is_denied = clause.modality is Modality.MUST_NOT
    return is_denied or cues.phrases["of_things"].search(clause.text[modal.end() :]) is not None


_WHOSE = re.compile(r"(?:['’]s|(?<=s)['’])\s+\w{3}")  # behind whom something belongs to
_LONGEST_SUBJECT = 14  # words between the start of a clause and its modal verb; beyond, the subject is too uncertain
_LONGEST_LABEL = 3  # words before a colon that only say what it is about
_SHORT_SUBJECT = 5  # words before a relative clause
_PARTS = re.compile(r",|:\s|\s-\s|[()]")


def _subject(clause: Clause, before: str) -> tuple[str, Binding]:
    """The words of the modal verb's own subject among those before it, and what they are."""
    phrases = clause.cues.phrases
    told, _, rest = before.rpartition(": ")
    if len(told.split()) > _LONGEST_LABEL and rest.strip():  # "They stand in a cellar: the app must"
        before = rest
    last = last_match(phrases["subordinate"], before)
    if last is None:
        parts = [part for part in _PARTS.split(before) if part.strip()]
        region = next((part for part in parts if not phrases["preposed"].match(part)), parts[-1] if parts else "")
        return region, _judge(clause, region)
    if phrases["relative"].fullmatch(last.group()) and not phrases["preposition"].search(before[: last.start()]):
        ahead = [part for part in _PARTS.split(before[: last.start()]) if part.strip()]
        if ahead and len(ahead[-1].split()) <= _SHORT_SUBJECT and _judge(clause, ahead[-1]) != "unknown":
            return ahead[-1], _judge(clause, ahead[-1])
    parts = [part for part in _PARTS.split(before[last.end() :]) if part.strip()]
    region = parts[-1] if parts else before[: last.start()]
    return region, _judge(clause, region)


def _judge(clause: Clause, region: str) -> Binding:
    """By the head of the subject: its last word before what only describes it."""
    if _actor(clause, region):
        return "procedure"
    if len(region.split()) > _LONGEST_SUBJECT:
        return "unknown"
    phrases = clause.cues.phrases
    head = phrases["after_head"].sub("", region.rstrip())
    if phrases["quantifier"].fullmatch(head) and " of " in region:
        rest = region.split(" of ", 1)[1]
        return "bound" if "⟦PCT" in head or _judge(clause, rest) == "bound" else "unknown"
    while phrases["trailing"].search(head):
        head = phrases["trailing"].sub("", head)
    last = last_match(clause.cues.bound, head)
    if last is not None and not re.search(r"[^\W\d_]", head[last.end() :]):
        return "bound"
    article = phrases["noun_first"].match(head)
    if article is not None and clause.cues.bound.match(head, article.end()):
        return "bound"
    tech = last_match(_TECH, head)
    return "bound" if tech is not None and len(re.findall(r"[^\W\d_]+", head[tech.end() :])) <= 1 else "unknown"


def _actor(clause: Clause, region: str) -> bool:
    """Whether a person or a paper is named there, other than as whose data or system it is."""
    cues = clause.cues
    for match in cues.actors.finditer(region):
        following = region[match.end() :].lstrip("'’s -")
        is_owner = clause.modality is Modality.MUST_NOT and _WHOSE.match(region, match.end()) is not None
        if not is_owner and not cues.bound.match(following):
            return True
    return False


def _inherited(clause: Clause) -> Binding:
    """Of a list item or a catalogue row without a modal word of its own."""
    if clause.context.binds == "bound":
        return "unknown" if clause.cues.papers.search(clause.text) or clause.says("of_the_meeting") else "bound"
    if clause.context.binds in ("procedure", "decided"):
        return "procedure"
    if clause.context.binds == "agreed":
        return "bound" if is_agreed(clause) else "procedure"
    if clause.context.priority is None:
        return "unknown"
    return "bound" if clause.cues.bound.search(clause.text) and not clause.cues.actors.search(clause.text) else "unknown"
