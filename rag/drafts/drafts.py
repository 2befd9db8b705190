"""The drafts of one workspace: every version of its proposal, and everything that a page or a command can do with them.

A draft follows from what the consultation knows at that moment; with nothing changed, drafting gives the version that is there.
"""

import hashlib
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from rag.errors import UsageError
from rag.export.export import export_proposal
from rag.export.formats import AUDIENCES, FORMATS, LANGUAGES, PROFILES
from rag.export.logo import read_logo, to_logo
from rag.export.nodes import WHOLE, Edition
from rag.knowledge.knowledge import Knowledge
from rag.propose.annotation import Annotation
from rag.propose.compose import compose
from rag.propose.diff import ProposalDiff, diff
from rag.propose.inputs import ProposalInputs
from rag.propose.proposal import Proposal
from rag.propose.revise import keep
from rag.propose.tasks import Task, tasks_of
from rag.propose.verify import StaleCitation, VerifyReport, stale_citations, verify
from rag.shelf.standings import Standings
from rag.store.logos import KeptLogo
from rag.store.proposals import ProposalSummary
from rag.store.record import Record, Workspace

COMPOSER = "12"  # raise when composing changes: the same documents and answers then give a new version
USER, FINAL = "user", "final"
Value = TypeVar("Value")


class Keep(Protocol):
    """Gives a value under its name, computed when it is not there yet."""

    def __call__(self, name: str, compute: Callable[[], Value], /) -> Value:
        """See the class."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What the drafts see of the consultation."""

    inputs: Callable[[], ProposalInputs]  # all that a draft made now would rest on
    today: Callable[[], str]
    changed: Callable[[], None]  # told when there is another version
    template: str  # path of the company's own Word document; "" for none
    logo: str  # path of the logo of workspaces without one of their own; "" for none
    keep: Keep  # values that hold until something is written


class Drafts:
    """See the module. Threads may share it."""

    def __init__(self, workspace: Workspace, record: Record, knowledge: Knowledge, basis: Basis) -> None:
        self._workspace = workspace
        self._record = record
        self._knowledge = knowledge
        self._basis = basis

    def propose(self) -> Proposal:
        """Draft the proposal; with nothing changed, the version that is there.

        Where only what people wrote into it has changed since, the version that is there takes it in.
        """
        basis, key = self._hashes()
        drafted = self._record.unchanged_proposal(self._workspace.id, key)
        if drafted is None:
            newest = next(iter(self.versions()[::-1]), None)
            inputs = self._inputs()
            if newest is not None and newest.basis_hash == basis and newest.status != FINAL:
                inputs = replace(inputs, version=newest.version)
            drafted = self._record.save_proposal(self._workspace.id, compose(inputs), key, basis)
            self._drafted(USER, "proposal drafted", drafted)
        return drafted

    def write_anew(self, section: str, by: str = USER) -> Proposal:
        """A version in which one section follows from what is known now, without what was written into it; all others stay.

        Raises:
            StorageError: there is no version yet.
        """
        latest = self.version(0)
        undone = [one.id for one in self._annotations() if one.section == section and one.kind != "comment"]
        self._record.withdraw_annotations(self._workspace.id, undone)
        others = [one.id for one in latest.sections if one.id != section]
        stay = tuple(Annotation(kind="lock", section=id_, kept=keep(latest, id_), version=latest.version) for id_ in others)
        inputs = replace(self._inputs(), annotations=stay)
        written = tuple(change for change in latest.by_hand if change.by and change.section != section)
        composed = compose(inputs)
        composed = composed.model_copy(update={"by_hand": (*written, *composed.by_hand)})
        drafted = self._record.save_proposal(self._workspace.id, composed, f"only {section}")
        self._drafted(by, "section written anew", drafted)
        return drafted

    def finalise(self, by: str = USER) -> Proposal:
        """Declare the draft final, as it is now; what changes later makes a new draft, which is not.

        Raises:
            UsageError: something stands against it; the message says what.
        """
        drafted = self.propose()
        if drafted.status == FINAL:
            return drafted
        declared = compose(replace(self._inputs(), version=drafted.version, finalised=True))
        if declared.status != FINAL:
            raise UsageError(f"This version cannot be declared final: {declared.status_reason}.")
        basis, key = self._hashes()
        kept = self._record.save_proposal(self._workspace.id, declared, key, basis)
        self._drafted(by, "proposal declared final", kept)
        return kept

    def latest(self) -> Proposal | None:
        """The latest version; None before the first draft."""
        return self._basis.keep("proposal", lambda: self.version(0)) if self.versions() else None

    def versions(self) -> tuple[ProposalSummary, ...]:
        """Every version of the proposal, first to last."""
        return self._record.proposals(self._workspace.id)

    def stamp(self, number: int) -> str:
        """What tells one state of a version from another: people may write into the latest, or declare it final."""
        found = next(one for one in self.versions() if one.version == number)
        return f"{found.status} {found.input_hash}"

    def version(self, number: int) -> Proposal:
        """A version of the proposal; 0 is the latest.

        Raises:
            StorageError: there is no such version; the message names those that there are.
        """
        return self._record.proposal(self._workspace.id, number)

    def difference(self, old: int, new: int) -> ProposalDiff:
        """What changed from one version of the proposal to another.

        Raises:
            StorageError: there is no such version; the message names those that there are.
        """
        return diff(self.version(old), self.version(new), self._knowledge.brief.fields)

    # Files and checks

    def edition(self, profile: str = PROFILES[0], audience: str = AUDIENCES[0], language: str = LANGUAGES[0]) -> Edition:
        """For whom a proposal is laid out: what a profile prints for an audience, with headings and labels in a language.

        Raises:
            UsageError: there is no such profile, audience or language, or the logo cannot be used.
        """
        if profile not in PROFILES or audience not in AUDIENCES or language not in LANGUAGES:
            known = f"Profiles are {', '.join(PROFILES)}; audiences are {', '.join(AUDIENCES)}"
            raise UsageError(f"{known}; languages are {', '.join(LANGUAGES)}.")
        named = [name for name in (profile, audience, language) if name not in (PROFILES[0], AUDIENCES[0], LANGUAGES[0])]
        is_part = (profile, audience) != (PROFILES[0], AUDIENCES[0])
        sections = self._knowledge.propose.sections.chosen(profile, audience) if is_part else None
        return Edition(
            "-".join(named),
            sections,
            audience if audience != AUDIENCES[0] else "",
            profile != PROFILES[0],
            self._basis.template,
            self._printed_logo(),
            self._knowledge.labels.translator(language),
        )

    def export(self, proposal: Proposal, formats: Sequence[str], folder: Path, edition: Edition = WHOLE) -> list[Path]:
        """Write a proposal's files, those for readers in an edition; the same proposal gives the same bytes.

        Raises:
            UsageError: there is no such format.
            ExportError: the folder cannot be written.
        """
        if not formats:
            raise UsageError(f"Name a format. Formats are: {', '.join(FORMATS)}.")
        return export_proposal(proposal, formats, folder, edition)

    def export_bytes(self, proposal: Proposal, format_: str, edition: Edition = WHOLE) -> bytes:
        """One export, for a download."""
        with tempfile.TemporaryDirectory(prefix="groundplan-") as folder:
            return export_proposal(proposal, [format_], Path(folder), edition)[0].read_bytes()

    def logo(self) -> KeptLogo | None:
        """The logo of this workspace; None where it has none of its own."""
        return self._basis.keep("logo", lambda: self._record.logo(self._workspace.id))

    def put_logo(self, name: str, content: bytes, by: str = USER) -> None:
        """Print this picture on the first page from now on.

        Raises:
            UsageError: it is too large, or no PNG, JPEG or SVG picture.
        """
        logo = KeptLogo(Path(name).name, to_logo(Path(name).name, content))
        self._record.put_logo(self._workspace.id, logo)
        self.note(by, "logo set")

    def drop_logo(self, by: str = USER) -> None:
        """Delete the workspace's logo."""
        self._record.put_logo(self._workspace.id, None)
        self.note(by, "logo deleted")

    def verify(self, proposal: Proposal) -> VerifyReport:
        """Re-check every citation and number against the record."""
        page_text = partial(self._record.page_text, self._workspace.id)
        return verify(proposal, page_text, self._knowledge.advise, self._standings())

    def tasks(self, proposal: Proposal) -> tuple[Task, ...]:
        """What is left to do before a version is final."""
        return tasks_of(proposal, self._knowledge.brief.fields.labels)

    def stale(self) -> tuple[StaleCitation, ...]:
        """What the latest version quotes of documents that were replaced, set aside or deleted since."""
        proposal = self.latest()
        return () if proposal is None else self._basis.keep("stale", lambda: stale_citations(proposal, self._standings()))

    # Behind the scenes

    def _printed_logo(self) -> bytes:
        own = self.logo()
        if own is not None:
            return own.content
        return read_logo(Path(self._basis.logo)) if self._basis.logo else b""

    def _standings(self) -> Standings:
        return Standings(self._record, self._workspace.id)

    def _inputs(self) -> ProposalInputs:
        return replace(self._basis.inputs(), annotations=self._annotations())

    def _annotations(self) -> tuple[Annotation, ...]:
        """What people wrote into the text."""
        return tuple(one for one in self._record.annotations(self._workspace.id) if one.kind != "comment")

    def _hashes(self) -> tuple[str, str]:
        """Of all that a draft made now would rest on: without what people wrote into it, and with that."""
        tables = {**self._knowledge.propose.versions(), **self._knowledge.advise.versions()}
        tables["extraction_quality"] = self._knowledge.quality.date
        named = (f"{name} {version}" for name, version in sorted(tables.items()))
        extra = (COMPOSER, self._basis.today(), self._workspace.slug, *named)
        basis = self._record.input_hash(self._workspace.id, extra)
        written = "".join(one.model_dump_json() for one in self._annotations())
        return basis, hashlib.sha256(f"{basis}{written}".encode()).hexdigest()

    def note(self, by: str, what: str) -> None:
        """Note in the audit that somebody worked on the text, and let everything follow it."""
        self._record.add_audit(self._workspace.slug, by, what, {})
        self._basis.changed()

    def _drafted(self, by: str, what: str, proposal: Proposal) -> None:
        self._record.add_audit(self._workspace.slug, by, what, {"version": proposal.version})
        self._basis.changed()
