"""A reranker and another embedding model by setting: what they change, and what is said of a wrong one."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from rag.build.application import open_application
from rag.build.doctor import Check
from rag.build.models import LEAST_TOKENS, cutting_for
from rag.ingest.chunk import MAX_TOKENS
from rag.retrieve.passage import SearchResult
from rag.settings import Settings
from tests.command import ROOT, Shell
from tests.index.tiny_models import WORDS, cross_encoder, overlap_cross_encoder, sentence_encoder

pytestmark = pytest.mark.usefixtures("small_library")

PAPERS = {
    "policy.md": "# Recovery\n\nThe order service restored within hours: that is the target of the board.\n",
    "notes.md": "# Order service\n\nOrder service, order service, order service: the team speaks of little else.\n",
    "lager.txt": "Das Lager hat drei Tore, und der Server steht nicht bei den Toren, sondern im Keller.\n",
}
QUESTION = "order service restored within hours"


def write_papers(parent: Path) -> Path:
    """A folder with three short documents, one of them in German."""
    folder = parent / "papers"
    folder.mkdir()
    for name, text in PAPERS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """A folder of one's own with them."""
    return write_papers(tmp_path)


@pytest.fixture
def shell(tmp_path: Path, papers: Path) -> Shell:
    """The command line on a data directory that holds them."""
    shell = Shell(tmp_path / "data")
    shell("ingest", papers)
    return shell


def doctor_says(shell: Shell, name: str) -> tuple[bool, str]:
    """One finding of the doctor."""
    (check,) = (check for check in shell("doctor", "--json").json["checks"] if check["name"] == name)
    return check["is_well"], check["message"]


def found(shell: Shell, query: str) -> list[str]:
    """Documents of a search, best first."""
    return [Path(hit["document"]).name for hit in shell("search", query, "--json").json["hits"]]


def test_a_reranker_by_setting_decides(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hits come in the reranker's order, search and answer say who read them, and without the setting all is as before."""
    query = "restored order service target team"
    before = shell("search", query, "--json").json
    assert found(shell, query)[:2] == ["notes.md", "policy.md"]
    assert before["reranked_by"] == before["note"] == ""
    model = overlap_cross_encoder(tmp_path / "overlap", (*WORDS, "target", "board"))
    monkeypatch.setenv("GROUNDPLAN_RERANKER", str(model))
    reranked = shell("search", query, "--json").json
    assert [Path(hit["document"]).name for hit in reranked["hits"]][:2] == ["policy.md", "notes.md"]
    assert reranked["reranked_by"] == "overlap"
    assert {hit["document"] for hit in reranked["hits"]} == {hit["document"] for hit in before["hits"]}
    settings = Settings(data_dir=shell.data_dir, embedder="hashing", reranker=str(model), ocr="off")
    with open_application(settings, writing=True) as application:  # one start of the model for both
        application.wait()
        assert application.consultation("default").ask(QUESTION).reranked_by == "overlap"
        (check,) = (check for check in application.doctor() if check.name == "reranker")
    assert (check.is_well, check.message) == (True, str(model))
    monkeypatch.delenv("GROUNDPLAN_RERANKER")
    assert shell("search", query, "--json").json == before


def test_a_bi_encoder_as_reranker_is_refused_and_search_goes_on(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """The doctor says what is wrong and what to set; hits are those of a search without a reranker, beside the reason."""
    before = shell("search", QUESTION, "--json").json
    monkeypatch.setenv("GROUNDPLAN_RERANKER", "minilm")
    is_well, message = doctor_says(shell, "reranker")
    assert not is_well
    assert "minilm is no reranker: BertModel" in message
    assert "leave it empty" in message
    after = shell("search", QUESTION, "--json").json
    assert after["hits"] == before["hits"]
    assert after["reranked_by"] == ""
    assert after["note"].startswith("Not reranked. GROUNDPLAN_RERANKER: minilm is no reranker")
    assert "Not reranked." in shell("search", QUESTION).out
    assert "Not reranked." in shell("ask", QUESTION).out
    assert shell("ask", QUESTION, "--json").json["searched"]["notice"].startswith("Not reranked.")


def test_a_reranker_that_is_not_there_is_told(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing path stops neither doctor nor search, and the loaded application's doctor knows it, too."""
    monkeypatch.setenv("GROUNDPLAN_RERANKER", str(tmp_path / "none"))
    assert doctor_says(shell, "reranker")[0] is False
    assert found(shell, QUESTION)
    settings = Settings(data_dir=shell.data_dir, embedder="hashing", reranker=str(tmp_path / "none"), ocr="off")
    with open_application(settings, writing=True) as application:
        application.wait()
        (check,) = (check for check in application.doctor() if check.name == "reranker")
    assert not check.is_well
    assert "no model" in check.message


def test_without_a_reranker_the_doctor_says_how_to_have_one(shell: Shell) -> None:
    """No reranker is no fault."""
    is_well, message = doctor_says(shell, "reranker")
    assert is_well
    assert "GROUNDPLAN_RERANKER" in message


CARD = "---\nlanguage: en\n---\n# A model\n"


@dataclass(frozen=True)
class Made:
    """A data directory whose vectors another model made, and what was found in it while that was open."""

    model: Path
    settings: Settings
    english: SearchResult
    german: SearchResult
    check: Check

    def own(self, folder: Path) -> Settings:
        """The settings of a copy that may be written to, with the embedder that needs no model."""
        copy = shutil.copytree(self.settings.data_dir, folder / "data")
        return self.settings.model_copy(update={"data_dir": copy, "embedder": "hashing"})


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The papers taken in with a model in a folder, opened once: it takes as long as all else here."""
    folder = tmp_path_factory.mktemp("made")
    model = sentence_encoder(folder / "model", prompts={"query": "query: ", "passage": "passage: "}, card=CARD)
    settings = Settings(
        data_dir=folder / "data", embedder=str(model), embedding_precision="float32", ocr="off", libreoffice="off"
    )
    with open_application(settings, writing=True) as application:
        application.wait()
        consultation = application.consultation("default")
        consultation.ingest([write_papers(folder)])
        english, german = consultation.search(QUESTION), consultation.search("Lager Tore Keller")
        (check,) = (check for check in application.doctor() if check.name == "embedding model")
    return Made(model, settings, english, german, check)


def test_another_embedding_model_by_setting(made: Made) -> None:
    """A model in a folder embeds and finds; its card or the setting says what it knows, and the result what it does not."""
    assert Path(made.english.passages[0].document).name in {"policy.md", "notes.md"}
    assert made.german.passages[0].document.endswith("lager.txt")
    assert made.german.note.startswith("Passages in German were ranked mainly by their words")
    assert made.check.is_well
    said = "reads 128 word pieces; languages: en; queries begin with “query: ”, passages with “passage: ”"
    assert said in made.check.message
    with open_application(made.settings.model_copy(update={"embedding_languages": "en+de"}), writing=True) as application:
        application.wait()
        assert application.consultation("default").search("Lager Tore Keller").note == ""


def names_of(result: SearchResult) -> set[str]:
    """The files that were found."""
    return {Path(passage.document).name for passage in result.passages}


def test_after_a_change_of_the_embedding_model_all_is_its_own(made: Made, tmp_path: Path) -> None:
    """The earlier one is opened by what was noted of it; a model that is gone stops nothing: words answer until all is made."""
    with open_application(made.own(tmp_path), writing=True) as application:
        application.wait_for_renewal()
        found = application.consultation("default").search(QUESTION)
        assert (found.note, found.ready, application.renewal()) == ("", True, "")
        assert found.passages[0].dense > 0.5


def test_a_model_that_is_gone_stops_nothing(made: Made, tmp_path: Path) -> None:
    """Words answer until the vectors of the settings' model are made."""
    settings = made.own(tmp_path)
    away = made.model.rename(made.model.with_name("away"))
    try:
        with open_application(settings, writing=True) as application:
            application.wait()
            assert application.renewal() == ""
            assert names_of(application.consultation("default").search(QUESTION)) == set(PAPERS)
    finally:
        away.rename(made.model)


def test_a_change_of_the_embedding_model_on_the_command_line(papers: Path, tmp_path: Path) -> None:
    """Search answers at once, by the earlier model; taking documents in waits until all vectors are the new one's."""
    first = Shell(tmp_path / "data")
    first("ingest", papers)
    for path in papers.iterdir():
        path.unlink()
    second = Shell(tmp_path / "data", embedder=str(sentence_encoder(tmp_path / "model", window=64)))
    hits = second("search", QUESTION, "--json").json
    assert {Path(hit["document"]).name for hit in hits["hits"]} == set(PAPERS)
    (tmp_path / "more.md").write_text("# More\n\nThe budget of the shop.\n", encoding="utf-8")
    second("ingest", tmp_path / "more.md")
    hits = second("search", QUESTION, "--json").json
    assert hits["note"] == ""
    assert {Path(hit["document"]).name for hit in hits["hits"]} == {*PAPERS, "more.md"}
    longest = max(len(hit["text"]) for hit in hits["hits"])
    assert longest < max(len(text) for text in PAPERS.values())  # cut to the smaller window: its tokens are letters


def test_documents_are_cut_to_the_models_window(tmp_path: Path) -> None:
    """Special tokens and the prompt are left room for; the bundled model's chunks stay as they are."""
    cutting = {
        name: cutting_for(Settings(data_dir=tmp_path, embedder=embedder))
        for name, embedder in {
            "minilm": "minilm",
            "hashing": "hashing",
            "long": str(sentence_encoder(tmp_path / "long", window=512)),
            "short": str(sentence_encoder(tmp_path / "short", window=128, prompts={"document": "order service "})),
        }.items()
    }
    assert {name: one.max_tokens for name, one in cutting.items()} == {
        "minilm": MAX_TOKENS,
        "hashing": MAX_TOKENS,
        "long": MAX_TOKENS,
        "short": 128 - 2 - 2,
    }
    assert cutting["minilm"].version == cutting["hashing"].version
    assert len({one.version for one in cutting.values()}) == 3


def test_an_embedding_model_that_cannot_serve_is_told_by_the_doctor(tmp_path: Path, shell: Shell) -> None:
    """One that reads too little, one without a tokenizer's file, and a reranker: the doctor says which setting to change."""
    short = sentence_encoder(tmp_path / "short", window=LEAST_TOKENS)
    bare = sentence_encoder(tmp_path / "bare")
    (bare / "tokenizer.json").unlink()
    wrong = {
        str(short): "reads 48 word pieces",
        str(bare): "has no tokenizer.json",
        str(cross_encoder(tmp_path / "cross")): "pairs",
    }
    for model, said in wrong.items():
        is_well, message = doctor_says(Shell(shell.data_dir, embedder=model), "embedding model")
        assert not is_well
        assert message.startswith("GROUNDPLAN_EMBEDDER")
        assert said in message


def test_the_servers_process_stays_without_torch() -> None:
    """What opens the application and asks its models loads no library of theirs."""
    heavy = "{'torch', 'transformers', 'sentence_transformers'}"
    script = f"import sys, rag.build.application; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
