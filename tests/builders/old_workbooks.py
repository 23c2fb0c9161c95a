"""Old workbooks (.xls), byte by byte: whole ones, and ones that no program writes.

An .xls is a compound file ([MS-CFB]) with one stream of records ([MS-XLS]): a number, a length and
so many bytes each.
"""

import struct
from collections.abc import Sequence
from random import Random


SECTOR, END, FREE, FAT, NONE = 512, 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF
BOF, EOF, SHEET, DIMENSIONS, LABEL, NUMBER = 0x0809, 0x000A, 0x0085, 0x0200, 0x0204, 0x0203
SST, LABEL_SST, FORMULA, CONTINUE, CODEPAGE = 0x00FC, 0x00FD, 0x0006, 0x003C, 0x0042
Rows = Sequence[Sequence[str]]


def record(number: int, content: bytes = b"", length: int | None = None) -> bytes:
    """Return a record, which may give another length than it has."""
    return struct.pack("<HH", number, len(content) if length is None else length) + content


def label(row: int, column: int, text: str) -> bytes:
    """Return a cell of text."""
    coded = text.encode("latin-1")
    return record(LABEL, struct.pack("<HHHHB", row, column, 0, len(coded), 0) + coded)


def number(row: int, column: int, value: float) -> bytes:
    """Return a cell of a number."""
    return record(NUMBER, struct.pack("<HHHd", row, column, 0, value))


def dimensions(rows: int, columns: int) -> bytes:
    """Return what a sheet says of its size."""
    return record(DIMENSIONS, struct.pack("<IIHHH", 0, rows, 0, columns, 0))


def cells_of(rows: Rows) -> bytes:
    """Return rows as cells of text."""
    return b"".join(
        label(r, c, text) for r, line in enumerate(rows) for c, text in enumerate(line) if text
    )


def stream(cells: bytes, size: tuple[int, int] = (10, 10), extra: bytes = b"") -> bytes:
    """Return the records of a workbook of one sheet; ``extra`` stand before its sheets."""
    begin = struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)
    title = b"\x06\x00Sheet1"
    head = record(BOF, begin) + record(CODEPAGE, struct.pack("<H", 1200)) + extra
    at = len(head) + 4 + 6 + len(title) + 4
    listed = record(SHEET, struct.pack("<IBB", at, 0, 0) + title)
    page = record(BOF, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    return head + listed + record(EOF) + page + dimensions(*size) + cells + record(EOF)


def xls(content: bytes) -> bytes:
    """Return a compound file with one stream called Workbook."""
    content = content.ljust(4096, b"\x00")  # shorter ones would lie elsewhere
    content += bytes(-len(content) % SECTOR)
    count = len(content) // SECTOR
    fats = (count + 2 + 127) // 128
    while (count + 1 + fats + 127) // 128 > fats:
        fats += 1
    table = [FAT] * fats + [END] + [fats + 2 + n for n in range(count)]
    table[-1] = END
    table += [FREE] * (fats * 128 - len(table))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, fats, fats, 0, 4096, END, 0, END, 0)
    head += b"".join(struct.pack("<I", n if n < fats else FREE) for n in range(109))
    folder = _entry("Root Entry", 5, END, 0, child=1)
    folder += _entry("Workbook", 2, fats + 1, len(content)) + bytes(256)
    return head + struct.pack(f"<{len(table)}I", *table) + folder + content


def _entry(name: str, kind: int, start: int, size: int, child: int = NONE) -> bytes:
    coded = (name + "\x00").encode("utf-16-le")
    head = coded.ljust(64, b"\x00") + struct.pack("<HBBIII", len(coded), kind, 1, NONE, NONE, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)


def spoilt(content: bytes, seed: int, changes: int = 3) -> bytes:
    """Return records with a few bytes changed, deterministically."""
    chance, data = Random(seed), bytearray(content)
    for _ in range(changes):
        data[chance.randrange(20, len(data))] = chance.choice((0, 1, 0x7F, 0x80, 0xFF))
    return bytes(data)
