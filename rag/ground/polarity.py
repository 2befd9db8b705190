"""Does a claim deny what its quotations say, or turn may into must? Cue words and shared stems, clause by clause."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.ground.clauses import split_sentences
from rag.ground.lexicon import LanguageLexicon, Lexicon
from rag.ground.words import WORD, content_stems, language_of, stem

REACH = 4  # words from a negation to what it denies
OVERLAP = 0.4  # share of a claim's stems that a clause must hold to be what the claim speaks of

_AND = re.compile(r"\b(?:and|or|und|oder|et|ou|y|o|e)\s$", re.IGNORECASE)
_COMPATIBLE = {
    "must": {"must", "must_not", "limit", "is"},  # "must stay" and "must not leave"; the same verb is caught as a negation
    "must_not": {"must", "must_not", "banned", "limit", "is"},
    "banned": {"must_not", "banned", "limit", "is"},
    "should": {"should", "is"},
    "should_not": {"should_not", "is"},
    "may": {"may", "can", "limit", "is"},
    "can": {"may", "can", "limit", "is"},
    "limit": {"must", "must_not", "banned", "may", "can", "limit", "is"},  # "must not be kept longer than": kept at most
    "is": {
        "must",
        "must_not",
        "should",
        "should_not",
        "can",
        "limit",
        "is",
    },  # a claim states what a quotation only permits: not so
}
_SAID = {
    "banned": "forbidden",
    "must": "must",
    "must_not": "must not",
    "should": "should",
    "should_not": "should not",
    "may": "may",
    "can": "can",
}


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause as far as it matters here."""

    stems: frozenset[str]
    denied: frozenset[str]  # stems of what a negation denies
    modality: str  # must, must_not, banned (forbidden without a negation), should, should_not, may, can, limit, is
    language: str


def read_clauses(text: str, lexicon: Lexicon, language: LanguageLexicon | None = None) -> tuple[Clause, ...]:
    """The clauses of `text` (in unified form). A clause without an obligation of its own takes that of the one before it."""
    language = language or language_of(text, lexicon)
    clauses: list[Clause] = []
    for start, end in split_sentences(text):
        modality = "is"
        for part in _parts(text[start:end], language):
            own = _modality(part, language)
            modality = own or modality
            clauses.append(_clause(part, modality, language, text[start:end]))
    return tuple(clauses)


def polarity_mismatches(claim: Sequence[Clause], quoted: Sequence[Clause]) -> Iterator[str]:
    """What the claim denies though a quotation states it, and the other way round."""
    stated = {(clause.language, one) for clause in quoted for one in clause.stems - clause.denied}
    denied = {(clause.language, one) for clause in quoted for one in clause.denied}
    for clause in claim:
        for one in sorted(clause.stems):
            key = (clause.language, one)
            if one in clause.denied and key in stated and key not in denied:
                yield f"the sentence denies “{one}”, the quotation states it"
            elif one not in clause.denied and key in denied and key not in stated:
                yield f"the sentence states “{one}”, the quotation denies it"


def denial_mismatches(claim: Sequence[Clause], quoted: Sequence[Clause], *, denies: bool) -> Iterator[str]:
    """As `polarity_mismatches`, for whole sentences: where both deny something, the words may stand in another order.

    Args:
        claim: the sentence.
        quoted: what it rests on.
        denies: whether the sentence denies something, in whatever words.
    """
    stated = {(clause.language, one) for clause in quoted for one in clause.stems - clause.denied}
    denied = {(clause.language, one) for clause in quoted for one in clause.denied}
    own = {(clause.language, one) for clause in claim for one in clause.denied}
    for clause in claim:
        near = _nearest(clause, quoted)
        if clause.denied and near and not any(one.denied or one.modality == "banned" for one in near):
            if word := min((one for one in clause.denied if (clause.language, one) in stated - denied), default=""):
                yield f"the sentence denies “{word}”, the quotation states it"
        elif not denies or not clause.denied:
            for one in sorted(clause.stems):
                key = (clause.language, one)
                if key in denied and key not in stated | own and not (denies and any(one in other.stems for other in near)):
                    yield f"the sentence states “{one}”, the quotation denies it"


def modality_mismatches(claim: Sequence[Clause], quoted: Sequence[Clause]) -> Iterator[str]:
    """Where the claim is more or less binding than what it rests on."""
    for clause in claim:
        near = _nearest(clause, quoted)
        modalities = {one.modality for one in near}
        if near and not modalities & _COMPATIBLE[clause.modality]:
            said = " or ".join(f"“{_SAID[one]}”" for one in sorted(modalities) if one in _SAID)
            claims = f"says “{_SAID[clause.modality]}”" if clause.modality in _SAID else "states as a fact"
            yield (
                f"the sentence {claims}, the quotation says {said}"
                if clause.modality in _SAID
                else (f"the sentence {claims} what the quotation says with {said}")
            )


def _nearest(clause: Clause, quoted: Sequence[Clause]) -> list[Clause]:
    """The clauses that the claim's clause speaks of; all, where words cannot tell (another language, hardly a word)."""
    if not clause.stems:
        return []
    shares = [len(clause.stems & one.stems) / len(clause.stems) for one in quoted]
    best = max(shares, default=0.0)
    if best >= OVERLAP:
        return [one for one, share in zip(quoted, shares, strict=True) if share >= 0.8 * best]
    if clause.modality == "is":
        return []
    if best > 0:
        return [one for one, share in zip(quoted, shares, strict=True) if share == best]
    return [] if any(one.language == clause.language for one in quoted) else list(quoted)


def _parts(sentence: str, language: LanguageLexicon) -> Iterator[str]:
    """The clauses: cut at marks, at words of contrast, and before a second obligation ("… and may …")."""
    cuts = [found.start() for found in language.contrast.finditer(sentence)]
    cuts += [found.start() for found in language.modal.finditer(sentence) if _AND.search(sentence[: found.start()])]
    start = 0
    for cut in sorted(cuts):
        if re.search(r"\w", sentence[start:cut]):
            yield sentence[start:cut]
            start = cut
    yield sentence[start:]


def _modality(clause: str, language: LanguageLexicon) -> str:
    """The clause's first obligation; "" without one."""
    for found in language.modal.finditer(clause):
        cue = found.group()
        if (
            cue.istitle()
            and cue.lower() in language.cues.months
            and (found.start() > 1 or re.match(r"\s\d", clause[found.end() :]))
        ):
            continue  # "May" is the month
        kind = str(found.lastgroup).rpartition("_")[0]
        if any(limit.start() < found.end() and found.start() < limit.end() for limit in language.limit.finditer(clause)):
            return "should" if kind == "should_not" else "limit"
        later = language.cues.later_negation.get(kind)
        return later if later and language.negation.search(_blanked(clause, language), found.end()) else kind
    return ""


def _clause(text: str, modality: str, language: LanguageLexicon, sentence: str) -> Clause:
    stems = frozenset(one for one in content_stems(_blanked(text, language), language.cues) if not one[0].isdigit())
    light = frozenset(stem(language.light, language.cues.id)) | language.light
    denied = frozenset(_denied(text, language, sentence))
    return Clause(stems - light, denied, "banned" if modality == "must_not" and not denied else modality, language.cues.id)


def _blanked(text: str, language: LanguageLexicon) -> str:
    """The text without phrases that hold a negation word but deny nothing."""
    for pattern in (language.limit, language.masked):
        text = pattern.sub(lambda found: " " * len(found.group()), text)
    return text


def _denied(text: str, language: LanguageLexicon, sentence: str = "") -> Iterator[str]:
    """Stems of the words that a negation denies: the first ones after it that carry meaning, with what "or" adds to them."""
    plain = _blanked(text, language).lower()
    negations = list(language.negation.finditer(plain))
    others = list(language.negation.finditer(_blanked(sentence, language).lower()))
    is_double = any(one.group() not in language.cues.privative for one in others)
    for found in negations:
        if is_double and found.group() in language.cues.privative:
            continue  # "not without consent" denies no consent
        words = WORD.findall(plain[found.end() :])
        head = next((at for at, word in enumerate(words[: REACH + 2]) if _carries(word, language)), None)
        if head is None:  # "gilt für Backups nicht"
            before = [word for word in WORD.findall(plain[: found.start()])[-REACH:] if _carries(word, language)]
            yield from stem(before[-2:], language.cues.id)
            continue
        yield from stem([words[head]], language.cues.id)
        while head + 2 < len(words) and words[head + 1] in ("or", "nor", "oder", "noch", "ou", "ni", "o", "nem"):
            head += 2
            yield from stem([words[head]], language.cues.id)


def _carries(word: str, language: LanguageLexicon) -> bool:
    return (
        word not in language.light
        and word not in language.cues.function_words
        and not word[0].isdigit()
        and language.negation.fullmatch(word) is None
    )
