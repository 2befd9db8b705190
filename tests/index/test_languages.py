"""Which language a text is in, and which ones a collection may hold."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from rag.index.fulltext import add_texts, fulltext_file, languages_of
from rag.index.languages import CODES, FUNCTION_WORDS, SCRIPTS, in_words
from rag.index.words import language_in

TEXTS = {
    "english": "The order service must be restored within four hours. µ and α are no Greek.",
    "german": "Die Bestellungen müssen nach dem Ausfall innerhalb von vier Stunden wieder da sein.",
    "french": "Le service des commandes doit être rétabli dans les quatre heures après une panne.",
    "the Cyrillic script": "Заказы должны быть восстановлены за 4 часа после сбоя, API Gateway тоже.",
    "the Greek script": "Οι παραγγελίες πρέπει να αποκατασταθούν σε τέσσερις ώρες.",
    "the Arabic script": "يجب استعادة خدمة الطلبات في غضون أربع ساعات",
    "Japanese": "注文サービスは4時間以内に復旧しなければならない",
    "Chinese": "订单服务必须在四小时内恢复",
    "Korean": "주문 서비스는 4시간 이내에 복구되어야 한다",
    "Thai": "บริการสั่งซื้อต้องกู้คืนภายในสี่ชั่วโมง",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_text_tells_its_language(language: str, tmp_path: Path) -> None:
    """Function words or script tell it, and the full text of a collection names it among its languages."""
    assert language_in(TEXTS[language]) == language
    with fulltext_file(tmp_path / "text.sqlite3") as connect, connect() as connection:
        assert languages_of(connection, "w") == frozenset()
        add_texts(connection, "w", [("a", "", "", TEXTS[language])])
        assert language in languages_of(connection, "w")


def test_addresses_and_names_make_no_language() -> None:
    """A list of addresses is not Portuguese for its "com"; names and code in Latin letters do not hide a script."""
    assert language_in("a.com/o b.com/e github.com/as www.c.com.br/no com.example.os " * 5) == "english"


def test_every_name_has_codes() -> None:
    """Whatever a text may be told to be in, the codes of an embedding model can be compared with it."""
    assert set(CODES) == set(FUNCTION_WORDS) | set(SCRIPTS)
    assert (in_words("german"), in_words("the Greek script")) == ("German", "the Greek script")


@given(some.text(max_size=300))
def test_any_text_has_a_language(text: str) -> None:
    """Whatever comes, the answer is one of the names."""
    assert language_in(text) in CODES
