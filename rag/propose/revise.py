"""Puts into a draft what people wrote: sections that are to stay, then paragraphs in their own words.

Nothing that a person wrote is lost. Where the paragraph below it reads otherwise now, or is gone, the words stay and the list
of changes by hand says so. A sentence that was left as it was keeps its basis.
"""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from rag.propose.annotation import Annotation, KeptSection
from rag.propose.draft import Draft
from rag.propose.ledger import Ledger
from rag.propose.proposal import (
    BlockType,
    BulletList,
    Checklist,
    Claim,
    HandChange,
    Paragraph,
    Proposal,
    WrittenBlock,
    block_claims,
    map_claims,
)

LIKE = 0.55  # share of words in common from which a paragraph counts as the one that was edited
Blocks = dict[str, list[BlockType]]


def revise(draft: Draft, blocks: Blocks, annotations: Sequence[Annotation]) -> tuple[HandChange, ...]:
    """Change the composed blocks as people asked for; what was changed, in their order."""
    changes = []
    for lock in (one for one in annotations if one.kind == "lock" and one.kept is not None):
        draft.ledger.section = lock.section
        if lock.kept is not None:
            blocks[lock.section] = list(_taken(draft, lock.kept))
        changes.append(_change(lock, "", "in place"))
    for edit in (one for one in annotations if one.kind == "edit"):
        draft.ledger.section = edit.section
        changes.append(_edited(draft.ledger, blocks.setdefault(edit.section, []), edit))
    return tuple(changes)


def words_of(block: BlockType) -> tuple[str, ...]:
    """The sentences of a block, as an annotation names it."""
    return tuple(claim.sentence for claim in block_claims(block))


def to_text(block: WrittenBlock) -> str:
    """A paragraph or list as a person edits it: a line for each item."""
    runs = [block.claims] if isinstance(block, Paragraph) else block.items
    return "\n".join(" ".join(claim.sentence for claim in run) for run in runs)


def keep(proposal: Proposal, section_id: str) -> KeptSection:
    """A section as it is, with all that its sentences name."""
    section = next(one for one in proposal.sections if one.id == section_id)
    claims = [claim for block in section.blocks for claim in block_claims(block)]
    evidence = {id_ for claim in claims for id_ in claim.evidence}
    assumed = {claim.assumption for claim in claims}
    entries = {entry for claim in claims for entry in claim.entries}
    return KeptSection(
        section=section,
        evidence=tuple(one for one in proposal.evidence if one.id in evidence),
        assumptions=tuple(one for one in proposal.assumptions if one.id in assumed),
        library={id_: title for id_, title in proposal.library.items() if id_ in entries},
    )


def _taken(draft: Draft, kept: KeptSection) -> Iterator[BlockType]:
    """The blocks of a kept section, with their evidence and assumptions in this draft's numbering."""
    numbers = {entry.id: draft.ledger.take(entry) for entry in kept.evidence}
    assumptions = _assumptions(draft, kept)
    draft.library = {**kept.library, **draft.library}

    def moved(claim: Claim) -> Claim:
        evidence = tuple(numbers[id_] for id_ in claim.evidence)
        return claim.model_copy(
            update={"evidence": evidence, "assumption": assumptions.get(claim.assumption, claim.assumption)}
        )

    return (map_claims(block, moved) for block in kept.section.blocks)


def _assumptions(draft: Draft, kept: KeptSection) -> Mapping[str, str]:
    """Id then → id now; an assumption that is none any more is listed again, since the section still rests on it."""
    now = {assumption.field: assumption.id for assumption in draft.assumptions}
    for assumption in kept.assumptions:
        if assumption.field not in now:
            now[assumption.field] = f"A-{len(draft.assumptions) + 1}"
            draft.assumptions += (assumption.model_copy(update={"id": now[assumption.field]}),)
    return {assumption.id: now[assumption.field] for assumption in kept.assumptions}


def _edited(ledger: Ledger, blocks: list[BlockType], edit: Annotation) -> HandChange:
    found = _find(blocks, edit)
    if found is None:
        if edit.text:
            blocks.append(Paragraph(claims=_claims(ledger, edit, edit.text, ()), edit=edit.id))
        return _change(edit, " ".join(edit.original), "its paragraph is gone")
    number, below = found
    written = _written(ledger, edit, below)
    blocks[number : number + 1] = [] if written is None else [written]
    same = below.edit == edit.id or words_of(below) == edit.original
    return _change(edit, to_text(below), "in place" if same else "the paragraph reads otherwise since")


def _find(blocks: Sequence[BlockType], edit: Annotation) -> tuple[int, WrittenBlock] | None:
    """The block that was edited, with its place: the very same, else the likest that nobody has edited."""
    texts = [(number, block) for number, block in enumerate(blocks) if isinstance(block, WrittenBlock)]
    for number, block in texts:
        if block.edit == edit.id or (not block.edit and words_of(block) == edit.original):
            return number, block
    wanted = " ".join(edit.original).split()

    def likeness(found: tuple[int, WrittenBlock]) -> float:
        return SequenceMatcher(None, wanted, " ".join(words_of(found[1])).split(), autojunk=False).ratio()

    best = max((found for found in texts if not found[1].edit), key=likeness, default=None)
    return best if best is not None and likeness(best) >= LIKE else None


def _written(ledger: Ledger, edit: Annotation, below: WrittenBlock) -> WrittenBlock | None:
    """The block in the person's words; None where they left it out."""
    pool = tuple(block_claims(below))
    lines = [line for line in (" ".join(line.split()) for line in edit.text.splitlines()) if line]
    if not lines:
        return None
    if isinstance(below, BulletList | Checklist):
        items = tuple(_claims(ledger, edit, line, pool) for line in lines)
        return below.model_copy(update={"items": items, "edit": edit.id})
    return Paragraph(claims=_claims(ledger, edit, " ".join(lines), pool), edit=edit.id)


def _claims(ledger: Ledger, edit: Annotation, text: str, pool: Sequence[Claim]) -> tuple[Claim, ...]:
    """The sentences of a text: those that were composed with their basis, the others as the person's own."""
    claims, start = [], 0
    places = [(text.find(claim.sentence), claim) for claim in pool]
    for at, claim in sorted(places, key=lambda place: (place[0], -len(place[1].sentence))):
        if at < start:
            continue
        if own := text[start:at].strip():
            claims.append(ledger.written(own, edit.text, edit.by, edit.at))
        claims.append(claim)
        start = at + len(claim.sentence)
    if own := text[start:].strip():
        claims.append(ledger.written(own, edit.text, edit.by, edit.at))
    return tuple(claims)


def _change(annotation: Annotation, before: str, state: str) -> HandChange:
    return HandChange(
        kind="edit" if annotation.kind == "edit" else "lock",
        section=annotation.section,
        version=annotation.version,
        text=annotation.text,
        before=before,
        state=state,
        by=annotation.by,
        at=annotation.at,
    )
