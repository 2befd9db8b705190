"""Whether a mail was written by somebody of another house than those who got it: “we” are not necessarily us there.

In: a document. Out: yes or no, by the domains of its addresses; a paper without addresses is from inside.
"""

import re

from rag.ingest.document import Document
from rag.ingest.mail import HEADER_PLACE

SENDER, OUTSIDE = "sender", "outside"  # slot of a fact, and its value
_DOMAIN = re.compile(r"@([\w-]+(?:\.[\w-]+)+)")


def is_from_outside(document: Document) -> bool:
    """Whether nobody who got the mail, or a copy of it, has an address of the sender's house."""
    domains: dict[str, set[str]] = {}
    for page in document.pages:
        for block in page.blocks:
            name, _, value = page.text[block.start : block.end].partition(":")
            if block.locator == HEADER_PLACE:
                domains.setdefault(name.casefold(), set()).update(one.casefold() for one in _DOMAIN.findall(value))
    sent, got = domains.get("from", set()), domains.get("to", set()) | domains.get("cc", set())
    return bool(sent and got) and sent.isdisjoint(got)
