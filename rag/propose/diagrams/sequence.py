"""Two ways through the design as sequences, each with the branch in which it fails: what people write, and one integration."""

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from rag.knowledge.sequences import Branch, SequenceRow, StepRow
from rag.propose.diagrams.journey import find_journey, name_of
from rag.propose.diagrams.mermaid import FONT, draw
from rag.propose.draft import Draft
from rag.propose.parts import Model, Node, interfaces_of
from rag.propose.proposal import Claim, Diagram
from rag.propose.wording import join_names, lower_first, shorten, upper_first

WIDTH, GAP = 150, 24  # pixels of a participant, and between two
LETTER = 9.0  # pixels of a letter, on the wide side: the reader's font is not known
MOST_STEPS = 14
THEME = (
    "%%{init: {'theme': 'base', 'sequence': {'mirrorActors': false, "
    f"'actorMargin': {GAP}, 'width': {WIDTH}, 'messageMargin': 24, 'boxMargin': 8}}, "
    f"'themeVariables': {{'fontFamily': '{FONT}', 'fontSize': '15px', "
    "'actorBkg': '#e3edf3', 'actorBorder': '#1f3a4d', 'actorTextColor': '#14242f', "
    "'actorLineColor': '#9aa7ae', 'signalColor': '#3d4b54', 'signalTextColor': '#1c2428', 'labelBoxBkgColor': '#fbf3e6', "
    "'labelBoxBorderColor': '#9a6b1f', 'labelTextColor': '#221c12', 'loopTextColor': '#7a4a10', "
    "'noteBkgColor': '#eef3e8', 'noteBorderColor': '#55713a', 'noteTextColor': '#1d2a12'}}}%%"
)
SOLID, REPLY, LATER = "->>", "-->>", "-)"


@dataclass(frozen=True, slots=True)
class Message:
    """A step whose ends the design has."""

    sender: str  # role
    receiver: str
    text: str
    arrow: str
    branch: Branch


def write_path(draft: Draft, model: Model) -> Diagram | None:
    """How the function that the product is for gets stored, and what happens when that fails."""
    return _first(draft, model, "write", None)


def integration_path(draft: Draft, model: Model) -> Diagram | None:
    """How one system that stays is talked to, and what happens when it is away; without one, another telling way."""
    other = _telling_neighbour(draft, model)
    drawn = _first(draft, model, "integration", other) if other is not None else None
    return drawn or _first(draft, model, "other", None)


def _telling_neighbour(draft: Draft, model: Model) -> Node | None:
    """The connected system that tells most: its interface is known, it does business and not transport, it stays."""
    plumbing = draft.knowledge.sequences.plumbing

    def rank(node: Node) -> tuple[bool, ...]:
        is_plumbing = node.system is not None and node.system.category in plumbing
        stays = node.system is not None and node.system.disposition == "keep"
        return not _protocol(draft, node), is_plumbing, node.kind != "legacy", not stays

    return min(model.neighbours, key=rank, default=None)


def _protocol(draft: Draft, node: Node) -> str:
    """The interface of a connected system in words; of several the one that says most and needs nothing that is to go."""
    found = [
        ", ".join(part for part in (one.protocol, one.frequency) if part) for one in interfaces_of(draft, node) if one.protocol
    ]
    return shorten(max(found, key=len), 60) if found else ""


def _first(draft: Draft, model: Model, slot: str, other: Node | None) -> Diagram | None:
    """The first sequence of a slot that fits and keeps both of its branches."""
    seam = _seam(draft, other) if other is not None else ""
    for row in draft.knowledge.sequences.sequences:
        if row.slot == slot and row.seam == seam and row.when.holds(draft.values) is True:
            cast = _cast(draft, model, other)
            messages = _messages(draft, row, cast)
            if {"ok", "fail"} <= {message.branch for message in messages}:
                return _diagram(draft, row, cast, messages, other)
    return None


def _seam(draft: Draft, other: Node) -> str:
    names = {other.name, other.system.name if other.system else other.name}
    picks = [pick.name for pick in draft.inputs.decision.picks if pick.component.removeprefix("integration: ") in names]
    text = " ".join([_protocol(draft, other), *picks])
    return next(row.seam for row in draft.knowledge.sequences.seams if re.search(row.words, text or " ", re.IGNORECASE))


def _cast(draft: Draft, model: Model, other: Node | None) -> dict[str, Node]:
    """Role → who plays it."""
    cast = {node.id: node for node in model.parts}
    journey = find_journey(draft)
    actor = model.actors[0] if len(model.actors) == 1 else Node("users", draft.say("diagram.users"), "person", "")
    if journey is not None and journey.actor:
        actor = Node(actor.id, shorten(journey.actor, 40), "person", actor.does)
    cast["actor"] = actor
    if other is not None:
        cast["other"] = other
    return cast


def _messages(draft: Draft, row: SequenceRow, cast: Mapping[str, Node]) -> list[Message]:
    slots, found = _slots(draft, cast), []
    for step in row.steps:
        senders, receivers = step.ends()
        sender = next((role for role in senders if role in cast), "")
        receiver = next((role for role in receivers if role in cast), "")
        if sender and receiver and step.when.holds(draft.values) is not False:
            found.append(Message(sender, receiver, step.say.format_map(slots), _arrow_of(step), step.branch))
    return found[:MOST_STEPS]


def _slots(draft: Draft, cast: Mapping[str, Node]) -> dict[str, str]:
    """What the sentences of the table may name."""
    journey = find_journey(draft)
    slots = {**dict.fromkeys(draft.knowledge.sequences.order, ""), **{role: _short(node) for role, node in cast.items()}}
    slots["feature"] = journey.name if journey else draft.say("diagram.entry")
    slots["store"] = slots["timeseries"] or slots["database"]
    slots["protocol"] = (_protocol(draft, cast["other"]) if "other" in cast else "") or draft.say("diagram.undocumented")
    return slots


def _arrow_of(step: StepRow) -> str:
    return REPLY if step.reply else LATER if step.later else SOLID


def _short(node: Node) -> str:
    """The name that a reader knows it by: that of the product it is made with, or else its own in a sentence."""
    stem = re.split(r" (?:with|by|into) ", node.detail)[0]
    if node.system is None and node.kind in ("store", "queue", "external") and stem[:1].isupper():
        return stem
    return node.name if node.system or node.kind in ("person", "app") or node.pick is None else f"the {lower_first(node.name)}"


def _diagram(draft: Draft, row: SequenceRow, cast: Mapping[str, Node], messages: list[Message], other: Node | None) -> Diagram:
    used = {role for message in messages for role in (message.sender, message.receiver)}
    roles = [role for role in draft.knowledge.sequences.order if role in used]
    slots = _slots(draft, cast)
    branches = {key: text.format_map(slots) for key, text in row.branches.items()}
    source = _source(roles, cast, messages, branches)
    words: dict[Branch, str] = {
        "": draft.say("diagram.always"),
        **{key: draft.say("diagram.if", case=text) for key, text in branches.items()},
    }
    rows = tuple(
        (f"{number} {_pair(cast, message)}", words[message.branch], upper_first(message.text))
        for number, message in enumerate(messages, start=1)
    )
    alt = draft.say(
        "diagram.sequence_alt",
        people=join_names(cast[role].name for role in roles),
        ok=branches["ok"],
        fail=branches["fail"],
    )
    return Diagram(
        id=f"sequence-{row.slot}",
        caption=upper_first(row.title.format_map(slots)),
        source=source,
        alt=alt,
        nodes=rows,
        header=("Step", "When", "What happens"),
        svg=draw(source),
        claims=tuple(_claims(draft, row, other)),
    )


def _pair(cast: Mapping[str, Node], message: Message) -> str:
    sender, receiver = cast[message.sender].name, cast[message.receiver].name
    return sender if sender == receiver else f"{sender} → {receiver}"


def _source(roles: list[str], cast: Mapping[str, Node], messages: list[Message], branches: Mapping[Any, str]) -> str:
    ids = {role: f"p{number}" for number, role in enumerate(roles)}
    lines = [THEME, "sequenceDiagram"]
    for role in roles:
        node = cast[role]
        label = [_wrapped(node.name, WIDTH), _wrapped(node.detail, WIDTH)] if node.detail else [_wrapped(node.name, WIDTH)]
        lines.append(f"  participant {ids[role]} as {'<br/>'.join(label)}")
    for branch in ("", "ok", "fail"):
        if branch:
            lines.append(f"  {'alt' if branch == 'ok' else 'else'} {_safe(branches[branch])}")
        for number, message in enumerate(messages, start=1):
            if message.branch == branch:
                lines.append(_line(f"{number}. {message.text}", message, ids, roles))
    return "\n".join([*lines, "  end"])


def _line(text: str, message: Message, ids: Mapping[str, str], roles: list[str]) -> str:
    """A message as an arrow, or as a note where somebody does it alone."""
    reach = abs(roles.index(message.sender) - roles.index(message.receiver))
    if not reach:
        return f"  Note over {ids[message.sender]}: {_wrapped(text, WIDTH)}"
    return f"  {ids[message.sender]}{message.arrow}{ids[message.receiver]}: {_wrapped(text, reach * (WIDTH + GAP))}"


def _wrapped(text: str, width: float) -> str:
    """Text in lines that fit a width in pixels."""
    lines = textwrap.wrap(_plain(text), max(8, int(width / LETTER)), break_long_words=True)
    return "<br/>".join(_coded(line) for line in lines) or "–"


def _safe(text: str) -> str:
    return _coded(_plain(text))


def _plain(text: str) -> str:
    """Text without what ends a line of a sequence, or starts something else."""
    return re.sub(r"\s+", " ", re.sub(r"[;<>\"`{}]|%%", " ", text)).strip()


def _coded(text: str) -> str:
    return text.replace("#", "#35;")


def _claims(draft: Draft, row: SequenceRow, other: Node | None) -> list[Claim]:
    """What the drawing rests on: the function and its target, or the interface; and the patterns of the way itself."""
    claims = []
    journey = find_journey(draft)
    if row.slot == "write" and journey is not None and "{feature}" in row.title:
        text = draft.say("diagram.journey", text=shorten(journey.text, 160))
        claims.append(draft.ledger.said("cap.features", text, of=partial(_is_journey, journey.text)))
    if row.slot == "write" and draft.has("perf.latency"):
        claims.append(draft.ledger.said("perf.latency", draft.say("diagram.target", value=draft.shown("perf.latency"))))
    if other is not None:
        claims += _interface_claims(draft, other)
    return claims or [draft.ledger.known(draft.say("diagram.way"), *row.entries, "table/sequences", trace=row.id)]


def _is_journey(text: str, item: Any) -> bool:
    return " ".join(name_of(item).split()) in (text, " ".join(text.split()))


def _interface_claims(draft: Draft, other: Node) -> list[Claim]:
    interfaces = interfaces_of(draft, other)
    words = _protocol(draft, other)
    sources = [source for one in interfaces for source in one.provenance]
    claims = []
    if words and draft.ledger.evidence_of(sources):
        text = draft.say("data.interface", system=other.name, interface=words)
        claims.append(draft.ledger.cited(text + ".", sources, fields=("int.systems",), trace="brief: interfaces"))
    if words and not any(one.direction for one in interfaces):
        claims.append(draft.ledger.judged(draft.say("diagram.direction", system=other.name), "brief: interfaces"))
    return claims
