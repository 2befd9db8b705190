"""ZIP files with the same bytes for the same content: fixed dates, fixed order, fixed compression."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

FIXED_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP can hold


def make_zip(files: Mapping[str, bytes]) -> bytes:
    """An archive of the files, in the order given."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = ZipInfo(name, FIXED_DATE)
            info.compress_type = ZIP_DEFLATED
            info.create_system = 3  # the same on every platform
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return buffer.getvalue()


def pin_zip(content: bytes) -> bytes:
    """An archive that another package made, with its dates fixed."""
    with ZipFile(BytesIO(content)) as archive:
        return make_zip({info.filename: archive.read(info) for info in archive.infolist()})
