"""What every section builder works with: the inputs, the ledger, the assumptions and the situation."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from rag.advise.currency import BUDGETS
from rag.advise.wording import approximate
from rag.brief.brief import Constraint, Field, Provenance, Status, System
from rag.brief.growth import guessed, is_between
from rag.knowledge.propose import ProposeKnowledge
from rag.propose.assumptions import GROWTH, label_of, list_assumptions
from rag.propose.inputs import ProposalInputs
from rag.propose.ledger import Ledger, UntypedClaim
from rag.propose.proposal import Assumption, BlockType, Claim, CoverageRow, Table
from rag.propose.situation import SMALL, engineers_of, situation, user_groups
from rag.propose.wording import by_class, in_words, short_names, show_as_field, show_value

NAMED = "stack.named"  # field: what papers name in passing
HIGH, MEDIUM = 0.8, 0.5  # confidence from which a value counts as sure, or as fairly sure
OUTSIDE = ("sponsor", "vendor")  # owners who are not of the team
BUILDERS = (
    "engineering",
    "engineering lead",
    "platform",
    "platform lead",
    "operations",
)  # roles that the vendor of a bought product fills
OF_THE_COMPANY = (*OUTSIDE, "data protection lead", "legal", "procurement")
NUMBERS = ("none", "one", "two", "three", "four")
UNNAMED = "the system"
USERS = "users.segments"
SYSTEMS = "legacy"
GOAL = "objective.primary"
Cell = tuple[Claim, ...] | str


@dataclass(slots=True)
class Draft:
    """A proposal in the making."""

    inputs: ProposalInputs
    ledger: Ledger
    values: Mapping[str, Any]  # what conditions look at
    assumptions: tuple[Assumption, ...]
    library: Mapping[str, str]
    names: Mapping[str, str]  # of documents → the same for readers
    coverage: tuple[CoverageRow, ...] = ()
    told: set[str] = field(default_factory=set)  # fields whose value a checklist has named already
    risks: tuple[Any, ...] = ()  # rows of the risk register, the gravest first

    @property
    def knowledge(self) -> ProposeKnowledge:
        """The composer's tables."""
        return self.inputs.knowledge

    @property
    def company(self) -> str:
        """The company's name."""
        return self.inputs.company or str(self.inputs.brief.value("org.name", "")) or "the company"

    @property
    def product(self) -> str:
        """The product's name."""
        return self.inputs.product or str(self.inputs.brief.value("product.name", "")) or UNNAMED

    @property
    def is_named(self) -> bool:
        """Whether the product has a name."""
        return self.product != UNNAMED

    @property
    def application(self) -> str:
        """What the part is called that holds the business rules: the product, where it has a name."""
        return self.product if self.is_named else self.say("diagram.application")

    @property
    def is_bought(self) -> bool:
        """Whether a product is recommended, so that its vendor builds and runs it."""
        return self.inputs.sizing is not None and self.inputs.sizing.is_bought

    @property
    def currency(self) -> str:
        """The code of the currency in which amounts are said; "" without numbers."""
        return self.inputs.sizing.currency.code if self.inputs.sizing is not None else ""

    def say(self, phrase: str, **slots: object) -> str:
        """A sentence of `phrases.yaml`; {company} and {product} are always there."""
        return self.knowledge.phrases.say(phrase, company=self.company, product=self.product, **slots)

    def either(self, built: str, bought: str) -> str:
        """The phrase for what is built, or the one where a product is bought: nobody here writes adapters."""
        return bought if self.is_bought else built

    def label(self, path: str) -> str:
        """What a person calls a field."""
        return label_of(path, self.inputs)

    def has(self, path: str) -> bool:
        """Whether a field has a value, said or assumed."""
        return self.inputs.brief.value(path) not in (None, "", [], {}, ())

    def shown(self, path: str) -> str:
        """The value of a field in plain words."""
        value = user_groups(self.inputs.brief) if path == USERS else self.inputs.brief.fields[path].value
        return self.show(path, value)

    def show(self, path: str, value: Any) -> str:
        """A value of a field in plain words."""
        if path == GOAL:
            return self.goal
        field = self.inputs.brief.fields.get(path)
        value = by_class(value) if path == "data.retention" else in_words(value, self.knowledge.phrases.phrases["values"])
        if field is not None and isinstance(value, Mapping) and (guessed(field) or is_between(field)):
            value = {key: approximate(part) if isinstance(part, float) else part for key, part in value.items()}
        text = show_as_field(path, value, self.knowledge.fields, self._unit_of(path, field))
        return re.sub(r"(?<=[a-z])_(?=[a-z])", " ", text)

    def _unit_of(self, path: str, field: Field | None) -> str:
        """The unit of a field's value; an amount of money that was said without one is in the company's own."""
        said = field.unit if field is not None else ""
        return said or (self.currency if path in BUDGETS else "")

    @property
    def goal(self) -> str:
        """The primary goal in words."""
        value = str(self.inputs.brief.value(GOAL, ""))
        return self.knowledge.phrases.phrases["goals"].get(value) or show_value(value)

    def value_claim(self, path: str, text: str = "") -> Claim:
        """The value of a field, or a text that says it, with its basis; where it grows as assumed, the assumption."""
        field = self.inputs.brief.fields[path]
        if guessed(field) and self.inputs.brief.is_known(path):
            return self.ledger.assumed(text or self.shown(path), GROWTH, field.provenance)
        return self.ledger.said(path, text or self.shown(path))

    def confidence(self, paths: Iterable[str], constraint_ids: Iterable[str] = ()) -> str:
        """“high”, “medium” or “low”: how the least sure thing a decision rests on came to be known.

        What people said counts before what documents say, that before what follows from either, and a default is the least.
        """
        brief = self.inputs.brief
        known = [_sureness(brief.fields[path]) for path in paths if self.has(path)]
        binding = [one for id_ in constraint_ids if (one := self.constraint(id_))]
        known += [HIGH if one.state == "confirmed" or one.hard else MEDIUM for one in binding]
        least = min(known, default=0.0)
        return "high" if least >= HIGH else "medium" if least >= MEDIUM else "low"

    def owner(self, role: str) -> str:
        """Who takes a task: the role, or in a team of a few people, where each does everything, one of them.

        Of a bought product nobody builds anything: the vendor does, or the person in the company who runs it.
        """
        if self.is_bought and role and role not in OF_THE_COMPANY:
            return self.say("owner.vendor" if role in BUILDERS else "owner.runs_it")
        people = engineers_of(self.inputs.brief)
        if not role or self.is_bought or people is None or not 1 <= people <= SMALL or role in OUTSIDE:
            return role
        return self.say("owner.alone" if people < 2 else "owner.one_of", people=NUMBERS[int(people)])

    def constraint(self, id_: str) -> Constraint | None:
        """A constraint of the ledger."""
        return next((c for c in self.inputs.brief.constraints if c.id == id_), None)

    def sources(
        self,
        fields: Sequence[str],
        constraint_ids: Sequence[str] = (),
        of: Callable[[Any], bool] | None = None,
        systems: Iterable[System] | None = None,
    ) -> list[Provenance]:
        """What documents and answers say behind fields and constraints; constraints first.

        `of` picks the items of a list that are meant; None: all. `systems` are those that are meant of the systems of today;
        None: all.
        """
        found: list[Provenance] = []
        for id_ in constraint_ids:
            constraint = self.constraint(id_)
            found += constraint.provenance if constraint else ()
        for path in fields:
            if path == SYSTEMS and systems is not None:
                found += (source for system in systems for source in system.provenance)
                continue
            item = self.inputs.brief.fields.get(path)
            found += () if item is None else item.provenance if of is None else item.sources_of(of)
        return found

    def based(
        self,
        sentence: str,
        trace: str,
        *,
        fields: Sequence[str] = (),
        constraint_ids: Sequence[str] = (),
        entry: str = "",
        of: Callable[[Any], bool] | None = None,
        systems: Iterable[System] | None = None,
    ) -> Claim:
        """A decision: rests on the documents and answers behind it where there are any, else on its trace.

        An assumed field behind a decision is named by its assumption when nothing else is.
        """
        sources = self.sources(fields, constraint_ids, of, systems)
        if self.ledger.evidence_of(sources):
            return self.ledger.cited(
                sentence, sources, fields=fields, constraint_ids=constraint_ids, trace=trace, entries=(entry,) if entry else ()
            )
        return self.ledger.judged(
            sentence, trace, fields=fields, constraint_ids=constraint_ids, entries=(entry,) if entry else ()
        )


def _sureness(field: Field) -> float:
    """How sure a value is by the way in which it became known."""
    if field.path == NAMED:
        return 0.0  # that something is named says little of what is wanted
    if field.status in (Status.STATED, Status.CONFIRMED) and any(one.kind == "answer" for one in field.provenance):
        return HIGH
    if field.status is Status.ASSUMED:
        return 0.0
    return max(MEDIUM, field.confidence if field.status is Status.DOCUMENTED else 0.0)


def start_draft(inputs: ProposalInputs) -> Draft:
    """An empty draft over the inputs."""
    assumptions = list_assumptions(inputs)
    library = {
        **inputs.library,
        **{f"table/{name}": f"Table “{name.replace('_', ' ')}”" for name in _tables(inputs)},
    }
    names = short_names(document.document for document in inputs.documents)
    asked = {one.question: one.asked for one in inputs.answered}
    ledger = Ledger(inputs.brief, library, {assumption.field: assumption.id for assumption in assumptions}, names, asked)
    return Draft(inputs, ledger, situation(inputs), assumptions, library, names)


def only(block: BlockType, *, audience: Literal["", "board", "engineering"] = "", is_long: bool = False) -> BlockType:
    """The block for one audience alone, or for the full profile alone."""
    return block.model_copy(update={"audience": audience, "is_long": is_long})


def table(caption: str, header: Sequence[str], rows: Iterable[Sequence[Cell]], widths: Sequence[float] = ()) -> Table:
    """A table block.

    Raises:
        UntypedClaim: a row has another number of cells than the header.
    """
    cells = tuple(tuple(row) for row in rows)
    if any(len(row) != len(header) for row in cells):
        raise UntypedClaim(f"table “{caption}”: a row does not have {len(header)} cells")
    return Table(caption=caption, header=tuple(header), rows=cells, widths=tuple(widths))


def _tables(inputs: ProposalInputs) -> set[str]:
    return {"lifecycle", *inputs.knowledge.versions(), *inputs.decision.tables, *inputs.tables}
