"""Which language a stretch of text is in, told by its function words or its script.

That is enough to choose a stemmer, and to know whether an embedding model was trained on it. In: words in one case and without
accents (`words.fold`), or a text. Out: the name of a language that has a stemmer, English when in doubt; or of a script.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

ENGLISH = "english"
ENOUGH = 3  # function words that a language needs before it is believed

# What carries no subject: articles, pronouns, auxiliaries, conjunctions and prepositions, question words.
_ENGLISH = """
a about after again against all also am an and any are as at be because been before being below between both but by can could
did do does doing down during each few for from further had has have having he her here hers herself him himself his how i if
in into is it its itself just me more most my myself no nor not now of off on once only or other our ours ourselves out over
own same she should so some such than that the their theirs them themselves then there these they this those through to too
under until up very was we were what when where which while who whom why will with would you your yours yourself yourselves s t
"""
# The commonest of other languages, as far as they are no ordinary word of English.
_OTHERS = {
    "german": (
        "der die das und ist nicht ein eine einer eines einem einen den dem des mit von zu zur zum fur auf im als auch "
        "sich wird werden wurde sind bei nach uber aus durch oder wie wenn nur noch kann muss mussen soll hat haben es "
        "wir sie ihr"
    ),
    "french": (
        "le la les et est des du une un dans pour que qui pas par sur avec ce cette ces sont au aux ou nous vous il elle "
        "ils leur plus doit doivent etre ont ete se ne d l"
    ),
    "spanish": (
        "el la los las y es de del un una en para que no por con se su sus lo como mas al son este esta estos o debe "
        "deben ser ha han sin sobre entre"
    ),
    "italian": (
        "il lo la gli le e di del della dei delle un una in per che non con si sono da dal dalla al alla nel nella come "
        "piu anche deve devono essere ha hanno o"
    ),
    "portuguese": (
        "o a os as e de do da dos das um uma em no na nos nas para que nao por com se seu sua mais como ao sao este esta "
        "ou deve devem ser foi pelo pela"
    ),
    "dutch": (
        "de het een en van is niet met op voor dat die te zijn worden wordt door aan bij ook als naar uit of maar kan "
        "moet moeten heeft hebben deze dit wij"
    ),
    "swedish": (
        "och att det som en ett den av for med pa ar inte till har om de var vi kan ska maste eller fran vid nar alla denna"
    ),
    "danish": "og at det som en et den af for med pa er ikke til har om de var vi kan skal eller fra ved nar alle denne der",
    "norwegian": "og a det som en et den av for med pa er ikke til har om de var vi kan skal ma eller fra ved nar alle denne",
    "finnish": "ja on ei se etta ovat tai mutta kun jos oli joka niin kuin myos sen han me ne ole",
    "polish": "i w na z do nie sie jest to ze o jak oraz dla przez po od lub ale ktory ktora ktore sa byc moze",
}
# Two-letter codes (ISO 639-1) of what the names here stand for. A script stands for all languages written in it.
CODES = {
    "english": frozenset({"en"}),
    "german": frozenset({"de"}),
    "french": frozenset({"fr"}),
    "spanish": frozenset({"es"}),
    "italian": frozenset({"it"}),
    "portuguese": frozenset({"pt"}),
    "dutch": frozenset({"nl"}),
    "swedish": frozenset({"sv"}),
    "danish": frozenset({"da"}),
    "norwegian": frozenset({"no", "nb", "nn"}),
    "finnish": frozenset({"fi"}),
    "polish": frozenset({"pl"}),
    "the Greek script": frozenset({"el"}),
    "the Cyrillic script": frozenset({"ru", "uk", "bg", "sr", "mk", "be", "kk", "ky", "mn"}),
    "the Hebrew script": frozenset({"he", "iw", "yi"}),
    "the Arabic script": frozenset({"ar", "fa", "ur"}),
    "the Devanagari script": frozenset({"hi", "mr", "ne", "sa"}),
    "Thai": frozenset({"th"}),
    "Korean": frozenset({"ko"}),
    "Japanese": frozenset({"ja"}),
    "Chinese": frozenset({"zh"}),
}
# First and last letter of each script, taken apart as `words.fold` leaves them: Korean syllables are signs for their sounds.
SCRIPTS = {
    "the Greek script": "\u0370\u03ff",
    "the Cyrillic script": "\u0400\u052f",
    "the Hebrew script": "\u0590\u05ff",
    "the Arabic script": "\u0600\u06ff",
    "the Devanagari script": "\u0900\u097f",
    "Thai": "\u0e00\u0e7f",
    "Korean": "\u1100\u11ff",
    "Japanese": "\u3040\u30ff",
    "Chinese": "\u4e00\u9fff",
}
SCRIPT_SHARE = 0.3  # of a text's letters that a script needs to be its own; names and code stand in Latin letters everywhere
KANA_SHARE = 0.05  # of a Japanese text's letters: the rest can be Chinese characters
_RUNS = {name: re.compile(f"[{ends[0]}-{ends[1]}]") for name, ends in SCRIPTS.items()}
_BEYOND = re.compile(r"[\u0370-\uffff]")
_LETTER = re.compile(r"[^\W\d_]")

FUNCTION_WORDS = {ENGLISH: frozenset(_ENGLISH.split())} | {name: frozenset(words.split()) for name, words in _OTHERS.items()}
_NAMES_OF: dict[str, tuple[str, ...]] = {
    word: tuple(name for name, own in FUNCTION_WORDS.items() if word in own)
    for word in frozenset().union(*FUNCTION_WORDS.values())
}


def language_of(words: Iterable[str]) -> str:
    """The language whose function words are most of `words`; English on a tie or when there are too few."""
    hits = dict.fromkeys(FUNCTION_WORDS, 0)
    for word, count in Counter(words).items():
        for name in _NAMES_OF.get(word, ()):
            hits[name] += count
    best = max(hits, key=lambda name: (hits[name], name == ENGLISH))
    return best if hits[best] >= ENOUGH else ENGLISH


def script_of(text: str) -> str:
    """The script that much of `text` is written in, or "" for Latin letters and those that no language here is known by."""
    if text.isascii() or not _BEYOND.search(text):
        return ""
    text = unicodedata.normalize("NFKD", text)
    letters = len(_LETTER.findall(text)) or 1
    shares = {name: len(run.findall(text)) / letters for name, run in _RUNS.items()}
    if shares["Japanese"] >= KANA_SHARE and shares["Japanese"] + shares["Chinese"] >= SCRIPT_SHARE:
        return "Japanese"
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] >= SCRIPT_SHARE else ""


def in_words(language: str) -> str:
    """A language's name as a sentence has it: "German", "the Cyrillic script"."""
    return language if language.startswith("the ") else language.capitalize()
