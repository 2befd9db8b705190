"""What binds by where it stands and not by a word for must: headings, resolutions, clauses of a contract; and what does not."""

import pytest

from rag.extract.extract import own_extractor
from rag.extract.fact import Fact, Modality, Time
from tests.extract.documents import document_of

EXTRACTOR = own_extractor()


def facts_of(text: str, kind: str, doc_type: str = "other") -> list[Fact]:
    """The facts of this kind."""
    return [fact for fact in EXTRACTOR.extract(document_of(text, doc_type=doc_type), "d1") if fact.kind == kind]


@pytest.mark.parametrize(
    "text",
    [
        "# Rules nobody may bend\n\n1. A seal number that has been issued is never changed.",
        "# 3. Rules that are not discussed\n\n- Nobody edits the weighing book.",
        "# Was nicht zur Diskussion steht\n\n- Die Messwerte liegen im Werk.",
        "# 4. Ce qui ne se discute pas\n\n- Le module n'efface rien.",
        "# Lo que no se negocia\n\n- El pesaje sigue sin red.",
        "# O que não se discute\n\n- As pesagens ficam na quinta.",
        "# Regole vincolanti\n\n- Le pesate restano nel mulino.",
        "# Harde eisen\n\n- De weegbrug werkt zonder netwerk.",
        "# TOP 4: Beschlüsse\n\n- Die Messdaten der Höfe bleiben auf den Rechnern der Molkerei.",
        "# Resoluciones\n\n- Los expedientes permanecen en los servidores de la cooperativa.",
        "# Cláusula 9.ª — Proibições\n\n- É proibido copiar os registos para fora da rede.",
        "# Divieti\n\n- Copie dei dati su dischi privati.",
        "# Was gilt\n\nDie Messwerte bleiben im Werk.",
    ],
)
def test_a_heading_that_binds_makes_plain_sentences_binding(text: str) -> None:
    """Rules without a word for must are hard under such a heading, in seven languages."""
    assert [(fact.hard, fact.time) for fact in facts_of(text, "constraint")] == [(True, Time.CURRENT)]


@pytest.mark.parametrize(
    "text",
    [
        "# How it works\n\nThe readings stay in the mill. The records are kept in a table.",
        "# Über uns\n\nDie Messwerte bleiben im Werk.",
        "# Beschlüsse\n\n- Frau Huber schreibt das Protokoll der nächsten Sitzung.",
        "# Acuerdos\n\n- Los técnicos pueden consultar los registros.",
        "# Was gilt\n\nFrüher lagen die Messwerte in Wien.",
        "# Resolutions\n\n- The resolution of May on the new system is withdrawn.",
        "# What is required\n\n- Waiting.",
    ],
)
def test_what_only_tells_does_not_become_a_constraint(text: str) -> None:
    """Neither a page that describes, nor the course of a meeting, nor what may be or was."""
    assert facts_of(text, "constraint") == []


def test_a_ban_in_the_plain_present_is_hard_only_where_such_sentences_bind() -> None:
    """A page that describes says "is never changed" too; an impersonal ban on data binds anywhere."""
    sentence = "The scale server is never switched off."
    assert [fact.hard for fact in facts_of(f"# How it works\n\n{sentence}", "constraint")] == [False]
    assert [fact.hard for fact in facts_of(f"# Red lines\n\n- {sentence}", "constraint")] == [True]
    found = facts_of("Es ist untersagt, Messdaten auf private Geräte zu kopieren.", "constraint")
    assert [(fact.hard, fact.modality) for fact in found] == [(True, Modality.MUST_NOT)]


def test_the_second_sentence_of_a_rule_binds_only_where_it_denies() -> None:
    """What follows a rule explains it, unless it is one of its own."""
    text = "# Red lines\n\n- The readings stay in the mill. The miller lives upstairs. No adviser takes them home."
    assert [fact.citation.quote for fact in facts_of(text, "constraint")] == [
        "The readings stay in the mill. The miller lives upstairs.",
        "No adviser takes them home.",
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("4.2 The readings are hosted in Norway.", "residency"),
        ("Les relevés sont hébergés en Suisse.", "residency"),
        ("Die Aufnahmen werden nach 45 Tagen gelöscht.", "retention"),
        ("As gravações são apagadas 45 dias depois.", "retention"),
    ],
)
def test_a_contract_binds_in_the_present(text: str, kind: str) -> None:
    """The same sentence is hard in a contract and under its clause, and tells what is so elsewhere."""
    assert [fact.hard for fact in facts_of(text, kind, "contract")] == [True]
    assert [fact.hard for fact in facts_of(f"# Cláusula 3.ª — Dados\n\n{text}", kind)] == [True]
    assert [fact.hard for fact in facts_of(text, kind)] == [False]


@pytest.mark.parametrize(
    "text",
    [
        "Mr Adu would like the register to guess the next fault within 2 days. Idea noted, not adopted.",
        "Il serait souhaitable que le portail réponde en 2 secondes. Demande refusée.",
        "Frau Ott hätte gern bis März 2028 eine App. Wunsch, kein Beschluss.",
        "It would be nice if the portal answered in 2 seconds, but we can live without it.",
    ],
)
def test_a_wish_that_was_not_granted_is_no_constraint(text: str) -> None:
    """The sentence after it, or its own end, says so."""
    assert facts_of(text, "constraint") == []


def test_a_sentence_that_points_back_is_told_with_what_it_points_to() -> None:
    """Alone it says nothing."""
    assert facts_of("Das muss besser werden.", "constraint") == []
    (found,) = facts_of("Fällt der Drucker aus, steht die Waage. Das muss besser werden.", "constraint")
    assert found.citation.quote == "Fällt der Drucker aus, steht die Waage. Das muss besser werden."


@pytest.mark.parametrize(
    ("text", "what", "years", "mode"),
    [
        ("Die Prüfbilder bleiben zwölf Jahre im Archiv.", "prüfbilder", 12, "keep"),
        ("Frau Adam schreibt, dass die Belege neun Jahre aufbewahrt werden.", "belege", 9, "keep"),
        ("M. Petit note que les preuves se conservent huit ans.", "preuves", 8, "keep"),
        ("Preuve de pesée : date et heure. Conservée huit ans.", "preuve", 8, "keep"),
        ("As gravações são apagadas 365 dias depois de recebidas.", "gravações", 0.999, "delete"),
        (
            "Since the audit of May it is different: weighing records are deleted after 2 years.",
            "weighing records",
            2,
            "delete",
        ),
        ("Las grabaciones se guardan para siempre.", "grabaciones", 1000, "keep"),
        ("Invoices are kept for six years by the old rule; what counts now: nine years.", "invoices", 9, "keep"),
        ("# What is the retention policy for scanner logs?\n\n730 days", "scanner logs", 1.999, "keep"),
        ("- Retention. Ms Owusu wrote four years. The ministry's circular says nine years.", "", 9, "keep"),
    ],
)
def test_retention_is_of_a_noun_and_of_the_value_that_counts(text: str, what: str, years: float, mode: str) -> None:
    """Neither the verb nor who says it is what is kept; of two spans the one that counts now is read."""
    (found,) = facts_of(text, "retention")
    assert (found.slots["what"], found.value, found.slots["mode"]) == (what, years, mode)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Invoices are kept for ten years, letters for six; photos are deleted after two.", [10, 6, 2]),
        ("Las facturas se guardan diez años; los albaranes, cinco.", [10, 5]),
        ("Belege werden zehn Jahre aufbewahrt, Bewerbungen sechs Monate.", [10, 0.5]),
        ("Invoices are kept for ten years by an office of four.", [10]),
    ],
)
def test_a_list_of_retentions_is_read_to_its_end(text: str, years: list[float]) -> None:
    """A bare number has the unit of the span before it."""
    read = sorted(fact.value for fact in facts_of(text, "retention") if isinstance(fact.value, float))
    assert read == pytest.approx(sorted(years), abs=0.001)


def test_a_retention_that_is_called_past_in_the_next_sentence_is_past() -> None:
    """It is quoted to be corrected."""
    assert [fact.time for fact in facts_of("Tickets are kept for 2 years. That was the rule of 2019.", "retention")] == [
        Time.HISTORIC
    ]


@pytest.mark.parametrize(
    ("text", "value", "polarity"),
    [
        ("As gravações não saem de Portugal, nem para cópia de segurança.", "PT", "outside_forbidden"),
        ("Les enregistrements ne quittent pas la Suisse.", "CH", "outside_forbidden"),
        ("Anwartschaftsdaten verlassen Österreich nicht.", "AT", "outside_forbidden"),
        ("Os dados dos sócios ficam no Brasil.", "BR", "inside"),
        ("All members' files stay on our own server in the building.", "onsite", "inside"),
        ("Die Projekte der Kunden bleiben auf dem Rechner des Büros.", "onsite", "inside"),
    ],
)
def test_where_data_stay_is_read_in_the_plain_present(text: str, value: str, polarity: str) -> None:
    """Of files and pictures as of data, in a country or in the house."""
    assert [(fact.value, fact.slots["polarity"]) for fact in facts_of(text, "residency")] == [(value, polarity)]


def test_a_target_for_a_part_is_an_availability() -> None:
    """The rest of it is neither a target of its own nor a constraint."""
    text = "# Rules that are not discussed\n\n- Target 99.9 % for the scale, all hours. The rest 99 %."
    assert [fact.value for fact in facts_of(text, "availability")] == [99.9]
    assert [fact.citation.quote for fact in facts_of(text, "constraint")] == ["Target 99.9 % for the scale, all hours."]


@pytest.mark.parametrize("text", ["- Cloud. No. Our own rack, in our own room.", "- Cloud: nein."])
def test_a_label_and_a_no_refuse_the_cloud(text: str) -> None:
    """The answer under a label is on what the label names."""
    assert (False, "cloud") in [(fact.polarity, fact.value) for fact in facts_of(text, "hosting")]
