"""Provisional, ready or final, and what is missing for the next."""

from collections.abc import Sequence
from typing import Literal

from rag.propose.coverage import count_states
from rag.propose.draft import Draft
from rag.propose.proposal import LintFinding
from rag.propose.wording import counted, lower_first


def find_status(draft: Draft, lint: Sequence[LintFinding]) -> tuple[Literal["provisional", "ready", "final"], str]:
    """The status of a version with its reason.

    Provisional until the core of the Brief is known or assumed and shown, and the lint is clean; ready then; final when no hard
    constraint is open or violated and a person has declared it so.
    """
    missing = draft.inputs.brief.missing_core
    if missing:
        return "provisional", draft.say("status.core", fields=", ".join(lower_first(draft.label(path)) for path in missing))
    if lint:
        rules = ", ".join(sorted({finding.rule for finding in lint}))
        return "provisional", draft.say("status.lint", count=counted(len(lint), "sentence"), rules=rules)
    hard = count_states(draft.coverage)["hard"]
    rest = hard["open"] + hard["violated"]
    if rest:
        return "ready", draft.say("status.constraints", count=counted(rest, "hard constraint"))
    if not draft.inputs.finalised:
        return "ready", draft.say("status.finalise")
    return "final", draft.say("status.final")
