"""Elements of structured files give facts, each quoted from its lines."""

import pytest

from rag.extract.extract import own_extractor
from rag.ingest.reader import read_document
from rag.knowledge.facts import load_extract_knowledge
from rag.knowledge.structured import StructuredRule
from tests.extract.documents import document_of

KNOWLEDGE = load_extract_knowledge()
EXTRACTOR = own_extractor()


@pytest.mark.parametrize("rule", KNOWLEDGE.structured.rules, ids=lambda rule: rule.id)
def test_each_rule_reads_its_example(rule: StructuredRule) -> None:
    """The example's file gives the expected fact, quoted exactly."""
    document = read_document(rule.file, rule.example.encode())
    facts = [fact for fact in EXTRACTOR.extract(document, "d") if fact.kind == rule.fact and fact.rule.startswith("B5")]
    found = [fact for fact in facts if (str(fact.value), str(fact.slots.get("version", ""))) == rule.expect]
    assert found, [(fact.value, fact.slots) for fact in facts]
    citation = found[0].citation
    assert document.pages[0].text[citation.start : citation.end] == citation.quote
    assert rule.expect[1] in citation.quote


def test_prose_about_a_file_is_no_file() -> None:
    """The same line in a note is prose."""
    facts = EXTRACTOR.extract(document_of("    image: postgres:13", "note.md"), "d")
    assert not [fact for fact in facts if fact.rule.startswith("B5")]


def technologies(name: str, text: str) -> list[tuple[str, str]]:
    """Names and versions of the technologies that a file gives."""
    facts = EXTRACTOR.extract(read_document(name, text.encode()), "d")
    return [(str(fact.value), str(fact.slots["version"])) for fact in facts if fact.kind == "technology"]


def test_a_library_is_no_fact_and_a_client_tells_no_version() -> None:
    """Only packages that the tables know count, and the version of a driver is not that of its database."""
    text = '{"dependencies": {"react": "^17.0.2", "natural": "^5.0.0", "temporal": "1.0.0", "pg": "^8.7.1", "redis": "^4.6.0"}}'
    assert technologies("package.json", text) == [("React", "17.0.2"), ("PostgreSQL", ""), ("Redis", "")]


def test_a_resource_and_its_engine() -> None:
    """A managed database is both: the service without a version, the engine with its own."""
    text = 'resource "aws_db_instance" "orders" {\n  engine         = "postgres"\n  engine_version = "13.7"\n}\n'
    assert technologies("main.tf", text) == [("Amazon RDS", ""), ("PostgreSQL", "13.7")]
    text = 'resource "aws_lambda_function" "a" {\n  runtime = "nodejs16.x"\n}\n'
    assert technologies("main.tf", text) == [("AWS Lambda", ""), ("Node.js", "16")]


def test_practices_are_said_once() -> None:
    """A pipeline says that builds run automatically; a step that somebody starts says nothing of releases."""
    text = "build:\n  script: [make]\nship:\n  script: [kubectl apply -f .]\n  when: manual\n"
    facts = EXTRACTOR.extract(read_document(".gitlab-ci.yml", text.encode()), "d")
    assert [(fact.slots["name"], fact.value) for fact in facts if fact.kind == "practice"] == [("ci", True)]


def test_every_name_is_in_the_gazetteer() -> None:
    """What files call a product leads to a technology, and nothing is a library and a client at once."""
    known = {one.name for one in KNOWLEDGE.gazetteer.technologies}
    products = KNOWLEDGE.products
    for table in (KNOWLEDGE.structured.names, products.resources, products.libraries, products.clients):
        assert set(table.values()) <= known
    assert not set(products.libraries) & set(products.clients)


@pytest.mark.parametrize(
    ("columns", "value"),
    [
        ("customer_email E_MAIL emailAddress vorname DateOfBirth CUST-SSN prénom cpf apellido1 data_nascimento", "personal"),
        ("icd10_code DiagnosisCode blutgruppe patient_id MRN historia_clinica", "health"),
        ("card_number creditCardNumber cvv kreditkartennummer numero_tarjeta cartao_de_credito", "payment_card"),
        ("iban debtor_iban BankAccountNo bankverbindung compte_bancaire cuenta_bancaria", "bank_account"),
        ("salary emp_no employee_id personalnummer gehalt salaire sueldo data_admissao", "employee"),
        ("guardian_name parental_consent pupil_no erziehungsberechtigter", "children"),
        ("religion Race ethnicity gewerkschaft orientation_sexuelle huella_dactilar", "special_category"),
        ("gps_lat last_known_position ubicacion_actual", "location"),
    ],
)
def test_columns_with_data_of_a_class(columns: str, value: str) -> None:
    """However a column is written, in five languages, its name says which data it holds."""
    for column in columns.split():
        document = read_document("a.sql", f'CREATE TABLE t (\n  "{column}" VARCHAR(40)\n);'.encode())
        found = [fact for fact in EXTRACTOR.extract(document, "d") if fact.kind == "data_class"]
        assert [(fact.value, fact.citation.quote) for fact in found] == [(value, f'"{column}" VARCHAR(40)')]


def test_columns_that_only_look_like_it() -> None:
    """Names that hold such a word among others, and names that say too little, give no fact."""
    columns = (
        "name email_template_id card_layout email_sent_at phone_type product_name title street latitude position race_id trace "
        "child_id card_id loyalty_card_number score mobile_enabled category company_name user_name embrace temp_id empty grace "
        "is_email_verified employee_count department payroll_run_status account_number sort_order routing_rule diagnostic_port"
    )
    listed = ",\n".join(f"  {column} VARCHAR(40)" for column in columns.split())
    document = read_document("a.sql", f"CREATE TABLE t (\n{listed}\n);".encode())
    assert [fact for fact in EXTRACTOR.extract(document, "d") if fact.kind == "data_class"] == []
