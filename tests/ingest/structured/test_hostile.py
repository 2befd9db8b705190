"""Structured files that are broken or built to do harm: a reader gives what it can, in the time that the size allows."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.ingest.structured.read import FORMATS, MAX_ELEMENTS, Format, read_elements

# Words out of which texts of each format are made; a format of another family has none here.
WORDS = {
    "wsdl": '<definitions <service name="a"> <port name="b"/> </service> <types> <schema> <element name="c" " < > & ü',
    "xsd": '<schema> <complexType name="a"> </complexType> <element name="b"> </element> <enumeration value="c"/> < > " & ü',
    "openapi": "openapi: 3.0 paths: /a: get: summary: - { } [ ] , components: schemas: properties: type: $ref: & * \" '",
    "asyncapi": 'asyncapi: 2.0 channels: servers: protocol: publish: operations: message: payload: { } [ ] , : - & * "',
    "graphql": 'type Query { } input a: b( ) : [C!]! " """ # @d( enum union | = schema query',
    "proto": 'service A { } rpc B ( ) returns ( stream C ) ; message string d = 1 // /* */ " map< , > oneof',
    "ddl": "CREATE TABLE a ( b INT , PRIMARY KEY ) ; ALTER ADD REFERENCES COMMENT ON IS ' \" ` [ $$ $x$ -- /* GO VIEW FROM",
    "bpmn": '<definitions> <process id="a" name="b"> </process> <userTask id="c" name="d"/> <sequenceFlow sourceRef="a" < " &',
    "archimate": '<model> <element type="Node" name="a" id="b"/> <relationship source="b" target="b"/> </model> < > "',
    "drawio": '<mxfile> <diagram> <mxCell id="a" value="b" edge="1" source="a" target="a" parent="a"/> </diagram> 7V1b < %a%',
    "plantuml": "@startuml component [a] as b \"c\" database -> <-- : ( ) { } Rel( Container( , $techn= /' ' <<x>> @enduml",
    "mermaid": 'graph flowchart erDiagram sequenceDiagram a-->b -- text --> [ ( { } ) ] " | & ; subgraph end A->>B: class',
    "structurizr": 'workspace { } model a = softwareSystem container "b" -> this technology // /* # views containerInstance "',
    "graphviz": 'digraph { } a -> b -- [label="c"] ; node " /* //',
    "d2": "a : b -> c <- -- { } | # shape \" '",
    "jcl": "//A JOB EXEC PGM=B DD DSN=C.D,DISP=(NEW, // //* ' , ( )",
    "cobol": "IDENTIFICATION DIVISION. PROGRAM-ID. A. 01 B. 05 C PIC X. CALL 'D' EXEC SQL FROM END-EXEC 88 E VALUE ' \" . *",
    "copybook": "01 A. 05 B PIC X(3) OCCURS 3 REDEFINES C . 88 D VALUE 'x' \" *> 77",
    "avro": '{ } [ ] , : "type" "record" "name" "a" "fields" "enum" "symbols"',
    "json-schema": '{ } [ ] , : "properties" "title" "a" "$defs" "type" "items" "enum"',
}
OURS = [one for one in FORMATS if one.id in WORDS]
LARGE = ["(", "[", "{", "<", '"', "'", "<a>", "{a: ", "a(", "a -> ", "-- ", "/*", "$a$ ", "\n", " ", "a", "x y = 1 ", "\\"]


def test_every_family_is_here() -> None:
    """The table of words names formats that exist."""
    assert {one.id for one in OURS} == set(WORDS)


@pytest.mark.parametrize("format_", OURS, ids=lambda one: one.id)
@given(data=st.data())
def test_any_text(format_: Format, data: st.DataObject) -> None:
    """Whatever comes, elements are places in the text."""
    words = st.sampled_from([*WORDS[format_.id].split(), "\n", "\n  ", " ", "\t"])
    text = data.draw(st.lists(words, max_size=60).map(data.draw(st.sampled_from(["", " "])).join))
    for element in format_.read("a", text):
        assert 0 <= element.start <= element.end <= len(text)
        assert element.name is not None
        assert element.gloss is not None


@pytest.mark.parametrize("format_", OURS, ids=lambda one: one.id)
def test_time_is_bounded(format_: Format) -> None:
    """A hundred thousand times the same mark, alone or after the format's own words, takes a few seconds at most."""
    marks = [(mark, 100_000) for mark in LARGE] + [(mark, 20_000) for mark in WORDS[format_.id].split()]
    for mark, length in marks:
        for opening in ("", WORDS[format_.id] + "\n"):
            text = opening + mark * (length // len(mark))
            began = time.process_time()
            count = sum(1 for _ in zip(format_.read("a", text), range(MAX_ELEMENTS), strict=False))
            assert time.process_time() - began < 3, f"{mark!r} takes {time.process_time() - began:.1f} s"
            assert count <= MAX_ELEMENTS


def test_elements_are_in_order() -> None:
    """However a reader walks through a file, its elements come by their lines."""
    text = "openapi: 3.0.0\ncomponents:\n  schemas:\n    A: {type: object}\npaths:\n  /a:\n    get: {}\ninfo:\n  title: Z\n"
    starts = [element.start for element in read_elements("a.yaml", text)]
    assert len(starts) == 3
    assert starts == sorted(starts)
