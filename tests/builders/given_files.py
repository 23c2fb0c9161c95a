"""What somebody may give us in place of a good file, each made here; ``GIVEN`` names them all.

Beside those of `hostile`, which begin as a good return: old workbooks that ask for gigabytes or
make libraries panic, text that never ends or begins, declarations in any encoding, archives.
"""

import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile

from builders import hostile, old_workbooks as old
from builders.registers.suppliers import contact, liquidlogic
from openpyxl import Workbook


MEGABYTE = 1024 * 1024
TABLE = [[str(cell or "") for cell in row] for row in liquidlogic(contact(1), contact(2))]
CELLS = old.cells_of(TABLE)
RECORDS = old.stream(
    CELLS + b"".join(old.number(5 + n, n, n * 1.5) for n in range(10)),
    (20, 20),
    old.record(old.SST, b"\x03\x00\x00\x00" * 2 + b"\x03\x00\x00abc" * 3),
)
CSV = "\r\n".join(",".join(row) for row in TABLE).encode()
REPEATED = 'table:number-{}-repeated="30000"'
Maker = Callable[[], bytes]


def xlsx_of(rows: list[list[str]]) -> bytes:
    """Return a workbook of one sheet."""
    book, file = Workbook(), BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(file)
    return file.getvalue()


def renamed(data: bytes, to: Callable[[str], str]) -> bytes:
    """Return an archive whose members have other names, byte for byte as they are given."""
    with ZipFile(BytesIO(data)) as archive:
        names = [member.filename for member in archive.infolist()]
    for name in sorted(names, key=len, reverse=True):
        assert len(to(name)) == len(name)
        data = data.replace(name.encode(), to(name).encode())
    return data


def in_parts(data: bytes, seed: int) -> bytes:
    """Return an archive, sound as such, with a few bytes changed in one of its parts."""
    chance, file = Random(seed), BytesIO()
    with ZipFile(BytesIO(data)) as before, ZipFile(file, "w", ZIP_DEFLATED) as after:
        members = [m for m in before.infolist() if m.filename.endswith((".xml", ".rels", ".bin"))]
        chosen = chance.choice(members).filename
        for member in before.infolist():
            content = bytearray(before.read(member))
            for _ in range(3 if member.filename == chosen else 0):
                content[chance.randrange(len(content))] = chance.choice(b'<>"0\x00\xff/')
            after.writestr(member.filename, bytes(content))
    return file.getvalue()


def flipped(data: bytes, seed: int) -> bytes:
    """Return a file with one bit turned over."""
    changed, chance = bytearray(data), Random(seed)
    changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def ods() -> bytes:
    """Return a small OpenDocument spreadsheet."""
    space = "urn:oasis:names:tc:opendocument:xmlns"
    one = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = ("".join(map(one.format, row)) for row in TABLE)
    lines = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    return ods_of(
        f'<office:document-content xmlns:office="{space}:office:1.0" '
        f'xmlns:table="{space}:table:1.0" xmlns:text="{space}:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="S">{lines}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )


def ods_of(content: str) -> bytes:
    """Return an OpenDocument spreadsheet with this content."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return file.getvalue()


def repeated_cells() -> bytes:
    """Return a spreadsheet that says of one cell that it repeats a thousand million times."""
    with ZipFile(BytesIO(ods())) as archive:
        content = archive.read("content.xml").decode()
    content = content.replace("<table:table-row", f"<table:table-row {REPEATED.format('rows')}", 1)
    cell = f"<table:table-cell {REPEATED.format('columns')}"
    return ods_of(content.replace("<table:table-cell", cell, 1))


def xml_in(encoding: str, doctype: str = "", says: str = "") -> bytes:
    """Return XML in an encoding, which may say that it is in another."""
    text = (
        f'<?xml version="1.0" encoding="{says or encoding}"?>{doctype}<Message><Child/></Message>'
    )
    return text.encode(encoding)


def nested_zip() -> bytes:
    """Return a zip within a zip, ten times over, at whose heart are 50 MB of nothing."""
    data = bytes(50 * MEGABYTE)
    for _ in range(10):
        file = BytesIO()
        with ZipFile(file, "w", ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", data)
        data = file.getvalue()
    return data


def yaml_laughs() -> bytes:
    """Return YAML in which nine aliases stand for a thousand million words."""
    lines = ["a0: &a0 [lol, lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    return "\n".join(lines).encode()


YAML: Mapping[str, Maker] = {
    "YAML of aliases": yaml_laughs,
    "YAML that holds itself": lambda: b"cycles: &a [ *a ]",
    "YAML nested deeply": lambda: b"cycles: " + b"[" * 5000,
    "YAML with a day that is none": lambda: b"cycles: 2017-02-31",
    "YAML of a megabyte": lambda: b"cycles:\n" + b"- {a: 1, b: [x, y]}\n" * 50_000,
    "YAML with a tag": lambda: b"cycles: !!python/object/apply:os.system [ls]",
}
OLD: Mapping[str, Maker] = {
    "an .xls that says it is as large as can be": lambda: old.xls(
        old.stream(CELLS, (0xFFFFFFFF, 0xFFFF))
    ),
    "an .xls that says it has a million rows of 4,096": lambda: old.xls(
        old.stream(CELLS, (1 << 20, 4096))
    ),
    "an .xls with a cell in the last corner": lambda: old.xls(
        old.stream(CELLS + old.number(65535, 255, 1.0))
    ),
    "an .xls with a cell beyond all corners": lambda: old.xls(
        old.stream(CELLS + old.number(65535, 65535, 1.0))
    ),
    "an .xls with many cells in corners": lambda: old.xls(
        old.stream(b"".join(old.number(65535 - n, 255, 1.0) for n in range(2000)))
    ),
    "an .xls whose record is longer than the file": lambda: old.xls(
        old.stream(CELLS + old.record(old.LABEL, b"x", 0xFFFF))
    ),
    "an .xls whose texts go on in nothing": lambda: old.xls(
        old.stream(CELLS, extra=old.record(old.SST, b"\xff\xff\xff\x7f" * 2 + b"\xff\xff\x08"))
    ),
    **{f"an .xls spoilt, {n}": (lambda n=n: old.xls(old.spoilt(RECORDS, n))) for n in range(60)},
    **{
        f"an .xls with a bit turned over, {n}": (lambda n=n: flipped(old.xls(RECORDS), n))
        for n in range(30)
    },
    "an .xls cut short": lambda: old.xls(RECORDS)[:1500],
    "an .xls whose sectors go in circles": lambda: (
        old.xls(RECORDS)[:512] + b"\x00\x00\x00\x00" * 128 + old.xls(RECORDS)[1024:]
    ),
}
TEXT: Mapping[str, Maker] = {
    "nothing": lambda: b"",
    "blanks": lambda: b" \r\n" * 100,
    "null bytes": lambda: bytes(5000),
    "a CSV with null bytes": lambda: CSV.replace(b",", b"\x00,"),
    "a CSV of carriage returns": lambda: CSV.replace(b"\r\n", b"\r"),
    "a CSV of one endless line": lambda: b"x" * 15 * MEGABYTE,
    "a CSV of one endless cell": lambda: CSV + b"\r\n" + b"y" * 900_000 + b",z",
    "a CSV of commas": lambda: b"," * 900_000,
    "a CSV of quotes": lambda: CSV + b'\r\n"' * 200_001,
    "a CSV of empty lines": lambda: CSV + b"\r\n" * 400_000,
    "a CSV in UTF-16 cut within a letter": lambda: CSV.decode().encode("utf-16")[:-1],
    "a CSV in UTF-32": lambda: CSV.decode().encode("utf-32"),
    "a CSV of odd bytes": lambda: CSV + bytes(range(256)) * 20,
    "noise": lambda: Random(1).randbytes(20_000),
}
DECLARED: Mapping[str, Maker] = {
    "XML in UTF-7": lambda: xml_in("ascii", says="utf-7"),
    "XML in UTF-16": lambda: xml_in("utf-16"),
    "XML in UTF-16 that says UTF-8": lambda: xml_in("utf-16", says="utf-8"),
    "XML in no encoding there is": lambda: xml_in("ascii", says="klingon"),
    "XML in an encoding of several bytes": lambda: xml_in("ascii", says="shift_jis"),
    "XML of a billion laughs": lambda: xml_in("utf-8", hostile.laughs()),
    "XML of a billion laughs in UTF-16": lambda: xml_in("utf-16", hostile.laughs()),
    "XML that points at a file": lambda: xml_in("utf-8", hostile.FILE),
    "XML nested deeply": lambda: b"<a>" * 200_000,
    "XML nested deeply and closed": lambda: b"<Child>" * 100_000 + b"</Child>" * 100_000,
    "XML of attributes": lambda: b"<a " + b" ".join(b'a%d="1"' % n for n in range(60_000)) + b"/>",
}
ARCHIVES: Mapping[str, Maker] = {
    "a zip of zips": nested_zip,
    "a zip with backslashes": lambda: renamed(xlsx_of(TABLE), lambda name: name.replace("/", "\\")),
    "a zip that is only its end": lambda: b"PK\x05\x06" + bytes(18),
    "a zip that is only its beginning": lambda: b"PK\x03\x04" + bytes(26),
    "a zip of nothing": lambda: hostile.zip_of("x/"),
    "a gzip": lambda: b"\x1f\x8b\x08" + zlib.compress(bytes(MEGABYTE)),
    "an .ods that repeats a cell for ever": repeated_cells,
    **{f"an .ods spoilt, {n}": (lambda n=n: in_parts(ods(), n)) for n in range(20)},
    **{f"an .xlsx spoilt, {n}": (lambda n=n: in_parts(xlsx_of(TABLE), n)) for n in range(60)},
    **{
        f"an .xlsx with a bit turned over, {n}": (lambda n=n: flipped(xlsx_of(TABLE), n))
        for n in range(30)
    },
}
GIVEN: Mapping[str, Maker] = {
    **OLD, **TEXT, **DECLARED, **ARCHIVES, **YAML,
    **{f"return: {name}": make for name, (make, _) in hostile.HOSTILE.items()},
}  # fmt: skip
# One or two of each kind, for whoever has little time.
FEW = (
    "an .xls that says it has a million rows of 4,096", "an .xls with a cell beyond all corners",
    "an .xls whose texts go on in nothing", "an .xls cut short", "an .xls spoilt, 8",
    "an .xls whose sectors go in circles",
    "null bytes", "a CSV of carriage returns", "a CSV of one endless line", "a CSV of commas",
    "a CSV of quotes", "XML in UTF-7", "XML in UTF-16", "XML of a billion laughs",
    "XML nested deeply", "a zip of zips", "a zip with backslashes",
    "an .ods that repeats a cell for ever", "YAML of aliases", "YAML with a day that is none", "YAML with a tag",
    "return: a cell in the last corner", "return: a billion laughs", "return: a sheet in UTF-16",
    "return: parts that share bytes", "return: a password",
)  # fmt: skip
