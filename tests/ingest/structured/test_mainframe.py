"""Jobs, programs and copybooks of a mainframe."""

from rag.ingest.element import ElementKind
from tests.ingest.structured.facts import glosses, page_of, quotes

JOB = """//* nightly payroll
//PAYROLL  JOB (ACCT01),'NIGHTLY RUN',CLASS=A,MSGCLASS=X,
//         SCHENV=DB2PROD,TIME=(5,30)               00020000
//LIB      JCLLIB ORDER=PROD.PROCLIB
//EXTRACT  EXEC PGM=PAY001,REGION=0M,
//             PARM='DAILY,FULL'
//MASTER   DD DSN=PAY.MASTER,DISP=SHR
//OUT      DD DSN=PAY.EXTRACT(+1),
//            DISP=(NEW,CATLG,DELETE),
//            SPACE=(CYL,(50,10),RLSE)
//TEMP     DD DSN=&&WORK,DISP=(NEW,PASS)
//SYSIN    DD *
  SELECT // NOT JCL
/*
//SEND     EXEC SFTPPROC,HOST=BANK    remark
//         INCLUDE MEMBER=STDDD
"""
COPYBOOK = """      * CUSTOMER RECORD
000100 01  CUSTOMER-RECORD.                                             CUST0001
000200     05  CUST-ID              PIC 9(8) COMP-3.
000300     05  CUST-NAME            PIC X(40).
000400     05  CUST-SSN             PIC X(9).
000500     05  CUST-STATUS          PIC X.
000600         88  CUST-ACTIVE      VALUE 'A'.
000700         88  CUST-CLOSED      VALUES 'C' 'D'.
000800     05  CUST-ADDR.
000900         10  CUST-LINE        PIC X(30) OCCURS 3 TIMES.
001000     05  CUST-BAL-X REDEFINES CUST-SSN
001100                              PIC S9(7)V99.
001200     05  FILLER               PIC X(10).
001300     05  EDITED               PIC ZZ,ZZ9.99.
"""
PROGRAM = """       IDENTIFICATION DIVISION.
       PROGRAM-ID. PAY001.
       ENVIRONMENT DIVISION.
       INPUT-OUTPUT SECTION.
       FILE-CONTROL.
           SELECT MASTER-FILE ASSIGN TO MASTER
               ORGANIZATION IS INDEXED.
       DATA DIVISION.
       FILE SECTION.
       FD  MASTER-FILE.
           COPY CUSTREC.
       WORKING-STORAGE SECTION.
       77  WS-EOF  PIC X VALUE 'N'.
      *    CALL 'COMMENT'.
       PROCEDURE DIVISION.
       1000-MAIN.
           CALL 'TAXCALC' USING WS-REC.
           CALL WS-PGM.
           EXEC SQL
               SELECT NAME INTO :WS-NAME
               FROM HR.EMPLOYEE WHERE ID = :WS-ID
           END-EXEC.
           EXEC SQL INSERT INTO HR.AUDIT VALUES (:A) END-EXEC.
           EXEC CICS LINK PROGRAM('PAY002') END-EXEC.
           EXEC CICS READ FILE('CUSTFIL') INTO(WS-REC) END-EXEC.
           GOBACK.
"""


def test_a_job() -> None:
    """Steps with the programs that they run, data sets with what is done to them; comments and data say nothing."""
    page = page_of("PAYROLL", JOB)
    assert glosses(page) == [
        "job PAYROLL z/OS class A msgclass X schenv DB2PROD time (5,30)",
        "step EXTRACT JCL program PAY001 in PAYROLL parm DAILY,FULL region 0M",
        "EXTRACT runs PAY001",
        "data set PAY.MASTER step EXTRACT dd MASTER disposition SHR",
        "EXTRACT reads PAY.MASTER",
        "data set PAY.EXTRACT(+1) step EXTRACT dd OUT disposition (NEW,CATLG,DELETE) space (CYL,(50,10),RLSE)",
        "EXTRACT writes PAY.EXTRACT(+1)",
        "step SEND JCL procedure SFTPPROC in PAYROLL",
        "SEND runs SFTPPROC",
        "PAYROLL includes STDDD",
    ]
    assert quotes(page)[3] == "//MASTER   DD DSN=PAY.MASTER,DISP=SHR"


def test_a_copybook() -> None:
    """A record with its fields, pictures, values and what they share their place with; numbers in the margins say nothing."""
    page = page_of("cust.cpy", COPYBOOK)
    assert glosses(page)[1:] == [
        "field CUST-ID in CUSTOMER-RECORD picture 9(8) usage COMP-3",
        "field CUST-NAME in CUSTOMER-RECORD picture X(40)",
        "field CUST-SSN in CUSTOMER-RECORD picture X(9)",
        "field CUST-STATUS in CUSTOMER-RECORD picture X",
        "condition CUST-ACTIVE in CUSTOMER-RECORD values 'A'",
        "condition CUST-CLOSED in CUSTOMER-RECORD values 'C' 'D'",
        "group CUST-ADDR in CUSTOMER-RECORD",
        "field CUST-LINE in CUSTOMER-RECORD picture X(30) occurs 3",
        "field CUST-BAL-X in CUSTOMER-RECORD picture S9(7)V99 redefines CUST-SSN",
        "field EDITED in CUSTOMER-RECORD picture ZZ,ZZ9.99",
    ]
    assert page.elements[0].detail("fields").startswith("CUST-ID, CUST-NAME, CUST-SSN")
    assert quotes(page)[3] == "000400     05  CUST-SSN             PIC X(9)."


def test_a_program() -> None:
    """What it calls, copies, reads and writes; a program without a suffix is known by its first division."""
    for name in ("PAY001.cbl", "PAY001", "pay001.txt"):
        page = page_of(name, PROGRAM)
        assert glosses(page, ElementKind.RELATION) == [
            "PAY001 copies CUSTREC",
            "PAY001 calls TAXCALC",
            "PAY001 calls WS-PGM",
            "PAY001 sql reads HR.EMPLOYEE",
            "PAY001 sql writes HR.AUDIT",
            "PAY001 cics link PAY002 what program",
            "PAY001 cics read CUSTFIL what file",
        ]
        assert glosses(page, ElementKind.DATA)[0] == "file MASTER-FILE assigned to MASTER organisation INDEXED"
        assert [element.technology for element in page.elements if element.technology] == ["COBOL", "CICS"]


def test_free_format() -> None:
    """Code from the first column on is read as well."""
    text = "identification division.\nprogram-id. a.\nworking-storage section.\n01 total pic 9(5). *> the sum\n"
    assert glosses(page_of("a.cob", text)) == ["program a COBOL", "field total picture 9(5)"]


def test_notes_about_jobs_are_prose() -> None:
    """A text that mentions a job or a division stays a text with paragraphs."""
    page = page_of("notes.txt", "The PAYROLL job runs //nightly.\nIts identification division is short.\n")
    assert page.elements == ()
    assert page.blocks[0].kind.value == "paragraph"
