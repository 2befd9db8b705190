"""Sentences that sound like a fact and state none, each beside one of the same words that does."""

import pytest

from rag.extract.extract import own_extractor
from rag.extract.fact import Fact, Time
from tests.extract.documents import document_of


def facts_of(text: str, kind: str) -> list[Fact]:
    """What is read of a kind, as of today or to come."""
    found = own_extractor().extract(document_of(text), "d1")
    return [fact for fact in found if fact.kind == kind and fact.time in (Time.CURRENT, Time.PLANNED)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Brandl GmbH, ein Programm der Stadt, zahlt.", "GmbH"),
        ("Der Hersteller Brandl, ein Werkzeug für alle, wird ersetzt.", "Brandl"),
        ("Our supplier Nordvik, a database firm, is replaced in 2028.", "Nordvik"),
        ("The PLAN_PHARM_ID will be replaced by the NPI_ID.", "PLAN_PHARM_ID"),
        ("The DB is our main database. The migrator AMI, a machine image tool, is replaced.", "DB"),
        ("The DB is our main database. The migrator AMI, a machine image tool, is replaced.", "AMI"),
        ("The Procedure Coding System (HXPCS) is used by all.", "HXPCS"),
        ("Der Vertrag läuft noch bis 2028.", "Vertrag"),
        ("Backups are written at midnight only.", "Backups"),
        ("Die Richtlinie RL-17 bleibt bestehen.", "RL-17"),
        ("REJECTED runs on a Monday.", "REJECTED"),
        ("".join(f"REMARK: number {n}\n\n" for n in range(5)) + "The REMARK database is wide.", "REMARK"),
    ],
)
def test_what_is_no_system_is_none(text: str, name: str) -> None:
    """Firms, columns, plain abbreviations, code systems, statuses and the labels of a form."""
    assert name not in {fact.value for fact in facts_of(text, "legacy_system")}
    assert name not in {fact.subject for fact in facts_of(text, "disposition")}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hoy Don Rafa envía un archivo por FTP cada noche.", ""),
        ("Frau Amsel picks up the catalogue over FTP at four.", ""),
        ("Metabooks picks up the catalogue over FTP at four.", "Metabooks"),
    ],
)
def test_a_person_or_a_time_is_no_system_that_sends(text: str, name: str) -> None:
    """Who is addressed as a person begins the sentence as a system would."""
    assert {fact.value for fact in facts_of(text, "integration")} == ({name} if name else set())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The KESTRA system is old. KESTRA runs on AS/400.", "KESTRA"),
        ("ORDA will be replaced by 2028.", "ORDA"),
        ("REMARK: our old program\n\nThe REMARK database is wide.", "REMARK"),
        ("Our programme Nordvik, a database of wells, is replaced in 2028.", "Nordvik"),
        ("The Patient Record System (PARES) is old.", "PARES"),
    ],
)
def test_what_is_a_system_is_still_one(text: str, name: str) -> None:
    """The same words about a system."""
    assert name in {fact.value for fact in facts_of(text, "legacy_system")}


def test_a_code_book_names_columns_and_no_systems() -> None:
    """It asks for nothing, leaves nothing out and replaces nothing."""
    text = "The PLUTO database is old and must be replaced by 2028.\n\nThe fee does not cover the phone system.\n"
    assert not facts_of(f"# Codebook of claims\n\n{text}", "disposition")
    assert not facts_of(f"# Codebook of claims\n\n{text}", "legacy_system")
    assert not facts_of(f"# Datenwörterbuch\n\n{text}", "constraint")
    assert facts_of(f"# Our plan\n\n{text}", "disposition")


SCHEMAS = [
    "| Name | Type | Required | Comments |\n|---|---|---|---|\n| client_id | UUID | yes | It must be encrypted |\n",
    "| Spalte | Datentyp | Bemerkung |\n|---|---|---|\n| kunde | text | Die Daten müssen verschlüsselt werden |\n",
    "| table | rows | owner |\n|---|---|---|\n| users | 25000 | me |\n| customers | 733 | me |\n",
    "| tabla | filas |\n|---|---|\n| usuarios | 25000 |\n",
]


@pytest.mark.parametrize("table", SCHEMAS)
def test_rows_that_lay_out_data_state_nothing(table: str) -> None:
    """Columns, parameters and tables of a database are no rules, no risks and no users."""
    assert not [fact for fact in own_extractor().extract(document_of(table), "d1") if fact.kind != "work_sign"]


def test_a_table_of_systems_with_a_type_is_read() -> None:
    """An inventory has a name and a type, too."""
    table = "| Name | Type | Version | Owner |\n|---|---|---|---|\n| Oracle | database | 19c | Anna |\n"
    assert [(fact.subject, fact.value) for fact in facts_of(table, "owner")] == [("Oracle", "Anna")]


@pytest.mark.parametrize(
    "text",
    [
        "In 2019 we ripped out JBoss EAP.",
        "Seit 2019 ist Sybase durch MySQL ersetzt.",
        "Em 2019 o Sybase foi substituído pelo MySQL.",
        "El Sybase fue reemplazado por MySQL.",
    ],
)
def test_what_is_gone_is_not_to_be_replaced(text: str) -> None:
    """A story of what was done is no plan."""
    assert not facts_of(text, "disposition")


def test_what_shall_be_ripped_out_is_a_plan() -> None:
    """It is still there."""
    assert [fact.subject for fact in facts_of("We are going to rip out JBoss EAP next year.", "disposition")] == ["JBoss EAP"]


@pytest.mark.parametrize(
    "text",
    [
        "There are 65,000,000 beneficiaries with more than one record.",
        "The fund pays for 65,000,000 beneficiaries.",
        "We issued 9,412 certificates for 733 clients.",
        "The page opens quickly for 190 users out of 200.",
        "La direction compte 2 300 agents dans treize services.",
        "In der Datei stehen Datensätze zu 40.000 Patienten.",
        "Le fichier contient des dossiers sur 40 000 clients.",
    ],
)
def test_people_whose_data_is_held_are_no_users(text: str) -> None:
    """A count of them is one of records."""
    assert not facts_of(text, "users")


def test_devices_an_hour_are_a_flow() -> None:
    """And those that are there are counted."""
    assert not facts_of("The gate passes 240 trucks per hour.", "users")
    assert facts_of("Positions come from 240 trucks.", "users")


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("O portal terá 640 usuários.", Time.PLANNED),
        ("Tendrán acceso 1450 usuarios de 96 empresas.", Time.PLANNED),
        ("Wären wir ein Konzern mit 5.000 Nutzern, sähe es anders aus.", Time.HYPOTHETICAL),
        ("Supposons que nous soyons 4 000 adhérents.", Time.HYPOTHETICAL),
    ],
)
def test_when_users_are_there_is_told_by_the_verb(text: str, time: Time) -> None:
    """A future is a plan, and a supposition is none."""
    found = own_extractor().extract(document_of(text), "d1")
    assert {fact.time for fact in found if fact.kind == "users"} == {time}


@pytest.mark.parametrize(
    "text",
    [
        "Some 65,000 beneficiaries use the portal.",
        "The shop has 48,000 registered customers.",
        "Die Kasse hat 40.000 Versicherte mit einem Konto im Portal.",
    ],
)
def test_people_who_use_it_are(text: str) -> None:
    """With a word of using, they count."""
    assert facts_of(text, "users")


@pytest.mark.parametrize(
    "text",
    [
        "The insurer will not cover us after August.",
        "O seguro não inclui o barco.",
        "The policy does not cover the loss of a phone.",
        "Note: This does not include transitive dependencies.",
        "COMMENT: the portion that was not covered by the plan is in the next column.",
        "Backward incompatible changes of the customers are handled elsewhere.",
    ],
)
def test_what_somebody_else_leaves_out_is_not_out_of_scope(text: str) -> None:
    """Only a project, a contract or a system has a scope."""
    assert not facts_of(text, "exclusion")


@pytest.mark.parametrize(
    "text",
    [
        "The project does not include the phone system.",
        "Ficam de fora o seguro e o câmbio.",
        "The contract will not cover the till in the tea room.",
        "Changes to the till are handled elsewhere and not part of this project.",
    ],
)
def test_what_a_project_leaves_out_is(text: str) -> None:
    """Its scope is told."""
    assert facts_of(text, "exclusion")


@pytest.mark.parametrize(
    "text",
    [
        "So if they know Java they can read the code.",
        "S'ils connaissent Java, c'est facile.",
        "The boxes are from 2019. They speak MQTT.",
        "The KESTRA system is our platform. KESTRA engineers have wider access.",
        "All engineers know KESTRA, our billing system.",
    ],
)
def test_what_is_no_skill_of_people(text: str) -> None:
    """A supposition, a device, and the name of the house's own system."""
    assert not facts_of(text, "skill")


@pytest.mark.parametrize(
    "text", ["All engineers know Java.", "Three of them speak Java.", "The Jenkins engineers have wider access."]
)
def test_what_people_know_is_one(text: str) -> None:
    """With people and a product that others have, too."""
    assert facts_of(text, "skill")


@pytest.mark.parametrize(
    "text",
    [
        "The queries on the server were broken. Record counts now check out.",
        "Die Datenbank ist zweimal abgestürzt. Das ist inzwischen behoben.",
        "Le serveur a planté deux fois. C'est maintenant corrigé.",
        "After 30 minutes without a generator: shut the server down by hand.",
        "1. Copy the list by hand every week.",
        "Nach 30 Minuten ohne Strom: den Server von Hand herunterfahren.",
        "Só a Confirmação guarda a lista, e não copia para ninguém.",
        "A lista é uma cópia; uma hora de atraso não mata ninguém.",
        "Ein Tag Rückstand tut niemandem weh.",
        "A day late hurts nobody, the copy is made once a week.",
    ],
)
def test_good_news_orders_and_comforts_are_no_risks(text: str) -> None:
    """What is put right, what people are told to do, and what does no harm."""
    assert not facts_of(text, "risk")


@pytest.mark.parametrize(
    "text",
    [
        "The queries on the server were broken. Nobody knows why.",
        "Die Datenbank ist zweimal abgestürzt.",
        "Clerks copy the list by hand and retype it every week.",
        "Call centre staff retype each order by hand.",
        "Check printing on the server hangs every Monday.",
        "Note that the booking app crashed twice in May.",
        "Das Portal müssen wir jede Nacht von Hand neu starten, es stürzt dreimal im Monat ab.",
        "Só o Marcelo sabe mexer no servidor.",
        "A lista tem uma cópia no disco externo.",
    ],
)
def test_what_hurts_is_one(text: str) -> None:
    """The same words without a comfort."""
    assert facts_of(text, "risk")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Four years; one outage longer than 10 minutes (12 Feb 2024, disk).", "rto"),
        ("Deux pannes de plus de 20 minutes en quatre ans.", "rto"),
        ("| What | Value |\n|---|---|\n| Restore from the disk, tried in August | 3 hours 20 minutes |\n", "rto"),
        ("After 30 minutes without a generator: shut the server down.", "rto"),
        ("The replica delays are typically under a second.", "latency"),
        ("Ninguém espera por um segundo nem por um minuto.", "latency"),
        ("Nobody waits for a second here.", "latency"),
        ("Niemand wartet hier eine Sekunde.", "latency"),
        ("Ardenne Bail répond en 2 secondes.", "latency"),
        ("J'ai répondu tout de suite, pas une minute de plus.", "latency"),
        ("The platform may not be down for more than 22 minutes in aggregate in any month.", "rto"),
        ("L'API a une limite de 5 appels par seconde.", "throughput"),
    ],
)
def test_a_record_is_no_target(text: str, kind: str) -> None:
    """What happened once, what was measured, what nobody waits for, and what others take or allow."""
    assert not facts_of(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("No outage longer than 10 minutes.", "rto"),
        ("Une panne de plus de 4 heures nous ruine.", "rto"),
        ("No outage may last longer than 10 minutes.", "rto"),
        ("The restore of the database must be done within 3 hours.", "rto"),
        ("The search must answer within a second.", "latency"),
        ("Nobody may wait longer than two seconds for a page.", "latency"),
        ("L'application doit répondre en 2 secondes.", "latency"),
        ("Le portail traite 5 appels par seconde.", "throughput"),
    ],
)
def test_a_target_is_one(text: str, kind: str) -> None:
    """The same words as a demand."""
    assert facts_of(text, kind)


def test_what_a_supplier_takes_is_no_target_of_ours() -> None:
    """It is kept as what the supplier says."""
    (fact,) = facts_of("Le fournisseur répond en 2 secondes.", "latency")
    assert fact.slots["role"] == "supplier"


def test_how_a_feed_runs_today_is_no_demand_on_reports() -> None:
    """It is told as what is; a report that somebody wants is asked for."""
    (feed,) = facts_of("The claims data is updated nightly.", "freshness")
    (wish,) = facts_of("Sales wants reports that are refreshed every day.", "freshness")
    assert (feed.slots.get("role"), wish.slots.get("role", "target")) == ("actual", "target")


@pytest.mark.parametrize(
    "text",
    [
        "The goal of the HL7 standard is to reduce the effort.",
        "L'objectif de la norme HL7 est de réduire l'effort.",
        "FHIR hat das Ziel, den Aufwand zu senken.",
        "Overall, FHIR aims to reduce the effort of exchange.",
        "The HL7 standard seeks to improve the exchange, its goal is to reduce effort.",
        "| Passo | Tempo | Erro |\n|---|---|---|\n| cortar em linhas | 2 s | 3 % |\n",
        "| Step | Time |\n|---|---|\n| reduce the picture | 3 s |\n",
    ],
)
def test_the_aim_of_others_is_no_goal_of_ours(text: str) -> None:
    """A standard has its own, and a step of a chain has none."""
    assert not facts_of(text, "objective")


@pytest.mark.parametrize(
    "text",
    [
        "Halden, our booking system, is old. The Halden system aims to reduce the waiting time.",
        "Our goal is to reduce the effort of exchange by half.",
        "| Goal | Measure |\n|---|---|\n| Reduce the waiting time | by 30 % |\n",
    ],
)
def test_our_own_goal_is_one(text: str) -> None:
    """In prose and in a table of goals."""
    assert facts_of(text, "objective")


@pytest.mark.parametrize(
    "text",
    [
        "The portal should show photos within 2 seconds. Not adopted.",
        "Das Portal sollte innerhalb von 2 Sekunden antworten. Vorschlag abgelehnt.",
        "Le portail devrait répondre en 2 secondes. Idée notée, non retenue.",
        "O portal deveria responder em 2 segundos. Recusado.",
    ],
)
def test_a_wish_that_was_refused_is_none(text: str) -> None:
    """The next sentence says so."""
    assert not facts_of(text, "latency")
    assert not facts_of(text, "constraint")


@pytest.mark.parametrize(
    "text",
    [
        "1 = Substitution must not be allowed 2 = Substitution may be asked for by the patient data",
        "![The service must be reachable within 2 seconds](health.svg)",
        "R4 : must/R4PatientService.java",
        "| Story | Points | Text |\n|---|---|---|\n| SQS-1 | 3 | The service must be encrypted with TLS in the queue |\n",
    ],
)
def test_what_is_no_sentence_binds_nobody(text: str) -> None:
    """Codes, the words of a picture, names of files, and rows of a backlog."""
    assert not facts_of(text, "constraint")


@pytest.mark.parametrize(
    "text",
    [
        "The payment hub takes at most 90 messages per second.",
        "Their API stops at 60 requests per second.",
        "The ceiling of the aggregator is 300 messages per second.",
        "Die Clearingstelle nimmt höchstens 20 Abfragen pro Minute.",
        "Les opérateurs n'avalent que 80 messages par seconde.",
        "La passerelle a un plafond de 80 messages par seconde.",
        "La pasarela no admite más de 80 mensajes por segundo.",
        "O gateway só aceita 40 mensagens por segundo.",
    ],
)
def test_what_others_take_is_no_load(text: str) -> None:
    """The ceiling of another party is a limit of its interface."""
    assert not facts_of(text, "throughput")
    assert facts_of(text, "quota")


@pytest.mark.parametrize(
    "text",
    [
        "The hub takes in 90 messages per second.",
        "Bei Sturm kommen 20 Abfragen pro Minute.",
        "On reçoit 80 messages par seconde.",
    ],
)
def test_what_arrives_is_a_load(text: str) -> None:
    """The same words without a ceiling."""
    assert facts_of(text, "throughput")


def test_the_age_of_goods_is_no_age_of_reports() -> None:
    """What may be sold from some age on says nothing about figures; a list that may be so old does."""
    assert not facts_of("Piglets under twenty days old may not be sold.", "freshness")
    assert not facts_of("Bread at most two days old goes to the food bank.", "freshness")
    assert facts_of("The price list may be at most two days old.", "freshness")


@pytest.mark.parametrize(
    "text",
    [
        "The flood came to EUR 52,000, all approved by the insurer.",
        "EUR 52,000 in damages were approved.",
        "Für den Schaden wurden 52.000 € bewilligt.",
        "La pénalité approuvée est de 52 000 €, sur l'enveloppe du fournisseur.",
    ],
)
def test_what_an_accident_cost_is_no_budget(text: str) -> None:
    """Money that went because something went wrong."""
    assert not facts_of(text, "budget")


def test_a_short_no_behind_an_amount_makes_it_a_budget_and_a_ceiling() -> None:
    """Where the no ends the statement; where it is about something else it says nothing of money."""
    (found,) = facts_of("520.000 € bis zur Eröffnung, nicht mehr; laufend 2.000 € im Monat.", "budget")
    assert (found.value, found.slots["cap"]) == (520_000, True)
    assert not facts_of("Wir zahlen 3.000 € im Monat, das wollen wir nicht mehr.", "budget")


def test_a_rough_span_is_no_target_and_an_exact_one_counts() -> None:
    """“A second and a bit” says nothing to hold anybody to; where it is too late behind it, a limit holds each time."""
    assert not facts_of("The seller sees it within a second and a bit.", "latency")
    (exact,) = facts_of("Bid to board: 1.4 seconds for 95 of 100.", "latency")
    assert (exact.value, exact.slots["percentile"]) == (1400, 95)
    (hard,) = facts_of("Whole answer: 90 ms from the picture, else the board is gone.", "latency")
    assert (hard.value, hard.slots["percentile"]) == (90, 100)


def test_a_firm_tells_of_itself() -> None:
    """Who is free at another firm is no team of ours."""
    assert facts_of("Four people in a room above a bakery.", "team")[0].value == 4
    assert facts_of("All seven of us write code.", "team")[0].value == 7
    assert not facts_of("Two of us know COBOL.", "team")
    assert not facts_of("Brandl hat zwei Programmierer frei.", "team")


def test_what_somebody_no_longer_wants_to_see_is_a_budget() -> None:
    """It is no price that is paid today."""
    assert facts_of("Le trésorier ne veut plus voir plus de 4 000 € par mois.", "budget")[0].value == 4000
    assert not facts_of("Le trésorier ne veut plus voir plus de 4 000 € par mois.", "cost")


@pytest.mark.parametrize(
    "text",
    [
        "# Timeline\n\n- 07:12 The tram counter answers in 31 seconds, the queue grows.",
        "# Chronologie der Störung\n\n08:05 Die Kasse antwortet binnen 40 Sekunden, dann gar nicht.",
        "The card scanner answers in 31 seconds instead of 3.",
        "Die Kasse antwortet in 40 Sekunden statt in 2 Sekunden.",
        "La caisse répond en 40 secondes au lieu de 2.",
        "La caja responde en 40 segundos en vez de 2.",
        "O caixa responde em 40 segundos em vez de 2.",
        "No till waits longer than three seconds for another company.",
        "Keine Kasse wartet länger als 3 Sekunden auf den Partner.",
    ],
)
def test_what_happened_asks_for_no_response_time(text: str) -> None:
    """Neither a log, nor what took longer than it should, nor how long somebody else is waited for."""
    assert not [fact for fact in facts_of(text, "latency") if fact.slots["role"] == "target"]


def test_what_is_wanted_is_asked_for_beside_what_happened() -> None:
    """A shorter time in place of a longer one, a demand behind a time of day, and an agenda."""
    assert facts_of("The card scanner answers in 2 seconds instead of 31.", "latency")[0].slots["role"] == "target"
    assert facts_of("# Timeline\n\n- 07:12 The scanner must answer within 2 seconds.", "latency")[0].slots["role"] == "target"
    (back,) = facts_of("# Incident of 3 May\n\n- 13:20 Cable changed. All is back within four minutes.", "rto")
    assert back.slots["role"] == "actual"
    (asked,) = facts_of("# Agenda\n\n- 13:20 Recovery: running again within four hours.", "rto")
    assert asked.slots["role"] == "target"


def test_an_amount_in_pesos_names_no_language() -> None:
    """A currency before an amount; a version behind the name of the language is one."""
    assert not facts_of("PHP 12 million approved.", "technology")
    assert not facts_of("It costs PHP 4,500.", "technology")
    assert facts_of("The shop runs on PHP 8.2 today.", "technology")[0].value == "PHP"
