"""Contradictions between facts that no single field of the Brief brings together.

They are shown and asked about by people, never settled here: no field takes its value from them.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations

from rag.brief.brief import Conflict
from rag.brief.evidence import fills
from rag.brief.likeness import (
    is_beside,
    is_measured,
    is_other_case,
    is_other_load,
    is_other_team,
    is_other_thing,
    is_other_time,
    is_same_place,
    shared_words,
    stems,
)
from rag.brief.resolve import conflict_id
from rag.extract.fact import Fact, Modality
from rag.knowledge.brief_fields import BriefFields, Comparison

_DAYS = 31  # between dates that still agree
_COUNTS = 0.1  # relative difference between counts and durations that still agree
_LONGEST_NAME = 4  # stems of what is left out; a longer sentence says more than that
_SAME_MILESTONE = 2  # stems that two deadlines have in common when they are one
_MOST_FACTS = 400  # of one kind; beyond, pairs would take too long
_Rule = Callable[[Fact, Fact, Comparison], bool]


def find_disagreements(facts: Iterable[Fact], table: BriefFields, known: Iterable[Conflict]) -> tuple[Conflict, ...]:
    """What contradicts each other across subjects and kinds, the same for facts in any order.

    Args:
        facts: of all documents.
        table: the fields, and the words that tell statements apart.
        known: contradictions already found; what they show is not shown twice.
    """
    live = [fact for fact in sorted(facts, key=lambda item: item.id) if fills(fact)]
    by_kind: dict[str, list[Fact]] = {}
    for fact in live:
        by_kind.setdefault(fact.kind, []).append(fact)
    shown = [set(conflict.fact_ids) for conflict in known]
    told: set[tuple[object, ...]] = set()  # places whose contradiction is shown: two facts of one sentence are one side
    found: dict[str, Conflict] = {}
    for left_kind, right_kind, path, contradicts in _RULES:
        for one, other in _pairs(by_kind.get(left_kind, []), by_kind.get(right_kind, []), is_one=left_kind == right_kind):
            if not contradicts(one, other, table.comparison) or _is_apart(one, other, table.comparison):  # the dear one last
                continue
            places = (path, *sorted((fact.citation.sha256, fact.citation.start) for fact in (one, other)))
            if places not in told and not any({one.id, other.id} <= ids for ids in shown):
                told.add(places)
                conflict = across(path, one, other, table)
                found.setdefault(conflict.id, conflict)
    return tuple(found.values())


def _pairs(left: Sequence[Fact], right: Sequence[Fact], *, is_one: bool) -> Iterable[tuple[Fact, Fact]]:
    if is_one:
        return combinations(left[:_MOST_FACTS], 2)
    return ((one, other) for one in left[:_MOST_FACTS] for other in right[:_MOST_FACTS])


def _is_apart(one: Fact, other: Fact, table: Comparison) -> bool:
    if one.citation.sha256 == other.citation.sha256 and is_beside(one, other, table):
        return True
    return is_same_place(one, other) or is_other_case(one, other, table)


def _retention(one: Fact, other: Fact, table: Comparison) -> bool:
    """One thing kept for different times; what is kept on the side (copies, logs of it) is another thing."""
    left, right = (str(fact.slots.get("what") or "") for fact in (one, other))
    if not _unequal(one, other):
        return False
    if one.citation.sha256 == other.citation.sha256 and stems(left, table) != stems(right, table):
        return False
    for pattern in (table.copies, table.rhythm):
        said = [{found.casefold() for found in re.findall(pattern, what, re.IGNORECASE)} for what in (left, right)]
        if bool(said[0]) != bool(said[1]) or (pattern is table.rhythm and said[0] != said[1]):
            return False
    if shared_words(left, right, table):
        return True
    named = [(stems(what, table), stems(fact.statement, table)) for what, fact in ((left, other), (right, one))]
    return any(what and what <= said for what, said in named)


def _contract_end(one: Fact, other: Fact, table: Comparison) -> bool:
    if one.slots.get("what") != other.slots.get("what") or not isinstance(one.value, str) or not isinstance(other.value, str):
        return False
    try:
        days = abs((date.fromisoformat(one.value) - date.fromisoformat(other.value)).days)
    except ValueError:
        return False
    named = {fact.subject.casefold() for fact in (one, other) if fact.subject}
    return days > _DAYS and len(named) < 2 and bool(shared_words(one.statement, other.statement, table))


def _deadline(one: Fact, other: Fact, table: Comparison) -> bool:
    """Two days for one milestone, told in two documents; a trial is another milestone than what it tries."""
    if one.citation.sha256 == other.citation.sha256 or not isinstance(one.value, str) or not isinstance(other.value, str):
        return False
    try:
        days = abs((date.fromisoformat(one.value) - date.fromisoformat(other.value)).days)
    except ValueError:
        return False
    trials = [re.search(table.trial, fact.statement, re.IGNORECASE) is not None for fact in (one, other)]
    about = shared_words(one.statement, other.statement, table)
    ends = [re.search(table.ends, fact.statement, re.IGNORECASE) is not None for fact in (one, other)]
    smaller = min(len(stems(fact.statement, table)) for fact in (one, other))
    is_same = trials[0] == trials[1] and ends[0] == ends[1] and len(about) >= min(_SAME_MILESTONE, smaller)
    return days > _DAYS and bool(about) and is_same


def _scope(one: Fact, other: Fact, table: Comparison) -> bool:
    """A law that does not apply, and that does."""
    scopes = {one.slots.get("scope"), other.slots.get("scope")}
    if one.value != other.value or scopes != {"no", "yes"} or is_other_time(one, other, table):
        return False
    elsewhere = "|".join((table.of_others, table.denied_part))
    return not any(re.search(elsewhere, fact.statement, re.IGNORECASE) for fact in (one, other))


def _users(one: Fact, other: Fact, table: Comparison) -> bool:
    """Two counts of the users of one named thing."""
    if "B4-users" in (one.rule, other.rule) or one.citation.sha256 == other.citation.sha256:  # of one row, or one paper
        return False
    same = all(one.slots.get(name) == other.slots.get(name) for name in ("segment", "measure", "scope"))
    if (
        not same
        or one.unit != other.unit
        or one.horizon != other.horizon
        or is_other_time(one, other, table)
        or is_other_load(one, other, table)
        or not _unequal(one, other)
    ):
        return False
    segment = stems(str(one.slots.get("segment") or ""), table)
    return bool(shared_words(one.statement, other.statement, table) - segment)


def _availability(one: Fact, other: Fact, table: Comparison) -> bool:
    """Two promises about one thing, also where one is made to customers; what was measured is no promise."""
    roles = {str(fact.slots.get("role", "target")) for fact in (one, other)}
    if "actual" in roles or one.value == other.value or roles == {"supplier"} or is_measured(one, other, table):
        return False
    if is_other_thing(one, other, table):
        return False
    return bool(shared_words(one.statement, other.statement, table))


def _recovery(one: Fact, other: Fact, table: Comparison) -> bool:
    """Two targets for one system, whose name is longer in one place than in the other; or backups too rare for a target."""
    if not _unequal(one, other) or is_other_thing(one, other, table) or is_measured(one, other, table):
        return False
    about = bool(shared_words(one.statement, other.statement, table))
    backups = [fact.slots.get("by") == "backup" for fact in (one, other)]
    if backups[0] != backups[1]:
        saved, allowed = (one, other) if backups[0] else (other, one)
        return about and allowed.slots.get("role") != "actual" and _above(saved, allowed)
    if "actual" in {one.slots.get("role"), other.slots.get("role")}:
        return False
    left, right = stems(one.subject, table), stems(other.subject, table)
    if not left and not right:
        return about and one.citation.sha256 != other.citation.sha256
    if left and right:
        return left <= right or right <= left
    named, unnamed = (left, other) if left else (right, one)
    is_row = one.rule.startswith("B4") or other.rule.startswith("B4")  # of today's systems, and not of what is wanted
    return bool(named) and not is_row and not unnamed.subject and named <= stems(unnamed.statement, table)


def _load(one: Fact, other: Fact, table: Comparison) -> bool:
    """Two highest loads of one kind of thing, in two documents: what is expected, and what was built for."""
    if not (one.slots.get("peak") and other.slots.get("peak")) or one.citation.sha256 == other.citation.sha256:
        return False
    if one.subject != other.subject or one.horizon != other.horizon or one.slots.get("per") != other.slots.get("per"):
        return False
    left, right = (stems(fact.statement, table) - stems(fact.subject, table) for fact in (one, other))
    return _unequal(one, other) and not is_other_time(one, other, table) and (not left or not right or bool(left & right))


def _against_choice(choice: Fact, use: Fact, table: Comparison) -> bool:
    """A product that a rule forbids, or one beside the only one that it allows, and a decision to use it."""
    if choice.citation.sha256 == use.citation.sha256 or not use.polarity or not re.search(table.decides, use.statement, re.I):
        return False
    if choice.value == "forbidden":
        return choice.subject == use.value
    same_kind = bool(use.slots.get("category")) and choice.slots.get("category") == use.slots.get("category")
    return choice.value == "mandated" and same_kind and choice.subject != use.value


def _version(one: Fact, other: Fact, table: Comparison) -> bool:
    """Two versions of one technology in one system."""
    versions = [str(fact.slots.get("version") or "").casefold() for fact in (one, other)]
    if (
        one.value != other.value
        or not all(versions)
        or versions[0].startswith(versions[1])
        or versions[1].startswith(versions[0])
    ):
        return False
    systems = [str(fact.slots.get("system") or _opening(fact, table)).casefold() for fact in (one, other)]
    return bool(systems[0]) and systems[0] == systems[1]


def _forbidden_place(ban: Fact, use: Fact, table: Comparison) -> bool:
    """Data that may not go to a public cloud, and a service of one that keeps it."""
    if ban.polarity or ban.value not in ("cloud", "public_cloud") or use.modality in (Modality.MUST_NOT, Modality.SHOULD_NOT):
        return False
    return _keeps_it_in_a_cloud(use, ban, table)


def _left_country(rule: Fact, use: Fact, table: Comparison) -> bool:
    """Data that may not leave the own premises, and a service of a public cloud that keeps it."""
    if rule.slots.get("polarity") != "outside_forbidden" or rule.value != "onsite":
        return False
    return _keeps_it_in_a_cloud(use, rule, table)


def _keeps_it_in_a_cloud(use: Fact, rule: Fact, table: Comparison) -> bool:
    """Whether a service of a public cloud keeps what the rule speaks of."""
    return (
        use.slots.get("category") in ("cloud", "managed-db")
        and use.polarity
        and re.search(table.keeps, use.statement, re.IGNORECASE) is not None
        and (bool(shared_words(rule.statement, use.statement, table)) or _bans_all(rule, table))
    )


def _bans_all(rule: Fact, table: Comparison) -> bool:
    """Whether a rule is about everything, and names neither a system nor data."""
    return not stems(rule.statement, table) and re.search(table.some_data, rule.statement, re.IGNORECASE) is None


def _support(promised: Fact, wanted: Fact, table: Comparison) -> bool:
    """What a supplier answers in office hours, and what is needed around the clock."""
    names = {fact.slots.get("name") for fact in (promised, wanted)}
    if names != {"support_hours"} or not _is_promised(promised) or wanted.slots.get("role") == "supplier":
        return False
    if promised.value == wanted.value:
        return False
    return bool(shared_words(promised.statement, wanted.statement, table)) or not stems(wanted.statement, table)


def _left_out(out: Fact, wanted: Fact, table: Comparison) -> bool:
    """What is out of scope in one place, and required in another: all that names it stands there."""
    if wanted.modality is not Modality.MUST or not wanted.polarity or out.citation.sha256 == wanted.citation.sha256:
        return False
    named = stems(str(out.value or out.statement), table)
    return bool(named) and len(named) <= _LONGEST_NAME and named <= stems(wanted.statement, table)


def _master(one: Fact, other: Fact, table: Comparison) -> bool:
    entity = one.slots.get("entity")
    return bool(entity) and entity == other.slots.get("entity") and one.value != other.value


def _team(one: Fact, other: Fact, table: Comparison) -> bool:
    """Two counts of all people of one team."""
    roles = [str(fact.slots.get("role") or "") for fact in (one, other)]
    if not all(re.match(table.people, role, re.IGNORECASE) for role in roles) or not _unequal(one, other):
        return False
    if not all(re.search(table.team, fact.statement, re.IGNORECASE) for fact in (one, other)):
        return False
    return one.horizon == other.horizon and not is_other_team(one, other, table) and not is_other_time(one, other, table)


def _too_much(limit: Fact, load: Fact, table: Comparison) -> bool:
    """More calls than an interface accepts."""
    if not isinstance(limit.value, int | float) or not isinstance(load.value, int | float) or limit.unit != load.unit:
        return False
    about = shared_words(limit.statement, load.statement, table)
    promised = limit.doc_type == "contract" and limit.subject == load.subject and limit.citation.sha256 != load.citation.sha256
    is_same = len(about) > 1 or (promised and bool(stems(limit.subject, table)))
    return load.value > (1 + _COUNTS) * limit.value and is_same and not is_other_time(limit, load, table)


_RULES: tuple[tuple[str, str, str, _Rule], ...] = (
    ("retention", "retention", "data.retention", _retention),
    ("contract_end", "contract_end", "legacy.contract_end", _contract_end),
    ("deadline", "deadline", "time.deadlines", _deadline),
    ("compliance", "compliance", "reg.regimes", _scope),
    ("users", "users", "users.segments", _users),
    ("availability", "availability", "rel.slo", _availability),
    ("rto", "rto", "rel.rto", _recovery),
    ("rpo", "rpo", "rel.rpo", _recovery),
    ("team", "team", "team.by_role", _team),
    ("quota", "throughput", "int.limits", _too_much),
    ("throughput", "throughput", "scale.rps_peak", _load),
    ("preference", "technology", "stack.mandated", _against_choice),
    ("technology", "technology", "legacy", _version),
    ("hosting", "technology", "host.forbidden", _forbidden_place),
    ("residency", "technology", "data.residency", _left_country),
    (
        "practice",
        "practice",
        "rel.support_hours",
        lambda one, other, table: _support(one, other, table) or _support(other, one, table),
    ),
    ("exclusion", "constraint", "scope.out", _left_out),
    ("owner", "owner", "data.sources_of_truth", _master),
)


def _is_promised(fact: Fact) -> bool:
    return fact.slots.get("role") == "supplier" or fact.doc_type == "contract"


def _above(one: Fact, other: Fact) -> bool:
    left, right = one.value, other.value
    return isinstance(left, int | float) and isinstance(right, int | float) and left > right


def _unequal(one: Fact, other: Fact) -> bool:
    left, right = one.value, other.value
    if not isinstance(left, int | float) or not isinstance(right, int | float) or one.unit != other.unit:
        return False
    return abs(left - right) > _COUNTS * max(abs(left), abs(right))


def _opening(fact: Fact, table: Comparison) -> str:
    """The name with which a statement begins: `Billing runs on …`."""
    match = re.match(table.opening, fact.statement, re.IGNORECASE)
    return match["name"].strip() if match else ""


def across(path: str, one: Fact, other: Fact, table: BriefFields) -> Conflict:
    """A contradiction between two facts about what `path` holds, left to people."""
    subject = one.subject if one.subject.casefold() == other.subject.casefold() else ""
    label: Mapping[str, str] = table.labels
    sides = " or ".join(f"{fact.citation.file}, {fact.citation.locator}" for fact in (one, other))
    about = f"{label[path]} of {subject}" if subject else label[path]
    return Conflict(
        id=conflict_id(path, "\x1f".join(sorted((one.id, other.id)))),
        kind="cross_field",
        field=path,
        subject=subject,
        fact_ids=(one.id, other.id),
        reason="the sources say different things, and nothing says that they mean different cases",
        question=f"{about}: {sides}? Which one holds?",
    )
