"""What states nothing is not read as a fact: questions, examples, distant denials, definitions, numbers of sections."""

import pytest

from rag.extract.fact import Time
from tests.extract.test_wording import facts_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Who knows Kubernetes in this house?", set()),
        ("We use Kubernetes.", {("Kubernetes", True)}),
        ("Applications run inside servers such as Jetty.", set()),
        ("Our existing servers such as Jetty are old.", {("Jetty", True)}),
        ("The team has never run anything in Azure.", set()),
        ("There is no Kubernetes in the house.", {("Kubernetes", False)}),
        (
            "The pipeline is built on Azure DevOps (not GitHub) and deploys to Azure.",
            {("Azure DevOps", True), ("GitHub", False), ("Azure", True)},
        ),
        ("A contabilidade grava os dados no SQL Server.", {("SQL Server", True)}),
    ],
)
def test_a_technology_is_told_by_a_statement(text: str, found: set[tuple[str, bool]]) -> None:
    """A question, an example, and a denial of something about it tell nothing; "no" is "in the" in Portuguese."""
    assert {(fact.value, fact.polarity) for fact in facts_of(text, "technology")} == found


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The API of the mapping office allows us 600 requests per minute.", "quota"),
        ("Navis nos deja 40 llamadas por segundo.", "quota"),
        ("L'API plafonne à 50 requêtes par heure.", "quota"),
        ("The gateway handles 600 requests per minute.", "throughput"),
    ],
)
def test_a_limit_of_others_is_no_load(text: str, kind: str) -> None:
    """What an interface accepts is a quota, what it handles is a load."""
    assert [fact.kind for fact in (*facts_of(text, "quota"), *facts_of(text, "throughput"))] == [kind]


@pytest.mark.parametrize("rhythm", ["per month", "monthly", "pm", "monatlich", "par mois"])
def test_growth_is_read_in_the_rhythm_that_is_said(rhythm: str) -> None:
    """A volume that comes again and again is growth."""
    assert [fact.unit for fact in facts_of(f"The archive holds 4 TB; it rises by 600 GB {rhythm}.", "data_volume")] == [
        "GB",
        "GB/month",
    ]


def test_a_law_in_a_question_says_nothing() -> None:
    """Unless the answer follows that it does not apply."""
    assert facts_of("And ISO 27001?", "compliance") == []
    assert [fact.polarity for fact in facts_of("PCI DSS? It does not apply to us.", "compliance")] == [False]


def test_a_definition_is_no_requirement() -> None:
    """A list of the parts of a program under a heading of requirements."""
    assert (
        facts_of("# Requirements\n- `load-orders`: The job that is related to orders and any data of them.", "constraint") == []
    )


def test_the_number_of_a_section_counts_nobody() -> None:
    """5.1 is no number of patients."""
    assert facts_of("5.1 Patient-identifiable data will be processed.", "users") == []


def test_a_row_of_what_is_proposed_is_a_plan() -> None:
    """A list of standards marks what is to come."""
    table = "| Technology | Purpose | Version |\n|---|---|---|\n| {} | Web server | 2.4 |"
    assert {fact.time for fact in facts_of(table.format("PROPOSED: Apache HTTP Server"), "technology")} == {Time.PLANNED}
    assert {fact.time for fact in facts_of(table.format("Apache HTTP Server"), "technology")} == {Time.CURRENT}
