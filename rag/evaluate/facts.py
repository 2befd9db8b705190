"""Are the facts that are read the ones that the documents state? Annotated documents → a verdict on every fact.

In: annotated sets, and the product's own steps: reading, extracting, reconciling. Out: `Outcome`s, of which `fact_figures`
makes the figures that `groundplan evaluate facts` prints.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rag.brief.brief import Conflict
from rag.evaluate.contradictions import JudgedPair, judge, judge_pair
from rag.evaluate.fact_match import NEAR, Closeness, Found, Matcher, Wanted, annotated, pair, read
from rag.evaluate.fact_places import DocumentText, Quotation, is_within, plain
from rag.evaluate.fact_set import INVENTED, AnnotatedSet, Annotations, FactSet, GoldDocument
from rag.evaluate.fact_value import ValueComparison
from rag.extract.fact import Fact, FactState
from rag.ingest.document import Document, FailedDocument
from rag.ingest.workers import Source

NOT_ANNOTATED = frozenset({"tried", "makeshift"})  # kinds that annotations were written without

RIGHT, FALSE, MISSED, OPTIONAL = "right", "false", "missed", "optional"


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The product's steps."""

    read: Callable[[Sequence[Source]], Iterable[Document | FailedDocument]]  # one result for each, in order
    extract: Callable[[Document, str], tuple[Fact, ...]]  # document, its id
    conflicts: Callable[[Sequence[Fact]], tuple[Conflict, ...]]  # of the Brief that the facts make
    values: ValueComparison


@dataclass(frozen=True, slots=True)
class Judged:
    """A fact and the verdict on it; `wanted` without `found` is missed, `found` without `wanted` is false."""

    verdict: str  # right, false, missed, optional
    document: str
    wanted: Wanted | None
    found: Found | None
    near: str = ""  # why a false or a missed fact is not the one that came nearest; one of `fact_match.NEAR`
    nearest: str = ""  # of a missed fact: what was read there instead, and by which rule


@dataclass(slots=True)
class Outcome:
    """What became of a set."""

    name: str
    origin: str  # invented, packs
    documents: int = 0
    facts: list[Judged] = field(default_factory=list)
    versions: list[Judged] = field(default_factory=list)  # technologies that have a version
    contradictions: list[JudgedPair] = field(default_factory=list)
    quotations: int = 0  # of all facts that were read
    misplaced: list[str] = field(default_factory=list)  # of them, those that are no slice of their page
    characters: int = 0
    seconds: float = 0.0  # of processor time, to extract: what else runs on the machine does not count
    left_out: list[str] = field(default_factory=list)


def evaluate(annotations: Annotations, pipeline: Pipeline) -> list[Outcome]:
    """Read the documents as the product does, and judge what was read."""
    outcomes = [_evaluate(one, pipeline) for one in annotations.sets]
    for name, pairs in annotations.pairs.items():
        judged = [one for two in pairs for one in judge_pair(two, pipeline.extract, pipeline.conflicts)]
        outcomes.append(Outcome(name, INVENTED, contradictions=judged))
    return outcomes


def _evaluate(one: AnnotatedSet, pipeline: Pipeline) -> Outcome:
    content = one.content
    outcome = Outcome(content.set, one.origin, len(content.documents))
    matcher = Matcher(pipeline.values)
    sources = [Source(gold.document, one.folder / gold.document) for gold in content.documents]
    texts: dict[str, DocumentText] = {}
    counted: list[Found] = []
    facts: list[Fact] = []
    for gold, document in zip(content.documents, pipeline.read(sources), strict=True):
        if isinstance(document, FailedDocument):
            outcome.left_out.append(f"{content.set}/{gold.document}: {document.message}")
            outcome.facts += [
                Judged(MISSED, gold.document, Wanted(fact, gold.document, Quotation(plain(fact.quote), ())), None)
                for fact in gold.facts
                if not fact.optional
            ]
            continue
        own = _extract(document, gold.document, pipeline, outcome)
        facts += own
        texts[gold.document] = DocumentText(document)
        counted += _judge(gold, [fact for fact in own if _is_judged(fact)], texts[gold.document], matcher, outcome)
        heard = _annotated_part([fact for fact in own if _is_heard(fact)], gold, texts[gold.document])
        counted += read(heard, gold.document, texts[gold.document])  # no facts, but sides of contradictions
    if len(content.documents) > 1 or content.contradictions:
        outcome.contradictions = judge(content, _conflicts(content, facts, pipeline), counted, texts)
    return outcome


def _conflicts(content: FactSet, facts: Sequence[Fact], pipeline: Pipeline) -> tuple[Conflict, ...]:
    """What the Brief of a set's papers shows; papers of several houses make a Brief each."""
    if not content.several_houses:
        return pipeline.conflicts(facts)
    papers: dict[str, list[Fact]] = {}
    for fact in facts:
        papers.setdefault(fact.citation.sha256, []).append(fact)
    return tuple(one for own in papers.values() for one in pipeline.conflicts(own))


def _extract(document: Document, name: str, pipeline: Pipeline, outcome: Outcome) -> tuple[Fact, ...]:
    started = time.process_time()
    facts = pipeline.extract(document, name)
    outcome.seconds += time.process_time() - started
    outcome.characters += sum(len(page.text) for page in document.pages)
    outcome.quotations += len(facts)
    for fact in facts:
        place = fact.citation
        if not place.quote or document.pages[place.page_index].text[place.start : place.end] != place.quote:
            outcome.misplaced.append(f"{name}: {place.quote} ({fact.rule})")
    return facts


def _judge(gold: GoldDocument, facts: Sequence[Fact], text: DocumentText, matcher: Matcher, outcome: Outcome) -> list[Found]:
    """Judge the facts of a document; those of its annotated parts."""
    golds, own = gold.facts, list(facts)
    if gold.parts:
        parts, missing = text.parts(gold.parts)
        outcome.left_out += [f"{outcome.name}/{gold.document}: there is no part {one}" for one in missing]
        quotations = [text.find(fact.quote) for fact in golds]
        golds = tuple(
            fact
            for fact, quotation in zip(golds, quotations, strict=True)
            if not quotation.spans or any(is_within(span, parts) for span in quotation.spans)
        )
        own = _annotated_part(own, gold, text)
    wanted, found = annotated(golds, gold.document, text), read(own, gold.document, text)
    outcome.facts += _verdicts(wanted, found, matcher.closeness, matcher)
    versions = (
        [one for one in annotated(golds, gold.document, text, versions=True) if _has_version(one)],
        [one for one in read(own, gold.document, text, versions=True) if _shows_version(one)],
    )
    outcome.versions += _verdicts(*versions, matcher.closeness_with_version, matcher)
    return found


def _annotated_part(facts: list[Fact], gold: GoldDocument, text: DocumentText) -> list[Fact]:
    """Those of a document's facts that stand in its annotated parts."""
    if not gold.parts:
        return facts
    parts, _ = text.parts(gold.parts)
    places = [text.at(fact.citation.page_index, fact.citation.start, fact.citation.end) for fact in facts]
    return [fact for fact, place in zip(facts, places, strict=True) if is_within(place.spans[0], parts)]


def _is_heard(fact: Fact) -> bool:
    return fact.state is FactState.HEARD


def _is_judged(fact: Fact) -> bool:
    """Whether annotations hold facts of its sort."""
    return not _is_heard(fact) and fact.kind not in NOT_ANNOTATED


def _has_version(wanted: Wanted) -> bool:
    return wanted.gold.kind == "technology" and bool(wanted.gold.version)


def _shows_version(found: Found) -> bool:
    return found.first.kind == "technology" and bool(found.first.slots.get("version"))


def _verdicts(
    wanted: Sequence[Wanted],
    found: Sequence[Found],
    closeness: Callable[[Wanted, Found], Closeness | None],
    matcher: Matcher,
) -> Iterator[Judged]:
    pairs = pair(wanted, found, closeness)
    for place, one in enumerate(wanted):
        if place in pairs:
            verdict = OPTIONAL if one.gold.optional else RIGHT
            yield Judged(verdict, one.document, one, found[pairs[place]])
    missed = [one for place, one in enumerate(wanted) if place not in pairs]
    false = [one for place, one in enumerate(found) if place not in set(pairs.values())]
    for gold in missed:
        if not gold.gold.optional:
            near = _nearest((matcher.near_miss(gold, other), other) for other in false)
            yield Judged(MISSED, gold.document, gold, None, *near)
    for fact in false:
        why, _ = _nearest((matcher.near_miss(gold, fact), fact) for gold in missed)
        yield Judged(FALSE, fact.document, None, fact, why)


def _nearest(misses: Iterable[tuple[str, Found]]) -> tuple[str, str]:
    """Of the near misses the nearest one: why it is none, and the rule that read it; "" and "" without one."""
    near = [(NEAR.index(why), one.first) for why, one in misses if why]
    if not near:
        return "", ""
    best, fact = min(near, key=lambda miss: miss[0])
    return NEAR[best], f"{fact.kind} by {fact.rule}"
