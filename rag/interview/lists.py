"""An enumeration in a person's words → its items.

Where commas part the items, “and” does so only before the last one: “the counter reserves and sells, families find a grave” are
two things that people do. A remark of who lists them is no item.
"""

import re

from rag.knowledge.replies import ReplyTable


def list_items(text: str, replies: ReplyTable) -> list[str]:
    """The items, without what joins and ends them."""
    *parts, last = re.split(replies.commas, text.strip())
    opening, between = rf"^(?:{replies.spoken.joins})\s+", rf"\s+(?:{replies.spoken.joins})\s+"
    parts += [last] if parts and re.match(opening, last, re.IGNORECASE) else re.split(between, last, flags=re.IGNORECASE)
    items = [re.sub(opening, "", part.strip(), flags=re.IGNORECASE).rstrip(" .") for part in parts]
    return [item for item in items if item and not re.match(replies.asides, item, re.IGNORECASE)]
