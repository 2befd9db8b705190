"""Deployment, data flow and migration show this company's places, data and systems; where they cannot, the reason is named."""

from typing import Any

import pytest

from rag.brief.brief import Brief, Integration, Status, System
from rag.knowledge.diagrams import DiagramTable
from rag.knowledge.propose import load_propose_knowledge
from rag.propose.compose import compose
from rag.propose.diagrams.migration import plan_waves
from rag.propose.draft import start_draft
from rag.propose.proposal import Claim, ClaimType, Diagram
from tests.propose.factory import field, make_brief, make_inputs, quote, said
from tests.propose.test_diagrams import diagrams


def with_fields(**changes: Any) -> Brief:
    """The brief with other fields; "__" stands for the dot."""
    brief = make_brief()
    fields = {path.replace("__", "."): item for path, item in changes.items()}
    return brief.model_copy(update={"fields": {**brief.fields, **fields}})


def sentences(diagram: Diagram, kind: ClaimType) -> list[Claim]:
    """The claims of one type under a picture."""
    return [claim for claim in diagram.claims if claim.type is kind]


def test_deployment_shows_places_sizes_and_recovery() -> None:
    """Residency is the outer frame, the second place follows the recovery tier, and the size is the figure of the text."""
    proposal = compose(make_inputs())
    drawn = diagrams(proposal)["deployment"]
    assert "Data must stay in the EU" in drawn.source
    assert "Second region" in drawn.source
    assert "Billing core" in drawn.source
    size = next(claim for claim in sentences(drawn, ClaimType.NUMBER) if claim.formula == "F04")
    assert f"{size.inputs['result']:g} instances at peak" in drawn.source
    told = {claim.sentence for section in proposal.sections if section.id == "capacity" for claim in all_claims(section)}
    assert f"{size.inputs['result']:g}" in told


def all_claims(section: Any) -> list[Claim]:
    """Every claim of a section's tables."""
    return [
        claim
        for block in section.blocks
        if block.kind == "table"
        for row in block.rows
        for cell in row
        if not isinstance(cell, str)
        for claim in cell
    ]


def test_a_weaker_recovery_needs_no_second_place() -> None:
    """With days to recover there are backups and nothing else elsewhere."""
    brief = with_fields(
        rel__rto=field("rel.rto", 259200, said("three days", "Q19"), unit="s", status=Status.STATED),
        rel__rpo=field("rel.rpo", 86400, said("a day", "Q20"), unit="s", status=Status.STATED),
    )
    drawn = diagrams(compose(make_inputs(brief)))["deployment"]
    assert "Second region" not in drawn.source
    assert any(name.startswith("Backups") for name, _, _ in drawn.nodes)


def test_data_flow_names_kinds_of_data_and_what_is_unknown() -> None:
    """All crossings are numbered and protected; a system with which no source names data gets a question mark."""
    drawn = diagrams(compose(make_inputs()))["data-flow"]
    assert "personal, location" in drawn.source
    assert [name.split(" ")[0] for name, _, _ in drawn.nodes] == [str(n) for n in range(1, len(drawn.nodes) + 1)]
    assert all(control for _, _, control in drawn.nodes)
    assert ("To be named") in {data for name, data, _ in drawn.nodes if "Meter gateway" in name}


def test_data_named_with_a_system_is_cited() -> None:
    """A quotation that names a kind of data together with a system puts it on that system's arrow, with its place."""
    classes = field("data.classes", ["contract"], quote("meter gateway ends")).model_copy(
        update={"item_provenance": ((quote("meter gateway ends"),),)}
    )
    drawn = diagrams(compose(make_inputs(with_fields(data__classes=classes))))["data-flow"]
    row = next(data for name, data, _ in drawn.nodes if "Meter gateway" in name)
    assert row == "Contract"
    assert any("Meter gateway" in claim.sentence and claim.evidence for claim in sentences(drawn, ClaimType.COMPANY))


def test_pictures_without_content_are_left_out_and_named() -> None:
    """No kinds of data, nothing to replace: no picture, and the reason stands among what is not in this version."""
    brief = with_fields(data__classes=field("data.classes", None, status=Status.UNKNOWN))
    brief = brief.model_copy(update={"systems": tuple(s for s in brief.systems if s.disposition == "keep")})
    proposal = compose(make_inputs(brief))
    assert not {"data-flow", "migration"} & set(diagrams(proposal))
    told = " ".join(proposal.not_in_version)
    assert "Data flow with trust boundaries: no kinds of data were found" in told
    assert "Migration stages: no system" in told
    assert "Deployment diagram" not in told


def test_migration_follows_the_plan_and_warns_of_early_ends() -> None:
    """What ends first leaves first, waves follow each other, and a contract that ends before is a warning with both dates."""
    systems = (
        System(name="Old mail", is_legacy=True, disposition="retire", provenance=(said("mail goes", "Q14"),)),
        System(name="WorkDesk 4", is_legacy=True, disposition="replace", contract_end="2027-03-31", provenance=(said("x"),)),
    )
    inputs = make_inputs(make_brief(systems=systems, integrations=()))
    waves, left_out = plan_waves(start_draft(inputs))
    assert [wave.system.name for wave in waves] == ["WorkDesk 4", "Old mail"]
    assert left_out == 0
    assert waves[0].moved == waves[1].shadow
    assert all(wave.facade < wave.shadow < wave.cut < wave.moved < wave.off for wave in waves)
    drawn = diagrams(compose(inputs))["migration"]
    warning = next(claim.sentence for claim in sentences(drawn, ClaimType.JUDGEMENT))
    assert "WorkDesk 4 ends on 31 March 2027" in warning
    assert ("Contract ends", "WorkDesk 4", "31 March 2027") in drawn.nodes


def test_many_systems_share_the_last_box() -> None:
    """However many systems stay, each of them is named in the container diagram, which keeps to its size."""
    systems = tuple(
        System(name=f"Register {n:02d}", is_legacy=True, disposition="keep", provenance=(quote("Oracle"),)) for n in range(12)
    )
    interfaces = (Integration(system="Register 03", protocol="SOAP", provenance=(said("soap", "Q15"),)),)
    drawn = diagrams(compose(make_inputs(make_brief(systems=systems, integrations=interfaces))))["container"]
    assert all(system.name in drawn.source for system in systems)
    assert len(drawn.nodes) <= 20


def test_a_crossing_without_a_zone_is_refused() -> None:
    """The table of diagrams cannot name a part that no zone of trust holds."""
    table = load_propose_knowledge().diagrams.model_dump()
    table["crossings"][0]["by"] = "nobody"
    with pytest.raises(ValueError, match="without a zone: nobody"):
        DiagramTable.model_validate(table)


def test_many_partners_are_people_and_no_system() -> None:
    """A counted group at the other end of an interface is drawn as those who exchange messages, not as one more system."""
    group = Integration(system="46 key accounts", protocol="EDIFACT", provenance=(said("EDIFACT", "Q15"),))
    brief = make_brief()
    proposal = compose(make_inputs(brief.model_copy(update={"integrations": (*brief.integrations, group)})))
    kinds = {name: kind for name, kind, _ in diagrams(proposal)["context"].nodes}
    assert kinds["46 key accounts"] == "people"
