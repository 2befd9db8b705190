"""Numbers with their units in text: counts, money, percentages, data volumes and spans of time, and ranges of each."""

import re
from collections.abc import Iterable, Iterator

from rag.extract.entities import Entity
from rag.extract.guarded import Guarded
from rag.extract.technologies import trie
from rag.knowledge.quantities import Quantities

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:[' ]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?)"
_LABELS = re.compile(
    r"(?:\b(?:tier|level|phase|version|step|section|stage|priority|class|chapter|figure|fig\.|table|appendix|attachment|annex|item|no\.|nr\.|page|pages|"
    r"p\.|pp\.|article|art\.|clause|sprint|release|type|zone|severity|sev|week|rfp|issue|line|lines|row|rule|part|schedule|form|exhibit|question|"
    r"abschnitt|seite|kapitel|stufe|artikel|http|port|sha|rfc|iso|iec|nist|python|ip|api|id|sc|route|room|suite|box)|§|#)\s?$",
    re.IGNORECASE,
)
_TENS, _HUNDRED = 20, 100
_DIGIT, _TOKEN = re.compile(r"\d"), re.compile(r"\w+")

# These begin with their first digit, and look back from there: what begins with a class of characters is found far sooner.
_AMBIGUOUS = re.compile(r"[1-9](?<![\d.,][1-9])\d{0,2}[.,]\d{3}(?![\d]|[.,]\d)")
_POINTS = re.compile(r"\d(?:,\d{3},\d{3}\b|,\d{3}\.\d|(?<![\d.]\d)\d*\.\d{1,2}(?![\d.])(?=\s?(?:%|[A-Za-z$€£])))")
_COMMAS = re.compile(
    r"\d(?:(?<![\d.]\d)\d{0,2}\.000\b(?!\.)|\.\d{3}\.\d{3}\b(?!\.\d)|\.\d{3},\d|(?<![\d,]\d)\d*,\d{1,2}(?![\d,])(?=\s?(?:%|[A-Za-z$€£])))"
)


class AmountFinder:
    """Finds amounts."""

    def __init__(self, quantities: Quantities) -> None:
        self._factor = {word.lower(): m.factor for m in quantities.multipliers for word in m.words}
        self._attached = {word: m.factor for m in quantities.multipliers for word in m.attached}
        self._words = number_words(quantities)
        self._telling = frozenset(max(_TOKEN.findall(word.casefold()), key=len) for word in self._words)  # one of each number
        self._scales = quantities.currency_scales
        self._currency = quantities.currencies
        self._sizes = quantities.sizes
        self._durations = [
            (re.compile("|".join(unit.words), re.IGNORECASE), frozenset(unit.short), unit.seconds, unit.business)
            for unit in quantities.durations
        ]
        self._phrases = [(Guarded(rf"\b(?:{p.pattern})\b"), p.seconds) for p in quantities.phrases]
        self._pattern = _amount_pattern(quantities, self._words)
        self._hedge = re.compile(rf"(?:{quantities.about})\s*$", re.IGNORECASE)
        self._most = re.compile(rf"(?:{quantities.at_most})\s*$", re.IGNORECASE)
        self._least = re.compile(rf"(?:{quantities.at_least})\s*$", re.IGNORECASE)
        self._spoken = {mark: re.compile(words, re.IGNORECASE) for mark, words in quantities.decimal_languages.items()}

    def decimal_in(self, text: str, document: str) -> str:
        """The decimal mark of one paragraph: by its own numbers, else by its language and that of the `document`.

        "" where these two disagree: then three digits after a mark are a group of thousands, as they mostly are.
        """
        if _AMBIGUOUS.search(text) is None:
            return document
        points, commas = _marks(text)
        if points != commas:
            return "," if commas > points else "."
        spoken = {mark: len(words.findall(text)) for mark, words in self._spoken.items()}
        most = max(spoken, key=lambda mark: spoken[mark])
        is_clear = spoken[most] > sum(spoken.values()) / 2
        return document if not is_clear or most == document else ""

    def find(self, text: str, decimal: str) -> Iterator[Entity]:
        """All amounts; `decimal` is the mark in use, for numbers that alone do not tell; "" where none is known."""
        folded = text.casefold()
        for pattern, seconds in self._phrases:
            for match in pattern.finditer(text):
                yield Entity("DUR", match.start(), match.end(), match.group(), value=seconds, unit="s")
        if _DIGIT.search(text) is None and self._telling.isdisjoint(_TOKEN.findall(folded)):
            return
        for match in self._pattern.finditer(text):
            entity = self._read(match, text, decimal)
            if entity is not None:
                yield entity

    def _read(self, match: re.Match[str], text: str, decimal: str) -> Entity | None:
        first = self._amount(match["a"], match["ma"], decimal)
        second = self._amount(match["b"], match["mb"], decimal) if match["b"] else None
        if second is not None and match["mb"] and not match["ma"] and first < second and first < 1000:
            first = self._amount(match["a"], match["mb"], decimal)
        kind, unit, factor, note = self._unit(match)
        before = text[max(0, match.start() - 24) : match.start()]
        bare = kind == "NUM" and second is None
        if bare and (
            _LABELS.search(before) or match["a"].lower() in ("one", "a dozen") or _is_identifier(match["a"], text, match.end())
        ):
            return None
        if kind == "DUR" and unit == "s" and match["short"] == "s" and re.fullmatch(r"(?:19|20)\d0", match["a"]):
            return None  # "the 2000s"
        low, high = (first, second) if second is not None else (None, None)
        if second is None and self._most.search(before):
            high = first
        elif second is None and self._least.search(before):
            low = first
        value = first if second is None else second
        scaled = [None if x is None else round(x * factor, 9) for x in (value, low, high)]
        return Entity(
            kind,
            match.start(),
            match.end(),
            match.group(),
            scaled[0],
            scaled[1],
            scaled[2],
            unit,
            note,
            bool(self._hedge.search(before)),
        )

    def _unit(self, match: re.Match[str]) -> tuple[str, str, float, str]:
        """(entity kind, unit, factor, note)."""
        currency = match["currency"] or match["currency2"]
        if currency:
            return "MONEY", self._currency.get(currency, currency), self._scales.get(currency, 1.0), ""
        if match["percent"]:
            return "PCT", "%", 1.0, ""
        if match["size"]:
            return "SIZE", "GB", self._sizes[match["size"]] / 1e9, ""
        if match["word"] or match["short"]:
            for pattern, short, seconds, business in self._durations:
                if (match["short"] in short) if match["short"] else pattern.fullmatch(match["word"]):
                    return "DUR", "s", seconds, "business" if business else ""
        return "NUM", "", 1.0, ""

    def _amount(self, digits: str, multiplier: str | None, decimal: str) -> float:
        word = re.sub(r"\s+", " ", digits.lower())
        value = self._words[word] if word in self._words else parse_number(digits, decimal)
        for part in (multiplier or "").split():  # two of them: "four hundred thousand"
            mark = part.rstrip(".")
            value *= self._attached[mark] if mark in self._attached else self._factor[mark.lower()]
        return round(value, 6)


def parse_number(digits: str, decimal: str = ".") -> float:
    """The number that `digits` write; `decimal` decides where the digits alone do not, and "" is for thousands."""
    if re.fullmatch(r"\d{1,3}(?:[' ]\d{3})+(?:[.,]\d{1,2})?", digits):
        return float(re.sub(r"[' ]", "", digits).replace(",", "."))
    if re.fullmatch(r"\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?|\d{1,3}(?:,\d{3})+\.\d+", digits):
        return float(digits.replace(",", ""))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|\d{1,3}(?:\.\d{3})+,\d+", digits):
        return float(digits.replace(".", "").replace(",", "."))
    if re.fullmatch(r"[1-9]\d{0,2},\d{3}", digits):
        return float(digits.replace(",", "." if decimal == "," else ""))
    if re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", digits):
        return float(digits) if decimal == "." else float(digits.replace(".", ""))
    return float(digits.replace(",", "."))


def decimal_mark(texts: Iterable[str]) -> str:
    """The decimal mark that most unambiguous numbers of a document use; the point when none tells."""
    votes = [_marks(text) for text in texts]
    return "," if sum(commas for _, commas in votes) > sum(points for points, _ in votes) else "."


def _marks(text: str) -> tuple[int, int]:
    """How many numbers of a text have a decimal point for certain, and how many a comma."""
    return len(_POINTS.findall(text)), len(_COMMAS.findall(text))


def month_first(texts: Iterable[str]) -> bool:
    """Whether 03/04/2027 means March the 4th in a document: by its unambiguous dates, else by its currency."""
    votes = money = 0
    for text in texts:
        for first, second in re.findall(r"\b(\d{1,2})[/-](\d{1,2})[/-](?:19|20)?\d\d\b", text):
            votes += (int(second) > 12) - (int(first) > 12)
        money += text.count("$") - text.count("€") - text.count("£")
    return votes > 0 if votes else money > 0


def _is_identifier(digits: str, text: str, end: int) -> bool:
    """Long plain digit strings are numbers of things (form 1234567), not counts."""
    return (
        digits.isdigit()
        and (len(digits) >= 7 or (len(digits) > 1 and digits.startswith("0")))
        and not text[end : end + 1].isspace()
    )


def number_words(quantities: Quantities) -> dict[str, float]:
    """Numbers in words, with those of a ten and a unit: "forty-five", "fünfundvierzig"."""
    words: dict[str, float] = {}
    for language, own in quantities.number_words.items():
        tens = {word: value for word, value in own.items() if value >= _TENS and value < _HUNDRED and value % 10 == 0}
        units = {word: value for word, value in own.items() if value < 10}
        for pattern in quantities.compounds.get(language, ()):
            for ten, high in tens.items():
                words |= {pattern.format(ten=ten, unit=unit): high + low for unit, low in units.items()}
    return words | {word: value for own in quantities.number_words.values() for word, value in own.items()}


def _amount_pattern(quantities: Quantities, words: Iterable[str]) -> re.Pattern[str]:
    attached = "|".join(sorted({re.escape(w) for m in quantities.multipliers for w in m.attached}, key=len, reverse=True))
    spaced = "|".join(sorted({re.escape(w) for m in quantities.multipliers for w in m.words}, key=len, reverse=True))
    number_word = trie(words)
    symbols = sorted((c for c in quantities.currencies if not c.isalpha()), key=len, reverse=True)
    codes = sorted((c for c in quantities.currencies if c.isalpha() and (c.isupper() or c == "Rs")), key=len, reverse=True)
    named = sorted((c for c in quantities.currencies if c not in symbols and c not in codes), key=len, reverse=True)
    prefix = "|".join([*map(re.escape, symbols), *(code + r"\b" for code in codes)])
    suffix = "|".join([*map(re.escape, symbols), *(re.escape(name) + r"\b" for name in [*codes, *named])])
    long_units = "|".join(w for unit in quantities.durations for w in unit.words)
    short_units = "|".join(sorted((s for unit in quantities.durations for s in unit.short), key=len, reverse=True))
    sizes = "|".join(sorted(map(re.escape, quantities.sizes), key=len, reverse=True))

    def amount(name: str) -> str:
        worded = rf"\s?(?i:{spaced})\b(?:(?<=io|rd|sd|mn|bn)\.)?(?:\s(?i:{spaced})\b)?"
        multiplier = rf"(?P<m{name}>(?<=\d)(?:{attached})(?![A-Za-z])|{worded})?"
        repeated = r"(?:(?<=[a-zü])\s?\(\d{1,4}\))?"  # "two (2) hours"
        return rf"(?P<{name}>{_NUMBER}(?!\d|[.,]\d)|\b(?i:{number_word})\b){repeated}{multiplier}"

    return re.compile(
        rf"(?:(?P<between>(?i:between|zwischen|entre))\s+)?(?:(?P<currency>(?<![A-Za-z]){prefix})\s?)?(?<![\w.,#/+])(?<![A-Za-z]-)"
        + amount("a")
        + rf"(?:\s?(?P<separator>(?(between)(?:and|und|y|et|e)|(?:-|to|bis|à)))\s?(?:{prefix})?\s?{amount('b')})?"
        + r"(?:\s?(?P<percent>%|(?i:percent|per cent|Prozent|pour cent|por ciento|por cento)\b)"
        + rf"|\s?-?\s?(?P<size>{sizes})\b|[\s-]{{0,2}}(?P<word>(?i:{long_units}))\b|\s?-?(?P<short>{short_units})\b(?!')"
        + rf"|\s?(?:d'|de\s)?(?P<currency2>{suffix})|(?!\s?[x×/]\s?\d))"
        + r"(?![A-Za-z\d_]|[.,:]\d)"
    )
