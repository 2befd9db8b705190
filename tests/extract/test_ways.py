"""The ways of an expression, each tried alone, find what the whole finds."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.extract.guarded import Guarded
from rag.extract.ways import ways
from rag.knowledge.facts import load_extract_knowledge
from rag.knowledge.stances import load_stances

KNOWLEDGE = load_extract_knowledge()
RULES = KNOWLEDGE.rules.rules
PATTERNS = [KNOWLEDGE.rules.expand(rule.pattern) for rule in RULES]
LISTS = [
    rf"(?<!\w)(?:{words})(?!\w)"
    for topic in load_stances().topics
    for words in (topic.words, topic.unless, *topic.sides.values())
    if words
]
GUARDED = [Guarded(pattern, groups=False) for pattern in (*PATTERNS, *LISTS)]
TEXTS = [text for rule in RULES for text in (rule.reads.text, rule.leaves)]
WORDS = sorted({word for text in TEXTS for word in text.split()})


@pytest.mark.parametrize(
    ("pattern", "patterns"),
    [
        (r"a(?:b|c)|[|]d|\|e", ["a(?:b|c)", "[|]d", r"\|e"]),
        (r"\b(?:must|shall) not", [r"\b(?:must) not", r"\b(?:shall) not"]),
        (r"(?<!\w)(?:\b(?:a|b)c|d)(?!\w)", [r"(?<!\w)(?:\b(?:a)c)(?!\w)", r"(?<!\w)(?:\b(?:b)c)(?!\w)", r"(?<!\w)(?:d)(?!\w)"]),
        (r"(?P<text>one|two) more", ["(?P<text>one) more", "(?P<text>two) more"]),
        (r"(?:a|b)?c", ["(?:a|b)?c"]),
        (r"[^)|]x|y", ["[^)|]x", "y"]),
    ],
)
def test_an_expression_is_parted_at_its_bars(pattern: str, patterns: list[str]) -> None:
    """And at those of a group that begins it; not in classes, behind a backslash, or in what may be left out."""
    assert [way.pattern for way in ways(pattern)] == patterns


@pytest.mark.parametrize(
    ("pattern", "literal"),
    [
        (r"\bmust (?:not|never)", ("must ", True, False)),
        (r"colou?rs", ("colo", False, False)),
        (r"\w{0,30}ings\b", ("ings", False, True)),
        (r"\b(?:not)\b", ("not", True, True)),
        (r"(?<!\w)⟦NUM\d+⟧ (?:of|in)", ("⟦NUM", False, False)),
        (r"(?:may be)? here", (" here", False, False)),
        (r"(?:go) (?:a|b) (?!away)far", ("far", False, False)),
        (r"\d+", ("", False, False)),
    ],
)
def test_the_text_that_stands_in_each_match(pattern: str, literal: tuple[str, bool, bool]) -> None:
    """The longest that no repetition, choice or look ahead takes back."""
    assert [tuple(way.literal) for way in ways(pattern)] == [literal]


def test_every_rule_and_list_finds_the_same_in_the_examples() -> None:
    """The same places in the same order as the whole expression, in the sentences of all rules."""
    hits = 0
    for text in TEXTS:
        for guarded in GUARDED:
            if not guarded.may_match(text):
                continue
            found = [match.span() for match in guarded.finditer(text)]
            assert found == [match.span() for match in guarded.expression.finditer(text)], (guarded.expression.pattern, text)
            hits += bool(found)
    assert hits > len(RULES)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=4, max_size=16))
def test_every_rule_and_list_finds_the_same_in_any_words(words: list[str]) -> None:
    """Words of all examples in any order."""
    text = " ".join(words)
    for guarded in GUARDED:
        found, whole = guarded.search(text), guarded.expression.search(text)
        assert (found and found.span()) == (whole and whole.span()), guarded.expression.pattern


def test_words_are_left_out_way_by_way() -> None:
    """As a substitution with the whole expression does it."""
    pattern = r"\b(?:the|our) (?:new )?portal|portals?|now"
    text = "Now the new portal is one of our portals, and portals stay."
    assert Guarded(pattern).sub("", text) == re.sub(pattern, "", text, flags=re.IGNORECASE)


def test_where_two_ways_begin_at_one_place_the_first_counts() -> None:
    """As in the whole expression, whichever is longer."""
    found = Guarded("data base|data|database").search("a data base")
    assert found is not None
    assert found.group() == "data base"
    assert [match.group() for match in Guarded("data|data base").finditer("data base, data")] == ["data", "data"]
