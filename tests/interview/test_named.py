"""Quick replies in a person's own words: the one that is meant, and none where nothing is."""

import pytest

from rag.interview.named import ChoiceFinder
from rag.knowledge.questions import load_questions
from rag.knowledge.replies import load_replies

TABLE, REPLIES = load_questions(), load_replies()


def finder(id_: str) -> ChoiceFinder:
    """Of a question of the bank."""
    return ChoiceFinder(TABLE.by_id[id_].choices, REPLIES)


@pytest.mark.parametrize(
    ("id_", "text", "label"),
    [
        ("Q01", "We want to spend less time on it, so efficiency", "efficiency"),
        ("Q01", "Not cost. Customer experience", "customer experience"),
        ("Q41", "public cloud; only the archive stays in our data centre", "public cloud"),
        ("Q41", "on premises only, no cloud", "own data centre"),
        ("Q44", "yes, two vendors do", "yes, name"),
        ("Q44", "no, we looked at five", "no"),
        ("Q33", "must not be replaced", "must stay"),
        ("Q53", "build – the integrator", "build"),
        ("Q62", "it suggests, a person decides", "assists staff"),
        ("Q01", "it is complicated", None),
        ("Q41", "in a cellar, or in a cloud, or in our data centre", None),
    ],
)
def test_the_one_that_is_meant(id_: str, text: str, label: str | None) -> None:
    """What comes first counts, what is denied does not, and several at once are none."""
    found = finder(id_).only(text)
    assert (found.label if found else None) == label


@pytest.mark.parametrize(
    ("id_", "text", "labels"),
    [
        ("Q25", "no health data, only personal data", ["personal"]),
        ("Q25", "IBANs and the names of minors", ["personal", "bank", "children"]),
        ("Q27", "who may watch: entitlements. Nothing else", ["who may use what"]),
        ("Q25", "none, really", ["none"]),
        ("Q45", "HIPAA does not apply, only GDPR", ["GDPR"]),
    ],
)
def test_every_one_that_is_named(id_: str, text: str, labels: list[str]) -> None:
    """Of a list all are found, but for those that are denied."""
    assert [choice.label for choice in finder(id_).every(text)] == labels


def test_what_was_only_tried_lowers_what_is_said_with_it() -> None:
    """A name in one breath with playing around is no experience, in another breath it is."""
    assert finder("Q57").highest("we played around with Kafka") == finder("Q57").only("tried")
    assert finder("Q57").highest("we played around with Kafka; RabbitMQ runs one system") == finder("Q57").only("one system")


def test_what_was_given_up_is_not_named() -> None:
    """A closed server room is no wish for one."""
    found = finder("Q41").only("we closed our server room, it goes to Amazon")
    assert found is not None
    assert found.label == "public cloud"


@pytest.mark.parametrize(
    ("id_", "text", "label"),
    [
        ("Q33", "Wir halten daran fest, das bleibt", "must stay"),
        ("Q54", "there is always somebody on duty", "team rota"),
        ("Q63", "only bank transfer, no cards", "none"),
        ("Q63", "by transfer, and a card reader at the counter", "terminals"),
        ("Q58", "Matching waits for nobody", "many independent"),
        ("Q07", "no telemóvel, não há outra coisa", "phone"),
    ],
)
def test_what_is_said_in_a_sentence(id_: str, text: str, label: str) -> None:
    """Patterns say it as well; one that yields does not count beside another, and a Portuguese “no” denies nothing."""
    found = finder(id_).only(text)
    assert found is not None
    assert found.label == label


def test_all_patterns_compile() -> None:
    """Of every quick reply of the bank."""
    assert sum(len(finder(row.id)._says) for row in TABLE.rows) == sum(
        len(one.says) for row in TABLE.rows for one in row.choices
    )
