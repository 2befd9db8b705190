"""The proposal as JSON, its schema, and the evidence pack that a stranger can check without the app."""

import json
from pathlib import Path
from typing import Any

from rag.export.archive import make_zip
from rag.propose.proposal import Proposal

SCHEMA_NAME = "proposal.schema.json"
CHECKER = Path(__file__).resolve().parent / "templates" / "verify.py.txt"
README = """Evidence pack of {title}

proposal.json         the proposal: sections, sentences with their basis, coverage, brief, decision
{schema}  what proposal.json holds to
quotes.json           every quotation with document, place and hash
documents.json        every document that was read, with its SHA-256
verify.py             checks all this against your own copies of the documents

    python3 verify.py FOLDER-WITH-THE-DOCUMENTS

needs Python 3.9 or newer and nothing else. The pack holds the quotations and no other text of the documents.
"""


def to_json(proposal: Proposal) -> str:
    """The whole proposal; `Proposal.model_validate_json` reads it back."""
    content = {"$schema": SCHEMA_NAME, **proposal.model_dump(mode="json")}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def json_schema() -> str:
    """The JSON schema of the export."""
    return json.dumps(Proposal.model_json_schema(), ensure_ascii=False, indent=1) + "\n"


def to_pack(proposal: Proposal) -> bytes:
    """The evidence pack as ZIP."""
    files = {
        "README.txt": README.format(title=f"the proposal for {proposal.product}, {proposal.as_of}", schema=SCHEMA_NAME),
        "proposal.json": to_json(proposal),
        SCHEMA_NAME: json_schema(),
        "quotes.json": _text(quotes(proposal)),
        "documents.json": _text([document.model_dump(mode="json") for document in proposal.documents]),
        "verify.py": CHECKER.read_text(encoding="utf-8"),
    }
    return make_zip({name: text.encode() for name, text in files.items()})


def quotes(proposal: Proposal) -> list[dict[str, Any]]:
    """Every quotation of the evidence index with its place."""
    return [
        {
            "id": entry.id,
            "document": entry.citation.document,
            "sha256": entry.citation.sha256,
            "page": entry.citation.page,
            "locator": entry.citation.locator,
            "quote": entry.citation.quote,
        }
        for entry in proposal.evidence
        if entry.citation is not None
    ]


def _text(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
