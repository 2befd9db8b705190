"""Where the company sits and sells: read from answers and documents, in five languages; what contradicts is pointed out."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.build.application import Application, open_application
from rag.consultation import Consultation
from rag.extract.extract import own_extractor
from rag.interview.countries import CountryFinder
from rag.knowledge.countries import load_countries
from rag.knowledge.regimes import load_regimes
from rag.knowledge.replies import load_replies
from rag.settings import Settings
from tests.extract.documents import document_of

COUNTRIES = load_countries()
FINDER = CountryFinder(COUNTRIES, load_replies())
EXTRACTOR = own_extractor()


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    """One application, in which every test has a workspace of its own."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("data"), embedder="hashing", ocr="off", libreoffice="off")
    with open_application(settings, writing=True, as_of="2026-11-29") as opened:
        opened.wait()
        yield opened


@pytest.fixture
def consultation(application: Application) -> Consultation:
    """A company that has said nothing yet."""
    return application.consultation(application.create_workspace(f"Company {len(application.workspaces())}"))


def take_in(consultation: Consultation, folder: Path, text: str) -> None:
    """Give the company a paper."""
    (folder / "paper.md").write_text(text, encoding="utf-8")
    consultation.ingest([folder / "paper.md"])


ANSWERS = {  # words → where it sits, where it sells
    "Senegal": (["SN"], ["SN"]),
    "kenya, and customers in Uganda and Tanzania too": (["KE"], ["KE", "UG", "TZ"]),
    "registered in Ireland, users in the UK and the EU": (["IE"], ["GB", "EU"]),
    "We are in Vietnam and sell to all of Europe": (["VN"], ["EU"]),
    "Georgia": (["GE"], ["GE"]),  # nobody answers this question with a name of their own
    "Switzerland, no customers in the US": (["CH"], ["CH"]),
    "USA, mostly California": (["US"], ["US", "US-CA"]),
    "Deutschland; Kunden auch in Österreich und der Schweiz": (["DE"], ["DE", "AT", "CH"]),
    "Wir sitzen in der Türkei": (["TR"], []),
    "nous sommes en Tunisie, clients en Belgique": (["TN"], ["BE"]),
    "Sede en México, clientes en Colombia y Perú": (["MX"], ["CO", "PE"]),
    "Moçambique": (["MZ"], ["MZ"]),
    "somos do Brasil e vendemos em Portugal": (["BR"], ["PT"]),
    "not in Germany but in Austria": (["AT"], ["AT"]),
    "nous sommes à Lyon, nous vendons aussi en Belgique": (["FR"], ["FR", "BE"]),
    "based in Oslo, most buyers are Swedish or Danish": (["NO"], ["SE", "DK"]),
    "tell us more about it": ([], []),
    "eu não sei": ([], []),
    "worldwide": ([], []),
}


@pytest.mark.parametrize("said", ANSWERS)
def test_an_answer_names_countries(said: str) -> None:
    """Names count in every language and in small letters, denied ones do not, and pronouns are no countries."""
    read = FINDER.read(said)
    assert (read.get("org.country", []), read.get("market.country", [])) == ANSWERS[said]


WRITTEN = {  # sentence → seat, market
    "Our registered office is in Nairobi, Kenya.": (["KE"], []),
    "Our head office is in Vienna (Austria).": (["AT"], []),
    "Nordfisk AG, based in Hamburg, Germany, serves retail customers.": (["DE"], []),
    "We are a furniture maker in Denmark.": (["DK"], []),
    "Wir sind eine Genossenschaft aus Österreich.": (["AT"], []),
    "Notre siège social est à Dakar, Sénégal.": (["SN"], []),
    "La sede central está en Bogotá, Colombia.": (["CO"], []),
    "Somos uma rede de farmácias no Brasil.": (["BR"], []),
    "Our customers are in 14 countries: Kenya, Uganda, Tanzania and Rwanda.": ([], ["KE", "UG", "TZ", "RW"]),
    "We operate in Kenya.": ([], ["KE"]),
    "Wir liefern an Kunden in Deutschland und der Schweiz.": ([], ["DE", "CH"]),
    "Nous vendons en France et en Belgique.": ([], ["FR", "BE"]),
    "Vendemos en México y Colombia.": ([], ["MX", "CO"]),
    "Atendemos clientes em Portugal e Angola.": ([], ["PT", "AO"]),
    "Our market is Kenya and Uganda.": ([], ["KE", "UG"]),
    "We do not sell in the United States.": ([], []),
    "Our supplier, based in India, maintains the ERP.": ([], []),
    "This contract is governed by the laws of Germany.": ([], []),
    "Our clients, based in Norway, pay in kroner.": ([], ["NO"]),
    "Data of customers in France must stay in France.": ([], []),
    "The data centre is based in Ireland.": ([], []),
    "Jordan is based in the office upstairs.": ([], []),
}


@pytest.mark.parametrize("text", WRITTEN)
def test_a_document_names_countries(text: str) -> None:
    """The company's own seat and its customers' countries; not those of suppliers, courts and data."""
    found = [fact for fact in EXTRACTOR.extract(document_of(text), "d") if fact.kind == "organisation"]
    assert WRITTEN[text] == tuple([one.value for one in found if one.slots["name"] == name] for name in ("seat", "market"))


ADDRESSES = {
    "Fichtel Zahnräder GmbH, Industriestr. 5, 20457 Hamburg": "DE",
    "Acme Ltd, 12 High Street, Leeds LS1 4AB": "GB",
    "Widgets Sp. z o.o., ul. Prosta 1, 00-001 Warszawa": "PL",
    "Cafés Moreau SAS, 3 rue Haute, 69002 Lyon": "FR",
    "ACME Inc., 100 Main St, Springfield, IL 62701": "US",
    "Padaria Sol Lda, Rua Nova 3, 1100-150 Lisboa": "PT",
    "Acme Ltd, annual report": None,
}


@pytest.mark.parametrize("head", ADDRESSES)
def test_a_letterhead_tells_the_country(head: str, consultation: Consultation, tmp_path: Path) -> None:
    """Legal form and postal code together tell it, with the line as its citation; a form of many countries alone does not."""
    take_in(consultation, tmp_path, f"{head}\n\nOur goal is to reduce costs.\n")
    field = consultation.brief().fields["org.country"]
    assert field.value == (None if ADDRESSES[head] is None else [ADDRESSES[head]])
    assert [source.citation.quote for source in field.provenance if source.citation] == ([head] if field.value else [])


def test_a_supplier_s_letterhead_is_not_ours(consultation: Consultation, tmp_path: Path) -> None:
    """Whose name it is decides whose country it is."""
    take_in(consultation, tmp_path, 'Fichtel GmbH, Ring 5, 20457 Hamburg ("the Supplier") delivers the ERP.\n')
    assert consultation.brief().value("org.country") is None


def test_an_answer_against_a_document_is_pointed_out(consultation: Consultation, tmp_path: Path) -> None:
    """The answer counts, what the document says stays beside it, and the reply names the place; agreement says nothing."""
    take_in(consultation, tmp_path, "The company is registered in Kenya.\n")
    agreed = consultation.interview.reads("Q73", "", "Kenya")
    assert agreed.values == {"org.country": ["KE"], "market.country": ["KE"]}
    question = next(one for one in consultation.interview.round().open if one.id == "Q73")
    message = consultation.interview.answer(question, "Our head office is in Uganda").message
    assert message.endswith("paper.md, line 1 says otherwise (Country of the company: Kenya); your answer counts.")
    field = consultation.brief().fields["org.country"]
    assert (field.value, [(one.value, one.reason) for one in field.alternatives]) == (
        ["UG"],
        [(["KE"], "an answer outranks it")],
    )
    assert "says otherwise" not in consultation.interview.answer(question, "Our head office is in Kenya").message


def test_every_place_of_a_law_has_a_name() -> None:
    """Whatever code a law's trigger knows is a country of the table, a part of one, or a group; so an answer can reach it."""
    laws = load_regimes()
    codes = {code for codes in laws.places.values() for code in codes}
    assert codes <= {*COUNTRIES.names, *COUNTRIES.parts, "EU", "EEA"}
    assert laws.groups(["AOTEAROA"]) == ["NZ"]
    assert laws.groups(["LIECHTENSTEIN"]) == laws.groups(["EWR"]) == laws.groups(["PORTUGAL"]) == ["EU"]
    assert laws.groups(["DELAWARE"]) == ["US", "US_STATES"]
    assert laws.groups(["CA-BC"]) == ["CANADA"]
    assert COUNTRIES.doubtful <= {name for names in COUNTRIES.names.values() for name in names}


def test_the_country_is_asked_for_once(consultation: Consultation) -> None:
    """It is asked for in the second round at the latest, unless it is known."""
    for question in consultation.interview.round().questions:
        consultation.interview.answer(question, "I don't know")
    asked = [question.id for question in consultation.interview.round().questions]
    assert "Q73" in asked
    consultation.interview.answer(next(one for one in consultation.interview.round().questions if one.id == "Q73"), "Ghana")
    assert "Q73" not in [question.id for question in consultation.interview.round().open]


@pytest.mark.parametrize(
    ("text", "seat", "market"),
    [
        ("the office is in Hamburg and we ship to Malmö", ["DE"], ["SE"]),
        ("wir sitzen in Köln, Kunden in Wien und Zurich", ["DE"], ["AT", "CH"]),
        ("Kanal Sport AG, Hamburg", ["DE"], ["DE"]),
        ("not in Berlin, in Lyon", ["FR"], ["FR"]),
        ("a nice place", None, None),
        ("Birmingham", None, None),
    ],
)
def test_cities_say_their_country(text: str, seat: list[str] | None, market: list[str] | None) -> None:
    """A larger city stands for its country; a name of several countries, or a word of everyday speech, says nothing."""
    found = CountryFinder(COUNTRIES, load_replies()).read(text)
    assert (found.get("org.country"), found.get("market.country")) == (seat, market)


def test_only_the_open_half_is_asked(consultation: Consultation, tmp_path: Path) -> None:
    """Where a paper names the seat, only the countries of the customers are asked for, and a bare answer is one."""
    take_in(consultation, tmp_path, "The co-operative is registered in Kenya.\n")
    for question in consultation.interview.round().questions:
        consultation.interview.answer(question, "I don't know")
    asked = next(one for one in consultation.interview.round().questions if one.id == "Q73")
    assert (asked.text, asked.fields) == ("In which countries are its customers or users?", ("market.country",))
    assert all(set(choice.values) <= {"market.country"} for choice in asked.choices)
    consultation.interview.answer(asked, "Uganda and Rwanda")
    brief = consultation.brief()
    assert (brief.value("org.country"), brief.value("market.country")) == (["KE"], ["UG", "RW"])
