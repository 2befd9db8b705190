"""What the head of a document tells of its passages."""

from dataclasses import replace

import pytest

from rag.retrieve.heads import held_by_heads
from tests.retrieve.memory import passage

ORCHARD = "Lachlan Bend Irrigators, Hay. Notes for whoever follows me."
TRUST = "Cairn Hope Observatory Trust, Northumberland. To the trustees."
GATES = replace(passage("gates", "Hands off the gates from mid-November on.", "notes.md"), head=ORCHARD)
NIGHTS = replace(passage("nights", "Nothing may be changed in the long nights.", "memo.md"), head=TRUST)
LETTERHEAD = replace(passage("letterhead", TRUST, "memo.md"), head=TRUST)


def test_a_passage_of_the_document_that_is_named_gains() -> None:
    """The words that only the head holds count for its passages, not for those of others, nor for the head itself."""
    shares = held_by_heads("When may nobody touch a thing at Lachlan Bend?", [NIGHTS, GATES, LETTERHEAD])
    assert shares[1] > 0.1
    assert shares.tolist() == [0.0, shares[1], 0.0]


def test_what_every_head_says_tells_little() -> None:
    """A name in all heads lifts all alike and hardly; one in a single head lifts that one's passages more."""
    one = replace(GATES, head="Hay Co-operative. Minutes of the board.")
    other = replace(NIGHTS, head="Hay Co-operative. Contract with Harrowgate.")
    shares = held_by_heads("What does Harrowgate cost the Hay Co-operative?", [one, other])
    assert 0 < shares[0] < shares[1] / 2


def test_a_head_is_compared_in_its_own_language() -> None:
    """Query and head are stemmed alike, whatever language the head is in."""
    text = "Die Anlage wird nachts nicht bedient."
    german = replace(passage("de", text, "brief.md"), head="Wasserverband Leithaboden an die Gemeinden, zu den Funkzählern")
    assert held_by_heads("Leithaboden: wer bedient nachts den Funkzähler?", [german])[0] > 0


def test_nothing_is_read_of_passages_without_heads() -> None:
    """The reference architectures have none; neither has an empty result."""
    assert held_by_heads("restore the service", [passage("a", "restore")]).tolist() == [0.0]
    assert held_by_heads("restore the service", []).tolist() == pytest.approx([])
