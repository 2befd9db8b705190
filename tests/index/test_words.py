"""How a text is read into words: language, stems, separators, scripts."""

import pytest

from rag.index.languages import FUNCTION_WORDS, language_of
from rag.index.words import WordReader, fold

TEXTS = {
    "english": "The order service must be restored within four hours after an outage, and the team is told by the on-call.",
    "german": "Der Bestelldienst muss nach einem Ausfall in vier Stunden wiederhergestellt sein, und die Bereitschaft ist.",
    "french": "Le service des commandes doit être rétabli dans les quatre heures qui suivent une panne, et l'équipe est.",
    "spanish": "El servicio de pedidos se debe restablecer en las cuatro horas que siguen a un fallo, y el equipo es.",
    "italian": "Il servizio degli ordini deve essere ripristinato nelle quattro ore che seguono un guasto, e la squadra è.",
    "portuguese": "O serviço de pedidos deve ser restabelecido em quatro horas depois de uma falha, e a equipa é avisada.",
    "dutch": "De besteldienst moet binnen vier uur na een storing hersteld zijn, en het team wordt door de wachtdienst.",
    "swedish": "Ordertjänsten ska vara återställd inom fyra timmar efter ett avbrott och det är inte för sent att ringa.",
    "finnish": "Tilauspalvelu on palautettava neljässä tunnissa, ja se on tiimin vastuulla, mutta jos vika jatkuu, niin.",
    "polish": "Usługa zamówień musi być przywrócona w ciągu czterech godzin po awarii i jest to zadanie zespołu, a nie.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_the_language_of_a_sentence_is_told(language: str) -> None:
    """Function words give the language away."""
    assert WordReader().read(TEXTS[language])[0] == language


@pytest.mark.parametrize("text", ["", "Oracle 19c | SAP ECC | 2027-12-31", "das Auto", "復旧時間"])
def test_english_when_in_doubt(text: str) -> None:
    """Too few function words, or none, are taken for English."""
    assert language_of(fold(text).split()) == "english"


def test_endings_meet_in_each_language() -> None:
    """Singular and plural, noun forms and verb forms come to one stem."""
    reader = WordReader()
    for language, one, other in [
        ("english", "restored", "restoring"),
        ("german", "Wiederherstellungen", "Wiederherstellung"),
        ("french", "serveurs", "serveur"),
        ("spanish", "servidores", "servidor"),
    ]:
        assert reader.read_as(one, language) == reader.read_as(other, language), language


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1,250,000 euros", ["1250000", "euro"]),
        ("99.95 % or 3.11.7", ["99.95", "3.11.7"]),
        ("C++, C# and .NET", ["c++", "c#", "net"]),
        ("order_id ISO-27001", ["order", "id", "iso", "27001"]),
        ("1,2 3", ["1", "2", "3"]),
        ("Ｆｕｌｌ ﬁle Straße", ["full", "file", "strass"]),
        ("復旧時間は", ["復旧", "旧時", "時間", "間は"]),
        ("字", ["字"]),
        ("SAP連携 2027", ["sap", "連携", "2027"]),
        ("हिन्दी में", ["हिनदी", "में"]),
        ("the of and", []),
    ],
)
def test_words_as_they_are_compared(text: str, words: list[str]) -> None:
    """Numbers keep their value, names their signs, and scripts without spaces come in pairs."""
    assert WordReader().read_as(text, "english") == words


def test_function_words_are_folded() -> None:
    """The lists are written as texts are compared: in one case and without accents."""
    for language, words in FUNCTION_WORDS.items():
        assert {fold(word) for word in words} == words, language


def test_a_word_cut_at_a_line_end_is_found_whole_and_in_its_parts() -> None:
    """The hyphen there may be the printer's or the word's own."""
    tokens = WordReader().read_as("Die Verfügbarkeits-\nanforderung und das Order-\nManagement", "german")
    whole = WordReader().read_as("Verfügbarkeitsanforderung OrderManagement Order Management", "german")
    assert set(whole) <= set(tokens)
