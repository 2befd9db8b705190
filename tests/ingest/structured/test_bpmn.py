"""BPMN models as participants, tasks and flows."""

from rag.ingest.element import ElementKind
from tests.ingest.structured.facts import glosses, page_of, quotes

BPMN = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:modeler="http://camunda.org/schema/modeler/1.0"
    modeler:executionPlatform="Camunda Platform" modeler:executionPlatformVersion="7.19.0" id="d1">
  <bpmn:collaboration id="c1">
    <bpmn:participant id="p1" name="Claims department" processRef="proc"/>
    <bpmn:participant id="p2" name="Policy system"/>
    <bpmn:messageFlow id="m1" name="policy data" sourceRef="t2" targetRef="p2"/>
  </bpmn:collaboration>
  <bpmn:process id="proc" name="Handle claim" isExecutable="true">
    <bpmn:laneSet id="ls">
      <bpmn:lane id="l1" name="Clerk"><bpmn:flowNodeRef>t1</bpmn:flowNodeRef></bpmn:lane>
    </bpmn:laneSet>
    <bpmn:startEvent id="s1" name="Every night">
      <bpmn:timerEventDefinition><bpmn:timeCycle>0 0 2 * * ?</bpmn:timeCycle></bpmn:timerEventDefinition>
    </bpmn:startEvent>
    <bpmn:userTask id="t1" name="Check&#10;claim"/>
    <bpmn:serviceTask id="t2" name="Get policy" topic="policies"/>
    <bpmn:exclusiveGateway id="g1"/>
    <bpmn:sequenceFlow id="f1" sourceRef="s1" targetRef="t1"/>
    <bpmn:sequenceFlow id="f2" name="amount &gt; 500" sourceRef="t1" targetRef="g1"/>
    <bpmn:dataStoreReference id="ds" name="Claims archive"/>
  </bpmn:process>
</bpmn:definitions>
"""


def test_a_process() -> None:
    """Who takes part, what is done by whom and when, and what is sent to whom."""
    page = page_of("claim.bpmn20.xml", BPMN)
    assert glosses(page) == [
        "platform Camunda Platform Camunda 7.19.0",
        "participant Claims department",
        "participant Policy system",
        "Get policy message flow Policy system label policy data",
        "process Handle claim",
        "lane Clerk",
        "start event Every night timer 0 0 2 * * ?",
        "user task Check claim lane Clerk",
        "service task Get policy topic policies",
        "Every night sequence flow Check claim",
        "Check claim sequence flow exclusive gateway label amount > 500",
        "data store reference Claims archive",
    ]
    assert quotes(page, ElementKind.SYSTEM)[0] == '<bpmn:participant id="p1" name="Claims department" processRef="proc"/>'
