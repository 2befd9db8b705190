"""Languages and frameworks that the papers name with their version → those whose vendor support ends or has ended.

They are no systems of their own, yet what is written in them finds no patch either. A version that the company has left, or
only speaks of for later, is none of them.
"""

import re

from rag.brief.brief import Provenance, System
from rag.brief.evidence import fills
from rag.brief.systems import is_edition
from rag.extract.fact import Fact, Time
from rag.propose.draft import Draft

CATEGORIES = ("language", "framework")
NOT_RUN = ("skill", "target")  # roles: what people know, and what is wished for


def find_runtimes(draft: Draft) -> list[System]:
    """Each product with the version that is in use, as a system whose support has a date; none that a system tells already."""
    known = {
        part for system in draft.inputs.brief.systems for part in (system.support_of, f"{system.technology} {system.version}")
    }
    versions: dict[str, dict[str, Fact]] = {}
    for fact in draft.inputs.facts:
        if _is_in_use(fact) and not is_edition(fact, draft.knowledge.fields):
            versions.setdefault(str(fact.value), {}).setdefault(str(fact.slots["version"]), fact)
    found = []
    for product, named in sorted(versions.items()):
        for version, fact in sorted(named.items()):
            row = draft.knowledge.lifecycle.find(product, version)
            if (
                row is None
                or row.support_end is None
                or f"{product} {version}" in known
                or _is_left(fact, version, named, draft)
            ):
                continue
            note = [f"extended support until {row.extended_end.isoformat()}"] if row.extended_end else []
            note += [row.note] if row.note else []
            note.append(f"{row.source}, snapshot {row.snapshot.isoformat()}; verify with the vendor")
            source = Provenance(kind="document", citation=fact.citation, fact_id=fact.id)
            name = f"{product} {version}"
            end = row.support_end.isoformat()
            found.append(
                System(name=name, support_end=end, support_of=name, support_note="; ".join(note), provenance=(source,))
            )
    return found


def _is_in_use(fact: Fact) -> bool:
    is_named = fact.kind == "technology" and fact.slots.get("category") in CATEGORIES and fact.slots.get("version")
    is_run = fact.polarity and fact.time is Time.CURRENT and fact.slots.get("role") not in NOT_RUN
    return bool(is_named and is_run and fills(fact) and fact.citation.state.passes)


def _is_left(fact: Fact, version: str, named: dict[str, Fact], draft: Draft) -> bool:
    """Whether another version is the one in use: a later one that is named elsewhere, or where a move is told.

    Of two in one sentence without a move, the later is what is planned.
    """
    beside = [other for other, one in named.items() if one.citation.quote == fact.citation.quote and other != version]
    moved = re.search(draft.knowledge.risks.moved_on, fact.citation.quote, re.IGNORECASE) is not None
    if any((_order(other) > _order(version)) is moved for other in beside):
        return True
    return any(_order(other) > _order(version) for other in named if other not in beside)


def _order(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)]
