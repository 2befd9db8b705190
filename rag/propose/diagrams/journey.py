"""Which function of the product stands for what it writes, and whose it is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rag.propose.draft import Draft
from rag.propose.wording import readable, shorten

MOST_NAME = 48  # characters of a function in a label


@dataclass(frozen=True, slots=True)
class Journey:
    """A function of the product."""

    name: str  # in short, for a label
    text: str  # as the brief has it
    actor: str  # whose it is; "" where nobody said


def find_journey(draft: Draft) -> Journey | None:
    """The function that shows best what the product writes; None where nobody has named one."""
    rule = draft.knowledge.sequences.journey
    value = draft.inputs.brief.value("cap.features") or []
    found = []
    for number, item in enumerate(value if isinstance(value, list | tuple) else [value]):
        name = name_of(item)
        kind, priority = _of(item, "type") or _type_of(draft, name), _of(item, "priority")
        if name and kind in rule.types and not re.search(rule.reading, name, re.IGNORECASE):
            found.append((priority not in ("must", ""), rule.types.index(kind), number, item))
    if not found:
        return None
    item = min(found, key=lambda one: one[:3])[3]
    text = readable(name_of(item))
    return Journey(shorten(re.split(r"[,;.]\s", text)[0], MOST_NAME), text, readable(_of(item, "segment")))


def name_of(item: Any) -> str:
    """What a function is called, whether it is a row or only a name."""
    return _of(item, "name") if isinstance(item, Mapping) else str(item)


def _of(item: Any, key: str) -> str:
    return str(item.get(key) or "") if isinstance(item, Mapping) else ""


def _type_of(draft: Draft, name: str) -> str:
    types = draft.knowledge.fields.feature_types
    return next((row.type for row in types if re.search(row.pattern, name, re.IGNORECASE)), "")
