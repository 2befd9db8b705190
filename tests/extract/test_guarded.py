"""Looking for plain strings first finds what the expression alone finds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.extract.guarded import Guarded
from rag.extract.needed import EDGE, needed
from rag.knowledge.facts import load_extract_knowledge

KNOWLEDGE = load_extract_knowledge()
CUES = [
    *KNOWLEDGE.cues.phrases.values(),
    *(getattr(KNOWLEDGE.cues.modality, name) for name in ("must_not", "must", "should_not", "should")),
    KNOWLEDGE.cues.time.historic,
    KNOWLEDGE.cues.time.hypothetical,
    KNOWLEDGE.cues.time.planned,
]
RULES = [KNOWLEDGE.rules.expand(rule.pattern) for rule in KNOWLEDGE.rules.rules]
GUARDED = [Guarded(pattern) for pattern in (*CUES, *RULES)]
TEXTS = [text for rule in KNOWLEDGE.rules.rules for text in (rule.reads.text, rule.leaves)]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        (r"\bmust (?:not|never)\b", {"|must| |not|", "|must| |never|"}),
        (r"(?:is|are) required", {"is| |required", "are| |required"}),
        (r"colou?r", {"color", "colour"}),
        (r"(?:soft|hard)ware\w*", {"software", "hardware"}),
        (r"\w+ing\b", {"ing|"}),
        (r"\d{4}|yes", set()),
        (r"(?:maybe)?", set()),
        (r"\bSTRASSE\b", {"|strasse|"}),
        (r"(?<!\w)his(?![\w-])", {"|his|"}),
        (r"(?<!\w)(?:\+|-)his", {"+|his", "-|his"}),
        (r"Maße", {"masse"}),
    ],
)
def test_the_strings_that_a_match_needs(pattern: str, found: set[str]) -> None:
    """All of them where one will do, and none where a match can do without; | where a word begins or ends."""
    assert {part.replace(EDGE, "|") for part in needed(pattern)} == found


def test_capital_letters_count_where_the_expression_says_so() -> None:
    """An expression that minds them is not fooled, and one that does not is."""
    assert Guarded("EU", 0).search("neu") is None
    assert not Guarded("EU", 0).may_match("neu")
    assert Guarded("EU").search("neu") is not None
    assert Guarded("(?i:EU)", 0).search("neu") is not None


def test_a_word_is_not_looked_for_inside_others() -> None:
    """Where the expression wants it whole."""
    his = Guarded(r"\bhis\b")
    assert not his.may_match("this one")
    assert his.search("(His own)") is not None


def test_every_cue_and_rule_finds_the_same_in_the_examples() -> None:
    """The sentences of all rules, each under all expressions."""
    for text in TEXTS:
        for guarded in GUARDED:
            if not guarded.may_match(text):
                assert guarded.expression.search(text) is None, (guarded.expression.pattern, text)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(sorted({word for text in TEXTS for word in text.split()})), min_size=3, max_size=14))
def test_every_cue_and_rule_finds_the_same_in_any_words(words: list[str]) -> None:
    """Words of all examples in any order."""
    text = " ".join(words)
    for guarded in GUARDED[:120]:
        if not guarded.may_match(text):
            assert guarded.expression.search(text) is None, guarded.expression.pattern
