"""Where a block stands, and what that makes of its sentences: of rules, of what was agreed, or of what only tells."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from rag.extract.clauses import Clause, Context, CueReader
from rag.extract.entities import Tagged
from rag.extract.fact import Modality
from rag.extract.requirement_marks import RequirementMarks
from rag.extract.subjects import binding
from rag.ingest.document import Block, BlockKind

SHORT_ITEM = 3  # words below which a list item is a name
Title = tuple[Modality, str]  # what a heading or a line makes of what stands below, and whom that binds

_LEADS: dict[str, Title] = {
    "bans_lead": (Modality.MUST_NOT, "bound"),
    "unwanted_lead": (Modality.SHOULD_NOT, "wished"),
    "wishes_lead": (Modality.SHOULD, "wished"),
    "musts_lead": (Modality.MUST, "bound"),
}  # phrases of the line before a list → what it makes of its items
_LONGEST_LEAD = 22  # words of such a line
_LEAD_WORDS = 8  # between the must and the colon of the sentence before a list
_NEXT = 60  # characters of the sentence after a rule that may say that it is one
_NUMBERED = re.compile(
    r"\s*(?:\(?\d{1,2}(?:\.\d{1,2})*[.)]|\d{1,2}(?:\.\d{1,2})+|[-–•*])\s"
)  # an item of a list that came as a paragraph
_LABEL = re.compile(
    r"\W*(?:\d{1,2}(?:\.\d+)*[.)]\s+)?\W*(?P<label>(?:[^\W\d_][\w-]+ ?){1,3})[*_]*[.:][*_]*\s+\S"
)  # what an item is about


class Standing:
    """The compiled headings and marks that bind."""

    def __init__(self, cues: CueReader, marks: RequirementMarks) -> None:
        self._cues, self._marks = cues, marks

    def of(
        self,
        block: Block,
        doc_type: str,
        item: str,
        lead: Title | None,
        title: Title | None,
    ) -> Context:
        """Where a block stands, and what the heading and the line above make of an item: one that asks, or one that tells."""
        context = Context(block.heading_path, doc_type, block.kind is BlockKind.HEADING, locator=block.locator)
        above = block.heading_path[-1] if block.heading_path else ""
        heading = self.title(above)
        title = title or heading
        if title and is_item(block, item) and len(item.split()) > 1:
            return replace(context, priority=title[0], binds=title[1])
        if heading and heading[1] != "decided" and block.kind is BlockKind.PARAGRAPH and not item.rstrip().endswith(":"):
            return replace(context, priority=heading[0], binds="agreed")
        if block.kind is not BlockKind.LIST_ITEM:
            return context
        if lead and not self._tells(item, lead[0]):
            return replace(context, priority=lead[0], binds=lead[1])
        if not self._tells(item, Modality.SHOULD) and self._cues.phrases["rules_heading"].search(above):
            return replace(context, priority=Modality.MUST, is_listed=True)
        return context

    def title(self, text: str) -> Title | None:
        """What a heading or the line before a list makes of what stands below: all of it binds, or what tells of the system."""
        phrases = self._cues.phrases
        text = text.replace("_", " ")  # of a key: "promises_of_the_core:"
        if phrases["musts_heading"].search(text):
            return Modality.MUST, "bound"
        if phrases["bans_heading"].search(text):
            return Modality.MUST_NOT, "agreed"
        if phrases["agreed_heading"].search(text):
            return Modality.MUST, "agreed"
        if phrases["decided_heading"].search(text):
            return Modality.MUST, "decided"
        if phrases["wishes_heading"].search(text):
            return Modality.SHOULD, "wished"
        announces = text.rstrip().endswith(":") or phrases["announces"].search(text.rstrip())
        return self._lead(text) if announces and len(text.split()) <= _LONGEST_LEAD else None

    def introduces(self, text: str) -> bool:
        """Whether the beginning of a paragraph makes a list that follows in it one of what is asked for, refused or wished."""
        binds = text.rstrip().endswith(":") and any(cue.search(text) for _, cue in self._cues.modality)
        return binds or self.title(text) is not None

    def _lead(self, text: str) -> Title | None:
        """What the line before a list makes of it, where those who write ask, refuse or wish."""
        phrases = self._cues.phrases
        return next((title for name, title in _LEADS.items() if phrases[name].search(text)), None)

    def marked(self, clause: Clause) -> Clause:
        """The clause with what the mark or the number of its requirement says."""
        if clause.context.priority is not None or clause.context.is_heading:
            return clause
        sentence = clause.plain(*clause.sentence)
        said = self._marks.read(sentence)
        if said is not None:
            return replace(clause, context=replace(clause.context, priority=said, binds="bound"))
        if self._marks.numbered(sentence, clause.context.headings):
            binds = "bound" if self._marks.binds(*clause.context.headings) else ""
            return replace(clause, context=replace(clause.context, priority=Modality.MUST, binds=binds, is_listed=True))
        if self._is_agreed(clause):
            return replace(clause, context=replace(clause.context, priority=Modality.MUST, binds="agreed"))
        if self._cues.phrases["firm_after"].search(clause.tagged.text[clause.sentence[1] :].lstrip()[:_NEXT]):
            return replace(clause, context=replace(clause.context, priority=Modality.MUST))
        return clause

    def _is_agreed(self, clause: Clause) -> bool:
        """Whether it stands in a contract and says in the present what is done to data or with the service."""
        phrases = self._cues.phrases
        in_contract = clause.context.doc_type in ("contract", "law") or any(
            map(phrases["clause_heading"].search, clause.context.headings)
        )
        is_article = phrases["article_opening"].match(clause.tagged.text) is not None
        return is_article or (in_contract and phrases["agreed_present"].search(clause.text) is not None)

    def _tells(self, text: str, modality: Modality) -> bool:
        """Whether a list item tells something, or is a mere name, and so asks for nothing."""
        shortest = SHORT_ITEM if modality in (Modality.MUST, Modality.MUST_NOT) else 2 * SHORT_ITEM
        return len(text.split()) < shortest or "](" in text or self._cues.phrases["narrates"].search(text) is not None


def is_item(block: Block, text: str) -> bool:
    """Whether a block is an item of a list, by its kind or by its number."""
    numbered = block.kind is BlockKind.PARAGRAPH and _NUMBERED.match(text) is not None
    return block.kind is BlockKind.LIST_ITEM or numbered


def label_of(item: str) -> str:
    """The first words of an item where they stand alone: "Cloud. …"."""
    match = _LABEL.match(item)
    return match["label"].strip() if match else ""


def explained(clauses: Iterable[Clause]) -> Iterator[Clause]:
    """The clauses of an item that binds however it is worded: what follows its first sentence explains it, and binds less."""
    first: int | None = None
    for clause in clauses:
        if first is None and len(clause.text.split()) > SHORT_ITEM:
            first = clause.sentence[0]
        is_first = first is None or clause.sentence[0] == first
        binds_alone = clause.context.binds and clause.says("denies_all")
        if is_first or binds_alone or not (clause.context.binds or clause.context.is_listed):
            yield clause
        else:
            yield replace(clause, context=replace(clause.context, priority=None, binds="", is_listed=False))


def lead_of(clauses: list[Clause], tagged: Tagged) -> Title | None:
    """What a sentence that ends in a colon passes on to the list below it."""
    if not clauses or not tagged.text.rstrip().endswith(":"):
        return None
    last = clauses[-1]
    optional = list(last.cues.may.finditer(last.text))
    if last.modal is None or len(last.text[last.modal.end() :].split()) > _LEAD_WORDS:
        return None
    if last.modality in (Modality.IS, Modality.MAY) or (optional and last.modal and optional[-1].start() > last.modal.start()):
        return None
    return last.modality, binding(last)
