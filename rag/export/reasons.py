"""The reasoning behind a judgement in words: what a rule chose or ruled out, and the names that codes stand for.

In: a proposal and the trace of one of its judgements. Out: a sentence with the trace behind it; the trace where it says enough.
"""

import re
from collections.abc import Sequence

from rag.propose.proposal import Proposal
from rag.propose.wording import upper_first

RULE = re.compile(r"rule (?P<rule>[\w-]+)(?:: (?P<rest>.+))?")
VETO = re.compile(r"V\d+(?:, V\d+)* on (?P<style>[A-Z]{2})")
ESTIMATE = "estimate "
SPELT = ("D: ", "flip: ", "no flip: ")  # traces of codes and numbers alone
NOTHING = re.compile(r" − \w+ 0\.0(?!\d)")  # of a score: what deducts nothing
CODE = re.compile(r"\b[A-Z]{2,5}\b")
LEADING = re.compile(r"(?P<code>[A-Z]{2,5}) (?P<level>\d)(?: of 5)?: (?P<reason>.+)")


class Reasons:
    """Traces of one proposal in words."""

    def __init__(self, proposal: Proposal) -> None:
        """Note what its codes stand for."""
        decision = proposal.decision
        self._decision = decision
        self._scores = {score.style: score for score in (*decision.ranking, *decision.vetoed)}
        self._levels = {**decision.demands, **decision.capabilities}
        self._names = {code: score.name for code, score in self._scores.items()}
        self._names |= {code: level.name for code, level in self._levels.items()}

    def of_all(self, traces: Sequence[str]) -> str:
        """Of several traces of one kind, what they have in common and which they are; of one, what it says."""
        if len(traces) == 1:
            return self.of(traces[0])
        if traces[0].startswith(ESTIMATE):
            return f"Rows of the table of estimates: {', '.join(trace.removeprefix(ESTIMATE) for trace in traces)}"
        if VETO.fullmatch(traces[0]):
            return f"Hard limits, each with the style that it rules out: {', '.join(traces)}"
        return f"Rules of the table of technologies: {', '.join(trace.removeprefix('rule ') for trace in traces)}"

    def of(self, trace: str) -> str:
        """“Modular monolith 94.0 = fit 100.0 − … (MM)”; the trace itself where it is in words already."""
        words = self._in_words(trace)
        if not words:
            return trace
        found = LEADING.fullmatch(trace)
        codes = [code for code in dict.fromkeys(CODE.findall(trace)) if code in self._names]
        if trace.startswith(ESTIMATE):
            return upper_first(words)  # they tell all of it
        is_short = trace.startswith(SPELT) and bool(codes)  # the words tell all of it but the codes
        return f"{upper_first(words)} ({found['code'] if found else ', '.join(codes) if is_short else trace})"

    def _in_words(self, trace: str) -> str:
        if found := RULE.fullmatch(trace):
            return self._of_rule(found["rule"])
        if (found := VETO.fullmatch(trace)) and found["style"] in self._scores:
            return f"{self._scores[found['style']].name}: ruled out by a hard limit"
        if (found := LEADING.fullmatch(trace)) and found["code"] in self._levels:
            return f"{self._levels[found['code']].name} at level {found['level']} of 5: {found['reason']}"
        if trace.startswith("D: margin"):
            return f"how far the first style leads the second, which we call {self._decision.label}"
        if trace in ("D: toss-up", "D: clear", "D: leaning", "D: none"):
            return f"by its lead over the second style the recommendation is called {self._decision.label}"
        if trace.startswith(ESTIMATE):
            return f"row “{trace.removeprefix(ESTIMATE)}” of the table of estimates"
        if trace.startswith(SPELT):
            told = NOTHING.sub("", trace.partition(": ")[2])
            named = CODE.sub(lambda code: self._names.get(code[0], code[0]), told)
            return named if named != trace.partition(": ")[2] else ""
        return ""

    def _of_rule(self, rule: str) -> str:
        """What was chosen by a rule for technology, or which law a rule for laws speaks of."""
        pick = next((one for one in self._decision.picks if one.rule == rule), None)
        if pick is not None:
            return f"what is chosen for {pick.component.replace('_', ' ')}"
        law = next((one for one in self._decision.obligations if one.rule == rule), None)
        if law is not None:
            return f"{law.regime}, {law.result.replace('_', ' ')}"
        return "a rule of the risk register, likelihood times impact" if rule.startswith("RK-") else ""
