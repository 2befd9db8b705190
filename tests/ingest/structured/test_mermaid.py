"""Mermaid diagrams in files of their own and in Markdown."""

from rag.ingest.element import ElementKind
from tests.ingest.structured.facts import glosses, page_of, quotes

PAGE = """# Overview

```mermaid
%% comment
flowchart LR
  subgraph dc [Data centre]
    A[Web shop] -->|HTTPS| B(Order service)
    B --> C[(Orders DB)] & D{{Events}}
  end
  B -- nightly file --> E["SAP ECC"]:::ext
  A-->F;
  classDef ext fill:#fff
```

Text.

```mermaid
sequenceDiagram
  participant W as Web shop
  W->>+API: POST /orders
  API-->>-W: 201
```

```mermaid
erDiagram
  CUSTOMER ||--o{ ORDER : places
  CUSTOMER {
    string email PK "login"
  }
```

- item

  ```plantuml
  @startuml
  [A] --> [B] : uses
  @enduml
  ```

```mermaid
stateDiagram-v2
  [*] --> Open
  Open --> Paid : pay
```
```mermaid
classDiagram
  class Invoice
  Document <|-- Invoice : is a
```
```mermaid
C4Context
  System(a, "Shop")
  System_Ext(b, "Bank")
  Rel(a, b, "pays", "SFTP")
```
```js
a --> b
```
"""


def test_diagrams_in_markdown() -> None:
    """Each kind of diagram gives elements of the page, at their lines; code in other languages gives none."""
    page = page_of("overview.md", PAGE)
    assert glosses(page) == [
        "subgraph Data centre",
        "node Web shop in Data centre",
        "node Order service in Data centre",
        "Web shop link Order service label HTTPS",
        "store Orders DB in Data centre",
        "node Events in Data centre",
        "Order service link Orders DB",
        "Order service link Events",
        "node SAP ECC",
        "Order service link SAP ECC label nightly file",
        "Web shop link F",
        "participant Web shop",
        "Web shop message API label POST /orders",
        "API message Web shop label 201",
        "CUSTOMER relationship ORDER label places",
        "entity CUSTOMER",
        "field email in CUSTOMER type string key PK comment login",
        "A arrow B label uses",
        "[*] arrow Open",
        "Open arrow Paid label pay",
        "class Invoice",
        "Invoice arrow Document label is a",
        "system Shop",
        "system external Bank",
        "Shop relationship Bank label pays protocol SFTP outside Bank",
    ]
    assert quotes(page)[3] == "A[Web shop] -->|HTTPS| B(Order service)"
    assert page.locator_at(page.elements[3].start) == "§ Overview, line 7"


def test_a_file_of_its_own() -> None:
    """Front matter and comments come before the diagram; a chart gives nothing."""
    page = page_of("a.mmd", "---\ntitle: x\n---\n%% y\ngraph TD\n  a --> b --> c\n")
    assert glosses(page, ElementKind.RELATION) == ["a link b", "b link c"]
    assert page_of("b.mmd", 'pie\n  "a --> b" : 3\n').elements == ()
