"""Real papers of a real buyer: thirty files of a state's benefits system, from the folder to a proposal that can be checked."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from rag.build.application import open_application
from rag.settings import Settings
from tests.command import TODAY, Shell, with_minilm

pytestmark = pytest.mark.shared


@pytest.fixture(scope="session")
def alaska(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Shell, dict[str, Any], dict[str, Any], Path]:
    """The pack taken in and proposed for: the command line, what both commands printed, and the folder of the files."""
    shell = Shell(tmp_path_factory.mktemp("alaska"))
    taken_in = shell("ingest", shared_data / "packs" / "alaska-dhss-eis", "--json").json
    folder = tmp_path_factory.mktemp("alaska-proposal")
    return shell, taken_in, shell("propose", "--out", folder, "--json").json, folder


@pytest.fixture(scope="session")
def proposal(alaska: tuple[Shell, dict[str, Any], dict[str, Any], Path]) -> dict[str, Any]:
    """The proposal as JSON."""
    content: dict[str, Any] = json.loads(_written(alaska[3], "json").read_text(encoding="utf-8"))
    return content


def _written(folder: Path, suffix: str) -> Path:
    (found,) = folder.glob(f"*[0-9].{suffix}")
    return found


def _squeezed(text: str) -> str:
    return " ".join(text.split()).lower()


def test_every_file_is_accounted_for(
    alaska: tuple[Shell, dict[str, Any], dict[str, Any], Path], shared_data: Path, proposal: dict[str, Any]
) -> None:
    """All thirty files are documents or failures that say why, and the proposal lists each document it rests on."""
    _, taken_in, _, _ = alaska
    files = {str(path) for path in (shared_data / "packs" / "alaska-dhss-eis").rglob("*") if path.is_file()}
    assert len(files) == 30
    assert {one["name"] for one in taken_in["documents"] + taken_in["failed"]} == files
    assert all(failure["message"] for failure in taken_in["failed"])
    assert {document["document"] for document in proposal["documents"]} == {one["name"] for one in taken_in["documents"]}


@pytest.mark.parametrize(
    ("words", "file", "has_page"),
    [
        ("COBOL on a mainframe", "eis-README.md", False),
        ("estimates a budget of $300,000", "1-Request-for-Proposals.md", False),
        ("aware of the user’s identity", "modular-experience.pdf", True),
        ("Active Directory", "6-Attachment D - DHSS Information Technology Standards.pdf", True),
        ("Standards must be followed for all IT software", "6-Attachment D - DHSS Information Technology Standards.pdf", True),
        ("NIST 800-66", "6-Attachment D - DHSS Information Technology Standards.pdf", True),
    ],
)
def test_the_proposal_cites_what_matters(proposal: dict[str, Any], words: str, file: str, has_page: bool) -> None:
    """The old system, the money, and the identity and data standards are cited with document and place, in a sentence."""
    cited = {
        entry["id"]: entry["citation"]
        for entry in proposal["evidence"]
        if entry.get("citation") and _squeezed(words) in _squeezed(entry["citation"]["quote"])
    }
    places = [citation for citation in cited.values() if Path(citation["document"]).name == file]
    assert places, f"“{words}” is cited from {[citation['document'] for citation in cited.values()]}"
    for citation in places:
        assert citation["locator"]
        assert (citation["page"] is not None) is has_page
    used = json.dumps([section["blocks"] for section in proposal["sections"]] + [proposal["coverage"]])
    assert any(f'"{id_}"' in used for id_ in cited)


def test_the_proposal_holds_until_it_is_edited(
    alaska: tuple[Shell, dict[str, Any], dict[str, Any], Path], proposal: dict[str, Any], shared_data: Path, tmp_path: Path
) -> None:
    """`verify` passes against the record and the pack against the originals; one changed word in one quotation fails both."""
    shell, _, _, folder = alaska
    pack = shared_data / "packs" / "alaska-dhss-eis"
    fresh = shell("verify", _written(folder, "json"), "--json").json
    assert fresh["passed"]
    assert fresh["citations"] > 100
    nowhere = Shell(tmp_path / "none")
    assert nowhere("verify", _written(folder, "zip"), "--documents", pack, "--json").json["passed"]
    edited = json.loads(json.dumps(proposal).replace("estimates a budget of $300,000", "estimates a budget of $900,000"))
    assert edited != proposal
    (tmp_path / "edited.json").write_text(json.dumps(edited), encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "edited.zip", "w") as archive:
        archive.write(tmp_path / "edited.json", "proposal.json")
    findings = shell("verify", tmp_path / "edited.json", "--json", status=1).json["findings"]
    assert any(finding["kind"] == "quotation" and "$900,000" in finding["text"] for finding in findings)
    nowhere("verify", tmp_path / "edited.zip", "--documents", pack, status=1)


@pytest.mark.model
@pytest.mark.usefixtures("small_library")
def test_questions_about_the_papers_with_the_real_model(shared_data: Path, settings: Settings) -> None:
    """With the embedding model that is installed, a question about a document is answered from it, and a foreign one is not."""
    with open_application(with_minilm(settings), writing=True, as_of=TODAY) as application:
        application.wait()
        consultation = application.consultation("default")
        consultation.ingest([shared_data / "packs" / "alaska-dhss-eis" / "eis-README.md"])
        answer = consultation.ask("Which technology is the legacy EIS built on?")
        assert answer.is_answered
        assert "COBOL" in answer.text
        assert {sentence.citation.state.value for sentence in answer.citations} <= {"exact", "normalised"}
        assert not consultation.ask("Who won the football world cup in 1974?").is_answered
