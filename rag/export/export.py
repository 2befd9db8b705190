"""`export_proposal`: one proposal → files in the formats asked for, the same bytes for the same proposal."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from rag.errors import ExportError, UsageError
from rag.export.csv import to_csv_pack
from rag.export.data import to_json, to_pack
from rag.export.docx import to_docx
from rag.export.formats import ENDINGS, FORMATS, READ
from rag.export.html import to_html
from rag.export.layout import lay_out
from rag.export.markdown import to_markdown
from rag.export.nodes import WHOLE, Edition, Layout
from rag.export.pdf import to_pdf
from rag.export.pptx import to_pptx
from rag.export.starter import to_starter
from rag.export.xlsx import to_xlsx
from rag.propose.proposal import Proposal

Writer = Callable[[Proposal, Layout], bytes]
WRITERS: Mapping[str, Writer] = {
    "md": lambda _, layout: to_markdown(layout).encode(),
    "html": lambda _, layout: to_html(layout).encode(),
    "docx": lambda _, layout: to_docx(layout),
    "pdf": lambda _, layout: to_pdf(layout),
    "json": lambda proposal, _: to_json(proposal).encode(),
    "zip": lambda proposal, _: to_pack(proposal),
    "xlsx": to_xlsx,
    "pptx": to_pptx,
    "csv": to_csv_pack,
    "starter": to_starter,
}


def export_proposal(proposal: Proposal, formats: Sequence[str], folder: Path, edition: Edition = WHOLE) -> list[Path]:
    """Write the proposal as files; what is already there is replaced only when the new file is complete.

    Args:
        proposal: what to write.
        formats: names from `FORMATS`; doubles are written once.
        folder: created when it does not exist.
        edition: for whom, in the formats that are read (`READ`).

    Returns:
        The paths, in the order of `formats`.

    Raises:
        UsageError: a format is unknown.
        ExportError: the folder or a file cannot be written.
    """
    unknown = [name for name in formats if name not in WRITERS]
    if unknown:
        raise UsageError(f"There is no format {', '.join(unknown)}. Formats are: {', '.join(FORMATS)}.")
    whole = lay_out(proposal, replace(WHOLE, logo=edition.logo))
    read = whole if edition == WHOLE else lay_out(proposal, edition)
    paths = []
    for name in dict.fromkeys(formats):
        layout = read if name in READ else whole
        path = folder / file_name(proposal, name, layout.edition)
        content = WRITERS[name](proposal, layout)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_suffix(path.suffix + ".part")
            unfinished.write_bytes(content)
            unfinished.replace(path)
        except OSError as error:
            raise ExportError(f"{path}: cannot be written ({error.strerror}). Choose another folder.") from error
        paths.append(path)
    return paths


def file_name(proposal: Proposal, format_: str, edition: str = "") -> str:
    """The name of a format's file."""
    part = f"-{edition}" if edition and format_ in READ else ""
    return file_stem(proposal) + part + ENDINGS.get(format_, f".{format_}")


def file_stem(proposal: Proposal) -> str:
    """`{company}-architecture-proposal-{date}`, in letters that every file system takes."""
    ascii_name = unicodedata.normalize("NFKD", proposal.company).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_name.lower()).strip("-")[:60].strip("-") or "company"
    return f"{slug}-architecture-proposal-{proposal.as_of}"
