"""Structurizr workspaces as systems, containers and relationships; the facts that they give."""

import pytest

from rag.extract.extract import own_extractor
from rag.ingest.element import ElementKind
from rag.ingest.reader import read_document
from tests.ingest.structured.facts import glosses, page_of, quotes

WORKSPACE = """workspace "Big Bank" "An example" {
    !identifiers hierarchical
    model {
        customer = person "Customer" "A client of the bank." "Person"
        mainframe = softwareSystem "Mainframe Banking System" "Core records" "Existing"
        mail = softwareSystem "E-mail System"
        group "Online" {
            ibs = softwareSystem "Internet Banking" "Shows accounts" {
                web = container "Web App" "Delivers pages" "Java 17 and Spring Boot 2.7"
                api = container "API" {
                    description "JSON over HTTPS"
                    technology "Go"
                    signin = component "Sign-in" "Lets people in" "Spring Bean"
                    -> db "Reads" "JDBC"
                }
                db = container "Database" "Stores users" "Oracle 19c" "Database"
            }
        }
        # relations
        customer -> ibs.web "Visits" "HTTPS" // no comment
        ibs.web -> ibs.api "Calls" "JSON/HTTPS"
        ibs.api.signin -> mainframe "Gets accounts" "XML/HTTPS" {
            tags "slow"
        }
        mail -> ibs.api "Bounces" "SMTP"
        ibs -> unknown "?" "x"
        live = deploymentEnvironment "Live" {
            deploymentNode "DC 1" "" "Ubuntu 20.04" {
                dn = deploymentNode "Tomcat" "" "Apache Tomcat 8.5" {
                    containerInstance ibs.web
                }
            }
        }
    }
    views {
        container ibs "Containers" {
            include *
        }
        styles {
            element "Database" {
                shape Cylinder
            }
        }
    }
}
"""


def test_parts() -> None:
    """People, systems, containers and nodes; the words of views and styles are none."""
    page = page_of("bank.dsl", WORKSPACE)
    assert glosses(page, ElementKind.SYSTEM) == [
        "person Customer description A client of the bank.",
        "software system Mainframe Banking System description Core records",
        "software system E-mail System",
        "software system Internet Banking description Shows accounts",
        "container Web App in Internet Banking description Delivers pages technology Java 17 and Spring Boot 2.7",
        "container API Go in Internet Banking description JSON over HTTPS",
        "component Sign-in Spring Bean in API description Lets people in",
        "container Database Oracle 19c in Internet Banking description Stores users",
        "deployment node DC 1 Ubuntu 20.04",
        "deployment node Tomcat Apache Tomcat 8.5 in DC 1",
    ]
    assert quotes(page, ElementKind.SYSTEM)[5].endswith('technology "Go"')


def test_relationships() -> None:
    """Identifiers are found from where they stand, and a system outside is told apart."""
    assert glosses(page_of("bank.dsl", WORKSPACE), ElementKind.RELATION) == [
        "API relationship Database label Reads protocol JDBC",
        "Customer relationship Web App label Visits protocol HTTPS",
        "Web App relationship API label Calls protocol JSON/HTTPS",
        "Sign-in relationship Mainframe Banking System label Gets accounts protocol XML/HTTPS outside Mainframe Banking System",
        "E-mail System relationship API label Bounces protocol SMTP outside E-mail System",
        "Internet Banking relationship unknown label ? protocol x",
        "Tomcat runs Web App label runs",
    ]


LAST = (("Apache Tomcat", "8.5"), ("Go", ""))


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (
            "technology",
            [("Spring Boot", "2.7"), ("Java", "17"), ("Oracle Database", "19c"), ("Ubuntu", "20.04"), *LAST],
        ),
        ("integration", [("Mainframe Banking System", "XML/HTTPS", "out"), ("E-mail System", "SMTP", "in")]),
    ],
)
def test_facts(kind: str, values: list[tuple[str, ...]]) -> None:
    """What it is built with, each with its version, and what it exchanges with systems outside."""
    document = read_document("bank.dsl", WORKSPACE.encode())
    facts = [fact for fact in own_extractor().extract(document, "d") if fact.kind == kind]
    slots = ("version",) if kind == "technology" else ("protocol", "direction")
    found = {(str(fact.value), *(str(fact.slots[slot]) for slot in slots)) for fact in facts}
    assert found == set(values)
