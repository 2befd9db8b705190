"""What an answer changed in the decision, in one or two sentences: the recommendation first, then the parts that weigh most."""

from rag.interview.value import Vector
from rag.knowledge.questions import QuestionTable

MOST_PARTS = 3
LONGEST = 48  # characters of a value that is told; of a longer one only the part is named
NAMED_BY_TITLE = ("style", "overlays")  # components that the option's title tells


def what_changed(before: Vector, after: Vector, titles: tuple[str, str], table: QuestionTable) -> str:
    """The sentences; "" where nothing changed.

    Args:
        before: component → what was decided before the answer.
        after: the same after it.
        titles: of the recommended option before and after; "" where none was left.
        table: weights and names of the components.
    """
    moved = [
        component
        for component in sorted(table.rules.weights, key=lambda one: (-table.rules.weights[one], one))
        if component not in NAMED_BY_TITLE and before.get(component) != after.get(component)
    ]
    parts = [_told(table.components[one], before.get(one, ""), after.get(one, "")) for one in moved[:MOST_PARTS]]
    more = len(moved) - len(parts)
    if more > 0:
        parts.append("one more part" if more == 1 else f"{more} more parts")
    said = f"This changes {_listed(parts)}." if parts else ""
    if titles[0] != titles[1]:
        return f"The recommendation is now: {titles[1] or 'no option is left'}. {said}".rstrip()
    return f"{said} The recommendation stays." if said else ""


def _told(name: str, before: str, after: str) -> str:
    is_short = max(len(before), len(after)) <= LONGEST
    return f"{name} ({before} → {after})" if is_short else name


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
