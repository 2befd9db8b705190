"""Golden questions: what counts as found, as right and as declined, and whether the files hold to their format."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from rag.answer.answer import Answer, MarkedCitation, Sentence
from rag.errors import UsageError
from rag.evaluate.questions import GoldenQuestion, Place, QuestionScore, figures, read_questions, score_question
from rag.ground.citation import Citation
from rag.retrieve.passage import Passage, Scope, SearchResult

GOLDEN = Path(__file__).parents[1] / "golden"
FILES = sorted((GOLDEN / "questions").glob("*.yaml"))
COMPANIES = sorted((GOLDEN / "questions" / "companies").glob("*.yaml"))
DEVELOPMENT = sorted((GOLDEN / "questions" / "development").glob("*.yaml"))
NEAR_MISSES = {
    "v": (24, 10),
    "x": (10, 3),
    "y": (10, 3),
}  # questions of a file and the near misses among them, by its first letter
BUDGET = GoldenQuestion(
    id="X-1",
    kind="numeric",
    split="test",
    question="What may it cost?",
    places=(Place(document="memo.pdf", quote="The board grants 780,000 EUR\nfor the portal."),),
    answer=("780,000 || 780 k",),
)
NOWHERE = GoldenQuestion(id="X-2", kind="unanswerable", split="test", question="Who is the auditor?", why="no auditor is named")


def passage(document: str, text: str) -> Passage:
    """A passage that search may give."""
    return Passage("c", "d", document, 1, 0, 0, len(text), "p. 1", text, "", 1.0, 1.0, 1.0)


def letters(text: str) -> str:
    """What of a text counts when an answer is compared: its letters and digits."""
    return "".join(one for one in text.casefold() if one.isalnum())


def found(*passages: Passage) -> SearchResult:
    """What search gives."""
    return SearchResult("", passages, Scope.DOCUMENTS, 1, 1)


def answer(text: str, document: str = "") -> Answer:
    """An answer from a document, or none."""
    if not document:
        return Answer("", is_answered=False, sentences=(Sentence(text),))
    citation = Citation(
        document_id="d", document=document, sha256="", page=1, page_index=0, locator="p. 1", quote=text, start=0, end=len(text)
    )
    return Answer("", is_answered=True, sentences=(Sentence(text, (1,)),), citations=(MarkedCitation(1, citation),))


def score(question: GoldenQuestion, result: SearchResult, said: Answer) -> QuestionScore:
    """The score of a question when search and answer give this."""
    return score_question(question, lambda _question, _after: result, lambda _question, _after: said)


def test_a_place_is_found_across_line_breaks_and_folders() -> None:
    """The second passage holds the quotation, in a folder, with other spaces and signs."""
    result = found(
        passage("a/other.pdf", BUDGET.places[0].quote),
        passage("in/memo.pdf", "…The board grants 780,000 EUR for the *portal*."),
    )
    assert score(BUDGET, result, answer("-")).rank == 2
    assert score(BUDGET, found(passage("memo.pdf", "The board grants nothing.")), answer("-")).rank == 0


@pytest.mark.parametrize(
    ("said", "is_right"),
    [
        (answer("The board grants 780 000 EUR", "memo.pdf"), True),
        (answer("The board grants 780,000 EUR", "other.pdf"), False),
        (answer("The board grants 870,000 EUR", "memo.pdf"), False),
        (answer("Not in your documents."), False),
    ],
)
def test_right_means_value_and_source(said: Answer, is_right: bool) -> None:
    """An answer is right when it says the value and cites a document that holds it."""
    assert score(BUDGET, found(), said).is_right is is_right


def test_of_several_groups_each_needs_a_place() -> None:
    """A comparison found in one of its two documents is half found, and not right with one source."""
    groups = (
        (Place(document="a.md", quote="four hours after an outage"),),
        (Place(document="b.md", quote="eight hours after it"),),
    )
    question = BUDGET.model_copy(update={"places": (), "groups": groups, "answer": ("four",)})
    one = score(question, found(passage("a.md", "four hours after an outage")), answer("four hours", "a.md"))
    assert (one.recall, one.is_right) == (0.5, False)


def test_figures_tell_answerable_from_unanswerable() -> None:
    """Recall and right are of the answerable, declined is of the others."""
    right = score(BUDGET, found(passage("memo.pdf", BUDGET.places[0].quote)), answer("780 k", "memo.pdf"))
    declined = score(NOWHERE, found(), answer("Not in your documents."))
    invented = replace(declined, is_answered=True, is_right=False)
    got = figures([right, replace(right, rank=2), declined, invented])
    assert got["recall@5"] == got["right"] == 1.0
    assert got["mrr"] == 0.75
    assert got["declined"] == 0.5
    assert got["kinds"]["unanswerable"] == {"questions": 2, "declined": 0.5}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_files_hold_to_their_format(file: Path) -> None:
    """Every answerable question has a place and an answer; ids are unique; both halves hold every kind."""
    questions = read_questions(file)
    assert len({one.id for one in questions}) == len(questions) >= 40
    for one in questions:
        assert bool(one.needed) is bool(one.answer) is (one.kind != "unanswerable"), one.id
        assert bool(one.after) is (one.kind == "follow_up"), one.id
        assert all(20 <= len(place.quote) <= 200 for group in one.needed for place in group), one.id
    halves = Counter(one.split for one in questions)
    assert set(halves) == {"calibration", "test"}
    assert abs(halves["calibration"] - halves["test"]) <= 1


@pytest.mark.parametrize("file", COMPANIES, ids=lambda file: file.stem)
def test_the_questions_over_companies_hold_to_their_format(file: Path) -> None:
    """Each quotation stands in its paper and holds what a right answer says; three or four of ten are near misses."""
    questions = read_questions(file)
    folder = next(one for one in (*GOLDEN.glob(f"facts/{file.stem}"), *GOLDEN.glob(f"decisions/*/{file.stem}")) if one.is_dir())
    papers = {one.name: " ".join(one.read_text(encoding="utf-8").split()) for one in folder.iterdir()}
    assert len({one.id for one in questions}) == len(questions)
    assert len({one.split for one in questions}) == 1
    kinds = Counter(one.kind for one in questions)
    assert (len(questions), kinds["unanswerable"]) == NEAR_MISSES.get(file.stem[0], (10, 4))
    assert kinds["paraphrase"] >= 1
    for one in questions:
        is_answerable = one.kind != "unanswerable"
        assert bool(one.needed) is bool(one.answer) is is_answerable is not bool(one.why), one.id
        quotes = [place.quote for group in one.needed for place in group]
        assert all(place.quote in papers[place.document] for group in one.needed for place in group), one.id
        assert all(20 <= len(quote) <= 220 for quote in quotes), one.id
        said = letters(" ".join(quotes))
        assert all(any(letters(way) in said for way in wanted.split(" || ")) for wanted in one.answer), one.id


def test_the_companies_are_halved() -> None:
    """About as many companies may be looked at as only measure, and no question of one stands in another's file."""
    splits = Counter(read_questions(file)[0].split for file in COMPANIES)
    assert splits == {"calibration": 22, "test": 19}
    ids = [one.id for file in COMPANIES for one in read_questions(file)]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("text", ["questions: 3", "nothing", "questions:\n- id: A-1\n  kind: plain"])
def test_a_wrong_file_is_named(tmp_path: Path, text: str) -> None:
    """What is not a file of questions is refused by its name."""
    (tmp_path / "q.yaml").write_text(text)
    with pytest.raises(UsageError, match=r"q\.yaml"):
        read_questions(tmp_path / "q.yaml")


@pytest.mark.parametrize("file", DEVELOPMENT, ids=lambda file: file.stem)
def test_the_questions_for_development_hold_to_their_format(file: Path) -> None:
    """All may be looked at, and each quotation stands in its paper."""
    questions = read_questions(file)
    folder = next(one for one in (*GOLDEN.glob(f"facts/{file.stem}"), *GOLDEN.glob(f"decisions/*/{file.stem}")) if one.is_dir())
    papers = {one.name: letters(one.read_text(encoding="utf-8")) for one in folder.iterdir()}
    assert len({one.id for one in questions}) == len(questions)
    for one in questions:
        assert one.split == "calibration"
        assert bool(one.needed) is bool(one.answer) is (one.kind != "unanswerable") is not bool(one.why), one.id
        assert all(letters(place.quote) in papers[place.document] for group in one.needed for place in group), one.id
