"""split_sentences: ends of sentences in prose as companies write it."""

import pytest

from rag.ingest.sentences import split_sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("Back within 4 h. Then test.", ["Back within 4 h.", "Then test."]),
        ("Use e.g. Oracle 19.3 or approx. 5 of them. Done.", ["Use e.g. Oracle 19.3 or approx. 5 of them.", "Done."]),
        ("Am 3. Oktober 2027. Danach nicht.", ["Am 3. Oktober 2027.", "Danach nicht."]),
        ("1. First item. Second sentence.", ["1. First item.", "Second sentence."]),
        ("Gemäß Art. 35 DSGVO z. B. Patienten. Ende.", ["Gemäß Art. 35 DSGVO z. B. Patienten.", "Ende."]),
        ("J. Smith decides. He may.", ["J. Smith decides.", "He may."]),
        ('He said "stop." Then he left.', ['He said "stop."', "Then he left."]),
        ("可用性は九十九。次の文。", ["可用性は九十九。", "次の文。"]),
        ("One paragraph\n\nAnother one", ["One paragraph", "Another one"]),
        ("", []),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    """Stops of abbreviations, numbers, initials and dates do not end a sentence; all others do."""
    assert [text[start:end] for start, end in split_sentences(text)] == sentences
