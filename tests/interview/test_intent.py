"""What a line in the conversation wants."""

import pytest

from rag.interview.intent import Intent, intent_of
from rag.knowledge.intents import load_intents


@pytest.mark.parametrize(
    ("line", "intent"),
    [
        ("What is our RTO?", Intent.ASK),
        ("which systems run on Oracle", Intent.ASK),
        ("We have six engineers. Is that enough?", Intent.ASK),
        ("Wie hoch ist das Budget?", Intent.ASK),
        ("show me the maintenance window", Intent.ASK),
        ("About 300", Intent.TELL),
        ("Must run on premises", Intent.TELL),
        ("We have no in-house developers.", Intent.TELL),
        ("Draft now", Intent.DRAFT),
        ("skip", Intent.SKIP),
        ("Why do you ask?", Intent.WHY),
        ("überspringen", Intent.SKIP),
    ],
)
def test_intent(line: str, intent: Intent) -> None:
    """Commands, questions and statements are told apart by their form."""
    assert intent_of(line, load_intents()) is intent
