"""WSDL files and XML schemas as services, operations, messages and fields."""

from pathlib import Path

import pytest

from rag.ingest.element import ElementKind
from rag.ingest.structured.xml import MAX_DEPTH, parse_xml
from tests.ingest.structured.facts import glosses, page_of, quotes

WSDL = """<?xml version="1.0" encoding="UTF-8"?>
<wsdl:definitions name="Billing" targetNamespace="urn:billing"
    xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/"
    xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:tns="urn:billing">
  <wsdl:types>
    <xs:schema targetNamespace="urn:billing">
      <xs:complexType name="Invoice">
        <xs:sequence>
          <xs:element name="number" type="xs:string"/>
          <xs:element name="lines" maxOccurs="unbounded">
            <xs:complexType><xs:sequence><xs:element name="amount" type="xs:decimal"/></xs:sequence></xs:complexType>
          </xs:element>
        </xs:sequence>
      </xs:complexType>
      <xs:simpleType name="Status"><xs:restriction base="xs:string">
        <xs:enumeration value="OPEN"/><xs:enumeration value="PAID"/>
      </xs:restriction></xs:simpleType>
    </xs:schema>
  </wsdl:types>
  <wsdl:message name="GetInvoiceRequest"><wsdl:part name="body" element="tns:Number"/></wsdl:message>
  <wsdl:portType name="BillingPort">
    <wsdl:operation name="GetInvoice">
      <wsdl:documentation>Reads one
        invoice.</wsdl:documentation>
      <wsdl:input message="tns:GetInvoiceRequest"/>
    </wsdl:operation>
  </wsdl:portType>
  <wsdl:binding name="BillingSoap" type="tns:BillingPort">
    <soap12:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
  </wsdl:binding>
  <wsdl:service name="BillingService">
    <wsdl:port name="BillingSoap" binding="tns:BillingSoap">
      <soap12:address location="https://erp.example.com/billing"/>
    </wsdl:port>
  </wsdl:service>
</wsdl:definitions>
"""
XSD = """<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema">
  <xsd:element name="Müller" type="xsd:string" minOccurs="0"/>
</xsd:schema>"""


def test_a_wsdl_file() -> None:
    """Services, endpoints, operations and types, each quoted from its own lines."""
    page = page_of("billing.wsdl", WSDL)
    assert glosses(page) == [
        "complex type Invoice fields number, lines",
        "field number in Invoice type string",
        "element type lines fields amount",
        "field amount in lines type decimal",
        "simple type Status values OPEN, PAID",
        "message GetInvoiceRequest parts Number",
        "operation GetInvoice in BillingPort input GetInvoiceRequest documentation Reads one invoice.",
        "binding BillingSoap SOAP interface BillingPort transport http://schemas.xmlsoap.org/soap/http style document",
        "web service BillingService",
        "endpoint BillingSoap address https://erp.example.com/billing service BillingService binding BillingSoap",
    ]
    assert quotes(page, ElementKind.SYSTEM) == ['<wsdl:service name="BillingService">']
    assert quotes(page)[1] == '<xs:element name="number" type="xs:string"/>'
    assert quotes(page, ElementKind.INTERFACE)[1].startswith('<wsdl:operation name="GetInvoice">\n')


def test_a_schema() -> None:
    """A schema of its own, with letters of more than one byte before the tag."""
    page = page_of("a.xsd", XSD)
    assert glosses(page) == ["field Müller type string"]
    assert quotes(page) == ['<xsd:element name="Müller" type="xsd:string" minOccurs="0"/>']


def test_a_file_on_one_line() -> None:
    """A file without line breaks is quoted by the tag itself."""
    page = page_of("billing.wsdl", " ".join(WSDL.split()))
    assert quotes(page, ElementKind.SYSTEM) == ['<wsdl:service name="BillingService">']


def test_wsdl_2() -> None:
    """The later version's interfaces and endpoints."""
    text = """<description xmlns="http://www.w3.org/ns/wsdl">
 <interface name="Stock"><operation name="check"><input element="tns:q"/><output element="tns:r"/></operation></interface>
 <binding name="B" interface="tns:Stock" type="http://www.w3.org/ns/wsdl/soap"/>
 <service name="S" interface="tns:Stock"><endpoint name="E" binding="tns:B" address="https://x.example/s"/></service>
</description>"""
    assert glosses(page_of("s.wsdl", text)) == [
        "operation check in Stock input q output r",
        "binding B SOAP interface Stock",
        "web service S",
        "endpoint E address https://x.example/s service S binding B",
    ]


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ('<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>', 1),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', 1),
        ("<a>" * 100_000, MAX_DEPTH),
        ('<a><b c="1"/><d', 2),
        ("<a x='" + "y" * 100_000, 0),
        ("<a>&nbsp;<b/></a>", 1),
        ("", 0),
    ],
)
def test_hostile_files(text: str, most: int) -> None:
    """Entities, depth and breaks give what stands before them, or nothing."""
    found = list(parse_xml(text).walk())
    assert len(found) <= most
    assert not any(node.said for node in found)


@pytest.mark.shared
def test_a_real_service(shared_data: Path) -> None:
    """The published interface of a state's person registry: its operations and its address."""
    path = shared_data / "packs/alaska-dhss-eis/7-Attachment E - Person Service.wsdl"
    page = page_of(path.name, path.read_text(encoding="utf-8"))
    operations = [element.name for element in page.elements if element.type == "operation"]
    assert operations == [
        *("SearchAddress", "CreatePerson", "GetPerson", "SearchPerson", "DeletePerson", "MergePerson", "UpdatePerson"),
        "SearchProvider",
    ]
    (endpoint,) = [element for element in page.elements if element.type == "endpoint"]
    assert endpoint.detail("address") == "https://esbtest.dhss.alaska.gov/MCIPersonService/PersonService.svc"
    assert page.locator_at(endpoint.start) == "line 501"
