"""Technology picks: constraints first, then what is owned and known, then the default."""

import pytest

from rag.advise.assessment import assess
from rag.advise.decide import decide
from rag.advise.decision import Decision, Pick
from rag.advise.options import say_what_is_minded
from rag.brief.brief import Integration, System
from rag.knowledge.advise import AdviseKnowledge, load_advise_knowledge
from tests.advise.briefs import STARTUP, brief, constraint


@pytest.fixture(scope="module")
def knowledge() -> AdviseKnowledge:
    """The product's own tables."""
    return load_advise_knowledge()


def picked(decision: Decision, component: str) -> Pick:
    """The pick for a component."""
    return next(pick for pick in decision.picks if pick.component == component)


def test_one_pick_per_component(knowledge: AdviseKnowledge) -> None:
    """Of each kind there is one, and each says by which rule and why."""
    picks = decide(brief(STARTUP), knowledge).picks
    assert len({pick.component for pick in picks}) == len(picks)
    assert {"hosting", "database", "backend", "web", "identity", "queue", "cicd", "observability"} <= {
        pick.component for pick in picks
    }
    assert all(pick.why and pick.rule and pick.runner_up != pick.name for pick in picks)


@pytest.mark.parametrize("forbidden", ["PostgreSQL", "React", "AWS", "Kubernetes", "GitHub", "Azure"])
def test_forbidden_technology_never_appears(forbidden: str, knowledge: AdviseKnowledge) -> None:
    """Neither a pick nor a runner-up nor a note names what a hard constraint forbids."""
    ban = constraint("c-1", "preference", "forbidden", modality="must_not", technology=forbidden)
    for values in (
        STARTUP,
        {
            **STARTUP,
            "team.engineers": 60,
            "ops.iac": True,
            "ops.cd": True,
            "ops.oncall": True,
            "host.existing": ["AWS", "Azure"],
        },
    ):
        for pick in decide(brief(values, constraints=(ban,)), knowledge).picks:
            assert forbidden.lower() not in f"{pick.name} {pick.runner_up} {pick.note}".lower()


def test_a_constraint_that_shaped_a_pick_is_named_by_it(knowledge: AdviseKnowledge) -> None:
    """The pick that had to give way carries the constraint's id."""
    ban = constraint("c-1", "preference", "forbidden", modality="is", technology="PostgreSQL")
    assert picked(decide(brief(STARTUP, constraints=(ban,)), knowledge), "database").constraint_ids == ("c-1",)


def test_mandated_technology_is_picked(knowledge: AdviseKnowledge) -> None:
    """A hard constraint names a broker, a standard names a language: both are taken, with the constraint's id."""
    kafka = constraint("c-2", "preference", "mandated", modality="is", technology="Apache Kafka")
    decision = decide(brief({**STARTUP, "stack.mandated": ["Java"]}, constraints=(kafka,)), knowledge)
    assert "Kafka" in picked(decision, "queue").name
    assert picked(decision, "queue").constraint_ids == ("c-2",)
    assert picked(decision, "backend").name.startswith("Java")


def test_a_must_beside_a_technology_neither_mandates_nor_forbids_it(knowledge: AdviseKnowledge) -> None:
    """“The Oracle system must not be changed” says nothing about what the new parts may use."""
    frozen = constraint("c-5", "technology", "PostgreSQL", modality="must_not")
    staying = constraint("c-6", "technology", "Oracle Database")
    decision = decide(brief(STARTUP, constraints=(frozen, staying)), knowledge)
    assert picked(decision, "database").name.startswith("PostgreSQL")


def test_preference_yields_to_a_ban(knowledge: AdviseKnowledge) -> None:
    """A preferred technology is taken, unless a hard constraint forbids it."""
    wish = {**STARTUP, "stack.preferred": ["MySQL"]}
    assert "MySQL" in picked(decide(brief(wish), knowledge), "database").name
    ban = constraint("c-3", "preference", "forbidden", technology="MySQL")
    assert "MySQL" not in picked(decide(brief(wish, constraints=(ban,)), knowledge), "database").name


def test_nothing_managed_where_no_cloud_may_be_used(knowledge: AdviseKnowledge) -> None:
    """On own premises no pick needs a cloud provider, and hosting names the constraint."""
    ban = constraint("c-4", "hosting", "public_cloud", modality="must_not")
    decision = decide(brief({**STARTUP, "host.existing": ["AWS"]}, constraints=(ban,)), knowledge)
    assert picked(decision, "hosting").constraint_ids == ("c-4",)
    assert not [pick.name for pick in decision.picks if "managed" in pick.name or "AWS" in pick.name or "Amazon" in pick.name]


def test_the_language_the_team_knows_comes_first(knowledge: AdviseKnowledge) -> None:
    """Skills choose the language; without any the default does."""
    skilled = decide(brief({**STARTUP, "team.skills": [{"tech": "java", "level": 3}]}), knowledge)
    assert picked(skilled, "backend").name.startswith("Java")
    assert picked(decide(brief(), knowledge), "backend").name.startswith("TypeScript")


def test_without_skills_the_language_of_the_systems_that_stay_counts(knowledge: AdviseKnowledge) -> None:
    """What most of them are written in, not what leaves; what the team says that it knows goes before."""
    written = {"alerts": "Kotlin", "rota": "Kotlin", "gates": "Go"}
    systems = [System(name=name, technology=language, disposition="keep") for name, language in written.items()]
    old = [System(name=f"old {number}", technology="C#", disposition="retire") for number in range(4)]
    values = {key: value for key, value in STARTUP.items() if key != "team.skills"}
    assert (
        picked(decide(brief(values, systems=(*systems, *old)), knowledge), "backend").name == "Kotlin on the current Java LTS"
    )
    skilled = {**values, "team.skills": ["Python"]}
    assert "Python" in picked(decide(brief(skilled, systems=tuple(systems)), knowledge), "backend").name


def test_what_the_system_is_made_with_is_no_system_beside_it(knowledge: AdviseKnowledge) -> None:
    """A broker that stays and carries the messages gets no adapter."""
    kafka = System(name="Apache Kafka", technology="Apache Kafka", category="messaging", is_legacy=True, disposition="keep")
    values = {**STARTUP, "stack.mandated": ["Apache Kafka"], "scale.events_per_s": 3000}
    picks = decide(brief(values, systems=(kafka,)), knowledge).picks
    assert next(pick for pick in picks if pick.component == "queue").name == "Kafka, managed"
    assert "integration: Apache Kafka" not in {pick.component for pick in picks}


def test_kept_systems_are_connected_and_replaced_ones_are_not(knowledge: AdviseKnowledge) -> None:
    """Every system that stays has a way to be connected that fits its kind; one that goes, or is a means, has none."""
    systems = (
        System(name="Core", technology="IBM Z", category="mainframe", is_legacy=True, disposition="keep"),
        System(name="ERP", technology="SAP ECC", category="erp", is_legacy=True, disposition="keep", support_end="2027-12-31"),
        System(name="Azure", technology="Azure", category="cloud", is_legacy=True, disposition="unknown"),
        System(name="Benefits", technology="COBOL", category="language", is_legacy=True, disposition="unknown"),
        System(name="Old shop", technology="Magento 1", category="commerce", is_legacy=True, disposition="replace"),
    )
    files = Integration(system="Bank", protocol="SFTP", frequency="nightly")
    picks = decide(brief(STARTUP, systems=systems, integrations=(files,)), knowledge).picks
    connections = {pick.component: pick for pick in picks if pick.component.startswith("integration: ")}
    assert {name: pick.rule for name, pick in connections.items()} == {
        "integration: Core": "E2-MAINFRAME",
        "integration: ERP": "E2-SAP",
        "integration: Bank": "E2-FILES",
        "integration: Benefits": "E2-MAINFRAME",
    }
    assert connections["integration: ERP"].support_end == "2027-12-31"


def test_a_bought_product_brings_no_backend(knowledge: AdviseKnowledge) -> None:
    """Where a product is bought there is nothing to build, so no language or database is picked."""
    decision = decide(brief({"team.engineers": 0, "cap.saas_coverage": 0.9}), knowledge)
    assert {"backend", "database", "web"}.isdisjoint(pick.component for pick in decision.picks)
    assert picked(decision, "product").rule.startswith("E-PROD")


def test_every_technology_in_the_rules_is_in_the_gazetteer(knowledge: AdviseKnowledge) -> None:
    """A misspelt technology in a rule would silently never be forbidden or mandated."""
    names = {technology.name for technology in knowledge.gazetteer}
    used = {name for row in knowledge.technology.rows for candidate in row.candidates for name in candidate.tech}
    assert used <= names
    assert {name for family in knowledge.technology.families.values() for name in family} <= names
    components = {component.id for component in knowledge.technology.components}
    assert {row.component for row in knowledge.technology.rows} <= components


def test_a_preference_past_its_support_is_not_proposed(knowledge: AdviseKnowledge) -> None:
    """What has lost all support is not picked for something new, though an old standard names it; a living preference is."""
    old = picked(decide(brief({**STARTUP, "stack.preferred": ["Internet Explorer"]}), knowledge), "web")
    assert old.name != "Internet Explorer"
    living = picked(decide(brief({**STARTUP, "stack.preferred": ["Angular"]}), knowledge), "web")
    assert "Angular" in living.name


INSTALLED = {
    "cap.client": ["desktop"],
    "host.preference": "customer_site",
    "team.engineers": {"day1": 9, "m24": 10},
    "team.skills": ["C++"],
}


def test_what_is_installed_with_customers_has_no_servers(knowledge: AdviseKnowledge) -> None:
    """Nothing that somebody would have to run for it is picked, and no second place stands ready."""
    decision = decide(brief(INSTALLED), knowledge)
    picks = {pick.component: pick.name for pick in decision.picks}
    assert picks["hosting"].startswith("the customers' own machines")
    assert "C++" in picks["backend"]
    assert "SQLite" in picks["database"]
    assert picks.keys().isdisjoint({"identity", "queue", "cache", "gateway", "secrets", "objects", "api", "analytics", "edge"})
    assert assess(brief(INSTALLED), knowledge).tier.code == "TI"


def test_servers_of_customers_are_servers(knowledge: AdviseKnowledge) -> None:
    """A copy on each customer's server is run by somebody, and asks for all that servers need."""
    decision = decide(brief({**INSTALLED, "cap.client": ["web"]}), knowledge)
    picks = {pick.component: pick.name for pick in decision.picks}
    assert picks["hosting"].startswith("the customers' own servers")
    assert {"identity", "secrets", "api"} <= picks.keys()
    assert decision.context["hosting"] == "onprem"


ONE_ROOM = {**STARTUP, "team.engineers": 3, "host.preference": "on-prem", "scale.rps_peak": {"m24": 300}}


def test_nobody_has_to_mind_a_part_that_one_program_can_do_without(knowledge: AdviseKnowledge) -> None:
    """A small team with one program on own machines gets no broker, cache, platform or store of secrets of its own."""
    picks = decide(brief(ONE_ROOM), knowledge).picks
    minded = {"RabbitMQ", "Valkey", "Keycloak", "OpenBao", "Metabase", "Prometheus", "K3s", "OpenTofu"}
    assert not [pick.name for pick in picks if any(name in pick.name for name in minded)]
    assert picked(decide(brief(ONE_ROOM), knowledge), "analytics").name == "not needed"


def test_a_part_that_is_known_is_no_burden(knowledge: AdviseKnowledge) -> None:
    """Who runs a tool already goes on with it."""
    known = {**ONE_ROOM, "stack.today": ["Prometheus"]}
    assert "Prometheus" in picked(decide(brief(known), knowledge), "observability").name


@pytest.mark.parametrize(
    ("kind", "component", "without"),
    [
        ("message brokers", "queue", ("queue with", "RabbitMQ", "Service Bus")),
        ("containers", "runtime", ("container", "Kubernetes")),
        ("servers of one's own", "identity", ("Keycloak",)),
    ],
)
def test_a_kind_that_is_refused_is_not_picked(
    kind: str, component: str, without: tuple[str, ...], knowledge: AdviseKnowledge
) -> None:
    """Whoever wants no brokers gets none of any name, and no event backbone either."""
    wide = {**STARTUP, "int.systems": [f"system {number}" for number in range(12)], "stack.forbidden": [kind]}
    decision = decide(brief(wide), knowledge)
    assert not any(word in picked(decision, component).name for word in without)
    assert kind != "message brokers" or "EB" not in [overlay.code for overlay in decision.overlays]


def test_a_rate_alone_is_no_reason_for_an_event_backbone(knowledge: AdviseKnowledge) -> None:
    """Some hundred entries a second are work for a job table; many systems to feed are not."""
    rate = {**STARTUP, "scale.events_per_s": {"m24": 300}, "scale.peak_factor": 2, "int.systems": ["mail"]}
    fed = {**rate, "int.systems": [f"system {number}" for number in range(6)]}
    codes = [[overlay.code for overlay in decide(brief(values), knowledge).overlays] for values in (rate, fed)]
    assert ["EB" in found for found in codes] == [False, True]


@pytest.mark.parametrize(
    ("skills", "name"),
    [
        (["Python", "JavaScript"], "Python with FastAPI or Django"),
        (["JavaScript"], "JavaScript on the current Node.js LTS"),
        (["TypeScript", "Python"], "TypeScript on the current Node.js LTS"),
    ],
)
def test_of_several_languages_the_first_that_is_named_counts(skills: list[str], name: str, knowledge: AdviseKnowledge) -> None:
    """What a team names first it knows best, and JavaScript is no TypeScript."""
    pick = picked(decide(brief({**STARTUP, "team.skills": [{"tech": one} for one in skills]}), knowledge), "backend")
    assert pick.name == name


def test_own_premises_that_are_only_named_are_no_constraint(knowledge: AdviseKnowledge) -> None:
    """Where it is to run, or runs today, is no duty to keep it there."""
    assert "constraint" not in picked(decide(brief(ONE_ROOM), knowledge), "hosting").why
    rule = constraint("c-9", "hosting", "on_premises")
    assert picked(decide(brief(ONE_ROOM, constraints=(rule,)), knowledge), "hosting").rule == "E-HOST-1"


def test_a_look_up_by_number_needs_no_account(knowledge: AdviseKnowledge) -> None:
    """Consumers who type a number and read an answer do not sign in; those who order do."""
    shown = {**STARTUP, "users.segments": [{"name": "parents", "kind": "b2c"}]}
    looks = {**shown, "cap.features": [{"name": "A parent types the number and reads the place", "type": "crud"}]}
    buys = {**shown, "cap.features": [{"name": "A parent types a code and pays", "type": "payment"}]}
    assert "no account" in picked(decide(brief(looks), knowledge), "identity").name
    assert "no account" not in picked(decide(brief(buys), knowledge), "identity").name


@pytest.mark.parametrize(("offline", "name"), [(False, "small screens"), (True, "installed (PWA)")])
def test_phones_alone_ask_for_nothing_to_install(name: str, *, offline: bool, knowledge: AdviseKnowledge) -> None:
    """An application to install is for work without a connection, or to be called back."""
    values = {**STARTUP, "cap.client": ["pwa"], "cap.offline": offline}
    assert name in picked(decide(brief(values), knowledge), "mobile").name


def test_a_part_to_mind_is_told_with_the_recommended_option(knowledge: AdviseKnowledge) -> None:
    """“Nothing beyond what is there now” is said neither of a guess nor beside a part that comes to be run."""
    guessed = decide(brief({"users.segments": [{"name": "staff", "kind": "internal"}]}), knowledge).options[0]
    assert "there now" not in guessed.operability or "more than" in guessed.operability
    decision = decide(brief(STARTUP), knowledge)
    broker = Pick(component="queue", name="RabbitMQ, with an outbox", why="-", rule="-", is_minded=True)
    told = say_what_is_minded(decision.options, [broker], decision.capabilities)
    assert [one.operability.endswith("New to mind: RabbitMQ.") for one in told] == [one.key == "A" for one in told]


def test_a_program_that_works_by_itself_has_no_server(knowledge: AdviseKnowledge) -> None:
    """What is installed and works without a network has a file for its data, no sign-in, no cache, no event backbone."""
    alone = {**ONE_ROOM, "cap.client": ["web", "desktop"], "cap.offline": True, "int.systems": [f"saw {n}" for n in range(12)]}
    decision = decide(brief(alone), knowledge)
    names = {pick.component: pick.name for pick in decision.picks}
    assert "SQLite" in names["database"]
    assert "installed" in names["hosting"]
    assert not {"cache", "edge", "identity", "mobile", "site"} & names.keys()
    assert "EB" not in [overlay.code for overlay in decision.overlays]


def test_the_only_language_and_database_that_papers_name_are_picked(knowledge: AdviseKnowledge) -> None:
    """Before our defaults and behind what is known of the team; where several are named none of them is."""
    plain = {key: value for key, value in STARTUP.items() if key != "team.skills"}
    decision = decide(brief({**plain, "stack.named": ["Symfony", "PHP", "MariaDB"]}), knowledge)
    backend, database = picked(decision, "backend"), picked(decision, "database")
    assert ("PHP" in backend.name, backend.fields) == (True, ("stack.named",))
    assert (database.name, database.fields) == ("MariaDB", ("stack.named",))
    several = decide(brief({**plain, "stack.named": ["Symfony", "Java", "MariaDB", "MySQL"]}), knowledge)
    assert "stack.named" not in (*picked(several, "backend").fields, *picked(several, "database").fields)
    skilled = decide(brief({**plain, "team.skills": [{"tech": "Java"}], "stack.named": ["Symfony"]}), knowledge)
    assert picked(skilled, "backend").name.startswith("Java")
    old = decide(brief({**plain, "stack.named": ["COBOL", "Symfony", "Oracle Database"]}), knowledge)
    assert "stack.named" not in (*picked(old, "backend").fields, *picked(old, "database").fields)
