"""Of what documents and answers speak, whether or not a value could be read: the one place that decides what may be denied.

In: passages that were heard, answers, fields of the Brief. Out: where a topic is spoken of, and the words.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from rag.brief.brief import Provenance, Status, System
from rag.interview.answered import Answered
from rag.knowledge.mentions import OPEN, OUTDATED
from rag.propose.draft import Draft
from rag.propose.proposal import Claim
from rag.propose.wording import join_names, readable, sentence, shorten

SYSTEMS, CONNECTIONS = "systems", "connections"
INCUMBENT = "legacy.incumbent"
INACTION, HARMLESS = "objective.inaction", "nothing serious"  # a field, and its value that tells of no loss
BEHIND = {  # topic → fields whose value speaks of it
    SYSTEMS: (INCUMBENT, "stack.today"),
    CONNECTIONS: ("int.systems", "legacy.interfaces"),
}
UNBUILT = ("os", "cloud", "cdn-gateway")  # categories of systems that nobody replaces by themselves
MOST_QUOTED = 3
LEAST_NAME = 4  # letters of a word that tells a system
QUOTES = '"“”„'
MOST_WORDS = 160  # characters of a passage


def passages(draft: Draft, *topics: str) -> list[Provenance]:
    """Where documents speak of a topic, or a field or an answer does, each place once."""
    found = [source for topic in topics for path in BEHIND.get(topic, ()) for source in _sources(draft, path)]
    found += [
        Provenance(kind="document", citation=fact.citation, fact_id=fact.id)
        for fact in draft.inputs.heard
        if fact.value in topics and fact.citation.state.passes
    ]
    paths = {path for topic in topics for path in BEHIND.get(topic, ())}
    found += [one.source for one in draft.inputs.answered if one.is_unread and paths & set(one.fields)]
    once = list({words_of(source): source for source in reversed(found)}.values())[::-1]
    pointing = re.compile(draft.knowledge.risks.pointing)  # what begins with a pronoun says little without what is before it
    return [source for source in once if not pointing.match(words_of(source))] or once


def beside(draft: Draft, path: str) -> list[Provenance]:
    """What is said of a field for which a default stands in: answers that did not fill it, then documents."""
    asked = [one.source for one in draft.inputs.answered if _left_open(one, path)]
    topics = draft.knowledge.mentions.by_field.get(path, ())
    heard = [source for source in passages(draft, *topics) if source.kind == "document"] if topics else []
    return [*asked, *heard]


def _left_open(one: Answered, path: str) -> bool:
    """Whether an answer to the question for a field did not fill it: that for several fields asks for its first one."""
    return path in one.fields[:1] and path not in one.read and not one.is_unknown


def unread(draft: Draft) -> list[Answered]:
    """Answers of which nothing could be made, and whose question nothing else has settled; the last one to each question."""
    brief = draft.inputs.brief
    left = {one.question: one for one in draft.inputs.answered if one.is_unread}
    return [one for one in left.values() if not one.fields or not all(brief.is_known(path) for path in one.fields)]


def left_open(draft: Draft) -> list[Provenance]:
    """The points that papers list as not decided."""
    return passages(draft, OPEN)


def outdated(draft: Draft) -> list[Provenance]:
    """The passages of which a paper says itself that they no longer hold."""
    return passages(draft, OUTDATED)


def inaction(draft: Draft) -> list[Provenance]:
    """What is said to happen if nothing is done; nothing where that is not serious."""
    if draft.inputs.brief.value(INACTION) == HARMLESS:
        return []
    unread = [one.source for one in draft.inputs.answered if one.is_unread and one.fields[:1] == (INACTION,)]
    return [*_sources(draft, INACTION), *unread]


def unnamed_system(draft: Draft) -> list[Provenance]:
    """Where the system of today is described without a name; nothing where a system of that kind is known by name."""
    described, systems = _sources(draft, INCUMBENT), draft.inputs.brief.systems
    words = " ".join(map(words_of, described)).lower()
    return [] if any(_may_be_it(system) or _is_named_in(system, words) for system in systems) else described


def unplaced(draft: Draft) -> list[Provenance]:
    """Where systems of today are spoken of, and none of them is known by name."""
    described = unnamed_system(draft)
    return passages(draft, SYSTEMS) if described or not draft.inputs.brief.systems else []


def _may_be_it(system: System) -> bool:
    """Whether a named system may be the one that is replaced or extended."""
    return system.disposition in ("replace", "retire") or (
        system.is_legacy and system.disposition == "unknown" and system.category not in UNBUILT
    )


def _is_named_in(system: System, words: str) -> bool:
    """Whether words in small letters hold a name of a system, or the last word of one: “Access” for Microsoft Access."""
    names = {*system.names, *(name.split()[-1] for name in system.names)}
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words) for name in names if len(name) >= LEAST_NAME)


def quoted(sources: Iterable[Provenance], most: int = MOST_QUOTED) -> str:
    """“…”, “…” and 3 more."""
    words = list(dict.fromkeys(plain(source) for source in sources))
    shown = [f"“{text}”" for text in words[:most]]
    return join_names([*shown, f"{len(words) - most} more"] if len(words) > most else shown)


def plain(source: Provenance) -> str:
    """The words of a source in one line, without the quotation marks of a file around them."""
    text = readable(words_of(source))
    is_framed = text[:1] in QUOTES and text[-1:] in QUOTES and not set(text[1:-1]) & set(QUOTES)
    return shorten(text.strip(QUOTES) if is_framed else text, MOST_WORDS).rstrip(".")


def told(draft: Draft, phrase: str, sources: Sequence[Provenance], **slots: object) -> Claim:
    """A sentence that quotes passages, resting on them."""
    text = draft.say(phrase, said=quoted(sources), count=len(sources), **slots)
    return draft.ledger.cited(sentence(text), sources, trace=f"spoken of: {phrase}")


def words_of(source: Provenance) -> str:
    """What a source says."""
    return source.citation.quote if source.citation is not None else source.text


def _sources(draft: Draft, path: str) -> list[Provenance]:
    field = draft.inputs.brief.fields.get(path)
    if field is None or field.status in (Status.UNKNOWN, Status.ASSUMED):
        return []
    if path == INCUMBENT and isinstance(field.value, Mapping) and field.value.get("style") == "none":
        return []  # it is said that there is none
    return [one for one in field.provenance if (one.citation is not None and one.citation.state.passes) or one.kind == "answer"]
