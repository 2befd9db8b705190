"""Stands that two papers take are held against each other by their words, and only where they speak of one thing."""

import pytest

from rag.brief.reconcile import reconcile
from rag.extract.fact import FactState
from rag.knowledge.brief_fields import load_brief_knowledge
from rag.ledger.standing import with_opposed, with_standing
from tests.brief.test_reconcile import AS_OF, facts_of

KNOWLEDGE = load_brief_knowledge()


def shown(left: str, right: str, types: tuple[str, str] = ("policy", "runbook")) -> list[str]:
    """The fields on which a paper of May and one of June contradict each other."""
    facts = [*facts_of(left, "left.md", types[0]), *facts_of(right, "right.md", types[1], "2026-06-20")]
    return sorted({conflict.field for conflict in reconcile(facts, [], AS_OF, KNOWLEDGE).conflicts})


@pytest.mark.parametrize(
    ("left", "right", "path"),
    [
        ("Guest files are wiped two years after departure.", "We hold guest files for nine years.", "data.retention"),
        ("Everyone needs a second factor.", "The dispatch desk logs in with user name and password only.", "con"),
        ("Auction bids must not be older than ten seconds.", "Auction bids are pushed every five minutes.", "rpt.freshness"),
        ("The choir archive runs on servers we own.", "The choir archive goes to a cloud provider.", "host.preference"),
        ("Seed orders are decided by the head gardener.", "The treasurer decides on seed orders.", "gov.decision_makers"),
        ("Passenger data are kept in Ireland.", "Les données des passagers sont hébergées à Singapour.", "data.residency"),
    ],
)
def test_opposed_stands_are_shown(left: str, right: str, path: str) -> None:
    """Retention, sign-in, age against rhythm, hosting, who decides, and data of one kind in two languages."""
    assert path in shown(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("The furnace historian is replaced in 2027.", "The furnace controllers stay until 2035."),
        ("The test environment of the kiosk is hosted in the cloud.", "The kiosk runs on our own servers."),
        ("The figure of two years for guest files is superseded.", "We hold guest files for nine years."),
        ("Last year the kiosk was available for 97 % of the time.", "The kiosk has to be available for 99 % of the time."),
        ("Auction bids must not be older than ten minutes.", "Auction bids are pushed every five minutes."),
        ("The choir archive stays until 2027.", "The choir archive is replaced in 2029."),
        ("The shop licence costs EUR 100 a month.", "The shop licence costs EUR 1,200 a year."),
    ],
)
def test_what_goes_together_is_left_in_peace(left: str, right: str) -> None:
    """Other things, a test environment, what is taken back, the past, faster than asked, what follows, one price."""
    assert shown(left, right) == []


def test_what_is_heard_fills_nothing_and_is_told_only_where_it_contradicts() -> None:
    """Without a second paper a stand is neither shown nor used; with one that says otherwise both are disputed."""
    alone = facts_of("The harbour kiosk goes live every other Thursday.", "left.md", "runbook")
    heard = [fact for fact in alone if fact.state is FactState.HEARD]
    assert heard
    known = reconcile([], [], AS_OF, KNOWLEDGE).fields
    assert reconcile(heard, [], AS_OF, KNOWLEDGE).fields == known
    assert not any(
        fact.state is FactState.HEARD for fact in with_opposed(alone, reconcile(alone, [], AS_OF, KNOWLEDGE).conflicts)
    )
    both = [*alone, *facts_of("The harbour kiosk goes live once a year.", "right.md", "runbook", "2026-06-20")]
    conflicts = reconcile(both, [], AS_OF, KNOWLEDGE).conflicts
    told = with_standing(with_opposed(both, conflicts), conflicts)
    assert [fact.state for fact in told if fact.rule.startswith("S-")] == [FactState.DISPUTED, FactState.DISPUTED]


def test_the_order_of_papers_makes_no_difference() -> None:
    """The same contradictions are shown when the facts come the other way round."""
    facts = [
        *facts_of("We hold guest files for nine years. The choir archive runs on servers we own.", "a.md", "policy"),
        *facts_of(
            "Guest files are wiped after two years. The choir archive goes to a cloud provider.", "b.md", "brief", "2026-06-20"
        ),
    ]
    forth, back = (reconcile(given, [], AS_OF, KNOWLEDGE).conflicts for given in (facts, facts[::-1]))
    assert forth == back
    assert len(forth) > 1


@pytest.mark.parametrize(
    ("left", "right", "path"),
    [
        ("The kiosk database is PostgreSQL 13.", "Kiosk database | PostgreSQL 11 | server K-02", "legacy"),
        ("Wanjiru owns the guest register.", "Guest register: owner Peter Ochieng, finance.", "legacy.owner"),
        ("Guests deliver to our 46 collection centres.", "The design assumes 31 collection centres.", "users.segments"),
        ("Clouds of American providers are not allowed.", "Decided: the kiosk moves to AWS.", "stack.mandated"),
    ],
)
def test_versions_owners_counts_and_origins_oppose_each_other(left: str, right: str, path: str) -> None:
    """A version in a row, an owner, a count of what two words name, and a product that a ban only describes."""
    assert path in shown(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Payroll | MySQL 5.7 | server K-03", "Website | MySQL 8.0 | server K-04"),
        ("The kiosk fee is EUR 1,000 a month, VAT excluded.", "The kiosk fee is EUR 1,190 a month including VAT."),
        ("We measured 98.2 % availability of the kiosk.", "The kiosk shall be available 99.5 % of the time."),
        ("In the Haus Nord 260 nurses use the ward list.", "In the Haus Süd 420 nurses use the ward list."),
    ],
)
def test_other_systems_tax_measurements_and_houses_are_left_in_peace(left: str, right: str) -> None:
    """Versions of two systems, net and gross, measured against wanted, and two named houses."""
    assert shown(left, right) == []
