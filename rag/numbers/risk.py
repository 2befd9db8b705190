"""Risk: score, exposure (F24, F25)."""

from typing import NamedTuple

PROBABILITIES = (0.02, 0.1, 0.3, 0.6, 0.9)  # of likelihood 1 … 5


class RiskScore(NamedTuple):
    """Likelihood times impact, and its band."""

    score: int
    band: str  # low, medium, high, critical


def risk_score(likelihood: int, impact: int) -> RiskScore:
    """F24: the score of a risk from likelihood and impact, each 1 … 5."""
    score = likelihood * impact
    band = "critical" if score >= 15 else "high" if score >= 10 else "medium" if score >= 5 else "low"
    return RiskScore(score, band)


def exposure(likelihood: int, loss: float) -> float:
    """F25: expected loss in money of a risk with likelihood 1 … 5."""
    return PROBABILITIES[likelihood - 1] * loss
