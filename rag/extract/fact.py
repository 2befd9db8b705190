"""A fact: one statement of a document, read into a kind, slots and a value, with the quotation that carries it."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from rag.ground.citation import Citation

# Value of a `risk`: a password or key was blacked out when the document was read.
SECRET_IN_DOCUMENT = "secret_in_document"  # noqa: S105 - a name, no password
Scalar = str | int | float | bool | None


class Modality(StrEnum):
    """How binding the statement is."""

    MUST = "must"
    MUST_NOT = "must_not"
    SHOULD = "should"
    SHOULD_NOT = "should_not"
    MAY = "may"
    IS = "is"


class Time(StrEnum):
    """When it holds. Historic and hypothetical facts never fill the Brief."""

    CURRENT = "current"
    PLANNED = "planned"
    HISTORIC = "historic"
    HYPOTHETICAL = "hypothetical"


class FactState(StrEnum):
    """What has become of it."""

    EXTRACTED = "extracted"
    CONFIRMED = "confirmed"
    EDITED = "edited"
    WAIVED = "waived"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"
    DISPUTED = "disputed"
    QUARANTINED = "quarantined"
    SUGGESTED = "suggested"  # a model points to it; it counts once a person confirms it
    HEARD = "heard"  # read by its words alone: held beside other statements, and shown where it contradicts one


class Fact(BaseModel):
    """One fact. Kinds are those of `advisor.md` B.3 (K01–K36) by name, e.g. `rto`, `technology`, `budget`."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    id: str  # hash of kind, statement, document content and place
    kind: str
    subject: str = ""  # what it is about: a system, tier or group; "" for the whole
    statement: str  # the sentence or row in readable form
    slots: dict[str, Scalar] = {}
    value: Scalar = None  # normalised: seconds, GB, requests/s, ISO date, money, percent
    low: float | None = None  # of a range
    high: float | None = None
    unit: str = ""
    horizon: str = ""  # day1, m6, m24 or an ISO date
    modality: Modality = Modality.IS
    polarity: bool = True  # False: the statement denies it
    time: Time = Time.CURRENT
    state: FactState = FactState.EXTRACTED
    hard: bool = False
    confidence: float = 0.75  # 0…1
    citation: Citation
    rule: str = ""  # id of the rule that read it
    doc_type: str = "other"
    dated: str = ""  # ISO date of the document
    authority: str = ""  # class that a person gave the document; "": that of its type
    superseded_by: str = ""
