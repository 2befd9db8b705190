"""A model's reply with its citations in it → prose to show while it comes, and sentences with what they claim as sources.

The form asked for is `Sentence [P2 "quotation"].`; near misses are understood, and markers that were not given never survive.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from rag.ground.clauses import split_sentences

_QUOTE = r"[\"“”„«»]"
_ITEM = re.compile(rf"(?P<marker>P?\d+)\s*[:,–-]?\s*(?:{_QUOTE}(?P<quote>.*?){_QUOTE}\s*(?=$|[,;]|P\d|\]))?", re.DOTALL)
_CITATION = re.compile(
    rf"\[\s*(?P<body>\d{{1,3}}(?:\s*,\s*\d{{1,3}})*|P\d+(?:[^\[\]\"“”„«»]|{_QUOTE}.{{0,600}}?{_QUOTE}(?=\s*(?:[\],;]|P\d)))*)\s*\]",
    re.DOTALL,
)
_OPEN = re.compile(r"\[\s*(?:P(?:\d.*)?|\d{1,3}[\d,\s]*)?\Z", re.DOTALL)
_PLACE = "\ue010{}\ue011"
_HELD = re.compile(r"\ue010(\d+)\ue011")
_THINKING = re.compile(r"\A\s*<think>.*?(?:</think>|\Z)", re.DOTALL)
_CUT_OFF = re.compile(r"\[\s*P\d[^\]]*\Z")
MAX_HELD = 1500  # characters of an unfinished citation that are held back


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a sentence gives as a source."""

    marker: str  # "P2"
    quote: str  # "" when it gives none


@dataclass(slots=True)
class CitedSentence:
    """A sentence of a reply."""

    text: str  # without markers
    claimed: list[Claimed] = field(default_factory=list)


def read_cited(reply: str) -> list[CitedSentence]:
    """The sentences of a whole reply, each with the sources that follow it."""
    citations: list[list[Claimed]] = []

    def hold(found: re.Match[str]) -> str:
        citations.append(list(_items(found["body"])))
        return _PLACE.format(len(citations) - 1)

    plain = _THINKING.sub("", re.sub("[\ue010\ue011]", "", reply))
    held = _CUT_OFF.sub("", _CITATION.sub(hold, plain))
    held = re.sub(r"([.!?])(\s*(?:\ue010\d+\ue011\s*)+)(?=\s|$|[A-Z])", r"\2\1 ", held)  # "text. [P1 …]" → "text [P1 …]."
    sentences: list[CitedSentence] = []
    for start, end in split_sentences(held):
        part = held[start:end]
        claimed = [one for number in _HELD.findall(part) for one in citations[int(number)]]
        text = re.sub(r"\s+", " ", _HELD.sub("", part)).replace(" .", ".").replace(" ,", ",").strip()
        if not re.search(r"\w", text):
            if sentences:
                sentences[-1].claimed += claimed
            continue
        sentences.append(CitedSentence(text, claimed))
    return sentences


def with_lead_ins(sentences: Sequence[CitedSentence]) -> list[CitedSentence]:
    """The same sentences; one that ends with a colon and names no source rests on those of the sentences it leads in."""
    result: list[CitedSentence] = []
    for place, sentence in enumerate(sentences):
        led = list(takewhile(lambda one: not _leads_in(one), sentences[place + 1 :]))
        claimed = [one for following in led for one in following.claimed] if _leads_in(sentence) else sentence.claimed
        result.append(CitedSentence(sentence.text, claimed))
    return result


def _leads_in(sentence: CitedSentence) -> bool:
    return sentence.text.endswith(":") and not sentence.claimed


def _items(body: str) -> Iterator[Claimed]:
    for found in _ITEM.finditer(body):
        marker = found["marker"]
        quote = re.sub(r"\A\s*(?:\.{3}|…)\s*|\s*(?:\.{3}|…)\s*\Z", "", found["quote"] or "").strip()
        yield Claimed(marker if marker.startswith("P") else f"?{marker}", quote)


class ShownText:
    """Turns the parts of a stream into the prose to show: citations become numbers, in order of first use."""

    def __init__(self, known: Collection[str]) -> None:
        """`known` are the markers that were given."""
        self._known = frozenset(known)
        self._numbers: dict[tuple[str, str], int] = {}
        self._held = ""

    def add(self, part: str) -> str:
        """What can be shown now; an unfinished citation is held back."""
        self._held += part
        if self._held.lstrip().startswith("<think>") and "</think>" not in self._held:
            return ""
        text = _THINKING.sub("", self._held)
        shown, done = "", 0
        for found in _CITATION.finditer(text):
            shown += text[done : found.start()] + self._number(found)
            done = found.end()
        unfinished = _OPEN.search(text, done)
        end = unfinished.start() if unfinished and len(text) - unfinished.start() < MAX_HELD else len(text)
        self._held = text[end:]
        return shown + text[done:end]

    def rest(self) -> str:
        """What was held back and turned out to be no citation."""
        rest, self._held = self._held, ""
        return "" if re.match(r"\[\s*P?\d|\s*<think>", rest) else rest

    def _number(self, found: re.Match[str]) -> str:
        numbers = [
            self._numbers.setdefault((one.marker, one.quote), len(self._numbers) + 1)
            for one in _items(found["body"])
            if one.marker in self._known
        ]
        return "".join(f"[{number}]" for number in numbers)
