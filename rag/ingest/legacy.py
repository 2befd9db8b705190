"""Office files of older kinds, read through LibreOffice where it is installed: .doc → .docx, .xls → .xlsx, .ppt → .pptx.

In: the bytes of such a file. Out: the bytes of the newer format, which its ordinary reader reads. LibreOffice works in a
folder and with a user profile that live for one file only: no macro runs, no link is followed, nothing is kept.
"""

import time
from dataclasses import dataclass
from types import MappingProxyType

from rag.errors import UnreadableDocument
from rag.ingest.program import find_program, result_of, run_program, work_folder

INSTALL = (
    "To have such files read, install LibreOffice (Debian, Ubuntu: sudo apt-get install libreoffice-writer-nogui "
    "libreoffice-calc-nogui libreoffice-impress-nogui)."
)
SWITCHED_OFF = "Reading through LibreOffice is switched off: GROUNDPLAN_LIBREOFFICE is off."
READ_THROUGH = "read through LibreOffice"
TIMEOUT_S = 90.0
MEMORY_MB = 3_072  # of address space; LibreOffice reserves more than it uses
TARGETS = MappingProxyType(  # suffix that LibreOffice is given → suffix that it makes
    {"doc": "docx", "wpd": "docx", "xls": "xlsx", "xlsb": "xlsx", "ppt": "pptx"}
)
_FILTERS = MappingProxyType(  # of LibreOffice, tried one after the other; left to itself it reads a damaged file as text
    {
        "doc": ("MS Word 97", "MS WinWord 6.0"),
        "xls": ("MS Excel 97", "MS Excel 95", "MS Excel 5.0/95"),
        "xlsb": ("Calc MS Excel 2007 Binary",),
        "ppt": ("MS PowerPoint 97",),
        "wpd": ("WordPerfect",),
    }
)
_SETTINGS = (  # of LibreOffice: path, name, value
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "DisablePythonRuntime", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Security/Scripting", "DisableOLEAutomation", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Writer/Content/Update", "Link", "0"),  # never
    ("Calc/Content/Update", "Link", "2"),  # never
    ("Common/Save/Document", "WarnAlienFormat", "false"),
)
_ITEM = '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
_PROXY = (  # a proxy that nobody is: what a document links to is not fetched
    *(("ooInetProxyType", "2"), ("ooInetHTTPProxyName", "127.0.0.1"), ("ooInetHTTPProxyPort", "9")),
    *(("ooInetHTTPSProxyName", "127.0.0.1"), ("ooInetHTTPSProxyPort", "9"), ("ooInetNoProxy", "")),
)


@dataclass(frozen=True, slots=True)
class Office:
    """LibreOffice as it is on this machine, or what to do to have it."""

    program: str = ""  # path of soffice; "" when older formats are not read
    advice: str = INSTALL


def find_office(mode: str) -> Office:
    """LibreOffice, unless `mode` is "off" or it is not installed."""
    if mode == "off":
        return Office(advice=SWITCHED_OFF)
    program = find_program("soffice", "libreoffice")
    return Office(program, "") if program else Office()


def modernise(content: bytes, kind: str, office: Office, timeout_s: float = TIMEOUT_S) -> tuple[str, bytes]:
    """The suffix of today's format for a file (see `TARGETS`), and the file in it.

    Args:
        content: the file.
        kind: what it is, as a suffix without its dot.
        office: LibreOffice, which has to be there.
        timeout_s: longest time for all tries.

    Raises:
        UnreadableDocument: it cannot open the file.
        DocumentTooLarge: it took too long.
    """
    target = TARGETS[kind]
    deadline = time.monotonic() + timeout_s
    for name in _FILTERS[kind]:
        left = max(0.1, deadline - time.monotonic())
        if made := _convert(content, f"document.{kind}", name, f"document.{target}", office, left):
            return target, made
    raise UnreadableDocument(
        "LibreOffice cannot open the file: it is damaged, or protected by a password. Open it in its program, remove the "
        "password if it has one, and save it as .docx, .xlsx, .pptx or PDF."
    )


def _convert(content: bytes, given: str, filter_name: str, wanted: str, office: Office, timeout_s: float) -> bytes:
    """The file under its new name; b"" when LibreOffice cannot open it with this filter."""
    with work_folder() as folder:
        (folder / given).write_bytes(content)
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_profile(), encoding="utf-8")
        command = [
            office.program,
            f"-env:UserInstallation={profile.as_uri()}",
            *("--headless", "--norestore", "--nologo", "--nodefault", "--nofirststartwizard", "--nolockcheck"),
            *(f"--infilter={filter_name}", "--convert-to", wanted.rpartition(".")[2], "--outdir", str(folder / "made")),
            str(folder / given),
        ]
        run_program(command, folder, timeout_s=timeout_s, memory_mb=MEMORY_MB)
        return result_of(folder / "made" / wanted)


def _profile() -> str:
    """LibreOffice's settings for one run."""
    items = [_ITEM.format(path=f"Office.{path}", name=name, value=value) for path, name, value in _SETTINGS]
    items += [_ITEM.format(path="Inet/Settings", name=name, value=value) for name, value in _PROXY]
    return (
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{''.join(items)}</oor:items>"
    )
