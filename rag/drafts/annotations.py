"""What people write into the proposal: their own words for a paragraph, sections that stay, comments.

Each change of the text is drawn into the latest version at once, or into a new one where that is final or anything else has
changed since.
"""

from dataclasses import dataclass
from typing import Literal

from rag.drafts.drafts import USER, Drafts
from rag.errors import UsageError
from rag.propose.annotation import Annotation
from rag.propose.proposal import Paragraph, Section, WrittenBlock
from rag.propose.revise import keep, to_text, words_of
from rag.store.record import Record, Workspace

LONGEST = 8000  # characters of a paragraph or comment


@dataclass(frozen=True, slots=True)
class EditableBlock:
    """A paragraph or list that a person may put into their own words."""

    index: int  # among the blocks of its section
    text: str  # a line for each item of a list
    is_list: bool
    edit: Annotation | None  # what stands there is theirs


class Annotations:
    """See the module. Threads may share it."""

    def __init__(self, workspace: Workspace, record: Record, drafts: Drafts) -> None:
        self._workspace = workspace
        self._record = record
        self._drafts = drafts

    def all(self) -> tuple[Annotation, ...]:
        """Those that hold, in the order in which they were made."""
        return self._record.annotations(self._workspace.id)

    def editable(self, section_id: str) -> tuple[EditableBlock, ...]:
        """The paragraphs and lists of a section of the latest version; tables, diagrams and code follow from the answers."""
        edits = {one.id: one for one in self.all() if one.kind == "edit"}
        return tuple(
            EditableBlock(index, to_text(block), not isinstance(block, Paragraph), edits.get(block.edit))
            for index, block in enumerate(self._section(section_id).blocks)
            if isinstance(block, WrittenBlock)
        )

    def edit(self, section_id: str, block: EditableBlock, text: str, by: str = USER) -> None:
        """Put a paragraph into one's own words, in this draft and every later one; "" leaves it out.

        Raises:
            UsageError: nothing is changed, or the text is too long.
            StorageError: there is no proposal yet, or somebody else changed the paragraph meanwhile.
        """
        text = "\n".join(line for line in (" ".join(line.split()) for line in text.splitlines()) if line)
        if text == block.text:
            raise UsageError("The words are the same as before.")
        self._refuse_long(text)
        section = self._section(section_id)
        now = section.blocks[block.index] if block.index < len(section.blocks) else None
        if not isinstance(now, WrittenBlock) or to_text(now) != block.text:
            raise UsageError("The paragraph has changed meanwhile. Open the section again.")
        original = block.edit.original if block.edit is not None else words_of(now)
        made = self._made("edit", section_id, by).model_copy(update={"original": original, "text": text})
        self._record.add_annotation(self._workspace.id, made, instead=block.edit.id if block.edit is not None else 0)
        self._redraw(by, "paragraph edited")

    def lock(self, section_id: str, by: str = USER) -> None:
        """Let a section stay as it is now, in every later draft."""
        latest = self._drafts.version(0)
        self._section(section_id)
        made = self._made("lock", section_id, by).model_copy(update={"kept": keep(latest, section_id)})
        before = self._lock_of(section_id)
        self._record.add_annotation(self._workspace.id, made, instead=before.id if before is not None else 0)
        self._redraw(by, "section locked")

    def unlock(self, section_id: str, by: str = USER) -> None:
        """Let a section follow what is known again."""
        lock = self._lock_of(section_id)
        if lock is not None:
            self._record.withdraw_annotations(self._workspace.id, [lock.id])
            self._redraw(by, "section unlocked")

    def comment(self, section_id: str, text: str, block: EditableBlock | None = None, by: str = USER) -> None:
        """Say something about a section or one of its paragraphs to those who work on the proposal; no file holds it.

        Raises:
            UsageError: there is no word in it, or it is too long.
        """
        text = text.strip()
        if not text:
            raise UsageError("Write a comment first.")
        self._refuse_long(text)
        about = () if block is None else words_of(self._section(section_id).blocks[block.index])
        made = self._made("comment", section_id, by).model_copy(update={"original": about, "text": text})
        self._record.add_annotation(self._workspace.id, made)
        self._drafts.note(by, "comment made")

    def take_back(self, annotation: Annotation, by: str = USER) -> None:
        """Withdraw an edit or lock, so that the composed words stand there again; or settle a comment.

        Raises:
            StorageError: it was taken back before.
        """
        self._record.withdraw_annotations(self._workspace.id, [annotation.id])
        if annotation.kind == "comment":
            self._drafts.note(by, "comment settled")
        else:
            self._redraw(by, f"{annotation.kind} taken back")

    def _section(self, section_id: str) -> Section:
        found = next((one for one in self._drafts.version(0).sections if one.id == section_id), None)
        if found is None:
            raise UsageError(f"The latest version has no section “{section_id}”.")
        return found

    def _lock_of(self, section_id: str) -> Annotation | None:
        return next((one for one in self.all() if one.kind == "lock" and one.section == section_id), None)

    def _made(self, kind: Literal["edit", "lock", "comment"], section_id: str, by: str) -> Annotation:
        return Annotation(kind=kind, section=section_id, by=by, version=self._drafts.version(0).version)

    def _redraw(self, by: str, what: str) -> None:
        self._drafts.note(by, what)
        self._drafts.propose()

    def _refuse_long(self, text: str) -> None:
        if len(text) > LONGEST:
            raise UsageError(f"That is {len(text):,} characters; at most {LONGEST:,} fit.")
