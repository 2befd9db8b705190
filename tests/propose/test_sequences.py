"""Sequences show the company's own function, parts and interface, in a good and in a failing case."""

from rag.brief.brief import Integration, Status, System
from rag.propose.compose import compose
from rag.propose.draft import start_draft
from rag.propose.parts import build_model
from rag.propose.proposal import ClaimType
from tests.propose.factory import field, make_brief, make_inputs, quote, said
from tests.propose.test_diagrams import diagrams


def test_the_write_path_shows_what_the_company_does() -> None:
    """The function stands in the caption with its source; both cases are drawn and told."""
    features = field("cap.features", ["see the map", "approve a work order"], said("approve", "Q07"), status=Status.STATED)
    brief = make_brief()
    brief = brief.model_copy(update={"fields": {**brief.fields, "cap.features": features}})
    drawn = diagrams(compose(make_inputs(brief)))["sequence-write"]
    assert "approve a work order" in drawn.caption
    assert "see the map" not in drawn.source
    assert "\n  alt " in drawn.source
    assert "\n  else " in drawn.source
    assert len({when for _, when, _ in drawn.nodes}) == 3
    assert drawn.header == ("Step", "When", "What happens")


def test_no_look_at_something_is_drawn_as_what_is_written() -> None:
    """Who looks may be named before, in any of the languages; a question and a task of others are no function of the design."""
    told = ["Der Pächter sieht seine Ernte", "le client consulte son solde", "the clerk approves a claim"]
    rows = [{"name": name, "type": "crud"} for name in told] + [
        {"name": "what was I paid", "type": "task", "segment": "Seller"}
    ]
    features = field("cap.features", rows, said("approve", "Q07"), status=Status.STATED)
    brief = make_brief()
    brief = brief.model_copy(update={"fields": {**brief.fields, "cap.features": features}})
    drawn = diagrams(compose(make_inputs(brief)))["sequence-write"]
    assert "the clerk approves a claim" in drawn.caption


def test_an_integration_names_the_interface_and_its_source() -> None:
    """The kept system with a known interface is chosen, its protocol is the message, and the claim cites where it was said."""
    drawn = diagrams(compose(make_inputs()))["sequence-integration"]
    assert "Billing core" in drawn.caption
    assert "nightly file" in drawn.source
    cited = [claim for claim in drawn.claims if claim.type is ClaimType.COMPANY]
    assert any("nightly file" in claim.sentence and claim.evidence for claim in cited)


def test_without_connected_systems_another_way_is_drawn() -> None:
    """A company that keeps nothing gets no made-up integration."""
    found = diagrams(compose(make_inputs(make_brief(systems=(), integrations=()))))
    assert "sequence-integration" not in found
    assert "sequence-other" in found


def test_an_interface_through_what_goes_is_not_drawn() -> None:
    """Of two interfaces, the one that runs through a system that is to be replaced is not part of the new design."""
    source = (said("both", "Q15"),)
    integrations = (
        Integration(system="Billing core", protocol="orders over WorkDesk every minute", provenance=source),
        Integration(system="Billing core", protocol="SOAP", provenance=source),
    )
    drawn = diagrams(compose(make_inputs(make_brief(integrations=integrations))))["sequence-integration"]
    assert "SOAP" in drawn.source
    assert "WorkDesk" not in drawn.source


def test_hostile_names_end_no_message() -> None:
    """What a document calls an interface cannot add a message, a directive or markup."""
    bad = "SOAP; p0->>p1: owned\n%%{init: {}}%% <script>#quot; end"
    integrations = (Integration(system="Billing core", protocol=bad, provenance=(quote("Oracle"),)),)
    drawn = diagrams(compose(make_inputs(make_brief(integrations=integrations))))["sequence-integration"]
    assert drawn.source.count("%%{init") == 1
    assert "<script" not in drawn.source
    assert "<script" not in drawn.svg
    assert not any(line.strip().startswith("p0->>p1: owned") for line in drawn.source.splitlines())


def test_a_system_is_drawn_once() -> None:
    """An interface named after a system without its brackets, or after its technology, belongs to that system."""
    brief = make_brief()
    renamed = brief.systems[0].model_copy(update={"name": "Billing (finance)"})
    other = Integration(system="Billing", protocol="SOAP", provenance=(said("soap", "Q15"),))
    model = build_model(start_draft(make_inputs(make_brief(systems=(renamed, *brief.systems[1:]), integrations=(other,)))))
    assert [node.name for node in model.neighbours if "Billing" in node.name] == ["Billing (finance)"]
    assert "SOAP" in {flow.label for flow in model.neighbour_flows}


def test_names_in_brackets_are_names_and_what_goes_does_not_stay() -> None:
    """“Core ledger (KORA)” and KORA are one system; an undecided “Web bank (NetBank)” is gone when NetBank is to be retired."""
    source = (quote("Oracle"),)
    systems = (
        System(name="Core ledger (KORA)", is_legacy=True, disposition="keep", provenance=source),
        System(name="KORA", disposition="keep", provenance=(quote("meter gateway"),)),
        System(name="Web bank (NetBank)", is_legacy=True, provenance=source),
        System(name="NetBank", disposition="retire", provenance=source),
    )
    interfaces = (Integration(system="KORA", protocol="IBM MQ", provenance=source),)
    model = build_model(start_draft(make_inputs(make_brief(systems=systems, integrations=interfaces))))
    assert [node.name for node in model.neighbours] == ["Core ledger (KORA)"]
    assert [flow.label for flow in model.neighbour_flows] == ["IBM MQ"]


def test_the_integration_shown_does_business() -> None:
    """With equal knowledge of both, the ledger is shown and not the gateway before it."""
    source = (quote("Oracle"),)
    systems = (
        System(name="A gateway", category="cdn-gateway", is_legacy=True, disposition="keep", provenance=source),
        System(name="Ledger", category="industry", is_legacy=True, disposition="keep", provenance=source),
    )
    interfaces = tuple(Integration(system=name, protocol="SOAP", provenance=source) for name in ("A gateway", "Ledger"))
    drawn = diagrams(compose(make_inputs(make_brief(systems=systems, integrations=interfaces))))["sequence-integration"]
    assert "Ledger" in drawn.caption
