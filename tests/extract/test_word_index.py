"""Long lists of words are looked for by the first letters of their ways, and found as a plain search finds them."""

import re

import pytest

from rag.extract.word_index import WordIndex, beginnings, ways
from rag.knowledge.stances import load_stances, whole_words

SENTENCES = [
    "Recovering the till takes a day; back-ups are made every night on tape.",
    "Die Wiederherstellung dauert zwei Tage, und die Kasse fällt oft aus.",
    "L'hébergeur s'engage sur ⟦PCT0⟧, pas davantage ; on garde tout ⟦DUR1⟧.",
    "Nadie entra sin tarjeta y PIN, y la contraseña no basta.",
    "O sistema não pode estar parado mais de ⟦DUR0⟧, fica em serviço até ⟦DATE1⟧.",
    "24x7, around the clock, re-typed by hand, SaaS off-the-shelf.",
]


@pytest.mark.parametrize(
    ("pattern", "letters"),
    [
        (r"recover\w*", {"recov"}),
        (r"(?:back|up) again", {"back", "up"}),
        (r"(?:a |each )?quarter", {"a", "each", "quart"}),
        (r"re-?(?:enter|key)", {"re", "reent", "rekey"}),
        (r"⟦NUM\d+⟧ of", {"⟦"}),
        (r"\w*antwort", set()),
    ],
)
def test_the_letters_with_which_a_way_begins(pattern: str, letters: set[str]) -> None:
    """Alternatives, optional parts and marks are followed; what can begin with anything has none."""
    assert beginnings(pattern) == letters


def test_ways_are_parted_only_outside_of_groups_and_classes() -> None:
    """Bars in groups, in classes and behind a backslash part nothing."""
    assert list(ways(r"a(?:b|c)|[|]d|\|e")) == [r"a(?:b|c)", "[|]d", r"\|e"]


def test_the_index_finds_what_a_plain_search_finds() -> None:
    """For every list of our own table and some sentences: the same first place, or none in both."""
    stances = load_stances()
    lists = {"void": stances.void, "past": stances.past, "everyone": stances.everyone}
    for topic in stances.topics:
        given = {"words": topic.words, "unless": topic.unless, **topic.sides}
        lists |= {f"{topic.id}.{name}": pattern for name, pattern in given.items() if pattern}
    index = WordIndex(lists)
    plain = {name: whole_words(pattern) for name, pattern in lists.items()}
    hits = 0
    for sentence in SENTENCES:
        found = index.find(sentence)
        for name, pattern in plain.items():
            expected = pattern.search(sentence)
            assert (expected is None) == (name not in found), (name, sentence)
            if isinstance(expected, re.Match):
                hits += 1
                assert found[name].start() == expected.start(), (name, sentence)
    assert hits > len(SENTENCES)
