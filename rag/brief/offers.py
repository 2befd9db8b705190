"""Facts → candidate values for the fields of the Brief, one small function per kind of fact."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from rag.brief.evidence import Candidate, candidate, fills
from rag.brief.human_languages import LanguageFinder
from rag.brief.nesting import PATH as RESIDENCY
from rag.brief.nesting import alternatives
from rag.extract.fact import SECRET_IN_DOCUMENT, Fact, Modality, Time
from rag.extract.outside_mail import OUTSIDE, SENDER
from rag.knowledge.brief_fields import BriefKnowledge

Offers = dict[str, list[Candidate]]
_NOT_OURS = ("skill", "target", "supplier")  # roles of what somebody knows or sells, and of what is only aimed at
_FOR_SALE = ("marketing", "contract")  # types of documents that speak of what others make
_SAY_TODAY = ("made", "run")  # roles in the present tense, whatever else the sentence asks for
_EU = {"EU": "eu", "EEA": "eea", "onsite": "onsite", "country": "national"}
_CLOUDS = ("cloud", "public_cloud")
WE, OF_WHOLE = "we", 0.6  # no field: how many “we” are, until it is known whether a team is told beside; and what that weighs
LEAST_NAME = 3  # letters of what is kept for so long
OF_PART = 0.5  # what the size of one team tells of all who build
_WCAG = re.compile(r"WCAG\s*(2\.[0-2])?(?:,?\s*(?:[Ll]evel\s*)?(A{1,3})\b)?")


class OfferMaker:
    """Makes candidates."""

    def __init__(self, knowledge: BriefKnowledge, as_of: str) -> None:
        self._table = knowledge.fields
        self._as_of = as_of
        told = knowledge.fields.told
        self._part_of_firm = re.compile(told.part_of_firm, re.IGNORECASE)
        self._builder = re.compile(told.builders, re.IGNORECASE)
        counted = {"events": told.events, "acts": told.acts, "requests": told.requests}
        self._counts = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in counted.items()}
        self._features = [(row.type, re.compile(row.pattern, re.IGNORECASE)) for row in knowledge.fields.feature_types]
        self._languages = LanguageFinder(knowledge.languages)
        self._protocols = re.compile(knowledge.lexicon.protocols)
        self._kinds: Mapping[str, Callable[[Fact], Iterable[tuple[str, Candidate]]]] = {
            "availability": self._availability,
            "rto": self._target("rel.rto"),
            "rpo": self._target("rel.rpo"),
            "freshness": self._freshness,
            "concurrency": self._plain("users.concurrent_peak"),
            "latency": self._latency,
            "users": self._users,
            "throughput": self._throughput,
            "data_volume": self._volume,
            "retention": self._retention,
            "residency": self._residency,
            "data_class": self._data_class,
            "compliance": self._regime,
            "team": self._team,
            "skill": self._skill,
            "budget": self._budget,
            "deadline": self._deadline,
            "hosting": self._hosting,
            "preference": self._preference,
            "build_buy": self._plain("buy.policy"),
            "practice": self._practice,
            "technology": self._in_use,
            "window": self._window,
            "quota": self._listed("int.limits"),
            "risk": self._challenge,
            "exclusion": self._left_out,
            "objective": self._objective,
            "organisation": self._organisation,
            "standard": self._standard,
            "constraint": self._requirement,
            "owner": self._truth,
            "tried": self._tried,
        }

    def offers(self, facts: Iterable[Fact]) -> Offers:
        """Field path → candidates, from every fact that may fill the Brief."""
        found: Offers = {}
        persons: dict[str, list[Fact]] = {}
        for fact in facts:
            if fact.kind == "team" and fact.unit == "person" and fills(fact):
                persons.setdefault(fact.citation.sha256, []).append(fact)
                continue
            maker = self._kinds.get(fact.kind)
            if maker is not None and fills(fact):
                for path, one in maker(fact):
                    row = self._table.by_path.get(path)
                    if row is None or row.allows(one.value):
                        found.setdefault(path, []).append(one)
        self._tell_apart(found)
        self._mix_hosting(found)
        if RESIDENCY in found:
            found[RESIDENCY] = list(alternatives(found[RESIDENCY], self._table.places))
        for members in persons.values():
            builders = [fact for fact in members if self._builder.search(fact.subject)]
            if builders and "team.engineers" not in found:  # counting a list is no match for a stated number
                one = self._make(builders[0], float(len(builders)), subject="")
                found.setdefault("team.engineers", []).append(one)
        return found

    def _tell_apart(self, found: Offers) -> None:
        """“We are nine”: all who build where no team is told, and the staff where it is not said of a part of the firm."""
        ours = found.pop(WE, [])
        firm = [one for one in ours if not self._part_of_firm.search(one.fact.citation.quote)]
        for path, people in (("team.engineers", ours), ("org.headcount", firm)):
            if people and path not in found:
                found[path] = people

    @staticmethod
    def _mix_hosting(found: Offers) -> None:
        """Where something has to stay on the premises and something else may be in a cloud, the whole is a mix of both."""
        wanted = found.get("host.preference", [])
        elsewhere = [*found.get("host.existing", []), *found.get("host.allowed", [])]
        found.pop("host.allowed", None)
        if wanted and all(one.value == "on_premises" for one in wanted) and any(one.value in _CLOUDS for one in elsewhere):
            found["host.preference"] = [replace(one, value="hybrid", confidence=0.7 * one.confidence) for one in wanted]

    def _make(self, fact: Fact, value: Any = None, *, subject: str | None = None, factor: float = 1.0) -> Candidate:
        return candidate(fact, self._table, self._as_of, value, subject=subject, factor=factor)

    def _plain(self, path: str) -> Callable[[Fact], Iterable[tuple[str, Candidate]]]:
        return lambda fact: [(path, self._make(fact))] if fact.polarity else []

    def _target(self, path: str) -> Callable[[Fact], Iterable[tuple[str, Candidate]]]:
        return lambda fact: [(path, self._make(fact))] if fact.polarity and fact.slots.get("role", "target") == "target" else []

    def _availability(self, fact: Fact) -> Iterable[tuple[str, Candidate]]:
        for path, one in self._target("rel.slo")(fact):
            yield path, one
            if "hours" in fact.slots:
                yield "rel.slo_hours", self._make(fact, fact.slots["hours"], subject="")

    def _listed(self, path: str) -> Callable[[Fact], Iterable[tuple[str, Candidate]]]:
        return lambda fact: [(path, self._make(fact, _said(fact.statement)))]

    def _challenge(self, fact: Fact) -> Iterable[tuple[str, Candidate]]:
        """What hurts; a secret in a document is a risk of the paper, not of the company's work."""
        return () if fact.value == SECRET_IN_DOCUMENT else self._listed("risk.challenges")(fact)

    def _latency(self, fact: Fact) -> Iterable[tuple[str, Candidate]]:
        if fact.slots.get("role") == "target":
            journey = "" if re.match(r"\d+(?:\.\d+)* ", fact.subject) else fact.subject  # “3 Service” is a heading
            yield (
                "perf.latency",
                self._make(fact, {"journey": journey, "pct": fact.slots.get("percentile"), "ms": fact.value}),
            )

    def _users(self, fact: Fact) -> Iterable[tuple[str, Candidate]]:
        if fact.unit == "devices" and fact.slots.get("scope") != "part":
            yield "scale.devices", self._make(fact)
            return
        if fact.slots.get("scope") or (fact.rule == "B4-users" and fact.subject):
            return  # those who try it out, or use one of today's systems, are no group of the whole
        is_named = fact.slots.get("named_by") != "deed"  # “18 people work on it” says what they do, not who they are
        name = str(fact.slots.get("segment", "users")) if is_named else "users"
        if f"{name}s" in self._table.segment_kinds:
            name = f"{name}s"
        kind = self._table.segment_kinds.get(name, "business")
        if kind == "b2c" and self._table.business_qualifiers.qualify(name, fact.citation.quote):
            kind = "b2b"
        yield "users.segments", self._make(fact, {"name": name, "kind": kind, "count": fact.value, "horizon": fact.horizon})
        if fact.slots.get("measure") == "monthly":
            yield "users.mau", self._make(fact, subject="")

    def _freshness(self, fact: Fact) -> Iterable[tuple[str, Candidate]]:
        device = re.search(self._table.comparison.device_rhythm, fact.statement, re.IGNORECASE)
        if device is None:  # how often a sensor sends is no age of a report
            yield from self._plain("rpt.freshness")(fact)

    def _throughput(self, fact: Fact) -> Iterable[tuple[str, Candidate]]:
        what = str(fact.slots.get("what", ""))
        if what == "peak_factor":
            yield "scale.peak_factor", self._make(fact, subject="")
        elif what == "growth":
            yield "scale.growth", self._make(fact, subject="")
        elif what == "message":
            yield "scale.msg_bytes", self._make(fact, subject="")
            if fact.slots.get("period"):
                yield "scale.msg_period_s", self._make(fact, fact.slots["period"], subject="")
        elif self._counts["events"].match(what):
            yield "scale.events_per_s", self._make(fact, subject="")
        elif self._counts["acts"].match(what) and fact.slots.get("per") in ("s", "min"):
            yield "scale.rps_peak", self._make(fact, subject="")
        elif self._counts["requests"].match(what):
            yield (
                ("scale.rps_peak" if fact.slots.get("peak") or fact.slots.get("per") == "s" else "scale.rps_avg"),
                self._make(fact, subject=""),
            )

    def _volume(self, fact: Fact) -> Iterable[tuple[str, Candidate]]:
        yield ("data.growth_month" if fact.slots.get("growth") else "data.volume_now"), self._make(fact)

    def _retention(self, fact: Fact) -> Iterable[tuple[str, Candidate]]:
        what = str(fact.slots.get("what", ""))
        what = "" if len(what) < LEAST_NAME else what  # “(a)” before a point of a list
        value = {"class": what, "years": fact.value, "mode": fact.slots.get("mode", "keep")}
        yield "data.retention", self._make(fact, value)

    def _residency(self, fact: Fact) -> Iterable[tuple[str, Candidate]]:
        polarity = fact.slots.get("polarity")
        if polarity not in ("inside", "outside_forbidden"):
            return
        binds = fact.modality in (Modality.MUST, Modality.MUST_NOT) or polarity == "outside_forbidden"
        place = str(fact.value)
        value = {
            "rule": _EU.get(place, "national"),
            "countries": [] if place in _EU else [place],
            "applies_to": [str(fact.slots.get("applies_to", ""))],
            "polarity": polarity,
        }
        yield RESIDENCY, self._make(fact, value, subject="", factor=1.0 if binds else 0.7)

    def _data_class(self, fact: Fact) -> Iterable[tuple[str, Candidate]]:
        if fact.polarity:
            yield "data.classes", self._make(fact)

    def _regime(self, fact: Fact) -> Iterable[tuple[str, Candidate]]:
        name, scope = str(fact.value), fact.slots.get("scope", "mentioned")
        answer = {"no": "not_in_scope", "yes": "in_scope"}.get(str(scope), "likely")
        yield "reg", self._make(fact, {"regime": name, "in_scope": answer, "reason": fact.statement})
        if fact.polarity:
            yield "reg.regimes", self._make(fact, name)
        if name == "WCAG":
            match = _WCAG.search(str(fact.slots.get("written", "")))
            if match and match[1]:
                yield "accessibility.level", self._make(fact, f"WCAG {match[1]} {match[2] or 'AA'}", subject="")

    def _team(self, fact: Fact) -> Iterable[tuple[str, Candidate]]:
        if fact.slots.get(SENDER) == OUTSIDE:  # “we have four programmers”, writes another firm
            return
        role = str(fact.slots.get("role", fact.subject))
        if not role and fact.horizon in ("", "day1"):
            yield WE, self._make(fact, subject="", factor=OF_WHOLE)
        if self._builder.search(role):
            path = "team.m24" if fact.horizon and fact.horizon not in ("day1", "m6") else "team.engineers"
            part = re.search(self._table.comparison.team_part, fact.statement, re.IGNORECASE)
            yield path, self._make(fact, subject="", factor=OF_PART if part else 1.0)
        if fact.horizon in ("", "day1"):
            yield "team.by_role", self._make(fact, {role or "people": fact.value})
        for name in str(fact.slots.get("skills", "")).split(", "):
            if name:
                yield "team.skills", self._make(fact, {"tech": name, "level": 2})

    def _skill(self, fact: Fact) -> Iterable[tuple[str, Candidate]]:
        gap = bool(fact.slots.get("gap"))
        yield ("team.gaps" if gap else "team.skills"), self._make(fact, {"tech": fact.value, "level": 0 if gap else 2})

    def _budget(self, fact: Fact) -> Iterable[tuple[str, Candidate]]:
        period, amount = fact.slots.get("period"), float(fact.value) if isinstance(fact.value, int | float) else 0.0
        if period == "month":
            yield "budget.monthly_run", self._make(fact, amount, subject="")
        elif period == "year" and fact.slots.get("kind") == "opex":
            yield "budget.monthly_run", self._make(fact, round(amount / 12, 2), subject="", factor=0.9)
        else:
            yield "budget.total", self._make(fact, amount, subject="")
        yield "budget.currency", self._make(fact, fact.unit, subject="")
        if fact.slots.get("cap"):
            yield "budget.cap", self._make(fact, True, subject="")

    def _deadline(self, fact: Fact) -> Iterable[tuple[str, Candidate]]:
        value = fact.value
        if fact.unit == "s" and isinstance(value, int | float):
            if not fact.dated:
                return
            value = (date.fromisoformat(fact.dated[:10]) + timedelta(seconds=float(value))).isoformat()
        if str(value) < self._as_of[:10]:  # a date that has passed is history, not a plan
            return
        if fact.slots.get("what") == "first_release" and not re.search(
            self._table.comparison.trial, fact.statement, re.IGNORECASE
        ):
            yield "time.first_release", self._make(fact, value, subject="")
        yield "time.deadlines", self._make(fact, {"date": value, "what": fact.statement, "hard": fact.hard})

    def _hosting(self, fact: Fact) -> Iterable[tuple[str, Candidate]]:
        if not fact.polarity:
            yield "host.forbidden", self._make(fact)
        elif fact.slots.get("existing") or fact.modality is Modality.IS:
            yield "host.existing", self._make(fact)
        elif fact.modality is not Modality.MAY:
            yield "host.preference", self._make(fact, subject="")
        else:
            yield "host.allowed", self._make(fact)

    def _preference(self, fact: Fact) -> Iterable[tuple[str, Candidate]]:
        if fact.value == "wished":
            return  # by one person: the company has not said so
        path = {"mandated": "stack.mandated", "preferred": "stack.preferred", "approved": "stack.preferred"}.get(
            str(fact.value), "stack.forbidden"
        )
        yield path, self._make(fact, fact.subject)
        if fact.slots.get("category") == "cloud" and fact.polarity:
            yield "host.preference", self._make(fact, "public_cloud", subject="", factor=0.7)

    def _practice(self, fact: Fact) -> Iterable[tuple[str, Candidate]]:
        name = str(fact.slots.get("name", ""))
        if fact.slots.get("role") == "supplier":
            return
        path = self._table.told.practices.get(name, f"ops.{name}")
        if name == "deploy_frequency" and (fact.time is Time.PLANNED or fact.modality is not Modality.IS):
            path = "eng.release_freq"  # an aim says nothing about today
        if path in self._table.by_path:
            yield path, self._make(fact, subject="")
        if fact.value is True and path in self._table.told.entails:
            yield self._table.told.entails[path], self._make(fact, subject="")

    def _in_use(self, fact: Fact) -> Iterable[tuple[str, Candidate]]:
        """What runs today, and the practice that it shows: whoever uses Terraform has infrastructure as code."""
        role, is_said = fact.slots.get("role"), fact.modality is Modality.IS
        if not fact.polarity or fact.time is not Time.CURRENT:
            return
        path = self._table.told.shown_by.get(str(fact.value))
        if path and is_said and role not in ("skill", "target"):
            yield path, self._make(fact, True, subject="", factor=0.8)
        runs = role in self._table.run_roles and (is_said or role in _SAY_TODAY)
        is_protocol = self._protocols.fullmatch(str(fact.value)) is not None
        if runs and fact.slots.get("category") in self._table.run_categories and not is_protocol:
            yield "stack.today", self._make(fact, subject="")
        is_ours = (
            is_said
            and not is_protocol
            and role not in _NOT_OURS
            and fact.slots.get(SENDER) != OUTSIDE
            and fact.doc_type not in _FOR_SALE
        )
        if is_ours and fact.slots.get("category") in self._table.named_categories:
            yield "stack.named", self._make(fact, subject="")

    def _window(self, fact: Fact) -> Iterable[tuple[str, Candidate]]:
        slots = fact.slots
        if slots.get("what") == "freeze" and fact.unit == "dates":
            yield "time.frozen_periods", self._make(fact, {"from": slots.get("from"), "to": slots.get("to")})
            return
        value = {
            "kind": slots.get("what"),
            "from": slots.get("from"),
            "to": slots.get("to"),
            "days": slots.get("days", ""),
            "system": fact.subject,
        }
        if fact.unit == "s":
            value = {"kind": slots.get("what"), "seconds": fact.value, "every": slots.get("every", ""), "system": fact.subject}
        yield "rel.windows", self._make(fact, value)

    def _left_out(self, fact: Fact) -> Iterable[tuple[str, Candidate]]:
        """What is not built; a contract tells what its supplier does not do."""
        return () if fact.doc_type == "contract" else self._listed("scope.out")(fact)

    def _objective(self, fact: Fact) -> Iterable[tuple[str, Candidate]]:
        if not fact.statement.endswith(":"):  # what it announces stands in the list below it
            yield "objective.statements", self._make(fact, _said(fact.statement))
        if fact.value != "other":
            yield "objective.primary", self._make(fact, subject="", factor=0.6)

    def _organisation(self, fact: Fact) -> Iterable[tuple[str, Candidate]]:
        paths = {"headcount": "org.headcount", "revenue": "org.revenue", "seat": "org.country", "market": "market.country"}
        path = paths.get(str(fact.slots.get("name", "")))
        if path and "of" not in fact.slots:  # the address behind a name counts once it is known whose name it is
            yield path, self._make(fact, subject="")

    def _standard(self, fact: Fact) -> Iterable[tuple[str, Candidate]]:
        if fact.slots.get("binding") == "named":
            yield "eng.standards", self._make(fact)

    def _truth(self, fact: Fact) -> Iterable[tuple[str, Candidate]]:
        if fact.slots.get("entity"):
            yield "data.sources_of_truth", self._make(fact, {"entity": fact.slots["entity"], "system": fact.value})

    def _tried(self, fact: Fact) -> Iterable[tuple[str, Candidate]]:
        """What was tried and given up: no technology of today, and a reason to think before it is proposed again."""
        told = {name: fact.slots.get(name) or "" for name in ("technology", "when", "why", "styles", "outcome")}
        yield "legacy.tried", self._make(fact, {"name": fact.value, **told})

    def _requirement(self, fact: Fact) -> Iterable[tuple[str, Candidate]]:
        """What is wanted: languages of what people see, or something that they can do."""
        if fact.polarity:
            for code in self._languages.codes(fact.statement):
                yield "cap.languages", self._make(fact, self._languages.shown(code), subject="")
                if self._languages.is_right_to_left(code):
                    yield "cap.rtl", self._make(fact, True, subject="")
        yield from self._feature(fact)

    def _feature(self, fact: Fact) -> Iterable[tuple[str, Candidate]]:
        if fact.slots.get("feature"):
            name = str(fact.slots["feature"])
            kind = next(type_ for type_, pattern in self._features if pattern.search(name))
            priority = {Modality.MUST: "must", Modality.SHOULD: "should"}.get(fact.modality, "may")
            yield (
                "cap.features",
                self._make(fact, {"name": name, "type": kind, "priority": priority, "segment": fact.slots.get("segment", "")}),
            )
            return
        match = _CAPABILITY.search(fact.statement)
        if match and fact.polarity and fact.modality in (Modality.MUST, Modality.SHOULD):
            name = match["what"].strip(" .;")
            kind = next(type_ for type_, pattern in self._features if pattern.search(name))
            value = {
                "name": name,
                "type": kind,
                "priority": "must" if fact.modality is Modality.MUST else "should",
                "segment": match["who"].lower(),
            }
            yield "cap.features", self._make(fact, value)


def _said(statement: str) -> str:
    """A statement without marks of layout and without the label that its field has anyway."""
    plain = re.sub(r"\*{1,3}|`", "", statement).replace(" | ", ": ")
    return _LABEL.sub("", plain).strip()


_LABEL = re.compile(
    r"^\W*(?:explicitly )?(?:out of scope|not in scope|nicht im umfang|hors périmètre|fuera del alcance|fora do escopo)\s*:\s*",
    re.IGNORECASE,
)
_CAPABILITY = re.compile(
    r"\b(?P<who>users?|customers?|citizens?|patients?|applicants?|members|students?|merchants?|partners?|agents?|operators?|"
    r"administrators?|dispatchers?|drivers?|clerks?|case ?workers?|nurses?|clinicians?|staff|employees?)"
    r"\s+(?:must|shall|should|need to|have to)\s+be able to\s+(?P<what>[^.;]{4,120})",
    re.IGNORECASE,
)
