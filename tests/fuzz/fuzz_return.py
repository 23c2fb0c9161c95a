"""Coverage-guided fuzzing of what stands between a received file and an answer: ``make fuzz``.

An input spoils a good return in one of three ways: its bytes, one of its parts, or what its cells
say. Nothing may be raised, and no answer may stand in a case or question that is not the pack's.
"""

import sys
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import atheris


sys.path.insert(0, str(Path(__file__).parents[1]))

with atheris.instrument_imports(include=["audits"]):
    from audits.domain.answer import Answer
    from audits.opening import FileContents, FileSheet, read_file
    from audits.workbook import layout, normalise, scanning, settling, tampering  # noqa: F401 -- traced
    from audits.workbook.reading import _readings
    from audits.workbook.scanning import references

from builders.packs import KEY, a_pack, book_of, read


PACK = a_pack()
GOOD = book_of(PACK, [Answer("DA16-01", "visits", "3", "")])
with ZipFile(BytesIO(GOOD)) as archive:
    PARTS = {member.filename: archive.read(member) for member in archive.infolist()}
NAMES = sorted(PARTS)
SEEN = read_file(GOOD)
KNOWN = set(layout.asked_about(PACK))


def spoilt_bytes(chance: atheris.FuzzedDataProvider) -> None:
    """Put bytes of the fuzzer's choice somewhere into the file."""
    at = chance.ConsumeIntInRange(0, len(GOOD))
    more = chance.ConsumeBytes(64)
    check(read(GOOD[:at] + more + GOOD[at + len(more) * chance.ConsumeIntInRange(0, 1) :], PACK))


def spoilt_part(chance: atheris.FuzzedDataProvider) -> None:
    """Put bytes of the fuzzer's choice somewhere into one part, in a sound archive."""
    name = NAMES[chance.ConsumeIntInRange(0, len(NAMES) - 1)]
    part = PARTS[name]
    at, size = chance.ConsumeIntInRange(0, len(part)), chance.ConsumeIntInRange(0, 200)
    spoilt = {**PARTS, name: part[:at] + chance.ConsumeBytes(200) + part[at + size :]}
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for each, content in spoilt.items():
            archive.writestr(each, content)
    check(read(file.getvalue(), PACK))


def spoilt_cells(chance: atheris.FuzzedDataProvider) -> None:
    """Write, move and empty cells; no process is asked, so this is done thousands of times."""
    sheets = []
    for sheet in SEEN.sheets:
        cells = dict(sheet.cells)
        for _ in range(chance.ConsumeIntInRange(0, 6)):
            there = list(cells)
            place = there[chance.ConsumeIntInRange(0, len(there) - 1)] if there else (1, 1)
            other = (chance.ConsumeIntInRange(1, 40), chance.ConsumeIntInRange(1, 40))
            if chance.ConsumeBool():
                cells[other] = cells.pop(place, "")
            else:
                cells[place] = chance.ConsumeUnicodeNoSurrogates(40)
        sheets.append(FileSheet(sheet.title, sheet.is_visible, cells))
    seen = FileContents(tuple(sheets))
    found = references(seen, KEY)
    for reading in _readings([PACK], found, seen, ()):
        check(reading)


def check(reading: object) -> None:
    """Fail if an answer stands where nothing was asked."""
    for answer in reading.answers:
        assert (answer.case, answer.question) in KNOWN


def one(data: bytes) -> None:
    """Spoil the return in one way and read it."""
    chance = atheris.FuzzedDataProvider(data)
    ways = (spoilt_cells, spoilt_cells, spoilt_cells, spoilt_part, spoilt_bytes)
    ways[chance.ConsumeIntInRange(0, len(ways) - 1)](chance)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
