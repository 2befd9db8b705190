"""The engine's tables: they hold together, and a fault in one is named."""

import shutil
from pathlib import Path

import pytest

from rag.errors import KnowledgeError
from rag.knowledge.advise import AdviseKnowledge, load_advise_knowledge
from rag.knowledge.condition import Condition
from rag.knowledge.styles import ATTRIBUTES, NEEDS
from rag.knowledge.tables import TABLES


@pytest.fixture(scope="module")
def knowledge() -> AdviseKnowledge:
    """The product's own tables."""
    return load_advise_knowledge()


def named(condition: Condition) -> set[str]:
    """The fields that a condition asks about."""
    inner = {name for part in (*condition.all, *condition.any) for name in named(part)}
    return inner | ({condition.field} if condition.field else set())


def test_codes_refer_to_styles_that_exist(knowledge: AdviseKnowledge) -> None:
    """Overlays, vetoes and distances speak only of styles in the table, and every style has a distance to itself."""
    codes = {style.code for style in knowledge.styles.styles}
    assert len(codes) == len(knowledge.styles.styles) == 12
    used = {code for overlay in knowledge.overlays.overlays for code in overlay.allowed}
    used |= {code for veto in knowledge.vetoes.vetoes for code in (*veto.styles, *veto.spared)}
    used |= {code for start, row in knowledge.distances.distances.items() for code in (start, *row)}
    assert used <= codes
    assert all(knowledge.distances.between(code, code) == 0 for code in codes)


def test_conditions_ask_only_for_what_there_is(knowledge: AdviseKnowledge) -> None:
    """Vetoes and overlays name levels, context or values of the style; a misspelt name would never hold."""
    levels = {*ATTRIBUTES, *NEEDS}
    own = {"demand", "rating", "forbidden_requirement", "cost_over_cap", "late"}
    known = levels | set(knowledge.readings.context) | own
    conditions = [overlay.when for overlay in knowledge.overlays.overlays] + [veto.when for veto in knowledge.vetoes.vetoes]
    conditions += [one.when for style in knowledge.styles.styles for one in style.conditional]
    assert {name for condition in conditions for name in named(condition)} <= known


def test_derived_readings_rest_on_readings(knowledge: AdviseKnowledge) -> None:
    """Derived readings, regimes and technology rules ask for readings that something provides."""
    provided = {row.name for row in knowledge.readings.readings} | {row.name for row in knowledge.readings.derived}
    provided |= {
        "peak_rps",
        "mean_rps",
        "events_to_requests",
        "only_measurements",
        "cloud_forbidden",
        "forbidden",
        "regimes",
        "budget_ratio",
    }
    provided |= {"personal", "places", "company_places", "market_places", "residency_places", "consumer_service_eu"}
    derived = [rule.when for row in knowledge.readings.derived for rule in row.rules]
    regimes = [rule.when for regime in knowledge.regimes.regimes for rule in regime.rules]
    assert {name for condition in (*derived, *regimes) for name in named(condition)} <= provided
    provided |= {*ATTRIBUTES, *NEEDS, *knowledge.readings.context}
    provided |= {"style", "family", "overlays", "audience", "known", "known_families", "kept", "skill_names", "skill_families"}
    provided |= {"written_in"}
    rows = knowledge.technology.rows
    asked = [row.when for row in rows] + [one.when for row in rows for one in row.candidates]
    assert {name for condition in asked for name in named(condition)} <= provided


def test_levels_name_all_attributes_and_have_words_for_every_change(knowledge: AdviseKnowledge) -> None:
    """Fourteen demands and five capabilities; each level can be said in the user's units or in a phrase."""
    assert tuple(row.code for row in knowledge.levels.demands) == ATTRIBUTES
    assert tuple(row.code for row in knowledge.levels.capabilities) == NEEDS
    for row in (*knowledge.levels.demands, *knowledge.levels.capabilities):
        cuts = [part for part in row.parts[:1] if part.cuts]
        assert all(part.at_least and part.below for part in cuts)
        assert cuts or set(row.phrases) >= set(range(1, 6))


def test_identifiers_are_unique(knowledge: AdviseKnowledge) -> None:
    """No two rows of a table share an id."""
    for ids in (
        [row.name for row in knowledge.readings.readings] + [row.name for row in knowledge.readings.derived],
        [row.id for row in knowledge.technology.rows],
        [row.id for row in knowledge.legacy.rows],
        [regime.id for regime in knowledge.regimes.regimes],
        [rule.id for regime in knowledge.regimes.regimes for rule in regime.rules],
        [veto.id for veto in knowledge.vetoes.vetoes],
    ):
        assert len(set(ids)) == len(ids)


def test_a_fault_names_the_file_and_the_field(tmp_path: Path) -> None:
    """A table that breaks its schema stops loading with the file and the place."""
    folder = tmp_path / "tables"
    shutil.copytree(TABLES, folder)
    text = (folder / "weights.yaml").read_text(encoding="utf-8").replace("burden_factor: 1.2", "burden_factor: much")
    (folder / "weights.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"weights\.yaml: burden_factor"):
        load_advise_knowledge(folder)
