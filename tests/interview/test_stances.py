"""Technologies and the stand that is taken on them."""

import pytest

from rag.extract.normalise import normalise
from rag.interview.amounts import AmountReader
from rag.interview.stances import kinds_of, technologies_by_stance
from rag.knowledge.brief_fields import load_brief_knowledge
from rag.knowledge.gazetteer import load_gazetteer
from rag.knowledge.quantities import load_quantities
from rag.knowledge.questions import load_questions
from rag.knowledge.replies import load_replies

AMOUNTS = AmountReader(
    load_quantities(), load_gazetteer(), load_replies().spoken, load_brief_knowledge().fields.told, "2026-11-29"
)
BANK = load_questions().by_id


@pytest.mark.parametrize(
    ("question", "said", "read"),
    [
        ("Q40", "Java, and Angular would be nice", {"stack.mandated": ["Java"], "stack.preferred": ["Angular"]}),
        (
            "Q40",
            "Postgres ist gesetzt, MySQL dürfen wir nicht mehr",
            {"stack.mandated": ["PostgreSQL"], "stack.forbidden": ["MySQL"]},
        ),
        ("Q40", "anything as long as it isn't PHP", {"stack.forbidden": ["PHP"]}),
        ("Q40", "Preferiríamos Django", {"stack.preferred": ["Django"]}),
        ("Q52", "Python. Nunca: Kubernetes, Kafka", {"team.skills": ["Python"], "team.gaps": ["Kubernetes", "Apache Kafka"]}),
        ("Q52", "never: Docker, Kafka", {"team.gaps": ["Docker", "Apache Kafka"]}),
        ("Q40", "I'd rather have Python, but I won't fight over it", {"stack.preferred": ["Python"]}),
        ("Q52", "Python desde siempre; Docker no lo hemos usado nunca", {"team.skills": ["Python"], "team.gaps": ["Docker"]}),
        ("Q52", "There is a Kubernetes cluster, never once in production", {"team.gaps": ["Kubernetes"]}),
        ("Q52", "Java, seit Jahren nichts anderes", {"team.skills": ["Java"]}),
    ],
)
def test_each_stands_under_the_field_that_is_meant(question: str, said: str, read: dict[str, list[str]]) -> None:
    """What has to be, what would be nice, what must not be; what is known and what never ran."""
    row = BANK[question]
    assert technologies_by_stance(AMOUNTS, normalise(said).text, row.fields[0], row.stances) == read


@pytest.mark.parametrize(
    ("question", "said", "read"),
    [
        ("Q40", "Go and Postgres. No brokers please.", {"stack.forbidden": ["message brokers"]}),
        ("Q40", "Java, aber keine Warteschlangen", {"stack.forbidden": ["message brokers"]}),
        ("Q40", "queues are fine, Kafka too", {}),
        ("Q40", "pas de conteneurs, et rien à surveiller la nuit", {"stack.forbidden": ["containers", "servers of one's own"]}),
        ("Q40", "Keine eigenen Server mehr!", {"stack.forbidden": ["servers of one's own"]}),
        ("Q40", "no server-side rendering", {}),
        ("Q57", "Docker on one box. Queues never.", {"team.gaps": ["message brokers"]}),
        ("Q57", "a queue and some containers, for years", {}),
    ],
)
def test_a_kind_of_technologies_is_refused_without_a_name(question: str, said: str, read: dict[str, list[str]]) -> None:
    """Brokers, containers, servers to mind: whoever wants none of them need not name one."""
    assert {path: found for path, found in kinds_of(said, BANK[question]).items() if found} == read
