"""The claim ledger: builds every sentence of a proposal with its basis and refuses a sentence that has none.

In: sentences and what they rest on. Out: claims, and the evidence they cite. Numbering follows the reading order and is done
last (`renumber`), so that sections may be composed in any order.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from rag.brief.brief import Brief, Field, Provenance, Status
from rag.ground.citation import Citation
from rag.propose.carried import Memory, gap
from rag.propose.proposal import Claim, ClaimType, Evidence

MOST_EVIDENCE = 3  # sources that one sentence cites


class UntypedClaim(ValueError):
    """A sentence was composed without a basis; the composer is at fault, not the user."""


class Ledger:
    """Claims and evidence of one proposal in the making."""

    def __init__(
        self,
        brief: Brief,
        library: Mapping[str, str],
        assumptions: Mapping[str, str],
        names: Mapping[str, str] | None = None,
        asked: Mapping[str, str] | None = None,
    ) -> None:
        """Begin one; `names` are the documents' names for readers, `asked` what each question asked."""
        self._asked = asked or {}
        self._names = names or {}
        self.section = ""  # id of the section being composed
        self._brief = brief
        self._library = library
        self._assumptions = assumptions  # brief path → A-n
        self._evidence: dict[tuple[str, ...], Evidence] = {}
        self.memory: Memory = {}  # sentences already held against their quotations

    @property
    def evidence(self) -> dict[str, Evidence]:
        """Evidence by its provisional id."""
        return {entry.id: entry for entry in self._evidence.values()}

    def said(
        self,
        path: str,
        sentence: str,
        *,
        constraint_ids: Sequence[str] = (),
        of: Callable[[Any], bool] | None = None,
    ) -> Claim:
        """A sentence about a field of the Brief, or about the items of its list that `of` picks.

        Its basis follows from how these became known.
        """
        field = self._brief.fields.get(path)
        if field is None or field.status is Status.UNKNOWN:
            raise UntypedClaim(f"{path} is unknown, so nothing can be said about it: {sentence!r}")
        if field.status is Status.ASSUMED:
            return self.assumed(sentence, path)
        evidence = self.evidence_of(field.provenance if of is None else field.sources_of(of))
        if evidence:
            return self._company(sentence, evidence, (path,), constraint_ids, _derivation(field))
        return self.judged(sentence, _derivation(field), fields=(path,))

    def cited(
        self,
        sentence: str,
        provenance: Iterable[Provenance],
        *,
        fields: Sequence[str] = (),
        constraint_ids: Sequence[str] = (),
        trace: str = "",
        entries: Sequence[str] = (),
    ) -> Claim:
        """A sentence that documents or answers carry; where it says more than they do, a judgement that names them."""
        return self._company(sentence, self.evidence_of(provenance), fields, constraint_ids, trace, entries)

    def _company(
        self,
        sentence: str,
        evidence: tuple[str, ...],
        fields: Sequence[str],
        constraint_ids: Sequence[str],
        trace: str,
        entries: Sequence[str] = (),
    ) -> Claim:
        by_id = self.evidence
        missing = gap(sentence, [by_id[id_] for id_ in evidence], self.memory)
        kind = ClaimType.JUDGEMENT if missing else ClaimType.COMPANY
        return self._claim(
            sentence,
            kind,
            evidence=evidence,
            entries=tuple(entry for entry in entries if entry in self._library),
            trace=f"{trace or 'read from the sources'} ({missing})" if missing else trace,
            fields=tuple(fields),
            constraint_ids=tuple(constraint_ids),
        )

    def known(
        self,
        sentence: str,
        *entries: str,
        fields: Sequence[str] = (),
        constraint_ids: Sequence[str] = (),
        trace: str = "",
        about: Iterable[Provenance] = (),
    ) -> Claim:
        """A sentence of general knowledge; it rests on those of the named library entries that exist.

        `about` names where the thing it speaks of is mentioned.
        """
        found = tuple(dict.fromkeys(entry for entry in entries if entry in self._library))
        return self._claim(
            sentence,
            ClaimType.KNOWLEDGE,
            entries=found,
            evidence=self.evidence_of(about),
            fields=tuple(fields),
            constraint_ids=tuple(constraint_ids),
            trace=trace,
        )

    def figured(
        self,
        sentence: str,
        formula: str,
        inputs: Mapping[str, Any],
        *,
        fields: Sequence[str] = (),
        constraint_ids: Sequence[str] = (),
    ) -> Claim:
        """A sentence with a computed number. `inputs` holds the formula's arguments, and the number said as `result`."""
        return self._claim(
            sentence,
            ClaimType.NUMBER,
            formula=formula,
            inputs=dict(inputs),
            fields=tuple(fields),
            constraint_ids=tuple(constraint_ids),
        )

    def assumed(self, sentence: str, path: str, about: Iterable[Provenance] = ()) -> Claim:
        """A sentence that rests on the visible assumption about a field; `about` is what was said of it besides."""
        return self._claim(
            sentence,
            ClaimType.ASSUMPTION,
            assumption=self._assumptions.get(path, ""),
            fields=(path,),
            evidence=self.evidence_of(about),
        )

    def judged(
        self,
        sentence: str,
        trace: str,
        *,
        fields: Sequence[str] = (),
        constraint_ids: Sequence[str] = (),
        entries: Sequence[str] = (),
    ) -> Claim:
        """A judgement of the engine, with what led to it."""
        found = tuple(entry for entry in entries if entry in self._library)
        return self._claim(
            sentence,
            ClaimType.JUDGEMENT,
            trace=trace,
            fields=tuple(fields),
            constraint_ids=tuple(constraint_ids),
            entries=found,
        )

    def written(self, sentence: str, text: str, by: str, at: str) -> Claim:
        """A sentence of a paragraph that a person put into their own words; `text` is all that they wrote."""
        written = self._entry(("written", text, by, at), answer=text, by=by, at=at, is_written=True)
        return self._claim(sentence, ClaimType.COMPANY, evidence=(written,))

    def take(self, entry: Evidence) -> str:
        """The id here of evidence that an earlier version holds."""
        if entry.citation is not None:
            return self._quote(entry.citation)
        if entry.is_written:
            return self._entry(
                ("written", entry.answer, entry.by, entry.at), answer=entry.answer, by=entry.by, at=entry.at, is_written=True
            )
        said = {"question": entry.question, "answer": entry.answer, "by": entry.by, "at": entry.at, "read_by": entry.read_by}
        return self._entry(("answer", *said.values()), asked=entry.asked, **said)

    def again(self, claim: Claim) -> Claim:
        """The same sentence in the section being composed."""
        return claim.model_copy(update={"id": claim_id(self.section, claim.sentence)})

    def evidence_of(self, provenance: Iterable[Provenance], most: int = MOST_EVIDENCE) -> tuple[str, ...]:
        """Ids of the documents' places and answers behind a value; derived values pass on those of their parents."""
        ids: list[str] = []
        for source in provenance:
            if source.kind == "derived":
                parents = [self._brief.fields[path] for path in source.parents if path in self._brief.fields]
                ids += [id_ for parent in parents for id_ in self.evidence_of(parent.provenance)]
            elif source.citation is not None and source.citation.state.passes:
                ids.append(self._quote(source.citation))
            elif source.kind == "answer":
                ids.append(self._answer(source))
        return tuple(dict.fromkeys(ids))[:most]

    def _quote(self, citation: Citation) -> str:
        key = ("quote", citation.sha256, citation.document, str(citation.page_index), citation.locator, citation.quote)
        return self._entry(key, citation=citation, document=self._names.get(citation.document, citation.document))

    def _answer(self, source: Provenance) -> str:
        said = {"question": source.question, "answer": source.text, "by": source.by, "at": source.at, "read_by": source.read_by}
        return self._entry(("answer", *said.values()), asked=self._asked.get(source.question, ""), **said)

    def _entry(self, key: tuple[str, ...], **values: Any) -> str:
        if key not in self._evidence:
            self._evidence[key] = Evidence(id=f"e{len(self._evidence) + 1}", **values)
        return self._evidence[key].id

    def _claim(self, sentence: str, kind: ClaimType, **basis: Any) -> Claim:
        claim = Claim(id=claim_id(self.section, sentence), sentence=sentence, type=kind, **basis)
        if not has_basis(claim):
            raise UntypedClaim(f"{self.section}: nothing is given that this {kind.name.lower()} rests on: {sentence!r}")
        return claim


def claim_id(section: str, sentence: str) -> str:
    """The id of a sentence in a section: the same text in the same place keeps its id over versions."""
    return hashlib.sha256(f"{section}\0{sentence}".encode()).hexdigest()[:12]


def has_basis(claim: Claim) -> bool:
    """Whether a claim names what its type asks for."""
    match claim.type:
        case ClaimType.COMPANY:
            return bool(claim.evidence)
        case ClaimType.KNOWLEDGE:
            return bool(claim.entries)
        case ClaimType.NUMBER:
            return bool(claim.formula and claim.inputs)
        case ClaimType.ASSUMPTION:
            return bool(claim.assumption)
        case ClaimType.JUDGEMENT:
            return bool(claim.trace)


def _derivation(field: Field) -> str:
    source = field.provenance[0] if field.provenance else None
    if source is None:
        return f"brief: {field.path}"
    parts = [", ".join(source.parents), source.formula, source.rule, source.text]
    return f"derived from {'; '.join(part for part in parts if part) or field.path}"
