"""ArchiMate models in both formats."""

from tests.ingest.structured.facts import glosses, page_of, quotes

ARCHI = """<?xml version="1.0" encoding="UTF-8"?>
<archimate:model xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xmlns:archimate="http://www.archimatetool.com/archimate" name="Today" id="x" version="4.9.0">
  <folder name="Application" id="f" type="application">
    <element xsi:type="archimate:ApplicationComponent" name="CRM" id="a1"/>
    <element xsi:type="archimate:DataObject" name="Customer" id="a2">
      <documentation>Master data.</documentation>
    </element>
  </folder>
  <folder name="Technology" id="g" type="technology">
    <element xsi:type="archimate:SystemSoftware" name="Oracle 19c" id="t1"/>
  </folder>
  <folder name="Relations" id="r" type="relations">
    <element xsi:type="archimate:AccessRelationship" id="r1" source="a1" target="a2"/>
    <element xsi:type="archimate:FlowRelationship" name="orders via MQ" id="r2" source="a1" target="t1"/>
  </folder>
</archimate:model>
"""
EXCHANGE = """<?xml version="1.0" encoding="UTF-8"?>
<model xmlns="http://www.opengroup.org/xsd/archimate/3.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    identifier="id-1">
  <name xml:lang="en">Target</name>
  <elements>
    <element identifier="id-2" xsi:type="BusinessProcess">
      <name xml:lang="en">Pay invoice</name>
    </element>
    <element identifier="id-3" xsi:type="ApplicationService"><name>Payments</name></element>
    <element identifier="id-4" xsi:type="Goal"><name>Fewer errors</name></element>
  </elements>
  <relationships>
    <relationship identifier="id-5" source="id-3" target="id-2" xsi:type="Serving"><name>SEPA file</name></relationship>
  </relationships>
</model>
"""


def test_archi() -> None:
    """Elements by layer, relationships by their ends, and the product that a system software names."""
    page = page_of("today.archimate", ARCHI)
    assert glosses(page) == [
        "application component CRM layer application",
        "data object Customer layer application documentation Master data.",
        "system software Oracle 19c Oracle 19c layer technology",
        "CRM access Customer",
        "CRM flow Oracle 19c label orders via MQ",
    ]
    assert (page.elements[2].technology, page.elements[2].version) == ("Oracle", "19c")


def test_exchange_format() -> None:
    """Names in tags of their own are quoted with the element."""
    page = page_of("target.xml", EXCHANGE)
    assert glosses(page) == [
        "business process Pay invoice layer business",
        "application service Payments layer application",
        "goal Fewer errors layer motivation",
        "Payments serving Pay invoice label SEPA file",
    ]
    assert '<name xml:lang="en">Pay invoice</name>' in quotes(page)[0]
