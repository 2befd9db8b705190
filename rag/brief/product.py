"""The product that a company means to take, by the name that stands beside the share of the need that it covers.

What is chosen is no system of today: it is not replaced, connected or kept, it is what is being decided on.
"""

import re
from collections.abc import Sequence

from rag.brief.brief import Field, Integration, Product, Status, System
from rag.knowledge.brief_fields import Products

COVERAGE = "cap.saas_coverage"
_TAKEN = (Status.STATED, Status.DOCUMENTED, Status.CONFIRMED)
_NAME = r"(?P<name>[^\W\d_a-zß-öø-ÿ][\w+&-]*(?:[ ](?:[^\W\d_a-zß-öø-ÿ][\w+&-]*|\d{1,4}(?!\w|[.,]\d))){0,2})"


def chosen_product(field: Field | None, systems: Sequence[System], table: Products) -> Product | None:
    """The product with which most of the need is said to be covered; None where none is named, or it is to go."""
    if field is None or field.status not in _TAKEN or not isinstance(field.value, int | float) or field.value < table.least:
        return None
    for source in field.provenance:
        text = source.text if source.kind == "answer" else source.citation.quote if source.citation else ""
        name = _named(text, table)
        if name and not any(name.casefold() in one.names and one.disposition in ("replace", "retire") for one in systems):
            counted = re.search(table.counted, text, re.IGNORECASE)
            covers = f"{counted['part']} of {counted['whole']}" if counted else ""
            return Product(name=name, covers=covers, provenance=(source,))
    return None


def without_product(
    product: Product | None, systems: Sequence[System], integrations: Sequence[Integration]
) -> tuple[tuple[System, ...], tuple[Integration, ...]]:
    """The systems and integrations of today without the chosen product; one of which more is known than its name is in use."""
    if product is None:
        return tuple(systems), tuple(integrations)
    called = product.name.casefold()
    left = tuple(one for one in systems if called not in one.names or _is_in_use(one))
    return left, tuple(one for one in integrations if one.system.casefold() != called)


def _is_in_use(system: System) -> bool:
    told = (system.version, system.owner, system.contract_end, system.criticality)
    return system.disposition != "unknown" or any(told)


def _named(text: str, table: Products) -> str:
    """The name at the beginning of the words, behind a yes; "" for a word that is none, and where one of several is meant."""
    said = re.sub(rf"^\W*(?:(?:{table.lead})\b\W*)?", "", text.strip(), flags=re.IGNORECASE)
    found = re.match(rf"{_NAME}(?=\s*(?:[.,;:(–—]|-\s|$)|\s(?i:{table.covers})\b)", said)
    if found is None or re.match(rf"(?:{table.no_name})$", found["name"], re.IGNORECASE):
        return ""
    return "" if re.match(rf"[\s,]*(?:{table.either})\b", said[found.end() :], re.IGNORECASE) else found["name"]
