"""Writes compound files (version 3, sectors of 512 bytes, with a mini stream), and Outlook messages as such files."""

import datetime
import struct
from collections.abc import Mapping
from typing import Union

Tree = Mapping[str, Union[bytes, "Tree"]]

SECTOR, MINI, SMALL = 512, 64, 4096
END, FREE, NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFF
STORAGE, STREAM, ROOT = 1, 2, 5


class _Entry:
    def __init__(self, name: str, kind: int, content: bytes = b"") -> None:
        self.name, self.kind, self.content = name, kind, content
        self.left = self.right = self.child = NONE
        self.start, self.size = 0, len(content)

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0"
        links = struct.pack("<BBIII", self.kind, 1, self.left, self.right, self.child)
        return (
            name.ljust(64, b"\0") + struct.pack("<H", len(name)) + links + bytes(36) + struct.pack("<IQ", self.start, self.size)
        )


def compound(tree: Tree) -> bytes:
    """A compound file with the storages and streams of `tree`."""
    entries = [_Entry("Root Entry", ROOT)]
    entries[0].child = _add(entries, tree)
    mini, mini_fat = bytearray(), list[int]()
    for entry in entries:
        if entry.kind == STREAM and entry.size < SMALL:
            entry.start = _chain(mini, mini_fat, entry.content, MINI) if entry.content else END
    sectors, fat = bytearray(), list[int]()
    for entry in entries:
        if entry.kind == STREAM and entry.size >= SMALL:
            entry.start = _chain(sectors, fat, entry.content, SECTOR)
    entries[0].size = len(mini)
    entries[0].start = _chain(sectors, fat, bytes(mini), SECTOR) if mini else END
    table = struct.pack(f"<{len(mini_fat)}I", *mini_fat)
    mini_start = _chain(sectors, fat, table, SECTOR, b"\xff") if mini_fat else END
    directory = b"".join(entry.packed() for entry in entries)
    directory_start = _chain(sectors, fat, directory, SECTOR)
    count = 1
    while (len(fat) + count) * 4 > count * SECTOR:
        count += 1
    assert count <= 109, "a larger file needs a DIFAT"
    places = list(range(len(fat), len(fat) + count))
    fat += [0xFFFFFFFD] * count
    sectors += b"".join(struct.pack("<I", link) for link in fat).ljust(count * SECTOR, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIII", 0, count, directory_start, 0, SMALL)
    header += struct.pack("<IIII", mini_start, -(-len(table) // SECTOR), END, 0)
    header += b"".join(struct.pack("<I", place) for place in places)
    return header.ljust(SECTOR, b"\xff") + bytes(sectors)


def _add(entries: list[_Entry], tree: Tree) -> int:
    """Append the entries of a storage; the number of the one at the top of their search tree."""
    numbers = []
    for name in sorted(tree, key=lambda name: (len(name), name.upper())):
        value = tree[name]
        is_stream = isinstance(value, bytes)
        entries.append(_Entry(name, STREAM, value) if isinstance(value, bytes) else _Entry(name, STORAGE))
        numbers.append(len(entries) - 1)
        if not is_stream:
            assert isinstance(value, Mapping)
            entries[numbers[-1]].child = _add(entries, value)

    def balanced(part: list[int]) -> int:
        if not part:
            return NONE
        middle = len(part) // 2
        entries[part[middle]].left, entries[part[middle]].right = balanced(part[:middle]), balanced(part[middle + 1 :])
        return part[middle]

    return balanced(numbers)


def _chain(sectors: bytearray, fat: list[int], content: bytes, size: int, fill: bytes = b"\0") -> int:
    """Append `content` in sectors of `size`, linked in `fat`; the first of them."""
    first = len(fat)
    count = -(-len(content) // size)
    sectors += content.ljust(count * size, fill)
    fat += [*range(first + 1, first + count), END]
    return first


def message(
    text: Mapping[int, str],
    attachments: list[Tree] | None = None,
    *,
    binary: Mapping[int, bytes] | None = None,
    sent: datetime.datetime | None = None,
    inside: bool = False,
    narrow: bool = False,
) -> Tree:
    """The storage of an Outlook message.

    Args:
        text: property number → text.
        attachments: storages made by `attachment`.
        binary: property number → bytes.
        sent: when.
        inside: whether it stands in another message.
        narrow: whether texts are in the bytes of code page 1252.
    """
    fixed = [(0x3FFD, 0x0003, 1252)] if narrow else []
    if sent is not None:
        fixed.append((0x0039, 0x0040, int((sent - datetime.datetime(1601, 1, 1, tzinfo=datetime.UTC)).total_seconds()) * 10**7))
    tree: dict[str, bytes | Tree] = {"__properties_version1.0": bytes(24 if inside else 32) + _fixed(fixed)}
    for number, value in text.items():
        kind, encoding = ("001E", "cp1252") if narrow else ("001F", "utf-16-le")
        tree[f"__substg1.0_{number:04X}{kind}"] = value.encode(encoding)
    for number, content in (binary or {}).items():
        tree[f"__substg1.0_{number:04X}0102"] = content
    for number, storage in enumerate(attachments or []):
        tree[f"__attach_version1.0_#{number:08X}"] = storage
    return tree


def attachment(name: str, content: bytes | Tree, *, label: str = "", method: int | None = None) -> Tree:
    """The storage of an attached file, or of a message when `content` is one."""
    is_file = isinstance(content, bytes)
    method = (1 if is_file else 5) if method is None else method
    tree: dict[str, bytes | Tree] = {"__properties_version1.0": bytes(8) + _fixed([(0x3705, 0x0003, method)])}
    tree["__substg1.0_3701" + ("0102" if is_file else "000D")] = content
    for number, value in ((0x3707, name), (0x3712, label)):
        if value:
            tree[f"__substg1.0_{number:04X}001F"] = value.encode("utf-16-le")
    return tree


def _fixed(values: list[tuple[int, int, int]]) -> bytes:
    return b"".join(struct.pack("<HHIQ", kind, number, 6, value) for number, kind, value in values)
