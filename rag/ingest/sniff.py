"""What kind of file it is, by its content first and its name second."""

import io
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from types import MappingProxyType

import puremagic

from rag.errors import EncryptedDocument, UnreadableDocument, UnsupportedFormat
from rag.ingest.eml import HEAD_BYTES, starts_as_mail
from rag.ingest.limits import PART_ERRORS
from rag.ingest.msg import is_msg

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
ODP = "application/vnd.oasis.opendocument.presentation"
RTF = "application/rtf"
MARKDOWN = "text/markdown"
HTML = "text/html"
PLAIN = "text/plain"
CSV = "text/csv"
EML = "message/rfc822"
MSG = "application/vnd.ms-outlook"
MAILS = (EML, MSG)
CODE = "text/x-source"  # text whose lines matter: code, configuration, logs
PNG, JPEG, TIFF, BMP, GIF, WEBP = (f"image/{kind}" for kind in ("png", "jpeg", "tiff", "bmp", "gif", "webp"))
PICTURES = (PNG, JPEG, TIFF, BMP, GIF, WEBP)
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
PPT = "application/vnd.ms-powerpoint"
WPD = "application/vnd.wordperfect"
LEGACY: Mapping[str, str] = MappingProxyType(  # read through LibreOffice → what LibreOffice is told that it is
    {DOC: "doc", XLS: "xls", XLSB: "xlsb", PPT: "ppt", WPD: "wpd"}
)

_CODE_SUFFIXES = (
    *(
        "json",
        "jsonl",
        "yaml",
        "yml",
        "toml",
        "xml",
        "xsd",
        "wsdl",
        "sql",
        "ddl",
        "tf",
        "tfvars",
        "hcl",
        "bicep",
        "ini",
        "cfg",
        "conf",
    ),
    *(
        "properties",
        "env",
        "log",
        "py",
        "js",
        "ts",
        "tsx",
        "jsx",
        "java",
        "kt",
        "go",
        "rs",
        "rb",
        "php",
        "cs",
        "c",
        "h",
        "cpp",
        "sh",
    ),
    *("ps1", "bat", "cbl", "cob", "cpy", "jcl", "graphql", "proto", "avsc", "bpmn", "drawio", "puml", "plantuml", "mmd", "dsl"),
    *("archimate", "xmi", "graphqls", "gql", "cobol", "mermaid", "iuml", "pu", "d2", "gv", "pks", "pkb", "db2"),
    *("dockerfile", "gradle", "groovy", "scala", "swift", "css", "lock"),
    *("kts", "mod", "exs", "csproj", "vbproj", "fsproj", "config", "props", "tpl", "service", "timer", "rules", "tofu"),
)
SUPPORTED: Mapping[str, str] = MappingProxyType(
    {
        ".pdf": PDF,
        **dict.fromkeys((".docx", ".docm", ".dotx"), DOCX),
        **dict.fromkeys((".xlsx", ".xlsm"), XLSX),
        **dict.fromkeys((".pptx", ".pptm", ".ppsx"), PPTX),
        **dict.fromkeys((".odt", ".ott", ".fodt"), ODT),
        **dict.fromkeys((".ods", ".ots", ".fods"), ODS),
        **dict.fromkeys((".odp", ".otp", ".fodp"), ODP),
        ".rtf": RTF,
        **dict.fromkeys((".md", ".markdown", ".mdx"), MARKDOWN),
        **dict.fromkeys((".html", ".htm", ".xhtml"), HTML),
        **dict.fromkeys((".txt", ".text", ".rst", ".adoc"), PLAIN),
        **dict.fromkeys((".csv", ".tsv"), CSV),
        ".eml": EML,
        ".msg": MSG,
        ".png": PNG,
        ".bmp": BMP,
        ".gif": GIF,
        ".webp": WEBP,
        **dict.fromkeys((".jpg", ".jpeg"), JPEG),
        **dict.fromkeys((".tif", ".tiff"), TIFF),
        **dict.fromkeys((f".{suffix}" for suffix in _CODE_SUFFIXES), CODE),
    }
)
_CODE_NAMES = re.compile(  # whole names of files whose lines matter, whatever their suffix
    r"(?:code_?owners|maintainers|gemfile|pipfile|jenkinsfile|procfile|vagrantfile|makefile"
    r"|(?:docker|container)file\.[\w-]+|\.env(?:\.[\w-]+)?|[\w-]+\.env\.[\w-]+"
    r"|\.tool-versions|\.nvmrc|\.(?:node|java|python|ruby|go|php|terraform)-version)",
    re.IGNORECASE,
)
_PACKAGE_LIST = re.compile(r"(?:[\w-]+[-_.])?(?:requirements|constraints|runtime)(?:[-_.][\w-]+)*\.(?:txt|in)", re.IGNORECASE)
_PACKAGE_LINE = re.compile(
    rb"[ \t]*(?:#.*|\\|(?:git\+|https?://|\./).*|-{1,2}[a-z][\w-]*\b.*|python-[\d.]+"
    rb"|[A-Za-z0-9][\w.-]*(?:\[[^\]\n]*\])?[ \t]*(?:[=<>!~@;#].*)?)\s*"
)
OFFICE = (PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, RTF, MSG, *PICTURES)  # formats with a mark of their own in the file
_LEGACY_NAMES: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys((".doc", ".dot"), DOC),
        **dict.fromkeys((".xls", ".xlt"), XLS),
        **dict.fromkeys((".ppt", ".pps", ".pot"), PPT),
        ".xlsb": XLSB,
        ".wpd": WPD,
    }
)
_STREAMS = (  # of a compound file, in the order in which they decide
    *(("PowerPoint Document", PPT), ("WordDocument", DOC), ("Workbook", XLS), ("Book", XLS)),
)
_PICTURE_MARKS = (
    *((b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG), (b"II*\x00", TIFF), (b"MM\x00*", TIFF)),
    *((b"GIF87a", GIF), (b"GIF89a", GIF)),
)
_PARTS = (("word/", DOCX), ("xl/", XLSX), ("ppt/", PPTX))
_OPEN_DOCUMENT = {kind: f"application/vnd.oasis.opendocument.{kind}" for kind in ("text", "spreadsheet", "presentation")}
_KIND = re.compile(rb"application/vnd\.oasis\.opendocument\.(text|spreadsheet|presentation)(?:-template)?(?![\w-])")
_FLAT = re.compile(
    rb"<office:document\s[^>]*office:mimetype=[\"']application/vnd\.oasis\.opendocument\.(text|spreadsheet|presentation)"
)
FLAT_HEAD = 16_384  # bytes in which a flat OpenDocument file names its kind, after all its namespaces
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_MAINFRAME = re.compile(  # jobs and programs, which come without a suffix
    rb"\A(?://\*[^\n]*\n)*//[A-Z@#$][A-Z0-9@#$]{0,7} +(?:JOB|PROC)\b|^[\w ]{0,6} *(?:IDENTIFICATION|ID) +DIVISION *\.",
    re.M | re.I,
)
_UNSUPPORTED = {
    "legacy": (("doc", "dot"), "Old Word files (.doc) are not read. Save it as .docx or PDF."),
    "legacy sheet": (("xls", "xlt", "xlsb"), "Old or binary Excel files are not read. Save it as .xlsx."),
    "legacy text": (("wpd",), "WordPerfect files (.wpd) are not read. Save it as .docx or PDF."),
    "legacy slides": (("ppt", "pps", "pot"), "Old PowerPoint files (.ppt) are not read. Save it as .pptx or PDF."),
    "drawing": (
        ("odg", "otg", "fodg", "odf", "odb", "odc", "odi", "odm", "sxw", "sxc", "sxi", "sxd"),
        "OpenDocument drawings, formulas and databases, and files of OpenOffice 1, are not read. Export it as PDF.",
    ),
    "mail": (
        ("pst", "ost", "nsf", "emlx"),
        "Mailbox files of this kind are not read. Save the messages that matter as .eml or .msg, or export them as .mbox.",
    ),
    "picture": (
        ("heic", "svg", "ico", "psd", "ai", "eps"),
        "Pictures of this kind are not read. Save it as PNG, JPEG or PDF.",
    ),
    "archive": (
        ("7z", "rar", "jar", "war", "cab", "iso", "arj", "lzh", "zst"),
        "Archives of this kind are not opened, only ZIP and TAR. Unpack it and give the folder.",
    ),
    "pages": (("pages", "numbers", "key"), "Apple iWork files are not read. Export it as PDF or as a Microsoft Office file."),
    "visio": (("vsd", "vsdx", "vst"), "Visio drawings are not read. Export it as PDF."),
    "book": (("epub", "mobi"), "E-books are not read. Convert it to PDF or HTML."),
    "sound": (
        ("mp3", "wav", "m4a", "ogg", "flac", "mp4", "mov", "avi", "mkv", "webm"),
        "Sound and film are not read. Give a transcript as text or DOCX.",
    ),
}
_ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".tbz2", ".xz", ".txz")
_MISNAMED = "It is an archive of other files. Unpack it and give the folder, or name it .zip."
_TNEF = b"\x78\x9f\x3e\x22"
_ADVICE = {suffix: advice for suffixes, advice in _UNSUPPORTED.values() for suffix in suffixes}
ADVISED = frozenset(f".{suffix}" for suffix in _ADVICE)  # suffixes of files that are not read, for a reason of their own
READABLE = (
    "Readable are PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, RTF, Markdown, HTML, CSV and text files, pictures of pages, "
    "mails, and ZIP and TAR archives of them."
)


def media_type_of(name: str, content: bytes) -> tuple[str, str]:
    """The media type of a file, and a warning ("" for none) when its name says another.

    Raises:
        UnsupportedFormat: nothing here reads such files.
        EncryptedDocument: an office file behind a password.
        UnreadableDocument: its content is not what its name says, and is nothing readable.
    """
    suffix = suffix_of(name)
    named = CODE if _is_code_by_name(name, content) else SUPPORTED.get(suffix) or _LEGACY_NAMES.get(suffix)
    found = _by_content(content, suffix)
    if found is None:
        return _text_type(name, suffix, named, content)
    warning = (
        ""
        if found == named
        else f"the name ends in {suffix or 'nothing'}, but the file is {_spoken(found)} and was read as that"
    )
    return found, warning


def suffix_of(name: str) -> str:
    """The lower-case suffix of a file name, with its dot; a known bare name (Dockerfile) counts as one."""
    path = PurePath(name.replace("\\", "/"))
    bare = f".{path.name.lower()}"
    return path.suffix.lower() or (bare if bare in SUPPORTED else "")


def _is_code_by_name(name: str, content: bytes) -> bool:
    """Whether the whole name says that lines matter. A list of packages and a paper on requirements may have one name."""
    own = PurePath(name.replace("\\", "/")).name
    if _CODE_NAMES.fullmatch(own):
        return True
    if not _PACKAGE_LIST.fullmatch(own):
        return False
    return all(_PACKAGE_LINE.fullmatch(line) for line in content[:100_000].splitlines()[:200] if line.strip())


def is_eml(name: str, head: bytes) -> bool:
    """Whether a file without a binary mark is a message, by its name or its first bytes."""
    suffix = suffix_of(name)
    named = SUPPORTED.get(suffix)
    return named == EML or (named in (None, PLAIN, MSG) and suffix not in ADVISED and starts_as_mail(head))


def _by_content(content: bytes, suffix: str) -> str | None:
    """Media type by the file's first bytes; None for what has no mark of its own."""
    if b"%PDF-" in content[:2048] and content.lstrip()[:1] != b"<" and not content.startswith((_OLE, *_ZIP)):
        return PDF
    if content.startswith(_OLE):
        return MSG if is_msg(content) else _ole_type(content, suffix)
    if content.startswith(b"\xffWPC"):
        return WPD
    if content.startswith(_TNEF):
        raise UnsupportedFormat(
            "Its text and files are packed as only Outlook does (winmail.dat). Save them from there, and give those."
        )
    if content.startswith(_ZIP):
        return _package_type(content, suffix)
    if content[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        return RTF
    flat = _FLAT.search(content[:FLAT_HEAD]) if content[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else None
    return _OPEN_DOCUMENT[flat.group(1).decode()] if flat else picture_type(content)


def picture_type(content: bytes) -> str | None:
    """Media type of a picture, by its first bytes; None for other files."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    if content[:2] == b"BM" and content[6:10] == bytes(4):  # reserved; a text that begins with these letters has others there
        return BMP
    return next((media_type for mark, media_type in _PICTURE_MARKS if content.startswith(mark)), None)


def legacy_advice(media_type: str) -> str:
    """What to do with a file of an older kind without LibreOffice."""
    return _ADVICE[LEGACY[media_type]]


def _ole_type(content: bytes, suffix: str) -> str:
    """What a compound file holds: an office file of the nineties, unless it is an encrypted one."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise EncryptedDocument("The file is protected by a password. Give its password, or save a copy without protection.")
    found = [media_type for name, media_type in _STREAMS if f"{name}\0".encode("utf-16-le") in content]
    named = _LEGACY_NAMES.get(suffix)
    if named and (named in found or not found):  # what is embedded in it has streams, too; a damaged one may show none
        return named
    if found:
        return found[0]
    raise UnsupportedFormat(_ADVICE.get(suffix[1:]) or "It is an old Office file. Save it as .docx, .xlsx, .pptx or PDF.")


def _package_type(content: bytes, suffix: str) -> str:
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
        names = package.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
        raise UnreadableDocument(
            "The file is cut off or damaged: its package cannot be opened. Open it in its program and save it again."
        ) from error
    if kind := _open_document_kind(package, names):
        return kind
    if "xl/workbook.bin" in names:
        return XLSB
    for prefix, media_type in _PARTS:
        if any(name.replace("\\", "/").lower().lstrip("/").startswith(prefix) for name in names):
            return media_type
    raise UnsupportedFormat(_ADVICE.get(suffix[1:], _MISNAMED))


def _open_document_kind(package: zipfile.ZipFile, names: Sequence[str]) -> str:
    """The media type that an OpenDocument package says of itself; "" for another package."""
    for name in ("mimetype", "META-INF/manifest.xml"):
        try:
            said = package.open(name).read(FLAT_HEAD) if name in names else b""
        except PART_ERRORS:
            said = b""
        if found := _KIND.search(said):
            return _OPEN_DOCUMENT[found.group(1).decode()]
        if b"application/vnd.oasis.opendocument" in said or b"application/vnd.sun.xml" in said:
            raise UnsupportedFormat(_ADVICE["odg"])
        if b"epub" in said:
            raise UnsupportedFormat(_ADVICE["epub"])
    return ""


def _text_type(name: str, suffix: str, named: str | None, content: bytes) -> tuple[str, str]:
    """Media type of a file without a binary mark: text by its name, or nothing readable."""
    if suffix[1:] in _ADVICE:
        raise UnsupportedFormat(_ADVICE[suffix[1:]])
    if suffix in _ARCHIVES:
        raise UnreadableDocument(
            "The archive is cut off or damaged. Make or download it again, or unpack it and give the folder."
        )
    if is_eml(name, content[:HEAD_BYTES]):
        return EML, ""
    if named in OFFICE:
        if _looks_like_html(content):
            return HTML, f"the name ends in {suffix}, but the file is a web page and was read as that"
        raise UnreadableDocument(
            f"The file is not what its name says ({suffix}): {_guess(content)}. Export it again from the program that made it."
        )
    if named is None and _is_picture_or_program(content):
        raise UnsupportedFormat(f"Files of this kind are not read ({_guess(content)}). {READABLE}")
    if named in (None, PLAIN) and _looks_like_html(content):
        return HTML, ""
    if (named is None and _is_json(content)) or (named in (None, PLAIN) and _MAINFRAME.search(content[:8000])):
        return CODE, ""
    return named or PLAIN, ""


def _looks_like_html(content: bytes) -> bool:
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html"))


def _is_json(content: bytes) -> bool:
    if content[:1] not in (b"{", b"["):
        return False
    try:
        json.loads(content[:1_000_000])
    except (ValueError, RecursionError):
        return False
    return True


def _is_picture_or_program(content: bytes) -> bool:
    """Whether there are zero bytes elsewhere than in text of two or four bytes a letter, which has them at fixed places."""
    head = content[:8000]
    if b"\x00" not in head or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    zeros = [head[place::4].count(0) / max(len(head[place::4]), 1) for place in range(4)]
    return min(zeros) > 0.02 or max(zeros) < 0.5


def _guess(content: bytes) -> str:
    """What the bytes look like, in words for the person who gave the file."""
    try:
        found = puremagic.from_string(content[:65536], mime=False)
    except (puremagic.PureError, ValueError):
        found = ""
    return f"it looks like {found}" if found else "it is damaged or of an unknown kind"


def _spoken(media_type: str) -> str:
    if media_type in PICTURES:
        return f"a {media_type.removeprefix('image/').upper()} picture"
    return {
        PDF: "a PDF",
        DOCX: "a Word document",
        XLSX: "an Excel workbook",
        PPTX: "a PowerPoint presentation",
        ODT: "an OpenDocument text",
        ODS: "an OpenDocument spreadsheet",
        ODP: "an OpenDocument presentation",
        RTF: "an RTF document",
        MSG: "a message from Outlook",
        DOC: "an old Word document",
        XLS: "an old Excel workbook",
        XLSB: "a binary Excel workbook",
        PPT: "an old PowerPoint presentation",
        WPD: "a WordPerfect document",
    }[media_type]
