"""Facts and answers become one Brief: whatever the order, with everything that lost kept and every doubt visible."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rag.brief.brief import AnswerRecord, Brief, Status, System
from rag.brief.reconcile import reconcile
from rag.extract.extract import own_extractor
from rag.extract.fact import Fact, FactState
from rag.ingest.reader import read_document
from rag.knowledge.brief_fields import load_brief_knowledge
from rag.knowledge.questions import load_questions
from tests.extract.documents import document_of

EXTRACTOR = own_extractor()
KNOWLEDGE = load_brief_knowledge()
AS_OF = "2026-11-21"

POLICY = """# 3 Recovery
The RTO is 4 hours for tier 1 systems. The RPO is 15 minutes for tier 1 systems.
Customer data may not leave the EU.
All databases must be backed up every night.
"""
RUNBOOK = """# Restart
The RTO is 8 hours for tier 1 systems.
The mainframe batch window runs from 22:00 to 04:30.
SQL Server 2016 hosts the claims data and must be replaced by end of 2027.
"""
MINUTES = """# Steering committee
Our team of six Java developers has no Kubernetes experience.
Total budget must not exceed EUR 450,000. Go-live must happen by end of March 2027.
Citizens must be able to apply for a permit online.
"""


def facts_of(text: str, name: str, doc_type: str, dated: str = "2026-06-01") -> list[Fact]:
    """The facts of a document of this kind and date."""
    return list(EXTRACTOR.extract(document_of(text, name, doc_type, dated), name))


ALL = [
    *facts_of(POLICY, "dr-policy.md", "policy", "2026-03-01"),
    *facts_of(RUNBOOK, "runbook.md", "runbook", "2026-09-01"),
    *facts_of(MINUTES, "minutes.md", "minutes", "2026-10-01"),
]


def brief_of(facts: list[Fact], *answers: AnswerRecord) -> Brief:
    """The Brief today."""
    return reconcile(facts, list(answers), AS_OF, KNOWLEDGE)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.permutations(ALL))
def test_the_order_of_facts_makes_no_difference(facts: list[Fact]) -> None:
    """Any permutation gives the same Brief."""
    assert brief_of(facts) == brief_of(ALL)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(ALL), max_size=len(ALL), unique_by=lambda fact: fact.id))
def test_every_documented_field_has_its_quotation(facts: list[Fact]) -> None:
    """No field is documented without a fact that is among those given."""
    ids = {fact.id for fact in facts}
    for field in brief_of(facts).fields.values():
        if field.status in (Status.DOCUMENTED, Status.CONFLICTED):
            cited = [source for source in field.provenance if source.kind == "document"]
            assert cited, field.path
            assert {source.fact_id for source in cited} <= ids
            assert all(source.citation and source.citation.quote for source in cited)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(ALL), max_size=len(ALL), unique_by=lambda fact: fact.id))
def test_a_hard_constraint_has_a_must(facts: list[Fact]) -> None:
    """Only must and must not bind."""
    assert all(row.modality in ("must", "must_not") for row in brief_of(facts).constraints if row.hard)


def test_every_field_of_the_table_is_there() -> None:
    """An empty workspace has every field: assumed with its reason, or unknown."""
    brief = brief_of([])
    assert set(brief.fields) == {row.path for row in KNOWLEDGE.fields.fields}
    assert {field.status for field in brief.fields.values()} == {Status.ASSUMED, Status.UNKNOWN}
    for field in brief.fields.values():
        if field.status is Status.ASSUMED:
            assert field.provenance[0].kind == "default"
            assert field.provenance[0].text
            assert field.note.startswith("if wrong")


def test_the_brief_survives_export_and_import() -> None:
    """JSON and back gives the same Brief."""
    brief = brief_of(ALL, AnswerRecord(question="Q18", text="99.9", values={"rel.slo": 99.9}, at="2026-11-01"))
    assert Brief.model_validate_json(brief.model_dump_json()) == brief


def test_deleting_a_document_reopens_what_rested_on_it() -> None:
    """Without the minutes nothing is known of the team."""
    assert brief_of(ALL).fields["team.engineers"].value == 6
    rest = [fact for fact in ALL if fact.citation.document != "minutes.md"]
    assert brief_of(rest).fields["team.engineers"].status is Status.ASSUMED


def test_disagreement_uses_the_stricter_value_and_asks() -> None:
    """Policy 4 h against runbook 8 h: 4 h is used, 8 h is kept, and both quotations are in the question."""
    brief = brief_of(ALL)
    field = brief.fields["rel.rto"]
    assert (field.value, field.status, field.note) == (14400.0, Status.CONFLICTED, "for tier 1")
    assert [other.value for other in field.alternatives] == [28800.0]
    conflict = next(one for one in brief.conflicts if one.field == "rel.rto")
    assert (conflict.subject, conflict.suggested, conflict.used, conflict.kind) == ("tier 1", 14400.0, 14400.0, "unresolved")
    assert "dr-policy.md" in conflict.question
    assert "4 h" in conflict.question
    assert "8 h" in conflict.question
    assert len(conflict.fact_ids) == 2


def test_the_stricter_value_binds_even_where_the_source_is_weaker() -> None:
    """A stricter runbook is designed for; the policy's value is what is suggested."""
    facts = [*facts_of("The RTO is 8 hours.", "p.md", "policy"), *facts_of("The RTO is 2 hours.", "r.md", "runbook")]
    conflict = brief_of(facts).conflicts[0]
    assert (conflict.suggested, conflict.used, brief_of(facts).value("rel.rto")) == (28800.0, 7200.0, 7200.0)


@pytest.mark.parametrize(
    "text",
    [
        "The RTO is 4 hours for tier 1 systems. The RTO is 8 hours for tier 2 systems.",
        "The RTO of the order system is 4 hours. The RTO of the archive system is 3 days.",
        "The current RPO of 24 hours is no longer acceptable; the new RPO is 15 minutes.",
        "Total budget is EUR 450,000. Monthly cloud spend is capped at EUR 12,000.",
        "The supplier guarantees 99.5 % availability. Availability of the portal shall be 99.95 %.",
        "07:58 - 40 visits per second at the weighbridge page.\n\n08:03 - 3,900 visits per second at the weighbridge page.",
        "08h14 : 25 requêtes par seconde sur la page.\n\n08h20 : 5 200 requêtes par seconde sur la page.",
        "3 May;gate;60 visits per second;calm\n\n4 May;gate;2,000 visits per second;fair",
    ],
)
def test_different_things_do_not_contradict_each_other(text: str) -> None:
    """Tiers, systems, actual and target, total and monthly, supplier and own promise, moments of a record are apart."""
    assert brief_of(facts_of(text, "a.md", "policy")).conflicts == ()


def test_values_within_the_tolerance_agree() -> None:
    """Five per cent of money is no contradiction."""
    facts = [
        *facts_of("The budget is EUR 450,000.", "a.md", "policy"),
        *facts_of("The budget is EUR 455,000.", "b.md", "minutes"),
    ]
    brief = brief_of(facts)
    assert brief.conflicts == ()
    assert brief.value("budget.total") == 450000


def test_copies_count_once_and_independent_sources_add_up() -> None:
    """A copy adds nothing; another document in other words does."""
    once = facts_of("The RTO of the whole system is 4 hours.", "a.md", "policy")
    copy = facts_of("The RTO of the whole system is 4 hours.", "copy of a.md", "policy")
    other = facts_of("Recovery time objective: 4 hours for everything.", "b.md", "policy")
    alone = brief_of(once).fields["rel.rto"].confidence
    assert brief_of([*once, *copy]).fields["rel.rto"].confidence == alone
    assert alone < brief_of([*once, *other]).fields["rel.rto"].confidence <= 0.97


def test_old_documents_weigh_less_and_say_so() -> None:
    """A runbook of four years ago is less certain than this year's, and marked."""
    new = brief_of(facts_of("The RTO is 4 hours.", "a.md", "runbook", "2026-11-01")).fields["rel.rto"]
    old = brief_of(facts_of("The RTO is 4 hours.", "a.md", "runbook", "2022-11-01")).fields["rel.rto"]
    assert old.confidence < new.confidence
    assert "older than 24 months" in old.note


def test_an_answer_outranks_every_document_and_settles_the_conflict() -> None:
    """The documents' values stay as alternatives."""
    answer = AnswerRecord(question="Q19", text="one hour", values={"rel.rto": 3600}, by="Ada", at="2026-11-20")
    brief = brief_of(ALL, answer)
    field = brief.fields["rel.rto"]
    assert (field.value, field.status, field.confidence) == (3600, Status.STATED, 0.95)
    assert {other.value for other in field.alternatives} == {14400.0, 28800.0}
    assert (field.provenance[0].kind, field.provenance[0].by, field.provenance[0].question) == ("answer", "Ada", "Q19")
    assert [one for one in brief.conflicts if one.field == "rel.rto"] == []


def test_an_answer_that_agrees_confirms() -> None:
    """Saying what the document says makes the field confirmed, with both sources."""
    answer = AnswerRecord(question="Q51", text="six", values={"team.engineers": 6}, at="2026-11-20")
    field = brief_of(ALL, answer).fields["team.engineers"]
    assert field.status is Status.CONFIRMED
    assert {source.kind for source in field.provenance} == {"answer", "document"}


def test_a_later_answer_corrects_an_earlier_one() -> None:
    """`No, 500 not 5000` replaces the value; without dates the sequence counts."""
    first = AnswerRecord(question="Q09", text="5000", values={"users.concurrent_peak": 5000})
    second = AnswerRecord(question="Q09", text="no, 500", values={"users.concurrent_peak": 500})
    assert brief_of([], first, second).value("users.concurrent_peak")["day1"] == 500


def test_answers_add_to_lists_of_documents() -> None:
    """A further kind of data does not remove those found in documents."""
    answer = AnswerRecord(question="Q25", text="card data", values={"data.classes": ["payment_card"]}, at="2026-11-20")
    assert set(brief_of(ALL, answer).value("data.classes")) == {"payment_card", "personal"}


def test_each_item_of_a_list_has_its_own_sources() -> None:
    """A statement about one regime or kind of data is cited from where that one stands, not from where its neighbours do."""
    text = "Patient records are encrypted at rest.\nGDPR applies to this system.\nNIS2 applies to this system."
    card = AnswerRecord(question="Q25", text="card data", values={"data.classes": ["payment_card"]}, at="2026-11-20")
    brief = brief_of(facts_of(text, "policy.md", "policy"), card)

    def quoted(path: str, key: str, name: str) -> list[str]:
        field = brief.fields[path]
        meant = field.sources_of(lambda item: (item[key] if isinstance(item, dict) else item) == name)
        return [source.citation.quote if source.citation else source.text for source in meant]

    assert quoted("reg", "regime", "NIS2") == ["NIS2 applies to this system."]
    assert quoted("reg", "regime", "GDPR") == ["GDPR applies to this system."]
    assert quoted("data.classes", "class", "health") == ["Patient records are encrypted at rest."]
    assert quoted("data.classes", "class", "payment_card") == ["card data"]


def test_not_applicable_is_neither_unknown_nor_a_value() -> None:
    """A field that does not apply has no value and is not asked again."""
    answer = AnswerRecord(question="Q59", text="not relevant", values={"ten.model": "not_applicable"}, at="2026-11-20")
    field = brief_of([], answer).fields["ten.model"]
    assert (field.status, field.value) == (Status.NOT_APPLICABLE, None)


def test_scale_is_filled_geometrically() -> None:
    """Two known points give the third; one gives the others by growth, said in the note."""
    both = AnswerRecord(question="Q10", text="", values={"users.mau": {"day1": 1000, "m24": 16000}})
    assert brief_of([], both).value("users.mau") == {"day1": 1000.0, "m6": 2000.0, "m24": 16000.0}
    one = brief_of(facts_of("At launch we expect 2,000 concurrent users.", "a.md", "brief")).fields["users.concurrent_peak"]
    assert (one.value["day1"], one.value["m24"]) == (2000.0, 10000.0)
    assert "assumed" in one.note


def test_decisions_about_facts_are_respected() -> None:
    """A rejected fact is out; a confirmed one outranks documents of higher authority."""
    rto = {fact.value: fact for fact in ALL if fact.kind == "rto"}
    rejected = [fact.model_copy(update={"state": FactState.REJECTED}) if fact is rto[14400.0] else fact for fact in ALL]
    assert (brief_of(rejected).value("rel.rto"), brief_of(rejected).conflicts) == (28800.0, ())
    confirmed = [fact.model_copy(update={"state": FactState.CONFIRMED}) if fact is rto[28800.0] else fact for fact in ALL]
    assert next(one for one in brief_of(confirmed).conflicts if one.field == "rel.rto").suggested == 28800.0


def test_a_waived_constraint_stays_in_the_ledger_as_waived() -> None:
    """It is shown with its state, not lost."""
    facts = [fact.model_copy(update={"state": FactState.WAIVED}) if fact.kind == "residency" else fact for fact in ALL]
    row = next(row for row in brief_of(facts).constraints if row.kind == "residency")
    assert (row.state, row.hard) == ("waived", True)


def test_an_answer_settles_a_constraint() -> None:
    """Q71: what is accepted or refused is in the row's state with the words."""
    row = next(row for row in brief_of(ALL).constraints if row.kind == "residency")
    answer = AnswerRecord(
        question=f"Q71:{row.id}", text="outdated", values={"state": "rejected"}, accepts=row.id, at="2026-11-20"
    )
    settled = next(one for one in brief_of(ALL, answer).constraints if one.id == row.id)
    assert (settled.state, settled.reason) == ("rejected", "outdated")


def test_constraint_ids_survive_a_new_version_of_the_document() -> None:
    """The same sentence in a longer document at another place keeps its id."""
    old = brief_of(facts_of(POLICY, "v1.md", "policy")).constraints
    new = brief_of(facts_of("# 1 Purpose\nSome more words.\n" + POLICY, "v2.md", "policy", "2026-08-01")).constraints
    assert {row.id for row in old} == {row.id for row in new}


def test_one_statement_is_one_row_of_its_most_telling_kind() -> None:
    """A residency statement is one hard row, categorised as data, and not also a bare constraint."""
    rows = [row for row in brief_of(ALL).constraints if "leave the EU" in row.text]
    assert [(row.kind, row.category, row.hard, row.modality) for row in rows] == [("residency", "data", True, "must_not")]


def test_one_person_s_wish_is_kept_and_fills_no_field() -> None:
    """What one of the people wants is a row of the ledger, and nothing that the company prefers."""
    brief = brief_of(facts_of("One of the founders wants Kubernetes. Nobody wants Elasticsearch.", "notes.txt", "minutes"))
    assert [(one.kind, one.value, one.subject) for one in brief.constraints] == [("preference", "wished", "Kubernetes")]
    assert not any(brief.value(path) for path in ("stack.preferred", "stack.mandated", "stack.forbidden"))


@pytest.mark.parametrize("text", ["Platform has six engineers, our teams share the office.", "Each team has six engineers."])
def test_one_team_of_several_is_not_all_who_build(text: str) -> None:
    """Its size is kept, and too unsure to be taken for the whole company's without asking."""
    part = brief_of(facts_of(text, "notes.txt", "minutes")).fields["team.engineers"]
    whole = brief_of(facts_of("Our team has six engineers.", "notes.txt", "minutes")).fields["team.engineers"]
    assert (part.value, whole.value) == (6, 6)
    assert part.confidence < load_questions().rules.confirm_from <= whole.confidence


def test_tenants_and_a_store_of_their_own_are_read() -> None:
    """Papers that speak of tenants say that customers share the system; a contract may promise one its own store."""
    text = "A slow query stopped all tenants for an hour. Brightwater shall provide Alpha with a separate database."
    brief = brief_of(facts_of(text, "sla.txt", "contract"))
    assert (brief.value("ten.model"), brief.value("ten.isolation")) == ("pooled", "strong")
    landlord = brief_of(facts_of("All tenants pay their rent on the first.", "notes.txt", "minutes"))
    assert landlord.fields["ten.model"].status is Status.ASSUMED


def test_systems_carry_version_support_and_fate() -> None:
    """SQL Server 2016: to be replaced, with its support dates, their source and the advice to check them."""
    system = next(one for one in brief_of(ALL).systems if one.name == "SQL Server")
    assert (system.version, system.disposition, system.disposition_hard) == ("2016", "replace", True)
    assert system.support_end == "2026-07-14"
    assert "2029-07-17" in system.support_note
    assert "verify with the vendor" in system.support_note


@pytest.mark.parametrize(
    ("technology", "version", "part", "said"),
    [
        ("Power BI", "", "SQL Server 2017", "SQL Server 2017 in Reporting"),
        ("SQL Server", "2017", "SQL Server 2017", "Reporting"),
        ("SQL Server", "2017", "", "Reporting"),
        ("", "", "Reporting 6.0", "Reporting"),
    ],
)
def test_the_part_whose_support_ends_is_named(technology: str, version: str, part: str, said: str) -> None:
    """The date of a database below an application is not told as the application's own."""
    system = System(name="Reporting", technology=technology, version=version, support_end="2027-10-12", support_of=part)
    assert system.supported == said


def test_a_contradiction_about_a_systems_fate_is_found() -> None:
    """Keep in one document and retire in another is a question."""
    facts = [
        *facts_of("The Oracle 19c database must remain the system of record.", "standard.md", "standard"),
        *facts_of("The Oracle 19c database will be retired in Q4 2027.", "minutes.md", "minutes"),
    ]
    conflict = next(one for one in brief_of(facts).conflicts if one.field == "legacy.disposition")
    assert (conflict.subject, conflict.used) == ("Oracle Database", "keep")
    answer = AnswerRecord(
        question="Q33:Oracle Database", text="retire", values={"legacy.disposition": "retire"}, subject="Oracle Database"
    )
    settled = brief_of(facts, answer)
    assert settled.conflicts == ()
    assert next(one for one in settled.systems if one.name == "Oracle Database").disposition == "retire"


def test_historic_and_hypothetical_facts_fill_nothing() -> None:
    """What was, and what might be somewhere else, is not known about the company."""
    text = (
        "Until 2021 we used to run Lotus Notes. For example, a competitor such as Contoso "
        "has a budget of EUR 900,000 and runs MongoDB."
    )
    brief = brief_of(facts_of(text, "a.md", "brief"))
    assert brief.systems == ()
    assert not brief.is_known("budget.total")


def test_the_core_is_missing_until_somebody_speaks() -> None:
    """Nothing known: every group is missing; `don't know` on a shown default is enough for that group."""
    assert brief_of([]).missing_core == KNOWLEDGE.fields.core
    missing = brief_of(ALL).missing_core
    assert set(missing) == {"objective.primary", "users.segments"}
    shrug = AnswerRecord(question="Q51", text="don't know", dont_know=True)
    assert "team.engineers" not in brief_of([], shrug).missing_core
    no_date = AnswerRecord(question="Q49", text="don't know", dont_know=True)
    assert "time.first_release" in brief_of([], shrug).missing_core
    assert "time.first_release" not in brief_of([], no_date).missing_core  # the plan follows the estimate then


def test_capabilities_become_features() -> None:
    """What people must be able to do is a must feature."""
    assert brief_of(ALL).value("cap.features") == [
        {"name": "apply for a permit online", "type": "workflow", "priority": "must", "segment": "citizens"}
    ]


OLD_MINUTES = facts_of(
    "The total budget must not exceed EUR 450,000 for the new claims portal.", "old.md", "minutes", "2025-03-18"
)
NEW_MEMO = facts_of("The total budget is EUR 780,000 for the new claims portal.", "memo.md", "brief", "2026-10-06")


def test_a_newer_statement_of_the_same_or_a_higher_rank_replaces_one_half_a_year_older() -> None:
    """The newer budget is used without a question; the older one stays with the reason, and its constraint is withdrawn."""
    for facts in ([*OLD_MINUTES, *NEW_MEMO], [*NEW_MEMO, *OLD_MINUTES]):
        brief = brief_of(facts)
        field = brief.fields["budget.total"]
        assert (field.value, field.status) == (780000, Status.DOCUMENTED)
        assert [(one.value, one.reason) for one in field.alternatives] == [(450000, "superseded by memo.md of 6 October 2026")]
        found = [one for one in brief.conflicts if one.field == "budget.total"]
        assert [(one.kind, one.question, one.used) for one in found] == [("superseded", "", 780000)]
        states = {row.state for row in brief.constraints if row.kind == "budget" and row.value == 450000}
        assert states == {"rejected"}


def test_a_newer_statement_of_a_lower_rank_or_of_the_same_season_replaces_nothing() -> None:
    """Minutes do not overrule a policy by being newer, and two months are too near to decide without people."""
    policy = facts_of("The RTO is 4 hours for tier 1 systems.", "policy.md", "policy", "2025-01-10")
    minutes = facts_of("The RTO is 8 hours for tier 1 systems.", "minutes.md", "minutes", "2026-10-01")
    brief = brief_of([*policy, *minutes])
    assert [(one.kind, one.used) for one in brief.conflicts] == [("unresolved", 14400)]
    near = facts_of("The total budget is EUR 500,000 for the portal.", "near.md", "brief", "2026-08-01")
    assert [one.kind for one in brief_of([*near, *NEW_MEMO]).conflicts if one.field == "budget.total"] == ["unresolved"]


def test_a_newer_document_decides_what_becomes_of_a_system() -> None:
    """An older plan to keep a system gives way to a newer one of the same rank to retire it."""
    old = facts_of("The AS/400 must remain in place.", "a.md", "architecture", "2025-01-10")
    new = facts_of("The AS/400 will be retired in Q4 2028.", "b.md", "architecture", "2026-09-01")
    for facts in ([*old, *new], [*new, *old]):
        brief = brief_of(facts)
        assert [one.disposition for one in brief.systems] == ["retire"]
        assert [one.kind for one in brief.conflicts] == ["superseded"]


def test_the_company_is_the_one_that_most_documents_name_and_never_a_provider() -> None:
    """Letterheads and the customer of a contract outweigh mentions; with two equal names none is taken."""
    letter = facts_of("Harbour Foods Ltd, Hull", "a.md", "policy")
    contract = facts_of("Between Brightline Hosting Ltd (provider) and Harbour Foods Ltd (customer).", "b.md", "contract")
    slide = facts_of("Brightline Hosting Ltd\nWe host it.", "c.md", "architecture")
    field = brief_of([*slide, *contract, *letter]).fields["org.name"]
    assert (field.value, field.confidence, field.status) == ("Harbour Foods Ltd", 0.6, Status.DOCUMENTED)
    assert brief_of([*slide]).value("org.name") == "Brightline Hosting Ltd"
    other = facts_of("Seaview Trading Ltd, Hull", "d.md", "policy")
    assert brief_of([*letter, *other]).fields["org.name"].status is Status.ASSUMED


def test_the_house_that_writes_and_is_written_to_most_is_the_company() -> None:
    """Without a legal form, the house of the addresses counts as soon as a letter names it and it is a party to more papers."""
    mail = facts_of("From: Ada <ada@alpennetz.example>\nTo: Ben <ben@quayside-tutors.example>\nHello.", "a.eml", "mail")
    letter = facts_of("To: Open Class Fund, Ghent\nFrom: Ben Hall, Quayside Tutors\nDear Eva,", "b.txt", "other")
    assert brief_of([*mail, *letter]).value("org.name") == "Quayside Tutors"
    assert brief_of([*mail]).fields["org.name"].status is Status.ASSUMED
    theirs = facts_of("From: Ada <ada@alpennetz.example>\nTo: Ben <ben@quayside-tutors.example>\nAgain.", "c.eml", "mail")
    theirs += facts_of("To: Ben\nFrom: Ada Amrein, Alpennetz AG Bern", "d.txt", "other")
    assert brief_of([*mail, *theirs]).value("org.name") != "Quayside Tutors"


def test_the_product_has_a_name_only_where_it_is_clear() -> None:
    """A portal that several documents name as what is built is the product; one mention is not enough."""
    plan = facts_of("The new claims portal goes live in May 2027.", "a.md", "brief")
    notes = facts_of("Adjusters open the claims portal every morning.", "b.md", "minutes")
    policy = facts_of("The claims portal must be available 24x7.", "c.md", "policy")
    assert brief_of([*plan, *notes, *policy]).value("product.name") == "the claims portal"
    assert brief_of([*plan]).fields["product.name"].status is Status.ASSUMED


def test_statements_are_listed_without_their_label_and_layout() -> None:
    """A label that repeats the field, bold marks and sentences that only announce a list are left out."""
    text = (
        "Out of scope: the payroll and the till are not part of this project.\nOur **goal** is to reduce the cost per claim.\n"
    )
    brief = brief_of(facts_of(text + "The goals of the group to reduce cost are as follows:", "a.md", "brief"))
    assert brief.value("scope.out") == ["the payroll and the till are not part of this project."]
    assert brief.value("objective.statements") == ["Our goal is to reduce the cost per claim."]


def test_what_a_contract_leaves_out_is_its_suppliers() -> None:
    """A plan tells what is not built; a contract, what its supplier does not do."""
    text = "Out of scope: container platforms."
    assert brief_of(facts_of(text, "a.md", "brief")).value("scope.out")
    assert not brief_of(facts_of(text, "a.md", "contract")).value("scope.out")


def test_later_and_pilot_numbers_stand_beside_those_of_today() -> None:
    """Two horizons make one triple without a conflict, and a pilot does not contradict the fleet."""
    text = (
        "We count 1,400 concurrent users today and 3,000 in 24 months.\nSix engineers work on the portal.\n"
        "By mid-2028 the team will have ten engineers.\nThe pilot runs in 12 vehicles.\nThe haulier owns 118 vehicles.\n"
    )
    brief = brief_of(facts_of(text, "a.md", "architecture"))
    peak = brief.value("users.concurrent_peak")
    assert (peak["day1"], peak["m24"]) == (1400, 3000)
    assert (brief.value("team.engineers"), brief.value("team.m24"), brief.value("scale.devices")) == (6, 10, 118)
    assert brief.conflicts == ()


def test_a_system_that_is_only_named_joins_the_one_it_is_short_for() -> None:
    """“SAP stays” is said of SAP ECC where nothing else begins so, and of neither where two do."""
    minutes = facts_of("SAP ECC 6.0 runs the invoices. SAP must stay until the end of 2030.", "minutes.md", "minutes")
    assert [(one.name, one.disposition) for one in brief_of(minutes).systems] == [("SAP ECC", "keep")]
    two = facts_of("SAP ECC 6.0 runs the invoices. SAP BW 7.5 runs the reports. SAP must stay.", "minutes.md", "minutes")
    assert {one.name: one.disposition for one in brief_of(two).systems if one.name.startswith("SAP ")} == {
        "SAP ECC": "unknown",
        "SAP BW": "unknown",
    }


def test_a_product_of_one_system_is_that_system() -> None:
    """An inventory names the product as a system of its own, another paper the system that runs on it."""
    inventory = "| System | Technology | Owner |\n|---|---|---|\n| Warehouse management | Körber WMS | Bente Olufsen |\n"
    interfaces = "| Time | Interface | System |\n|---|---|---|\n| every 15 min | Stock as CSV files over SFTP | Körber WMS |\n"
    facts = [*facts_of(inventory, "inventory.md", "inventory"), *facts_of(interfaces, "runbook.md", "runbook")]
    facts += facts_of("The Körber WMS must remain as it is.", "strategy.md", "strategy")
    found = [one for one in brief_of(facts).systems if "Körber" in f"{one.name} {one.technology}"]
    assert [(one.name, one.technology, one.disposition) for one in found] == [("Warehouse management", "Körber WMS", "keep")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("We serve 4,200 business customers.", "b2b"),
        ("The shop has 4,200 customers.", "b2c"),
        ("Nous avons 4 200 clients professionnels.", "b2b"),
        ("Tenemos 4.200 clientes corporativos.", "b2b"),
    ],
)
def test_customers_who_are_companies(text: str, kind: str) -> None:
    """The word beside them says who they are: consumers need other accounts than the staff of a customer."""
    segments = brief_of(facts_of(text, "strategy.md", "strategy")).value("users.segments")
    assert [segment["kind"] for segment in segments] == [kind]


@pytest.mark.parametrize(
    ("seat", "amount", "money"),
    [
        ("Australia", "$68,000", "AUD"),
        ("Australia", "US$68,000", "USD"),
        ("Nepal", "68,000 rupees", "NPR"),
        ("Morocco", "68,000 dirhams", "MAD"),
        ("the Philippines", "68,000 pesos", "PHP"),
        ("the Philippines", "68,000 Mexican pesos", "MXN"),
        ("Germany", "$68,000", "USD"),
        ("", "$68,000", "USD"),
    ],
)
def test_money_of_several_countries_is_that_of_the_company_s(seat: str, amount: str, money: str) -> None:
    """Dollars in Australia are its own, unless the paper says whose; the sum itself stays, and the reason is told."""
    said = f"The company is registered in {seat}.\n" if seat else ""
    brief = brief_of(facts_of(f"{said}The board approved {amount} for the project.\n", "board.md", "minutes"))
    assert (brief.value("budget.total"), brief.value("budget.currency"), brief.fields["budget.total"].unit) == (
        68000,
        money,
        money,
    )
    reasons = [source.text for source in brief.fields["budget.currency"].provenance if source.kind == "derived"]
    assert reasons == (["the money of the company's country"] if money not in ("USD", "MXN") else [])


def test_only_the_shared_money_changes() -> None:
    """A sum in euros stays one, though another is in dollars and the company sits in Australia."""
    papers = "The company is registered in Australia.\nThe board approved EUR 68,000 for the project.\n"
    brief = brief_of(facts_of(f"{papers}\nThe budget for hosting is $900 per month.\n", "board.md", "minutes"))
    assert [brief.fields[path].unit for path in ("budget.total", "budget.monthly_run")] == ["EUR", "AUD"]


def test_a_head_of_technology_builds_nothing() -> None:
    """So many in technology are those who build; who leads it is none of them."""
    assert brief_of(facts_of("Team: 24 in technology.\n", "wiki.md", "other")).value("team.engineers") == 24


def test_two_practices_of_one_sentence_are_two() -> None:
    """On call and infrastructure as code are both “true”; releases by a pipeline are built by one."""
    text = (
        "It has run for years, with alarms and a rota, and everything in Terraform.\nPipelines to production are automatic.\n"
    )
    fields = brief_of(facts_of(text, "wiki.md", "other")).fields
    assert {path: fields[path].value for path in ("ops.oncall", "ops.iac", "ops.cd", "ops.ci")} == {
        "ops.oncall": True,
        "ops.iac": True,
        "ops.cd": True,
        "ops.ci": True,
    }


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ("Pico: 71 mil requisições por segundo.", "scale.rps_peak", 71000),
        ("1.200 peticiones por segundo en hora punta.", "scale.rps_peak", 1200),
        ("40 mil eventos por segundo.", "scale.events_per_s", 40000),
        ("Die Waage schickt 900 Messwerte pro Sekunde.", "scale.events_per_s", 900),
        ("On results day it is forty times a normal day.", "scale.peak_factor", 40),
        ("A recarga recebe vinte vezes a carga de uma madrugada.", "scale.peak_factor", 20),
    ],
)
def test_loads_are_told_apart_in_every_language(text: str, path: str, value: float) -> None:
    """Requests, events and how many times as much: each reaches its field."""
    told = brief_of(facts_of(text, "note.md", "other")).value(path)
    assert (told["day1"] if isinstance(told, dict) else told) == value


def test_a_trouble_that_must_not_reach_the_others_limits_the_damage() -> None:
    """Said of parts of the system, not of people."""
    said = brief_of(facts_of("A bad day in Rail must not close the shop for the others.", "memo.md", "other"))
    assert said.value("rel.blast_radius_max") == 0.25


def test_a_contract_with_a_cloud_makes_no_system_of_it() -> None:
    """It is nothing to keep, replace or retire; a contract for a product is."""
    text = "Commitment with AWS until March 2029.\nThe contract for SAP ECC ends on 31 December 2027.\n"
    assert [system.name for system in brief_of(facts_of(text, "wiki.md", "other")).systems] == ["SAP ECC"]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("We are 184 engineers in 23 teams, plus 16 in Platform.", 16),
        ("# Teams\n\n| Team | People | Since |\n|---|---|---|\n| Checkout | 9 | 2020 |\n| Platform | 22 | 2019 |", 22),
        ("Owner: Platform group, 17 people, since 2019.", 17),
        ("El equipo de plataforma tiene 12 personas.", 12),
        ("An der Plattform arbeiten 40 Leute, das Plattformteam sind vier davon.", 4),
        ("Four teams and 14 people sell shoes on the platform.", None),
        ("We would need a platform team of 6 people.", None),
        ("Wir haben kein Plattformteam von 6 Leuten.", None),
    ],
)
def test_who_runs_the_platform_is_counted(text: str, people: int | None) -> None:
    """Not who works with it, nor who is only wished for."""
    assert brief_of(facts_of(text, "team.md", "notes")).value("team.platform") == people


def test_what_was_tried_and_given_up_is_known_and_runs_no_more() -> None:
    """The Brief holds it with its reason and its source, and not among what runs today."""
    brief = brief_of(
        facts_of("We put Kafka in between in 2023 and took it out again, because the order was lost.", "m.md", "minutes")
    )
    (tried,) = brief.value("legacy.tried")
    assert (tried["name"], tried["when"], tried["why"]) == ("Kafka", "2023", "the order was lost")
    assert brief.fields["legacy.tried"].provenance[0].citation is not None
    assert not brief.value("stack.today")


def test_how_many_we_are_tells_team_and_staff_where_nothing_else_does() -> None:
    """A part of a firm is not all of it; a team that is told counts before."""
    alone = brief_of(facts_of("We are nine and share one kitchen.", "notes.txt", "minutes")).fields
    assert (alone["team.engineers"].value, alone["org.headcount"].value) == (9, 9)
    part = brief_of(facts_of("We are four in IT.", "notes.txt", "minutes")).fields
    assert (part["team.engineers"].value, part["org.headcount"].status) == (4, Status.ASSUMED)
    both = brief_of(facts_of("We are nine.\n\nOur team of six Java developers is tired.", "notes.txt", "minutes")).fields
    assert (both["team.engineers"].value, both["org.headcount"].value) == (6, 9)


@pytest.mark.parametrize(("to", "status"), [("ann@other.example", Status.ASSUMED), ("ann@brandl.example", Status.DOCUMENTED)])
def test_we_in_a_mail_from_another_house_are_not_us(to: str, status: Status) -> None:
    """Their people build nothing for us because they write that they have some."""
    head = f"From: Bo <bo@brandl.example>\nTo: {to}\nDate: Mon, 2 Nov 2026 10:00:00 +0000\nSubject: saws\n"
    mail = f"{head}\nWe have four programmers.\n"
    facts = EXTRACTOR.extract(read_document("letter.eml", mail.encode()), "letter")
    assert brief_of(list(facts)).fields["team.engineers"].status is status


def test_what_is_done_whole_or_not_at_all_tells_what_may_never_be_wrong() -> None:
    """One statement is enough where it says so, and its own words tell which kind of truth it is."""
    whole = facts_of(
        "When a lot is sold, three things are done or none of them is: the buyer's credit, the account, the slip.",
        "a.md",
        "minutes",
    )
    assert brief_of(whole).fields["data.consistency_kind"].value == ["money"]
    told = facts_of("Buyers have credit and an account.", "b.md", "minutes")
    assert brief_of(told).value("data.consistency_kind") in (None, ["crud"])


@pytest.mark.parametrize(
    "text",
    [
        "A meter on each of the twelve pumps of the old harbour, sending pressure every 20 seconds.",
        "Die Zähler an den Pumpen messen und melden alle 20 Sekunden den Druck.",
        "Les capteurs de chaque écluse, envoyant le niveau toutes les 20 secondes.",
    ],
)
def test_how_often_a_device_sends_is_no_age_of_reports(text: str) -> None:
    """However far the verb stands from it; how old a report may be is one."""
    assert not brief_of(facts_of(text, "offer.md", "mail")).is_known("rpt.freshness")
    known = brief_of(facts_of("The dashboards must be updated every 20 minutes.", "brief.md", "brief"))
    assert known.value("rpt.freshness") == 1200


def test_what_papers_name_is_ours_only_where_it_is_said_plainly() -> None:
    """Neither what is refused or wished for, nor what a seller's leaflet names."""
    named = brief_of(facts_of("We keep it plain, with what Symfony gives.", "minutes.md", "minutes"))
    assert named.value("stack.named") == ["Symfony"]
    for text, doc_type in (
        ("We should move to Django one day.", "minutes"),
        ("No Django here, please.", "minutes"),
        ("Our product is made with Django.", "marketing"),
    ):
        assert not brief_of(facts_of(text, "paper.md", doc_type)).value("stack.named"), text


def test_people_of_ones_own_who_use_it_work_there() -> None:
    """Where nobody says how many work there it is assumed to be at least so many, where that is more than the usual."""
    groups = [{"name": "clerks", "kind": "internal", "count": 90}, {"name": "our staff", "kind": "internal", "count": 40}]
    many = AnswerRecord(
        question="Q05", text="", values={"users.segments": [*groups, {"name": "members", "kind": "b2c", "count": 7000}]}
    )
    headcount = brief_of([], many).fields["org.headcount"]
    assert (headcount.value, headcount.status) == (130, Status.ASSUMED)
    few = AnswerRecord(question="Q05", text="", values={"users.segments": groups[1:]})
    assert brief_of([], few).value("org.headcount") == 50
    said = AnswerRecord(question="Q99", text="", values={"org.headcount": 400})
    assert brief_of([], many, said).value("org.headcount") == 400


def test_a_domain_may_join_the_words_of_a_name() -> None:
    """A house is named by words in the middle of its name, and by a note whose writer tells it with its legal form."""
    mail = facts_of("From: Eva <eva@lakeside-fund.example>\nTo: Ben <ben@fr-quietharbour.example>\nHello.", "a.eml", "mail")
    minutes = facts_of("# Minutes 31\n\n**Trust for Housing Quiet Harbour**\n\nBristol, 5 May 2026\n", "b.md", "minutes")
    assert brief_of([*mail, *minutes]).value("org.name") == "Trust for Housing Quiet Harbour"
    note = facts_of(
        "# Note for the board\n\nFrom: Tea Horvat, director. Quiet Harbour Marine d.o.o., Zadar.\n", "c.md", "minutes"
    )
    assert brief_of([*mail, *note]).value("org.name") == "Quiet Harbour Marine d.o.o."
