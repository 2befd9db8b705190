"""Who answers for what."""

from tests.ingest.structured.facts import glosses, page_of, quotes

CODEOWNERS = """# who reviews
*                @acme/platform
/services/orders/ @acme/orders jane@example.com # shop
docs/ not-an-owner
[Database] @acme/dba
/db/
"""
MAINTAINERS = (
    "Maintainers\n===========\n- Jane Doe <jane@example.com> (@jane)\nM: John Smith <john@example.com>\nWrite to us.\n"
)
CATALOGUE = """apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: orders
  description: Takes orders
spec:
  type: service
  lifecycle: production
  owner: group:default/orders-team
  system: shop
  dependsOn:
    - resource:default/orders-db
  consumesApis: [payments-api]
---
apiVersion: backstage.io/v1alpha1
kind: API
metadata: {name: orders-api}
spec: {type: openapi, owner: orders-team}
"""


def test_codeowners() -> None:
    """Each path with each of its owners; a section's owners where a path names none."""
    page = page_of(".github/CODEOWNERS", CODEOWNERS)
    assert glosses(page) == [
        "@acme/platform code owner *",
        "@acme/orders code owner /services/orders/",
        "jane@example.com code owner /services/orders/",
        "@acme/dba section owner Database",
        "@acme/dba code owner /db/",
    ]
    assert quotes(page)[1] == "/services/orders/ @acme/orders jane@example.com # shop"


def test_maintainers() -> None:
    """Names, without addresses."""
    assert glosses(page_of("MAINTAINERS", MAINTAINERS)) == ["maintainer Jane Doe", "maintainer John Smith"]


def test_a_catalogue() -> None:
    """Components with owner and system, and what they need."""
    page = page_of("catalog-info.yaml", CATALOGUE)
    assert glosses(page) == [
        "Component orders type service lifecycle production system shop owner group:default/orders-team"
        " description Takes orders",
        "orders-team owner of component orders",
        "orders is part of shop",
        "orders depends on orders-db",
        "orders consumes interface payments-api",
        "API orders-api type openapi owner orders-team",
        "orders-team owner of api orders-api",
    ]
    assert quotes(page)[3] == "- resource:default/orders-db"
