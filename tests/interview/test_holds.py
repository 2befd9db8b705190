"""What holds of an answer: not what others say, what was, and what is asked back."""

import pytest

from rag.interview.holds import Holding
from rag.interview.named import settled
from rag.knowledge.replies import load_replies

REPLIES = load_replies()
HOLDING = Holding(REPLIES)


@pytest.mark.parametrize(
    ("said", "holds"),
    [
        ("the contract says 4 hours, but we need two", "we need two"),
        ("Der Händler sagt zehn, ich sag fünf", "fünf"),
        ("le chef veut mille, moi je dis cent", "cent"),
        ("It used to be every Friday. Now it is the first of the month.", "the first of the month."),
        ("Damals war es Oracle. Wir wollen Postgres.", "Wir wollen Postgres."),
        ("we are three, which team should wait for which?", "we are three"),
        ("A computer that decides about people? Not here. It writes letters.", "Not here. It writes letters."),
        ("we'd like to drop it, but nobody has decided", "nobody has decided"),
    ],
)
def test_what_is_overruled_is_left_out(said: str, holds: str) -> None:
    """The turn behind what others say, what was or what is wished decides; a rhetorical question tells nothing."""
    assert HOLDING.of(said).rstrip(" ,") == holds


@pytest.mark.parametrize(
    "said", ["we need two hours", "Our lawyer says Europe is fine, but not the States", "four hours?", "früher"]
)
def test_what_holds_as_it_stands_is_kept(said: str) -> None:
    """Words without a turn, a turn that only restricts, a short question, and what would leave nothing."""
    assert HOLDING.of(said) == said


def test_a_wish_holds_where_wishes_are_asked_for() -> None:
    """Where it is asked how it shall be, what is wished is not overruled."""
    said = "we'd like the cloud, but today it is in the cellar"
    assert HOLDING.of(said, has_wishes=True) == said


@pytest.mark.parametrize(
    ("said", "opens"),
    [
        ("Non, non. Enfin si, depuis les travaux", "yes"),
        ("nein, doch, manchmal", "yes"),
        ("Yes, well, no", "no"),
        ("God no. Never", "no"),
        ("No, never", "no"),
        ("Sí, siempre", "sí"),
    ],
)
def test_a_no_that_is_taken_back_is_a_yes(said: str, opens: str) -> None:
    """And the other way round; a sigh before it changes nothing."""
    assert settled(said, REPLIES).startswith(opens)
