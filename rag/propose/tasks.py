"""What stands between a version and being final, as tasks: values to be said, sentences that break a rule, constraints."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from rag.propose.proposal import Proposal
from rag.propose.wording import readable, shorten

LONGEST = 160  # characters of a constraint or sentence


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do before the next status."""

    kind: Literal["value", "sentence", "constraint", "declare"]
    text: str
    section: str = ""  # where it stands


def tasks_of(proposal: Proposal, labels: Mapping[str, str]) -> tuple[Task, ...]:
    """What is left to do, in the order in which it counts; nothing for a final version.

    Args:
        proposal: the version.
        labels: field path → label.
    """
    if proposal.status == "final":
        return ()
    tasks = [Task("value", f"Say: {labels.get(path, path)}") for path in proposal.brief.missing_core]
    tasks += [
        Task("sentence", f"{finding.rule}: {shorten(readable(finding.text), LONGEST)}", finding.section)
        for finding in proposal.lint
    ]
    tasks += [
        Task("constraint", f"{row.status}: {shorten(readable(row.text), LONGEST)}", row.section)
        for row in proposal.coverage
        if row.hard and row.status in ("open", "violated")
    ]
    return (*tasks, Task("declare", "Declare this version final"))
