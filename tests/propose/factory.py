"""A made-up company to compose proposals for: one page of its papers, the facts on it, a brief and its decision."""

import hashlib
from typing import Any

from rag.advise.decide import decide
from rag.advise.decision import Decision
from rag.advise.sizing import size
from rag.brief.brief import Brief, Conflict, Constraint, Field, Integration, Provenance, Status, System
from rag.extract.fact import Fact, Modality
from rag.ground.citation import Citation
from rag.interview.question import Question
from rag.knowledge.advise import load_advise_knowledge
from rag.knowledge.propose import load_propose_knowledge
from rag.propose.inputs import ProposalInputs
from rag.propose.proposal import DocumentUse

AS_OF = "2026-11-21"
POLICY = """Continuity policy of Brightwater Utilities.
The work order system must be restored within 4 hours after a failure.
No more than 15 minutes of data may be lost.
The billing core on Oracle Database 19c must remain in place until 2031.
Customer data must not leave the European Union.
The contract for the meter gateway ends on 30 September 2027.
Production changes are frozen from 15 December 2026 to 10 January 2027.
The work order platform must be available 99.9 % of the time.
A key person risk exists: only one engineer knows the meter gateway."""
RUNBOOK = """Runbook, page 9. Recovery of the work order system takes up to 8 hours."""
PAGES = {"policy.pdf": POLICY, "runbook.docx": RUNBOOK}
LIBRARY = {
    "style/modular-monolith": "Modular monolith",
    "style/layered-monolith": "Layered monolith",
    "style/service-based": "Service-based architecture",
    "style/serverless": "Serverless",
    "pattern/event-backbone": "Event backbone with outbox",
    "pattern/hexagonal": "Ports and adapters",
    "pattern/integration-gateway": "Integration gateway",
    "pattern/anti-corruption-layer": "Anti-corruption layer",
    "pattern/circuit-breaker-retry": "Circuit breaker and retry",
    "migration/strangler-fig": "Strangler fig",
    "migration/expand-contract": "Expand and contract",
    "data/retention-erasure": "Retention and erasure",
    "reliability/slo-error-budget": "Service levels and error budgets",
    "reliability/disaster-recovery": "Disaster recovery",
    "reliability/observability": "Observability",
    "security/asvs-baseline": "Security baseline after ASVS",
    "security/identity-federation": "Identity federation",
    "security/threat-model": "Threat modelling",
    "security/supply-chain": "Software supply chain",
    "delivery/progressive-delivery": "Progressive delivery",
    "delivery/trunk-based-ci": "Trunk-based development",
    "delivery/adr": "Decision records",
    "delivery/cost-guardrails": "Cost guard rails",
    "compliance/gdpr": "GDPR",
    "compliance/wcag-eaa": "Accessibility",
    "compliance/pci-dss": "PCI DSS",
    "compliance/nis2": "NIS2",
    "compliance/soc2-iso27001": "SOC 2 and ISO 27001",
}


def sha(name: str) -> str:
    """The hash of a made-up document."""
    return hashlib.sha256(PAGES[name].encode()).hexdigest()


def page_text(sha256: str, page_index: int) -> str | None:
    """The page texts of the made-up documents, as verify asks for them."""
    texts = {sha(name): text for name, text in PAGES.items()}
    return texts.get(sha256) if page_index == 0 else None


def quote(words: str, document: str = "policy.pdf") -> Provenance:
    """A quotation: the line of the document that holds `words`."""
    line = next(line for line in PAGES[document].splitlines() if words in line)
    start = PAGES[document].index(line)
    citation = Citation(
        document_id=document.split(".")[0],
        document=document,
        sha256=sha(document),
        page=3,
        page_index=0,
        locator="p. 3",
        quote=line,
        start=start,
        end=start + len(line),
    )
    return Provenance(kind="document", citation=citation, fact_id=f"fact-{words}", rule="K")


def said(text: str, question: str = "Q05") -> Provenance:
    """An answer."""
    return Provenance(kind="answer", question=question, by="Ada Moreau", at="2026-11-20", text=text)


def field(path: str, value: Any, *provenance: Provenance, unit: str = "", status: Status = Status.DOCUMENTED) -> Field:
    """A field of the brief."""
    if status is Status.ASSUMED:
        source = (Provenance(kind="default", text="usual value"),)
        return Field(path=path, value=value, unit=unit, status=status, confidence=0.2, provenance=source)
    return Field(path=path, value=value, unit=unit, status=status, confidence=0.85, provenance=provenance)


def constraint(id_: str, words: str, category: str, kind: str, **more: Any) -> Constraint:
    """A hard constraint with its quotation."""
    source = quote(words)
    assert source.citation is not None
    values = {"text": source.citation.quote.rstrip("."), "hard": True, "modality": "must", **more}
    return Constraint(id=id_, category=category, kind=kind, provenance=(source,), fact_ids=(source.fact_id,), **values)


def make_brief(**changes: Any) -> Brief:
    """What is known of the made-up company."""
    fields = [
        field("org.name", "Brightwater Utilities", said("Brightwater Utilities", "Q00"), status=Status.STATED),
        field("product.name", "the work order platform", said("the work order platform", "Q00"), status=Status.STATED),
        field("objective.primary", "modernise", said("renew the old work order system", "Q01"), status=Status.STATED),
        field(
            "users.segments",
            [{"name": "field crews", "kind": "internal"}, {"name": "households", "kind": "b2c"}],
            said("crews and households"),
            status=Status.STATED,
        ),
        field(
            "users.concurrent_peak",
            {"day1": 300, "m6": 600, "m24": 1500},
            said("1500 in two years", "Q08"),
            unit="users",
            status=Status.STATED,
        ),
        field("data.classes", ["personal", "location"], quote("Customer data")),
        field("data.residency", {"rule": "eu"}, quote("Customer data")),
        field("rel.slo", 99.9, quote("99.9 %"), unit="%"),
        field("rel.support_hours", "24x7", said("somebody is on call", "Q54"), status=Status.STATED),
        field("rel.rto", 14400, quote("restored within 4 hours"), unit="s", status=Status.CONFLICTED),
        field("rel.rpo", 900, quote("15 minutes"), unit="s"),
        field("org.country", ["DE"], said("Germany", "Q03"), status=Status.STATED),
        field("team.engineers", 6, said("six", "Q09"), status=Status.STATED),
        field(
            "cap.features",
            [{"name": "work orders", "type": "workflow", "priority": "must"}],
            said("work orders", "Q07"),
            status=Status.STATED,
        ),
        field("time.first_release", "2027-06-30", said("end of June", "Q12"), status=Status.STATED),
        field(
            "time.frozen_periods", [{"name": "winter freeze", "from": "2026-12-15", "to": "2027-01-10"}], quote("frozen from")
        ),
        field("budget.total", None, status=Status.UNKNOWN),
        field("accessibility.level", "WCAG 2.2 AA", status=Status.ASSUMED),
        field(
            "perf.latency",
            [{"journey": "open a work order", "pct": 95, "ms": 400}],
            said("400 ms", "Q20"),
            status=Status.STATED,
        ),
        field("host.preference", "cloud", status=Status.ASSUMED),
        field("ops.ci", False, status=Status.ASSUMED),
        field("team.m24", 9, status=Status.ASSUMED),
    ]
    values: dict[str, Any] = {
        "as_of": AS_OF,
        "fields": {item.path: item for item in sorted(fields, key=lambda item: item.path)},
        "constraints": (
            constraint("c-rto", "restored within 4 hours", "interface", "rto", value=14400, unit="s"),
            constraint("c-rpo", "15 minutes", "data", "rpo", value=900, unit="s"),
            constraint("c-oracle", "Oracle Database 19c", "technology", "disposition", subject="Billing core"),
            constraint("c-eu", "European Union", "data", "residency", modality="must_not"),
            constraint("c-slo", "99.9 %", "interface", "availability", value=99.9, unit="%"),
            constraint("c-freeze", "frozen from", "time", "window"),
        ),
        "systems": (
            System(
                name="Billing core",
                technology="Oracle Database",
                version="19c",
                category="rdbms",
                is_legacy=True,
                disposition="keep",
                disposition_hard=True,
                owner="Finance IT",
                support_end="2027-04-30",
                support_note="premier support, table of 2026-08-22",
                provenance=(quote("Oracle Database 19c"),),
            ),
            System(
                name="Meter gateway",
                is_legacy=True,
                disposition="keep",
                contract_end="2027-09-30",
                provenance=(quote("meter gateway ends"),),
            ),
            System(name="WorkDesk 4", is_legacy=True, disposition="replace", provenance=(said("WorkDesk goes", "Q14"),)),
        ),
        "integrations": (
            Integration(
                system="Billing core",
                protocol="nightly file",
                direction="out",
                frequency="nightly",
                provenance=(said("nightly file", "Q15"),),
            ),
        ),
        "conflicts": (
            Conflict(
                id="x1",
                field="rel.rto",
                subject="work order system",
                fact_ids=("f-rto-4", "f-rto-8"),
                used=14400,
                reason="the policy outranks the runbook",
                question="Is it 4 or 8 hours?",
            ),
        ),
    }
    return Brief(**{**values, **changes})


def make_facts() -> tuple[Fact, ...]:
    """Facts behind the contradiction, and a stated risk."""
    found = []
    for id_, kind, words, document, value in (
        ("f-rto-4", "rto", "restored within 4 hours", "policy.pdf", 14400),
        ("f-rto-8", "rto", "8 hours", "runbook.docx", 28800),
        ("f-risk", "risk", "key person", "policy.pdf", None),
    ):
        source = quote(words, document)
        assert source.citation is not None
        found.append(
            Fact(
                id=id_,
                kind=kind,
                statement=source.citation.quote,
                value=value,
                unit="s" if value else "",
                modality=Modality.MUST,
                citation=source.citation,
            )
        )
    return tuple(found)


def make_documents() -> tuple[DocumentUse, ...]:
    """The documents, one of them of no use, one with a page that could not be read."""
    used = [
        DocumentUse(document_id=name.split(".")[0], document=name, sha256=sha(name), pages=4, facts=0, cited=0)
        for name in PAGES
    ]
    leaflet = hashlib.sha256(b"leaflet").hexdigest()
    return (
        *used,
        DocumentUse(
            document_id="leaflet", document="leaflet.pdf", sha256=leaflet, pages=2, facts=0, cited=0, pages_without_text=(2,)
        ),
    )


def make_questions() -> tuple[Question, ...]:
    """Questions still worth asking."""
    return (
        Question(
            id="Q30",
            text="Who operates the platform after the first release?",
            why="changes the hosting",
            form="text",
            fields=("ops.ci",),
            value=0.8,
        ),
        Question(
            id="Q31",
            text="How old may reports be?",
            why="changes the reporting path",
            form="choice",
            fields=("rpt.freshness",),
            value=0.5,
        ),
    )


def make_inputs(brief: Brief | None = None, decision: Decision | None = None, **changes: Any) -> ProposalInputs:
    """Everything that composing takes."""
    brief, advise = brief or make_brief(), load_advise_knowledge()
    decision = decision or decide(brief, advise)
    values: dict[str, Any] = {
        "brief": brief,
        "decision": decision,
        "sizing": size(brief, decision, advise),
        "knowledge": load_propose_knowledge(),
        "library": LIBRARY,
        "workspace": "brightwater",
        "facts": make_facts(),
        "documents": make_documents(),
        "questions": make_questions(),
    }
    return ProposalInputs(**{**values, **changes})
