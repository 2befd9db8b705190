"""What the user weighs otherwise than our tables, or knows better: each said once, cited as theirs with name and date."""

from rag.brief.brief import Provenance
from rag.knowledge.weighing import OwnChoice
from rag.propose.draft import Draft
from rag.propose.proposal import BlockType, BulletList, Claim, Paragraph
from rag.propose.wording import lower_first, show_date

TIMES = {2.0: "own.twice", 0.5: "own.half"}


def own_weights(draft: Draft) -> list[BlockType]:
    """How the user weighs, and whether our weights would have led elsewhere; nothing where all weights are ours."""
    decision = draft.inputs.decision
    claims = []
    for choice in decision.own:
        row = draft.knowledge.weighing.group(choice.id)
        if row is not None:
            who = f"{choice.by} weighs" if choice.by else "You weigh"
            words = {"who": who, "what": lower_first(row.label), "factor": f"{choice.value:g}", "date": show_date(choice.at)}
            claims.append(_theirs(draft, draft.say(TIMES.get(choice.value, "own.times"), **words), choice, row.label))
    if not claims:
        return []
    names = {score.style: score.name for score in (*decision.ranking, *decision.vetoed)}
    ours = decision.by_our_weights
    is_same = bool(decision.ranking) and ours == decision.ranking[0].style
    text = draft.say("own.same") if is_same else draft.say("own.other", style=names.get(ours, "nothing"))
    claims.append(draft.ledger.judged(text, f"D: by our own weights {ours or 'no style'} leads"))
    return [Paragraph(claims=tuple(claims))]


def own_figures(draft: Draft) -> list[BlockType]:
    """The figures of the user's own that are computed with in the place of the tables'."""
    claims = []
    for choice in draft.inputs.decision.own:
        row = draft.knowledge.weighing.figure(choice.id)
        if row is not None:
            value = " ".join(part for part in (f"{choice.value:,.10g}", choice.unit, row.per) if part)
            whose = f"figure of {choice.by}" if choice.by else "your figure"
            words = {"label": row.label, "value": value, "whose": whose, "date": show_date(choice.at)}
            claims.append(_theirs(draft, draft.say("own.figure", **words), choice, row.label))
    if not claims:
        return []
    lead = draft.ledger.judged(draft.say("own.figures"), "F: the user's own figures stand in for those of the tables")
    return [Paragraph(claims=(lead,)), BulletList(items=tuple((claim,) for claim in claims))]


def _theirs(draft: Draft, sentence: str, choice: OwnChoice, label: str) -> Claim:
    said = " ".join(part for part in (f"{choice.value:,.10g}", choice.unit or "times our weight") if part)
    source = Provenance(kind="answer", question=label, text=said, by=choice.by, at=choice.at)
    return draft.ledger.cited(sentence, [source], trace=f"own choice: {choice.id}")
