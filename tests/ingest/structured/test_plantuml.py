"""PlantUML diagrams, C4 macros included."""

from tests.ingest.structured.facts import glosses, page_of, quotes

DIAGRAM = r"""@startuml
!include <C4/C4_Container>
' Container(fake, "Fake")
Person(user, "Customer")
System_Boundary(c1, "Shop") {
  Container(web, "Web shop", "React 18", "Sells (a lot)")
  ContainerDb(db, "Orders", $techn="PostgreSQL 13")
}
System_Ext(sap, "SAP ECC")
Rel(user, web, "Uses", "HTTPS")
Rel(web, sap, "Sends orders", "IDoc")
Rel_Back(db, web, "Writes")
@enduml
@startuml
package "Back office" {
  [Order Service] as OS
  database "Orders DB" as ODB <<postgres>>
  queue events
}
actor :Clerk: as C
C --> OS : enters\norders
OS -left-> ODB : JDBC
ODB <-- [Reporting] : reads
OS ..> events
alice -> bob : hello
class Order {
  +id : UUID
}
Order "1" *-- "many" Line : has
@enduml
"""


def test_a_file_of_diagrams() -> None:
    """Parts with their technology, arrows in the direction that they point, aliases replaced by names."""
    page = page_of("shop.puml", DIAGRAM)
    assert glosses(page) == [
        "person Customer",
        "system boundary Shop",
        "container Web shop React 18 description Sells (a lot)",
        "container database Orders PostgreSQL 13",
        "system external SAP ECC",
        "Customer relationship Web shop label Uses protocol HTTPS",
        "Web shop relationship SAP ECC label Sends orders protocol IDoc outside SAP ECC",
        "Web shop relationship Orders label Writes",
        "package Back office",
        "component Order Service in Back office",
        "database Orders DB stereotype postgres in Back office",
        "queue events in Back office",
        "actor Clerk",
        "Clerk arrow Order Service label enters orders",
        "Order Service arrow Orders DB label JDBC",
        "Reporting arrow Orders DB label reads",
        "Order Service arrow events",
        "alice arrow bob label hello",
        "class Order",
        "Order arrow Line label has",
    ]
    assert quotes(page)[3] == 'ContainerDb(db, "Orders", $techn="PostgreSQL 13")'


def test_an_alias_may_follow_a_stereotype() -> None:
    """`component "Archive" <<legacy>> as arc` names what `arc` is."""
    page = page_of("a.puml", '@startuml\ncomponent "Archive" <<legacy>> as arc\n[Billing] --> arc : files\n@enduml\n')
    assert [(one.name, one.target) for one in page.elements] == [("Archive", ""), ("Billing", "Archive")]
    assert page.elements[0].detail("stereotype") == "legacy"
