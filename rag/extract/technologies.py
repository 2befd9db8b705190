"""Technology names in normalised text: one pass of one compiled expression over all names, then each name's own rules.

In: normalised text. Out: `Mention`s with the canonical technology and the version that follows the name.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rag.knowledge.gazetteer import Gazetteer, NameRule, Technology

_VERSION = re.compile(
    r"""\s{0,2}(?:\(?\s?(?:version|release|rel\.?|v\.?)\s{0,2})?
    (?P<number>\d{1,4}(?:\.(?:\d{1,4}|x))*(?:c|g|ai|i|x)?(?:\+)?(?:\s?(?:R\d(?!\d)|SP\s?\d{1,2}|EHP\s?\d|LTS))*)(?![\w%:/]|[.,]\d|-\d)""",
    re.VERBOSE | re.IGNORECASE,
)
_SAID = re.compile(r"^\s{0,2}\(?\s?(?:version|release|rel\.?|v\.?)", re.IGNORECASE)
_MORE = re.compile(r"(?:\.(?:\d{1,4}|x))+(?![\w])|(?:\s?(?:R\d(?!\d)|SP\s?\d{1,2}|EHP\s?\d))+(?!\w)", re.IGNORECASE)
_TIGHT = re.compile(r"\s+")
_PART_OF_WORD = re.compile(
    r"-(?!based|hosted|side|like|backed|powered|native|specific|compatible|[A-ZÄÖÜ][a-zäöü])\w"
)  # "Go-live"
_SPREAD = re.compile(r"\s+(?:EHP|SP)\s?\d{1,2}\b", re.IGNORECASE)
_SENTENCE_START = re.compile(r"(?:^|[.!?:;•\n]\s*|^\W*)$")
_ADDRESS = re.compile(
    r"\S*(?:://|www\.)\S*|\S+@\S+\.\w+|(?<![\w)])\.{0,2}/[\w./-]+|\S+(?:/\S+){3,}|[\w-]+(?:/[\w.-]+)+\.\w{1,5}\b"
)
_STOP = re.compile(r"[.!?;]\s")
_NEAR = 80  # characters on either side that count as near


@dataclass(frozen=True, slots=True)
class Mention:
    """A technology named in the text."""

    start: int
    end: int  # after the version, if one follows
    technology: Technology
    version: str
    written: str  # as the text has the name
    confidence: float  # factor


@dataclass(frozen=True, slots=True)
class _Name:
    text: str
    technology: Technology
    version: str  # when the name itself ends in one
    exact: bool
    word: bool
    needs_trade: bool
    near: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    confidence: float


class TechnologyMatcher:
    """The compiled gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        rules = gazetteer.rules
        self._names = _index(gazetteer)
        self._pattern = re.compile(
            r"(?<![\w#@-])(?<!\+\+)(?<![^\w]\+)(?<![\w]\.)" + trie(self._names) + r"(?![\w#]|\+(?![a-z])|\.[a-z])"
        )
        self._trade = re.compile(rules.trade_words, re.IGNORECASE)
        self._counts = re.compile(rules.plural_counts, re.IGNORECASE)

    def find(self, text: str, *, heading: bool = False, listed: bool = False) -> Iterator[Mention]:
        """All mentions in order, not overlapping.

        Args:
            text: normalised.
            heading: it is a heading, where words are capitalised anyway.
            listed: it is a cell of technologies, where a name needs no word of its trade.
        """
        lowered = text.lower()
        if len(lowered) != len(text):  # a few letters change their length; none is in a name
            lowered = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
        if "/" in lowered or "@" in lowered or "www." in lowered:
            lowered = _ADDRESS.sub(lambda found: "\N{MIDDLE DOT}" * len(found.group()), lowered)
        end = 0
        for match in self._pattern.finditer(lowered):
            if match.start() < end:
                continue
            written = text[match.start() : match.end()]
            name = next(
                (n for n in self._names[match.group()] if self._holds(n, written, text, match.end(), heading, listed)), None
            )
            if name is None:
                continue
            version, end = self._version(name, text, match.end())
            yield Mention(match.start(), end, name.technology, version, written, name.confidence)

    def _holds(self, name: _Name, written: str, text: str, end: int, heading: bool, listed: bool) -> bool:
        if (name.exact and written != name.text) or _PART_OF_WORD.match(text, end):
            return False
        if name.unless is not None and name.unless.match(text, end):
            return False
        start = end - len(written)
        if listed and written == name.text and (name.near is None or _is_item(text, start, end)):
            return True
        around = _STOP.split(text[max(0, start - _NEAR) : start])[-1] + " " + _STOP.split(text[end : end + _NEAR])[0]
        if name.near is not None:
            return name.near.search(around) is not None
        if name.needs_trade or (name.word and (heading or _SENTENCE_START.search(text[max(0, start - 4) : start]))):
            return self._trade.search(around) is not None or _VERSION.match(text, end) is not None
        return True

    def _version(self, name: _Name, text: str, end: int) -> tuple[str, int]:
        if name.version:
            more = _MORE.match(text, end)
            return name.version + (_TIGHT.sub(" ", more.group()) if more else ""), more.end() if more else end
        match = _VERSION.match(text, end)
        if match is None:
            return "", end
        number = match.group("number")
        whole = re.fullmatch(r"\d{1,4}", number) is not None
        said = _SAID.match(text[end : match.end()]) is not None
        if not said and whole and (self._counts.match(text, match.end()) or len(number) == 3):
            return "", end
        if not said and whole and len(number) == 4 and not number.startswith(("19", "20")):
            return "", end
        spread = _SPREAD.match(text, match.end())
        stop = spread.end() if spread else match.end()
        return _tidy(text[match.start("number") : stop]), stop


def _is_item(text: str, start: int, end: int) -> bool:
    """Whether a name is an item of its own in a list, but for a version."""
    following = text[end:].lstrip(" v0123456789.")
    return text[:start].rstrip()[-1:] in ("", ",", ";", "/", "+", "&", "(") and following[:1] in (
        "",
        ",",
        ";",
        "/",
        "+",
        "&",
        ")",
    )


def _tidy(version: str) -> str:
    return re.sub(r"\s+", " ", version).strip().rstrip("+").removesuffix(".x")


def _index(gazetteer: Gazetteer) -> Mapping[str, list[_Name]]:
    """Lower-case name → what it may be; those that must be written exactly so come first."""
    rules = gazetteer.rules
    special: dict[str, NameRule] = {rule.name: rule for rule in rules.names}
    exact, words, dropped = set(rules.exact), set(rules.words), set(rules.dropped)
    index: dict[str, list[_Name]] = {}
    for technology in gazetteer.technologies:
        for text in technology.names:
            if text in dropped:
                continue
            rule = special.get(text)
            short = len(text) <= 4 and text != text.lower() and not any(char.isdigit() for char in text)
            tail = None if technology.category == "collab" else re.search(r"(?<=[\s(])v?(\d[\d.]*[cg]?|\d+ai)$", text)
            index.setdefault(text.lower(), []).append(
                _Name(
                    text=text,
                    technology=technology,
                    version=tail.group(1) if tail else "",
                    exact=short or text in exact,
                    word=text in words,
                    needs_trade=technology.ambiguous and rule is None and " " not in text,
                    near=re.compile(rule.near) if rule and rule.near else None,
                    unless=re.compile(rule.unless) if rule and rule.unless else None,
                    confidence=rule.confidence if rule else 1.0,
                )
            )
    for names in index.values():
        names.sort(key=lambda name: (not name.exact, name.technology.id))
    return index


def trie(names: Iterable[str]) -> str:
    """One expression for all `names` that tries the longest first and shares their beginnings."""
    root: dict[str, dict] = {}  # type: ignore[type-arg]
    for name in names:
        node = root
        for char in name:
            node = node.setdefault(char, {})
        node[""] = {}
    return _branch(root)


def _branch(node: dict[str, dict]) -> str:  # type: ignore[type-arg]
    endings = []
    for char in sorted(key for key in node if key):
        head = r"\s" if char == " " else re.escape(char)
        endings.append(head + _branch(node[char]))
    if not endings:
        return ""
    body = endings[0] if len(endings) == 1 and "" not in node else f"(?:{'|'.join(endings)})"
    return body + "?" if "" in node else body
