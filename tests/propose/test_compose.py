"""What a composed proposal holds."""

from dataclasses import replace
from typing import Any

import pytest

from rag.brief.brief import Brief, Product, Status, System
from rag.brief.resolve import fill_triple
from rag.export.sources import source_of
from rag.extract.fact import Fact, FactState
from rag.interview.answered import Answered
from rag.interview.question import Question
from rag.interview.turns import Turn
from rag.knowledge.advise import load_advise_knowledge
from rag.propose.assumptions import GROWTH
from rag.propose.compliance import regime_name
from rag.propose.compose import compose
from rag.propose.ledger import Ledger, UntypedClaim, has_basis
from rag.propose.proposal import Claim, ClaimType, Diagram, Proposal, Section, Table, block_claims
from rag.propose.situation import user_groups
from rag.propose.verify import verify
from tests.propose.factory import constraint, field, make_brief, make_inputs, page_text, quote, said


@pytest.fixture(scope="module")
def proposal() -> Proposal:
    """A proposal for the made-up company."""
    return compose(make_inputs())


def test_every_claim_names_its_basis(proposal: Proposal) -> None:
    """No sentence ships without the basis that its type asks for, and every reference leads somewhere."""
    evidence = {entry.id for entry in proposal.evidence}
    assert len(proposal.claims()) > 200
    for claim in proposal.claims():
        assert has_basis(claim), claim
        assert set(claim.evidence) <= evidence
        assert set(claim.entries) <= set(proposal.library)


def test_the_four_headings_and_seven_templates_are_there(proposal: Proposal) -> None:
    """Both founding documents find their structure: four headings at the top level, seven templates marked."""
    top = [section.title for section in proposal.sections if section.level == 1]
    wanted = ["Objective Overview", "Architecture Proposal", "Open Questions", "Challenges and Solutions"]
    assert [title for title in top if title in wanted] == wanted
    assert {section.template for section in proposal.sections} >= {"T1", "T2", "T3", "T4", "T5", "T6", "T7"}


def test_evidence_is_numbered_in_reading_order(proposal: Proposal) -> None:
    """The first source that a reader meets is number 1."""
    seen: list[str] = []
    for claim in proposal.claims():
        seen += [id_ for id_ in claim.evidence if id_ not in seen]
    assert seen == [str(number) for number in range(1, len(seen) + 1)]


def test_a_sentence_without_basis_is_refused() -> None:
    """The ledger does not build a claim that rests on nothing."""
    ledger = Ledger(make_brief(), {}, {})
    with pytest.raises(UntypedClaim):
        ledger.cited("The sky is blue.", [])
    with pytest.raises(UntypedClaim):
        ledger.known("Caches are fast.", "pattern/unknown")
    with pytest.raises(UntypedClaim):
        ledger.said("budget.total", "The budget is ample.")


def test_constraints_are_covered_by_id(proposal: Proposal) -> None:
    """Each constraint has one row, met by a number, a kept system or a pick; every other state names its reason."""
    rows = {row.constraint_id: row for row in proposal.coverage}
    assert set(rows) == {c.id for c in proposal.brief.constraints}
    assert (rows["c-slo"].status, rows["c-slo"].section) == ("satisfied", "slo")
    assert rows["c-oracle"].status == "satisfied"
    assert rows["c-rpo"].status == "satisfied"
    assert all(row.reason for row in rows.values() if row.status in ("partly", "violated", "waived"))


def test_an_empty_brief_is_provisional_and_asks_first() -> None:
    """With nothing known, questions and options follow the summary, and nothing is invented about the company."""
    brief = Brief(as_of="2026-11-21", fields={}, missing_core=("objective.primary", "team.engineers"))
    proposal = compose(make_inputs(brief, facts=(), documents=(), questions=()))
    assert proposal.status == "provisional"
    assert [section.id for section in proposal.sections][:3] == ["summary", "questions", "options"]
    assert not [claim for claim in proposal.claims() if claim.type is ClaimType.COMPANY]
    assert any(text.startswith("Current landscape") for text in proposal.not_in_version)


def test_same_inputs_same_proposal(proposal: Proposal) -> None:
    """Composing twice gives the same value."""
    assert compose(make_inputs()) == proposal


def test_lint_is_clean(proposal: Proposal) -> None:
    """The composer obeys its own lint."""
    assert proposal.lint == ()


def test_what_has_no_name_is_not_named() -> None:
    """Without a product's name the first sentence names none; one system that stays has its verb in the singular."""
    brief = make_brief()
    fields = {path: field for path, field in brief.fields.items() if path != "product.name"}
    one = tuple(system for system in brief.systems if system.disposition == "keep")[:1]
    inputs = replace(make_inputs(brief.model_copy(update={"fields": fields, "systems": one})), product="")
    first, *_ = compose(inputs).sections
    said = [claim.sentence for block in first.blocks for claim in block_claims(block)]
    assert said[0].startswith("We recommend a")
    assert f"{one[0].name} stays; nothing in the first release depends on replacing it." in said


def test_open_questions_say_what_holds_meanwhile() -> None:
    """A constraint that waits for a yes binds as written; a field shows its value; of what nobody knows no value is used."""
    asked = (
        Question(id="Q71:c-slo", topic="confirm", text="Does this hold?", why="It steers.", form="choice", value=0.9),
        Question(id="Q73", text="Which phase?", why="The law.", form="text", fields=("cap.languages",), value=0.8),
        Question(id="Q48", text="Which budget?", why="The scope.", form="number", fields=("budget.monthly_run",), value=0.7),
    )
    brief = make_brief()
    known = field("budget.monthly_run", {"amount": 9500, "currency": "EUR"})
    brief = brief.model_copy(update={"fields": {**brief.fields, "budget.monthly_run": known}})
    section = next(one for one in compose(make_inputs(brief, questions=asked)).sections if one.id == "questions")
    table = next(one for one in section.blocks if isinstance(one, Table))
    until = [row[-1] for row in table.rows]
    assert until[:2] == ["it binds as written", "no value is used"]
    assert "9,500" in str(until[2])


def test_days_ahead_stand_in_the_plan() -> None:
    """Deadlines and ends of contracts come in order with their place in the plan; past ones and the release itself do not."""
    dated = [
        constraint("c-1", "contract for the meter", "contract", "contract_end", value="2027-09-30", subject="Meter gateway"),
        constraint("c-2", "frozen from", "time", "deadline", value="2027-02-01", text="Sign-in by 1 February 2027"),
        constraint("c-3", "frozen from", "time", "deadline", value="2026-01-01", text="Long over"),
        constraint("c-4", "frozen from", "time", "deadline", value="2027-06-30", text="Go live"),
        *(
            constraint(id_, "Oracle", "contract", "contract_end", value="2027-12-31", subject=name, slots={"what": "support"})
            for id_, name in (("c-5", "Billing core"), ("c-6", "Ledger"))
        ),
    ]
    proposal = compose(make_inputs(make_brief(constraints=tuple(dated))))
    plan = next(one for one in proposal.sections if one.id == "plan")
    (days,) = [block for block in plan.blocks if isinstance(block, Table) and block.header[0] == "Day"]
    assert [(row[0], row[2]) for row in days.rows] == [
        ("1 February 2027", "before the first release"),
        ("30 September 2027", "after it"),
        ("31 December 2027", "after it"),
    ]
    assert [claim.sentence for claim in block_claims(days)] == [
        "Sign-in by 1 February 2027.",
        "Contract for Meter gateway ends.",
        "Vendor support for Billing core and Ledger ends.",
    ]


def test_limits_of_interfaces_stand_with_the_data() -> None:
    """Every quota and commitment is said in the words of its source."""
    brief = make_brief()
    limits = field("int.limits", ["The meter gateway takes 100 calls a minute"], quote("meter gateway ends"))
    proposal = compose(make_inputs(brief.model_copy(update={"fields": {**brief.fields, "int.limits": limits}})))
    data = next(one for one in proposal.sections if one.id == "data")
    assert "The meter gateway takes 100 calls a minute." in [c.sentence for block in data.blocks for c in block_claims(block)]


@pytest.mark.parametrize(
    ("values", "is_listed"), [({}, False), ({"cap.payment": "none"}, False), ({"cap.payment": "terminals"}, True)]
)
def test_no_payments_is_said_only_by_a_person(values: dict[str, Any], *, is_listed: bool) -> None:
    """Whoever was not asked about payments is not told that none are taken; whoever takes some finds what these ask for."""
    brief = make_brief()
    fields = {path: field(path, value, said(str(value)), status=Status.STATED) for path, value in values.items()}
    proposal = compose(make_inputs(brief.model_copy(update={"fields": {**brief.fields, **fields}})))
    text = " ".join(claim.sentence for claim in proposal.claims())
    assert "no payments are taken" not in text
    assert ("Card data never reaches our servers" in text) is is_listed


def test_a_fact_about_the_company_is_said_once_in_the_checklists(proposal: Proposal) -> None:
    """No item repeats the fact that another item has given as its reason, and none gives a reason that holds anywhere."""
    here = [claim.sentence for claim in proposal.claims() if claim.sentence.startswith("Here, ")]
    assert here
    assert len(here) == len(set(here))


def test_the_facts_of_a_regime_name_it(proposal: Proposal) -> None:
    """What a law asks, its dates and its clocks stand in the row of the law."""
    section = next(one for one in proposal.sections if one.id == "compliance")
    table = next(block for block in section.blocks if isinstance(block, Table))
    said = {str(row[0]): [claim.sentence for claim in row[-1] if isinstance(claim, Claim)] for row in table.rows}
    told = [one for one in proposal.decision.obligations if one.result in ("in_scope", "likely") and one.facts]
    assert told
    for one in told:
        assert all(any(fact.rstrip(".")[1:] in text for text in said[regime_name(one.regime)]) for fact in one.facts)
    assert regime_name("ISO27001") == "ISO 27001"
    assert regime_name("UK GDPR") == "UK GDPR"


def test_a_load_that_grows_by_assumption_says_so() -> None:
    """Only the point in time that was said cites who said it; the others lead to the assumption, in round numbers."""
    values, note = fill_triple({"day1": 1400.0})
    load = field("users.concurrent_peak", values, said("1,400 at once", "Q09"), unit="users", status=Status.STATED)
    fields = {**make_brief().fields, load.path: load.model_copy(update={"note": note})}
    proposal = compose(make_inputs(make_brief(fields=fields)))
    (growth,) = (one for one in proposal.assumptions if one.field == GROWTH)
    assert growth.text == "Users at once at the peak grow ×5 in 24 months, since only one point in time was said."
    (row,) = (row for row in rows_of(proposal, "Target scale") if row[0] == "Users at once at the peak")
    first, middle, last = (cell[0] for cell in row[1:])
    assert (first.sentence, first.type, bool(first.evidence)) == ("1,400 users", ClaimType.COMPANY, True)
    assert [(one.sentence, one.assumption, one.evidence) for one in (middle, last)] == [
        ("2,090 users", growth.id, ()),
        ("7,000 users", growth.id, ()),
    ]
    assert proposal.lint == ()


def test_what_lies_between_two_known_loads_is_a_number() -> None:
    """Of two points in time that were said, the one between them is computed and can be computed again."""
    values, _ = fill_triple({"day1": 1400.0, "m24": 3000.0})
    load = field("users.concurrent_peak", values, said("1,400, 3,000 in two years", "Q09"), unit="users", status=Status.STATED)
    proposal = compose(make_inputs(make_brief(fields={**make_brief().fields, load.path: load})))
    (row,) = (row for row in rows_of(proposal, "Target scale") if row[0] == "Users at once at the peak")
    middle = row[2][0]
    assert (middle.sentence, middle.formula) == ("1,690 users", "BETWEEN")
    assert not [finding for finding in verify(proposal, page_text).findings if finding.kind == "number"]


@pytest.mark.parametrize(
    ("kept", "said_of_them"),
    [
        (("c-slo",), "The one hard constraint found in the documents and answers is met by the design."),
        (("c-slo", "c-freeze"), "1 is met by the design and 1 is designed for, with a proof to come."),
        (("c-slo", "c-rto"), "All 2 hard constraints found in the documents and answers are met by the design."),
    ],
)
def test_the_summary_counts_hard_constraints_in_good_grammar(kept: tuple[str, ...], said_of_them: str) -> None:
    """One, some and all are each said as a person would say them."""
    brief = make_brief(constraints=tuple(one for one in make_brief().constraints if one.id in kept))
    summary = next(section for section in compose(make_inputs(brief)).sections if section.id == "summary")
    assert any(said_of_them in claim.sentence for block in summary.blocks for claim in block_claims(block))


def test_a_default_of_ours_is_no_reason_where_a_law_gives_one() -> None:
    """The decision about regimes rests on what the company said where anything does."""
    summary = compose(make_inputs()).sections[0]
    rows = [row for block in summary.blocks if isinstance(block, Table) for row in block.rows]
    (reason,) = (row[1] for row in rows if str(row[0]).startswith("Design to"))
    assert not isinstance(reason, str)
    assert reason[0].evidence


def rows_of(proposal: Proposal, caption: str) -> list[tuple[Any, ...]]:
    """The rows of the table with this caption."""
    tables = (block for section in proposal.sections for block in section.blocks if isinstance(block, Table))
    return next(list(table.rows) for table in tables if table.caption == caption)


def test_styles_ruled_out_for_one_reason_stand_together() -> None:
    """With nobody to build anything, one row says so of every style that is built."""
    proposal = compose(make_inputs(nobody_to_build()))
    rows = rows_of(proposal, "Ruled out")
    reasons = [row[1][0].sentence for row in rows]
    assert len(set(reasons)) == len(reasons)
    assert any(reason.startswith("Nobody is there to build or run it") for reason in reasons)
    assert "layered monolith, modular monolith" in rows[0][0].lower()


def test_a_product_that_is_bought_is_not_built() -> None:
    """Who buys a product is not asked for pipelines and canaries, is told what the vendor has to show, and how to leave."""
    proposal = compose(make_inputs(nobody_to_build()))
    assert proposal.decision.recommended is not None
    assert proposal.decision.recommended.style == "CS"
    text = " ".join(claim.sentence for section in proposal.sections for claim in claims_of(section))
    assert "Trunk-based" not in text
    assert "p95 compared with the old version" not in text
    assert "An export of all data was read back outside the product." in text
    assert "One vendor decides about price, functions and pace." in text
    owners = {row[3] for row in rows_of(proposal, "Ship-blocking security checklist")}
    assert "vendor" in owners
    assert not owners & {"engineering", "platform"}
    assert proposal.lint == ()


def test_a_product_that_is_named_is_told_by_its_name() -> None:
    """The summary, the option, the parts and the figures say which product it is; nothing of it is built or hosted here."""
    named = Product(name="Kornblick", covers="51 of 57", provenance=(said("Yes. Kornblick. 51 of 57", "Q44"),))
    proposal = compose(make_inputs(nobody_to_build().model_copy(update={"product": named})))
    text = " ".join(claim.sentence for section in proposal.sections for claim in claims_of(section))
    assert "Kornblick, a configured product" in text
    picked = rows_of(proposal, "Technology picks")
    assert "Kornblick, the product that covers 51 of 57 points" in {row[1] for row in picked}
    picks = {pick.component: pick.name for pick in proposal.decision.picks}
    assert picks["identity"] == "the product's own sign-in, with a second factor"
    assert picks["hosting"].startswith("the vendor's servers")
    assert "Capacity test" not in text
    assert not any("Script on first load" in str(row[0]) for row in rows_of(proposal, "Performance budgets"))
    assert {option.title for option in proposal.decision.options} >= {"Configure Kornblick"}
    assert proposal.lint == ()


def test_doing_least_needs_licences_that_are_there() -> None:
    """Nobody is told to use what is already licensed where no licence is named."""
    without = make_inputs(nobody_to_build()).decision
    licences = field("budget.licences_existing", ["Microsoft 365"], said("Microsoft 365", "Q42"), status=Status.STATED)
    brief = nobody_to_build()
    owned = make_inputs(brief.model_copy(update={"fields": {**brief.fields, licences.path: licences}, "systems": ()})).decision
    assert "CS-lite" not in {option.style for option in without.options}
    assert "CS-lite" in {option.style for option in owned.options}


def test_what_doing_nothing_costs_is_told_where_it_is_said() -> None:
    """In the words of who said it, unless it is nothing serious."""
    words = "the inspector closes us"
    for value, is_told in (("legal breach", True), ("nothing serious", False)):
        loss = field("objective.inaction", value, said(words, "Q03"), status=Status.STATED)
        brief = make_brief()
        proposal = compose(make_inputs(brief.model_copy(update={"fields": {**brief.fields, loss.path: loss}})))
        options = next(section for section in proposal.sections if section.id == "options")
        text = " ".join(claim.sentence for claim in claims_of(options))
        assert (f"what changing nothing leads to is told: “{words}”" in text) is is_told


def test_a_contract_that_ends_stands_beside_changing_nothing() -> None:
    """The end of a contract for what is to go, never of what stays."""

    def said_of(brief: Brief) -> str:
        proposal = compose(make_inputs(brief))
        options = next(section for section in proposal.sections if section.id == "options")
        return " ".join(claim.sentence for claim in claims_of(options))

    plain = make_brief()
    assert "costs no project money" in said_of(plain)
    ending = [one.model_copy(update={"contract_end": "2027-06-30"}) for one in plain.systems if one.disposition == "replace"]
    gone = plain.model_copy(update={"systems": tuple(ending)})
    assert "the contract for WorkDesk 4 ends on 30 June 2027" in said_of(gone)


def test_nobody_writes_adapters_for_a_product_that_is_bought() -> None:
    """What stays is connected by the product, and its owner sees that run before signing."""
    proposal = compose(make_inputs(nobody_to_build()))
    text = " ".join(str(claim.sentence) for section in proposal.sections for claim in claims_of(section))
    assert "adapter" not in " ".join(pick.name for pick in proposal.decision.picks)
    assert "One adapter owns this interface" not in text
    assert "One adapter per system" not in text


def test_a_replaced_system_is_quoted_where_its_replacement_is_a_risk(proposal: Proposal) -> None:
    """The risk of replacing cites what goes, not what stays."""
    challenges = next(section for section in proposal.sections if section.id == "challenges")
    (claim,) = (claim for claim in claims_of(challenges) if claim.sentence == "A running system is replaced.")
    entries = {entry.id: entry for entry in proposal.evidence}
    assert [entries[id_].answer for id_ in claim.evidence] == ["WorkDesk goes"]


def test_a_section_says_what_it_commits_to(proposal: Proposal) -> None:
    """Where the matrix points to a section for a constraint, the section holds the measure, with the constraint's source."""
    release = next(section for section in proposal.sections if section.id == "release")
    (claim,) = (claim for claim in claims_of(release) if "c-freeze" in claim.constraint_ids)
    assert "the release calendar blocks the period" in claim.sentence
    assert claim.evidence


def nobody_to_build() -> Brief:
    """The made-up company without anybody who builds, and with a product that covers nearly everything."""
    none = {"team.engineers": 0, "team.m24": 0}
    fields = {path: field(path, value, said("nobody", "Q51"), status=Status.STATED) for path, value in none.items()}
    covered = field("cap.saas_coverage", 0.9, said("nearly all", "Q44"), status=Status.STATED)
    return make_brief(fields={**make_brief().fields, **fields, covered.path: covered})


def claims_of(section: Section) -> list[Claim]:
    """Every sentence of a section."""
    return [claim for block in section.blocks for claim in block_claims(block)]


def test_a_draft_from_papers_alone_does_not_claim_answers() -> None:
    """Who drafts before the first question is told so."""
    papers = compose(make_inputs(Brief(as_of="2026-11-21", fields={}), facts=(), questions=()))
    said_in = [claim.sentence for claim in claims_of(papers.sections[0])]
    assert any(sentence.endswith("no question has been answered yet.") for sentence in said_in)
    asked = [claim.sentence for claim in claims_of(compose(make_inputs()).sections[0])]
    assert any(sentence.endswith("and the answers given.") for sentence in asked)


def test_money_without_a_unit_is_in_the_currency_of_the_company() -> None:
    """“6.2 million” of a house in Québec are Canadian dollars; what was said with a unit keeps it."""
    known = make_brief()
    seat = field("org.country", ["CA-QC"], said("Québec", "Q73"), status=Status.STATED)
    for unit, shown in (("", "CAD 6,200,000"), ("EUR", "EUR 6,200,000")):
        budget = field("budget.total", 6_200_000, said("6.2 million", "Q48"), unit=unit, status=Status.STATED)
        brief = known.model_copy(update={"fields": {**known.fields, "org.country": seat, "budget.total": budget}})
        told = [one.sentence for section in compose(make_inputs(brief)).sections for one in claims_of(section)]
        assert f"The stated budget is {shown}." in told


@pytest.mark.parametrize(("size", "is_told"), [(0.75, True), (0.25, False)])
def test_a_large_system_of_today_is_a_risk_to_the_plan(size: float, *, is_told: bool) -> None:
    """The weeks cover the work items that are listed; what else a large old system holds is said to come on top."""
    incumbent = field("legacy.incumbent", {"size": size}, said("690,000 lines", "Q38"), status=Status.STATED)
    known = make_brief()
    brief = known.model_copy(update={"fields": {**known.fields, "legacy.incumbent": incumbent}})
    told = [one.sentence for section in compose(make_inputs(brief)).sections for one in claims_of(section)]
    assert any("is large" in sentence for sentence in told) is is_told


def test_what_must_hold_before_the_first_release_is_done_before_it(proposal: Proposal) -> None:
    """Hardening, the audit of accessibility and the tried restore belong to the first release, not to what follows it."""
    before = {item.basis.split(" ")[1]: item.milestone for item in proposal.handover.backlog if item.likely}
    assert {before[name] for name in ("security", "accessibility", "recovery")} == {"M2"}
    ids = [milestone.id for milestone in proposal.handover.milestones]
    assert ids == [f"M{number}" for number in range(len(ids))]


def test_a_lack_that_nobody_stated_is_told_as_unsaid() -> None:
    """Without a word on delivery the risk is that no sign was found; a stated lack is told as one and cites who said it."""
    fields = make_brief().fields
    poor = {**fields, "team.engineers": field("team.engineers", {"day1": 1, "m24": 1}, said("one"), status=Status.STATED)}
    by_hand = {**poor, "ops.cd": field("ops.cd", False, said("we release by hand", "Q55"), status=Status.STATED)}
    modern = {**poor, "ops.iac": field("ops.iac", True, said("all in Terraform", "Q55"), status=Status.STATED)}
    for known, words, cites in (
        (poor, "No sign was found", False),
        (modern, "No sign was found", False),
        (by_hand, "missing", True),
    ):
        made = compose(make_inputs(make_brief(fields=known)))
        told = [one for one in made.claims() if "infrastructure" in one.sentence and "rule RK-OPS" in one.trace]
        assert told, words
        assert all(words in one.sentence and bool(one.evidence) is cites for one in told)


def test_a_stream_heads_the_load_that_it_is() -> None:
    """Where events are the work, the section on capacity begins with them."""
    stream = field(
        "scale.events_per_s", {"day1": 900, "m6": 1000, "m24": 1400}, said("900 a second"), unit="1/s", status=Status.STATED
    )
    proposal = compose(make_inputs(make_brief(fields={**make_brief().fields, stream.path: stream})))
    section = next(one for one in proposal.sections if one.id == "capacity")
    first = next(claim for block in section.blocks for claim in block_claims(block))
    assert first.sentence.startswith("The stream that it has to carry: 900 per second at launch")


def test_a_group_of_which_nobody_knows_what_it_is_leaves_the_public_open() -> None:
    """Couples and guests may be anybody; staff alone are not the public."""
    for kind, left_out in (("", False), ("internal", True)):
        users = field("users.segments", [{"name": "couples", "kind": kind}], said("couples"), status=Status.STATED)
        proposal = compose(make_inputs(make_brief(fields={**make_brief().fields, users.path: users})))
        text = " ".join(claim.sentence for claim in proposal.claims())
        assert ("Accessibility statement and feedback channel" not in text) is left_out


def test_a_date_that_nobody_knows_is_told_as_what_stands_in_for_it() -> None:
    """The question for it says that the plan follows the estimate; another open question says that nothing is used."""
    fields = {path: known for path, known in make_brief().fields.items() if path not in ("time.first_release", "legacy.style")}
    asked = [
        Question(id=id_, topic="plan", text=f"{id_}?", why="It matters.", form="text", fields=(path,))
        for id_, path in (("Q49", "time.first_release"), ("Q38", "legacy.style"))
    ]
    proposal = compose(make_inputs(make_brief(fields=fields), questions=tuple(asked)))
    row, other = rows_of(proposal, "Questions in order of what their answers can change")
    assert (row[-1], other[-1]) == ("the plan follows the estimate", "no value is used")


def test_a_group_of_users_is_told_once() -> None:
    """“4,200 business customers with 6,500 users” tells both numbers; other groups with a number of their own stay."""
    groups = [
        {"name": "business customers with 6,500 users", "kind": "b2b", "count": 4200},
        {"name": "customers", "kind": "b2c", "count": 4200},
        {"name": "users", "count": 6500},
        {"name": "drivers", "kind": "internal", "count": 4200},
    ]
    users = field("users.segments", groups, said("customers and drivers"), status=Status.STATED)
    brief = make_brief(fields={**make_brief().fields, users.path: users})
    assert [one["name"] for one in user_groups(brief)] == ["business customers with 6,500 users", "drivers"]


def test_what_is_installed_with_customers_promises_no_minutes() -> None:
    """No load to size, no bill to pay, no error budget: how it behaves on each machine, and how it comes back."""
    there = said("on our customers' PCs", "Q41")
    fields = dict(make_brief().fields)
    fields["host.preference"] = field("host.preference", "customer_site", there, status=Status.STATED)
    fields["cap.client"] = field("cap.client", ["desktop"], there, status=Status.STATED)
    installed = {section.id: section for section in compose(make_inputs(make_brief(fields=fields))).sections}
    capacity, levels = installed["capacity"].blocks, installed["slo"].blocks
    assert not any(isinstance(block, Table) for block in capacity)
    assert "no servers of its own" in block_claims(capacity[0])[0].sentence
    assert any("without a crash" in str(row[0]) for block in levels if isinstance(block, Table) for row in block.rows)
    assert not any("error budget" in claim.sentence for block in levels for claim in block_claims(block))


def test_what_was_tried_and_given_up_is_told_beside_the_option_concerned() -> None:
    """As a sentence of its own with its source, and against an option of that style; other options are left alone."""
    text = "we put a broker in between in 2023 and took it out again because the order was lost"
    items = [{"name": "a broker", "technology": "", "when": "2023", "why": "the order was lost", "styles": ""}]
    inputs = make_inputs()
    first = inputs.decision.options[0]
    items[0]["styles"] = first.style.removesuffix("-lite")
    tried = field("legacy.tried", items, said(text), status=Status.STATED)
    proposal = compose(make_inputs(make_brief(fields={**make_brief().fields, tried.path: tried})))
    told = "Tried (2023) and given up: a broker; “the order was lost”."
    (row,) = (row for row in rows_of(proposal, "The options side by side") if row[0] == "Against")
    assert told in [claim.sentence for claim in row[1]]
    is_other = not inputs.decision.options[-1].style.startswith(first.style)
    assert not is_other or told not in [claim.sentence for claim in row[-1]]
    claims = [claim for claim in proposal.claims() if claim.sentence == told]
    assert len(claims) >= 2
    assert all(claim.evidence for claim in claims)


def told(**values: Any) -> str:
    """The whole proposal as one text, where these things were said beside the factory's brief."""
    brief = make_brief()
    fields = {path: field(path, value, said(str(value)), status=Status.STATED) for path, value in values.items()}
    proposal = compose(make_inputs(brief.model_copy(update={"fields": {**brief.fields, **fields}})))
    cells = [
        cell
        for section in proposal.sections
        for block in section.blocks
        if isinstance(block, Table)
        for row in block.rows
        for cell in row
        if isinstance(cell, str)
    ]
    return " ".join([*(claim.sentence for claim in proposal.claims()), *cells])


def test_nobody_is_woken_where_nobody_is_on_duty() -> None:
    """A few people without a rota get no second line, no pages and no rates at which a budget burns."""
    text = told(**{"team.engineers": {"day1": 3, "m24": 3}, "rel.support_hours": "office", "ops.oncall": False})
    assert not [words for words in ("second line", "on-call rota", "All gone after", "one of the two") if words in text]
    assert "the rest waits until morning" in text
    assert "one of the three" in text


def test_a_rota_is_kept_where_there_is_one() -> None:
    """Somebody who is on duty is paged, and hands over."""
    text = told(**{"team.engineers": {"day1": 12, "m24": 16}, "ops.oncall": True, "rel.support_hours": "24x7"})
    assert "second line" in text
    assert "the rest waits until morning" not in text
    assert "one of the three" not in text


def test_an_installed_program_has_no_pages_and_no_canary() -> None:
    """What is installed has no paint of a page, no cookies and no share of users who get it first."""
    text = told(**{"cap.client": ["desktop"]})
    assert not [
        words for words in ("contentful paint", "cross-site", "content security policy", "Status page") if words in text
    ]
    assert "One site, group or part of the users" in text


def test_an_assumption_says_which_other_value_would_turn_the_recommendation() -> None:
    """What was tried and turns nothing is listed with its own effect; less of what there is none of is no change."""
    turns = {"ops.ci": (Turn(True, "SB"),), "accessibility.level": ()}
    made = compose(make_inputs(turns=turns))
    told = {one.field: one for one in made.assumptions}
    assert told["ops.ci"].effect == "yes: the recommendation becomes service-based architecture"
    assert not told["accessibility.level"].decides
    assert not any(flip.level < 3 and flip.fields == ("ops.ci",) for flip in made.decision.flips if flip.code == "OPS")


def test_confidence_follows_the_way_a_value_became_known() -> None:
    """Said counts before documented, documented before derived, and a default is the least, however sure the reading was."""
    known = make_brief().fields
    unsure = known["rel.slo"].model_copy(update={"confidence": 0.3})
    answered = field("rel.slo", 99.5, said("99.5", "Q18"), status=Status.STATED).model_copy(update={"confidence": 0.4})
    usual = field("rel.slo", 99.9, status=Status.ASSUMED)
    for slo, sure in ((unsure, "medium"), (answered, "high"), (usual, "low")):
        proposal = compose(make_inputs(make_brief(fields={**known, "rel.slo": slo})))
        row = next(row for row in rows_of(proposal, "Key decisions") if "availability" in row[0])
        assert row[2] == sure


def with_field(*fields: Any, **changes: Any) -> Brief:
    """The made-up company with other fields."""
    return make_brief(fields={**make_brief().fields, **{one.path: one for one in fields}}, **changes)


def mention(topic: str, words: str) -> Fact:
    """A passage that speaks of a topic."""
    source = quote(words)
    assert source.citation is not None
    return Fact(
        id=f"m-{topic}",
        kind="mention",
        statement=source.citation.quote,
        value=topic,
        state=FactState.HEARD,
        citation=source.citation,
    )


def answer(id_: str, asked: str, words: str, *fields: str, **more: Any) -> Answered:
    """An answer of which nothing was read."""
    return Answered(id_, asked, fields, frozenset(), said(words, id_), **more)


def text_of(proposal: Proposal, section: str) -> str:
    """All sentences and plain cells of a section."""
    found = next((one for one in proposal.sections if one.id == section), None)
    cells = [cell for block in found.blocks if isinstance(block, Table) for row in block.rows for cell in row] if found else []
    return (
        " ".join([*(c.sentence for c in claims_of(found)), *(cell for cell in cells if isinstance(cell, str))]) if found else ""
    )


def test_a_system_of_today_without_a_name_is_not_denied() -> None:
    """Its size alone makes a row, and what becomes of it has to be decided; passages that name none are quoted."""
    size = field("legacy.incumbent", {"size": 0.75}, said("one program, 300,000 lines", "Q38"), status=Status.STATED)
    brief = with_field(size, systems=(), integrations=())
    proposal = compose(make_inputs(brief, heard=(mention("systems", "Oracle Database 19c"),)))
    told = text_of(proposal, "landscape")
    assert "System of today, not named: “one program, 300,000 lines”" in told
    assert "no system could be read from it by name: “The billing core" in told
    assert "leaves step by step behind a facade" in told
    missing = " ".join(proposal.not_in_version)
    assert "Current landscape" not in missing
    assert "what becomes of the system of today is not decided" in missing
    known = with_field(size.model_copy(update={"provenance": (said("one WorkDesk, 300,000 lines", "Q38"),)}))
    named = known.model_copy(update={"systems": tuple(one for one in known.systems if one.disposition == "keep")})
    assert "not named" in text_of(compose(make_inputs(named)), "landscape")
    desk = System(name="WorkDesk", is_legacy=False, owner="Operations", provenance=(said("WorkDesk", "Q14"),))
    named = named.model_copy(update={"systems": (*named.systems, desk)})
    assert "not named" not in text_of(compose(make_inputs(named)), "landscape")
    nothing = compose(make_inputs(make_brief(systems=(), integrations=())))
    assert "Current landscape: no system of today was found" in " ".join(nothing.not_in_version)


def test_an_answer_that_was_not_understood_stands_beside_its_question() -> None:
    """It is neither unknown nor unasked; of what nobody could say it is told that it was asked."""
    given = (
        answer("Q02", "How will you know it worked?", "fewer tears", "objective.success_metric", is_unread=True),
        answer("Q08", "Which languages?", "no idea", "cap.languages", is_unknown=True),
    )
    unknown = [field(path, None, status=Status.UNKNOWN) for path in ("objective.success_metric", "cap.languages", "scope.mvp")]
    proposal = compose(make_inputs(with_field(*unknown), answered=given))
    assert [row[0] for row in rows_of(proposal, "Answered, but not understood")] == ["How will you know it worked?"]
    told = text_of(proposal, "questions")
    assert "“fewer tears”" in told
    assert "Asked, and nobody could say: languages of the interface." in told
    assert "smallest useful version" in told.partition("Not asked, and not recognised in any document: ")[2]


def test_an_assumption_shows_what_is_said_beside_it() -> None:
    """A default beside a passage or an answer on the same thing tells it."""
    heard = (mention("pipeline", "key person risk"),)
    given = (
        answer("Q49", "When must the first version be usable?", "when the grass stops", "host.preference", is_unread=True),
    )
    told = text_of(compose(make_inputs(heard=heard, answered=given)), "assumptions") + text_of(
        compose(make_inputs(heard=heard, answered=given)), "questions"
    )
    assert "Check it, since sources speak of it: “A key person risk exists" in told
    assert "Check it, since sources speak of it: “when the grass stops”" in told


def test_what_a_list_leaves_out_is_no_denial_where_sources_speak_of_it() -> None:
    """An item on payments is left out with the words that speak of them."""
    proposal = compose(make_inputs(heard=(mention("payments", "Customer data"),)))
    assert "SEC-22 is left out: nothing was found that says that cards are taken here" in text_of(proposal, "security")
    assert "Check it all the same, since sources speak of it: “Customer data" in text_of(proposal, "security")


def test_what_papers_leave_open_is_quoted_among_the_open_questions() -> None:
    """Their own lists of open points, and what they say of themselves that it no longer holds."""
    told = text_of(compose(make_inputs(heard=(mention("open", "frozen from"), mention("outdated", "99.9 %")))), "questions")
    assert "“Production changes are frozen" in told
    assert "no longer hold or have to be changed: “The work order platform" in told


def test_a_yes_is_shown_with_what_it_confirmed() -> None:
    """The index of sources says what was to be confirmed."""
    audit = field("data.audit", "full", said("yes", "Q71:data.audit"), status=Status.CONFIRMED)
    given = (Answered("Q71:data.audit", "to confirm “Proof: full”", ("data.audit",), frozenset({"data.audit"}), said("yes")),)
    slo = field("rel.slo", 99.9, said("yes", "Q71:data.audit"), unit="%", status=Status.CONFIRMED)
    proposal = compose(make_inputs(with_field(audit, slo), answered=given))
    entry = next(one for one in proposal.evidence if one.answer == "yes")
    assert source_of(entry).startswith("Answer to Q71 (to confirm “Proof: full”)")


def test_who_is_reached_by_text_message_is_drawn_with_its_gateway() -> None:
    """A channel that is no screen stands among the clients, the picks and the neighbours."""
    brief = make_brief()
    clients = field("cap.client", ["web", "sms"], said("half of them only by SMS", "Q07"), status=Status.STATED)
    proposal = compose(make_inputs(brief.model_copy(update={"fields": {**brief.fields, "cap.client": clients}})))
    shown = [block.source for section in proposal.sections for block in section.blocks if isinstance(block, Diagram)]
    assert any("Gateway for text" in source for source in shown)
    assert "Clients: web, text messages." in [claim.sentence for claim in proposal.claims()]


def test_a_target_of_some_hours_leaves_the_minutes_of_these_hours() -> None:
    """99.9 % of 84 hours a week are half the minutes of 99.9 % of all; a limit that holds each time is no percentile."""
    fields = make_brief().fields
    hours = field("rel.slo_hours", 84, said("Mon to Sat, 8 to 22", "Q18"))
    slo = field("rel.slo", 99.9, said("99.9, Mon to Sat, 8 to 22", "Q18"))
    limit = field("perf.latency", [{"journey": "", "pct": 100, "ms": 90}], said("90 ms, else it is gone", "Q14"))
    rto = field("rel.rto", 3600, said("an hour on sale days, otherwise two days", "Q19"))
    changed = {**fields, hours.path: hours, slo.path: slo, limit.path: limit, rto.path: rto}
    drafted = compose(make_inputs(make_brief(fields=changed)))
    text = " ".join(claim.sentence for claim in drafted.claims())
    assert "21.6 minutes in 30 days" in text
    assert "promised for 84 hours of the week" in text
    assert "at most 90 ms, each time" in text
    assert "the stricter of what was said: “an hour on sale days, otherwise two days”" in text
    assert not [one for one in verify(drafted, page_text, load_advise_knowledge()).findings if one.kind == "number"]


def test_what_asks_that_one_part_may_be_down_is_answered_by_the_design() -> None:
    """In the words of the source, with what keeps the others going; of a product its vendor shows it."""
    told = text_of(compose(make_inputs(heard=(mention("apart", "key person risk"),))), "architecture")
    assert "A key person risk exists" in told
    assert "a queue and a database login of its own" in told
    assert "a database login of its own" not in text_of(compose(make_inputs()), "architecture")


def _with(path: str, value: Any, words: str) -> Brief:
    """The usual brief with an answer's value of one field."""
    plain = make_brief()
    changed = field(path, value, said(words), status=Status.STATED)
    return plain.model_copy(update={"fields": {**plain.fields, path: changed}})


def test_a_target_that_is_one_of_several_is_told_in_its_words() -> None:
    """Where the answer sets further targets for other parts, the words stand beside the one that is reckoned with."""
    words = "99.9 for the shop; back office 99.5"
    inputs = make_inputs(_with("rel.slo", 99.9, words))
    assert f"“{words}”" in text_of(compose(inputs), "slo")
    assert words in text_of(compose(inputs), "summary")
    assert "In full" not in text_of(compose(make_inputs(_with("rel.slo", 99.9, "99.9 %"))), "slo")


def test_nothing_goes_live_in_a_closed_season() -> None:
    """A wave that runs into a period in which nothing may change goes on behind it, and the period is named beside it."""
    season = [{"from": "--05-01", "to": "--10-31"}]
    proposal = compose(make_inputs(_with("time.frozen_periods", season, "never between May and October")))
    for milestone in proposal.handover.milestones:
        if milestone.id in ("M1", "M4", "M5"):
            assert not "05-01" <= milestone.end[5:] <= "10-31"
    assert "Nothing goes live from" in text_of(proposal, "plan")
