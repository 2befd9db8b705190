"""Readers of values with a number: targets, load, volumes, money, dates, windows."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import zip_longest
from typing import Any

from rag.extract.clauses import Clause
from rag.extract.entities import Entity
from rag.extract.fact import Modality, Time
from rag.extract.rules import Draft, Match
from rag.extract.service_hours import ServiceHours
from rag.extract.subjects import kept, kept_under

FOR_GOOD = 1000.0  # years by which "for ever" is told and compared
_PER_SECOND = {"s": 1.0, "min": 60.0, "h": 3600.0, "day": 86400.0, "week": 604800.0, "month": 2630016.0, "year": 31557600.0}
_MONTH_S = 2630016.0
_MONTHS_A_YEAR, _HORIZON_MONTHS = 12.0, 24.0
_GROWS_IN = (1.0, 72.0)  # months over which a growth is told
_TOKEN = re.compile(r"⟦[A-Z]+\d+⟧")
_YOUNGEST, _OLDEST = 10, 130  # years of age until which something may be kept
_SPAN = re.compile(r"⟦DUR\d+⟧")


def quantity(match: Match) -> Iterator[Draft]:
    """A number with its unit, target or actual."""
    entity = match.token("value")
    if entity is not None and entity.value is not None:
        horizon = horizon_of(match, entity) if match.rule.kind == "concurrency" else ""
        slots: dict[str, Any] = {"role": _role(match)} if match.rule.kind in _WITH_TARGETS else {}
        if entity.note == "business":
            slots["business_hours"] = True
        yield Draft(
            entity.value,
            entity.unit,
            entity.low,
            entity.high,
            slots=slots,
            horizon=horizon,
            time=_expected(match) if match.rule.kind == "concurrency" else None,
            factor=_doubt(entity),
        )


def pair(match: Match) -> Iterator[Draft]:
    """`Tier 1: 4 h / 15 min` under a heading that says which is which."""
    first, second = match.token("value"), match.token("second")
    if first is None or second is None:
        return
    subject = match.words("subject").lower()
    heading = " ".join(match.clause.context.headings)
    swapped = 0 <= heading.upper().find("RPO") < heading.upper().find("RTO")
    kinds = ("rpo", "rto") if swapped else ("rto", "rpo")
    for kind, entity in zip(kinds, (first, second), strict=True):
        yield Draft(entity.value, entity.unit, kind=kind, subject=subject, slots={"role": "target"})


def latency(match: Match) -> Iterator[Draft]:
    """A response time in milliseconds, with its percentile."""
    entity = match.token("value")
    if entity is None:
        return
    share = match.token("pct")
    too_late = match.clause.says("too_late") is not None  # what comes later is of no use: the limit holds each time
    percentile = 100 if too_late else int(share.number) if share else int(match.group("pct") or 95)
    theirs = match.clause.modality is Modality.IS and match.clause.says("supplier") is not None
    slots = {"percentile": percentile, "role": "supplier" if theirs else _role(match)}
    if not too_late and not share and not match.group("pct"):
        slots["percentile_assumed"] = True
    time = Time.CURRENT if too_late else None  # “else it is gone” tells nothing of the past
    yield Draft(round(entity.number * 1000), "ms", slots=slots, time=time, factor=_doubt(entity))


def availability(match: Match, hours: ServiceHours | None = None) -> Iterator[Draft]:
    """A percentage from 90 to 100 with its window, and the hours of the week in which it is promised where they are told."""
    entity = match.token("value")
    if entity is None or not 90 <= entity.number <= 100:
        return
    text = match.clause.text
    window = next(
        (
            name
            for name in ("year", "quarter", "month", "week")
            if re.search(rf"\b(?:per|a|each)\s+(?:calendar )?{name}\b|\b{name}ly\b", text, re.I)
        ),
        "month",
    )
    slots: dict[str, Any] = {"window": window, "role": _role(match)}
    if match.clause.says("business_hours"):
        slots["business_hours"] = True
    if match.clause.says("supplier"):
        slots["role"] = "supplier"
    weekly = _weekly_hours(match.clause, hours) if hours is not None else None
    if weekly is not None:
        slots["hours"] = weekly
    yield Draft(entity.number, "%", slots=slots, factor=_doubt(entity))


def _weekly_hours(clause: Clause, hours: ServiceHours) -> float | None:
    """Of the sentence, or of the one before where it points back: “in these hours”."""
    start, end = clause.sentence
    own = _as_written(clause, clause.tagged.text[start:end])
    if not hours.refers_back(own):
        return hours.of(own)
    before = [one for one in re.split(r"(?<=[.!?:;])\s+", clause.tagged.text[:start].strip()) if one.strip()]
    return hours.of(_as_written(clause, before[-1])) if before else None


def _as_written(clause: Clause, tagged: str) -> str:
    return _TOKEN.sub(lambda token: clause.tagged.at(token.group()).text, tagged)


def nines(match: Match) -> Iterator[Draft]:
    """`five nines`."""
    entity = match.token("value")
    if entity is not None and 2 <= entity.number <= 6:
        count = int(entity.number)
        yield Draft(round(100 - 10.0 ** (2 - count), count), "%", slots={"window": "month", "role": "target"})


def users(match: Match) -> Iterator[Draft]:
    """A number of users or devices with its segment and horizon."""
    entity = match.token("value")
    if entity is None or entity.number % 1:  # half a person is the number of a section
        return
    segment = match.words("segment").lower()
    horizon = horizon_of(match, entity)
    monthly = match.clause.cues.phrases["monthly_count"].search(match.found.group()) is not None
    slots = {"segment": segment, "measure": "monthly" if monthly else "total"}
    if match.clause.says("pilot"):  # a smaller scope, not another opinion about the whole
        slots["scope"] = "pilot"
    elif match.clause.cues.phrases["part_of"].search(match.clause.text[: match.place()]):
        slots["scope"] = "part"
    yield Draft(
        entity.value,
        "devices" if match.rule.id.endswith("devices") else "users",
        entity.low,
        entity.high,
        slots=slots,
        subject=f"{segment} ({slots['scope']})" if "scope" in slots else segment,
        horizon=horizon,
        time=_expected(match),
        factor=_doubt(entity),
    )


def throughput(match: Match) -> Iterator[Draft]:
    """A rate per second, with the rate as written."""
    entity = match.token("value")
    if entity is None:
        return
    what, per = match.group("what").lower(), match.group("per").lower()
    if not per:
        what, per = {"rps": "requests", "tps": "transactions", "qps": "queries"}.get(what, what.split("/")[0]), "s"
    span = match.token("per")  # "1,500 requests / 5 min", and "a second" where it was read as a span of time
    unit = _time_unit(match, per)
    seconds = span.number if span is not None else _PER_SECOND[unit]
    if span is not None and not _is_a_rate(match, span):
        return
    if span is not None:
        unit = next((name for name, length in _PER_SECOND.items() if length == seconds), span.text)
    slots = {"what": what, "amount": entity.number, "per": unit, "peak": match.clause.says("peak") is not None}
    yield Draft(
        round(entity.number / seconds, 6),
        "1/s",
        entity.low,
        entity.high,
        slots=slots,
        subject=what,
        horizon=horizon_of(match, entity),
        time=_expected(match),
        factor=_doubt(entity),
    )


def peak_factor(match: Match) -> Iterator[Draft]:
    """How many times the average the peak is."""
    entity = match.token("value")
    if entity is not None and entity.number > 1:
        yield Draft(entity.value, "×", slots={"what": "peak_factor"}, subject="peak", factor=_doubt(entity))


def growth(match: Match) -> Iterator[Draft]:
    """How many times as much a load is after 24 months, from a percentage in a year or in another span."""
    entity, span = match.token("value"), match.token("span")
    if entity is None:
        return
    months = span.number / _MONTH_S if span is not None else _MONTHS_A_YEAR
    if _GROWS_IN[0] <= months <= _GROWS_IN[1]:
        value = round((1 + entity.number / 100) ** (_HORIZON_MONTHS / months), 3)
        yield Draft(value, "×", slots={"what": "growth"}, subject="growth", factor=_doubt(entity))


def message(match: Match) -> Iterator[Draft]:
    """Bytes of a message, and how often it comes."""
    entity, period = match.token("value"), match.token("period")
    if entity is not None:
        slots = {"what": "message", "period": period.value if period else None}
        yield Draft(round(entity.number * 1e9, 3), "B", slots=slots, subject="message", factor=_doubt(entity))


def volume(match: Match) -> Iterator[Draft]:
    """A data volume in GB; growth where the clause says so."""
    entity = match.token("value")
    if entity is None or entity.number <= 0:
        return
    after = match.clause.text[match.place() :]
    ahead = match.clause.text[: match.place()]
    growth = match.clause.cues.phrases["growth_unit"].search(after) or match.clause.cues.phrases["growth_before"].search(ahead)
    slots: dict[str, Any] = {"what": (match.group("what") or "data").lower()}
    value = entity.number
    nearby = match.clause.text[max(0, match.place() - 40) : match.place()]
    if growth or match.clause.cues.phrases["growth"].search(nearby):
        slots["growth"] = True
        value = (
            round(value * _PER_SECOND["month"] / _PER_SECOND[_time_unit(match, next(filter(None, growth.groups())))], 6)
            if growth
            else value
        )
    yield Draft(value, "GB/month" if slots.get("growth") else "GB", entity.low, entity.high, slots=slots, factor=_doubt(entity))


def money(match: Match) -> Iterator[Draft]:
    """An amount of money per month, year or in total."""
    entity = match.token("value")
    if entity is None or entity.number <= 0:
        return
    text = match.clause.text
    if match.clause.cues.phrases["part_of"].search(text[: match.place()]):  # the whole was named before
        return
    period = _period(match, *_own_words(text, match.place()))
    slots = {"currency": entity.unit, "period": period, "cap": match.clause.says("cap") is not None}
    if match.clause.says("capex"):
        slots["kind"] = "capex"
    elif match.clause.says("opex"):
        slots["kind"] = "opex"
    subject = "run" if slots.get("kind") == "opex" or period == "month" else "project"
    yield Draft(entity.value, entity.unit, entity.low, entity.high, slots=slots, subject=subject, factor=_doubt(entity))


def budget(match: Match) -> Iterator[Draft]:
    """An amount that may be spent, and what is named right behind it for each month: "3.4 million, then 38,000 a month"."""
    for draft in money(match):
        yield draft
        entity = _running(match) if draft.slots["period"] == "total" else None
        if entity is not None and entity.number > 0:
            slots = {**draft.slots, "period": "month"}
            yield replace(draft, value=entity.number, low=entity.low, high=entity.high, slots=slots, subject="run")


def _running(match: Match) -> Entity | None:
    """The first figure behind the amount that is said by the month, before the next statement."""
    text = match.clause.text
    start = text.find("⟧", match.place()) + 1
    stop = min(index if (index := text.find(";", start)) >= 0 else len(text), start + _BESIDE)
    behind = list(_AMOUNT.finditer(text, start, stop))
    for one, after in zip_longest(behind, behind[1:]):
        end = after.start() if after else min(len(text), one.end() + _BESIDE)
        if _period(match, one.start(), end) == "month":
            return match.clause.tagged.at(one.group())
    return None


def _own_words(text: str, place: int) -> tuple[int, int]:
    """Start and end of the words about the amount at `place`: those of another amount are not its own."""
    start, end = max(0, place - _BESIDE), min(len(text), place + _BESIDE)
    behind = _AMOUNT.search(text, text.find("⟧", place) + 1, end)
    before = [match.end() for match in _AMOUNT.finditer(text, start, place)]
    return before[-1] if before else start, behind.start() if behind else end


def _period(match: Match, start: int, end: int) -> str:
    """What a stretch of the clause counts an amount by."""
    phrases, near = match.clause.cues.phrases, match.clause.text[start:end]
    if phrases["per_month"].search(near):
        return "month"
    return "year" if phrases["per_year"].search(near) else "total"


_BESIDE = 60  # characters on either side in which a period belongs to an amount
_AMOUNT = re.compile(r"⟦(?:MONEY|NUM)\d+⟧")
_PRODUCT = re.compile(r"⟦TECH\d+⟧")
_PARTY = re.compile(r"(?:^|[ (])(?-i:(?P<name>[A-ZÄÖÜÉ][\w&.]+))(?: |-)$")  # whose contract it is, in the words before it


def share(match: Match) -> Iterator[Draft]:
    """A part of the whole, 0…1: "41 of the 44 points", or a percentage."""
    entity, whole = match.token("value"), match.token("second")
    if entity is None:
        return
    part = entity.number / whole.number if whole is not None and whole.number > 0 else entity.number / 100
    if 0 <= part <= 1:
        yield Draft(round(part, 4), slots={"name": match.rule.slots["name"]}, subject="")


def cost(match: Match) -> Iterator[Draft]:
    """What something costs today or would cost."""
    for draft in money(match):
        yield Draft(draft.value, draft.unit, draft.low, draft.high, slots=draft.slots, factor=draft.factor)


def contract_end(match: Match) -> Iterator[Draft]:
    """The day on which a contract or support ends."""
    entity = match.token("value")
    if entity is None:
        return
    clause, articles = match.clause, match.clause.cues.phrases["articles"]
    support = clause.says("support") and not clause.says("agreement")
    party = _PARTY.search(clause.text[: match.found.start()])
    over = not support and clause.cues.phrases["contract_over"].search(match.found.group())
    yield Draft(
        entity.value,
        "date",
        subject=_product_of(clause, party["name"]) if party and not articles.match(f"{party['name']} ") else None,
        time=Time.HISTORIC if over else None,
        slots={"what": "support" if support else "contract", "precision": entity.note},
        horizon=str(entity.value),
    )


def _product_of(clause: Clause, name: str) -> str:
    """The product that a clause names in full and here in short: Oracle Database, of “the Oracle contract”."""
    mentions = (clause.tagged.at(token).mention for token in _PRODUCT.findall(clause.text))
    names = (mention.technology.name for mention in mentions if mention is not None)
    return next((full for full in names if full.startswith(f"{name} ")), name)


def notice(match: Match) -> Iterator[Draft]:
    """A period of notice."""
    entity = match.token("value")
    if entity is not None:
        yield Draft(entity.value, "s", slots={"what": "notice"})


def deadline(match: Match) -> Iterator[Draft]:
    """A day by which something has to work."""
    entity = match.token("value")
    if entity is None or not re.match(r"\d{4}-", str(entity.value)):
        return
    release = match.clause.says("release")
    slots = {"what": "first_release" if release else "milestone", "precision": entity.note}
    yield Draft(entity.value, "date", slots=slots, subject=None if not release else "", horizon=str(entity.value))


def within(match: Match) -> Iterator[Draft]:
    """A deadline counted from the document's date, kept as a span until that date is known."""
    entity = match.token("value")
    if entity is not None and "⟦DATE" not in match.clause.text:  # a day that is named says it better
        yield Draft(entity.value, "s", entity.low, entity.high, slots={"what": "within", "precision": "relative"})


def retention(match: Match) -> Iterator[Draft]:
    """How long to keep, or after how long to delete, in years; of two spans in a sentence the one that counts now."""
    clause, entity, place = match.clause, match.token("value"), match.place()
    rest = clause.tagged.text[clause.start + place : clause.sentence[1]]
    newer = clause.cues.phrases["counts_now"].search(rest)
    if newer is not None:
        entity = clause.tagged.at(newer["span"])
    if entity is None:
        return
    told = clause.text if match.rule.slots.get("whole") else match.found.group()
    erased = clause.cues.phrases["erases"].search(told)
    mode = "delete" if erased else match.rule.slots.get("mode", "keep")
    is_past = clause.cues.phrases["was_so"].match(clause.tagged.text[clause.sentence[1] :]) is not None
    yield Draft(
        round(entity.number / _PER_SECOND["year"], 3),
        "years",
        slots={
            "mode": mode,
            "what": kept_under(clause) if match.rule.heading else kept(clause, place),
            **_begins(clause, entity),
        },
        time=Time.HISTORIC if is_past else None,
        factor=_doubt(entity),
    )


def _begins(clause: Clause, entity: Entity) -> dict[str, str]:
    """What has to happen before a span begins to run, where that stands right behind it: the end of a contract."""
    place = next((found.end() for found in _SPAN.finditer(clause.text) if clause.tagged.at(found.group()) is entity), None)
    said = clause.cues.phrases["runs_from"].match(clause.text[place:]) if place is not None else None
    if said is None or place is None:
        return {}
    start, end = said.span("event")
    return {"from": clause.plain(clause.start + place + start, clause.start + place + end)}


def retention_age(match: Match) -> Iterator[Draft]:
    """Kept until a person is so old: at most as many years."""
    entity = match.token("value")
    years = round(entity.number / (_PER_SECOND["year"] if entity.kind == "DUR" else 1)) if entity else int(match.group("text"))
    if _YOUNGEST <= years <= _OLDEST:
        what = kept(match.clause, match.place("value" if entity else "text"))
        yield Draft(float(years), "years", slots={"mode": "keep", "what": what, "until_age": years})


def retention_listed(match: Match) -> Iterator[Draft]:
    """A further span of a sentence that says how long something else is kept; a bare number has the unit of the span before."""
    clause, entity = match.clause, match.token("value")
    at = clause.start + match.place()
    before = clause.tagged.text[clause.sentence[0] : at]
    first = next(iter(reversed([clause.tagged.at(token) for token in _SPAN.findall(before)])), None)
    if entity is None or first is None or not clause.cues.phrases["keeps"].search(before):
        return
    per = next((one for one in map(_PER_SECOND.__getitem__, ("year", "month", "day")) if first.number % one == 0), 0.0)
    seconds = entity.number if entity.kind == "DUR" else entity.number * per
    if seconds and (entity.kind == "DUR" or entity.number.is_integer()):
        mode = "delete" if clause.cues.phrases["erases"].search(clause.text[: match.place()]) else "keep"
        slots = {"mode": mode, "what": kept(clause, match.place())}
        yield Draft(round(seconds / _PER_SECOND["year"], 3), "years", slots=slots)


def kept_for_good(match: Match) -> Iterator[Draft]:
    """Kept for ever: more years than anybody names."""
    yield Draft(FOR_GOOD, "years", slots={"mode": "keep", "what": kept(match.clause, match.place("text"))})


def window(match: Match) -> Iterator[Draft]:
    """A window of the day."""
    entity = match.token("value")
    if entity is None:
        return
    start, end = str(entity.value).split("-")
    kind = match.group("what").lower()
    kind = match.clause.cues.windows.get(kind, kind)
    days = next((day for day, pattern in match.clause.cues.days.items() if pattern.search(match.clause.text)), "")
    yield Draft(entity.value, "hh:mm", slots={"what": kind, "from": start, "to": end, "days": days})


def window_duration(match: Match) -> Iterator[Draft]:
    """A window given by its length."""
    entity = match.token("value")
    if entity is not None:
        every = match.clause.says("every")
        yield Draft(
            entity.value,
            "s",
            slots={"what": match.group("what").lower() or "maintenance", "every": every.group(1).lower() if every else ""},
        )


def freeze(match: Match) -> Iterator[Draft]:
    """A span of days without changes."""
    first = match.token("value")
    last = match.token("second")
    if first is not None and last is not None:
        yield Draft(f"{first.value}/{last.value}", "dates", slots={"what": "freeze", "from": first.value, "to": last.value})


def freshness(match: Match) -> Iterator[Draft]:
    """How old a report may be, from words; "real time" is vague and says so."""
    clause, word = match.clause, match.group("word").lower().replace("-", " ")
    told = clause.modality is Modality.IS and clause.time is Time.CURRENT and not clause.says("of_reports")
    slots: dict[str, Any] = {"role": "actual"} if told else {}  # how a feed runs today asks for nothing
    if "time" in word or "echtzeit" in word or "temps" in word or "tiempo" in word or "tempo" in word:
        yield Draft(60.0 if word.startswith("near") else 5.0, "s", slots={**slots, "vague": True, "word": word})
    else:
        seconds = next(seconds for seconds, beat in clause.cues.beats if beat.search(word))
        yield Draft(float(seconds), "s", slots={**slots, "word": word}, factor=1.25)


def horizon_of(match: Match, entity: Entity) -> str:
    """day1, m6, m24 or an ISO date, from what the clause says near the value."""
    text = match.clause.text
    after = text[match.place() :]
    upto = re.split(r"(?:\b(?:and|to|then|und|auf|et|y|e)\b|,)(?=.*⟦NUM)", after)[0] if after else ""
    ahead = "" if "⟦NUM" in text[: match.place()] else text[: match.place()]
    said = match.clause.cues.phrases["in_months"]
    found = said.search(upto) or said.search(ahead)
    if found:
        token = match.clause.tagged.at(found.group(1) or found.group(2))
        if token.kind == "DATE":
            return str(token.value)
        months = token.number / _MONTH_S
        return "m24" if months > 15 else "m6" if months >= 3 else "day1"
    return "day1" if match.clause.says("day_one") else ""


_WITH_TARGETS = frozenset({"rto", "rpo", "freshness"})


def _expected(match: Match) -> Time | None:
    """PLANNED for a load that somebody expects and nobody has measured."""
    clause = match.clause
    planned = clause.says("expected") and not clause.says("actual") and clause.time_at(match.place()) is Time.CURRENT
    return Time.PLANNED if planned else None


def _role(match: Match) -> str:
    is_told = match.clause.says("actual") or match.clause.is_logged or _is_displaced(match) or _is_worse(match)
    return str(match.rule.slots.get("role") or ("actual" if is_told else "target"))


def _is_displaced(match: Match) -> bool:
    """Whether another value takes the place of this one: "in 2 seconds instead of 48"."""
    found = match.clause.cues.phrases["in_place_of"].finditer(match.clause.text)
    return any(one.start(1) == match.place() for one in found)


def _is_worse(match: Match) -> bool:
    """Whether a time is told as longer than another, "in 48 seconds instead of 2": it went wrong, and nobody asks for it."""
    entity, phrase = match.token("value"), match.clause.cues.phrases["in_place_of"]
    found = phrase.match(match.clause.text, match.place() + len(match.group("value"))) if entity is not None else None
    if entity is None or found is None or match.clause.modality is not Modality.IS:
        return False
    other = match.clause.tagged.at(found.group(1))
    if other.kind == "DUR":
        return entity.number > other.number
    written = re.match(r"\d+(?:[.,]\d+)?", entity.text)
    return written is not None and float(written.group().replace(",", ".")) > other.number


def _doubt(entity: Entity) -> float:
    return 0.75 if entity.hedged else 1.0


def _is_a_rate(match: Match, span: Entity) -> bool:
    """Whether a span of time is what a number counts by, "a minute" or "/ 5 min", and not how long something lasts."""
    phrases = match.clause.cues.phrases
    before = match.clause.text[: match.place("per")]
    return span.number > 0 and (phrases["one_unit"].fullmatch(span.text) or phrases["each"].search(before)) is not None


def _time_unit(match: Match, word: str) -> str:
    return match.clause.cues.periods.get(word.lower(), "s")


READERS: Mapping[str, Callable[[Match], Iterator[Draft]]] = {
    "quantity": quantity,
    "pair": pair,
    "latency": latency,
    "availability": availability,
    "nines": nines,
    "users": users,
    "throughput": throughput,
    "peak_factor": peak_factor,
    "growth": growth,
    "message": message,
    "volume": volume,
    "budget": budget,
    "share": share,
    "cost": cost,
    "contract_end": contract_end,
    "notice": notice,
    "deadline": deadline,
    "within": within,
    "retention": retention,
    "retention_listed": retention_listed,
    "retention_age": retention_age,
    "kept_for_good": kept_for_good,
    "window": window,
    "window_duration": window_duration,
    "freeze": freeze,
    "freshness": freshness,
}  # reader name of a rule → reader
