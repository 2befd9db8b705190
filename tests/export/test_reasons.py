"""Why a judgement was made, in words with its code behind."""

import pytest

from rag.export.reasons import Reasons
from rag.propose.compose import compose
from tests.propose.factory import make_inputs


@pytest.fixture(scope="module")
def reasons() -> Reasons:
    """Those of the made-up company's proposal."""
    return Reasons(compose(make_inputs()))


def test_codes_stand_behind_words(reasons: Reasons) -> None:
    """A rule says what it chose, a limit what it rules out, a score and a level whose they are."""
    assert reasons.of("V1 on CS") == "Configured product (SaaS or low-code): ruled out by a hard limit (V1 on CS)"
    assert reasons.of("D: MM 94.0 = fit 100.0 − burden 6.0") == "Modular monolith 94.0 = fit 100.0 − burden 6.0 (MM)"
    assert reasons.of("AUD 4 of 5: laws apply") == "Accountability at level 4 of 5: laws apply (AUD)"
    assert reasons.of("rule E-OBS-1") == "What is chosen for observability (rule E-OBS-1)"
    assert reasons.of("estimate base") == "Row “base” of the table of estimates"


def test_what_is_in_words_stays(reasons: Reasons) -> None:
    """Nothing is added to a trace that says enough."""
    assert reasons.of("team shape: one team up to 9 people") == "team shape: one team up to 9 people"
