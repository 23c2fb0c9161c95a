"""The three agencies of the demonstration at their desks: they open what lies in their outbox."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import load_workbook

from .filling import fill_clean, fill_late, fill_queries, fill_sloppy
from .truth import Truth


@dataclass(frozen=True, slots=True)
class Desks:
    """Where packs arrive and returns are put, and what is true of the cases."""

    outbox: Path
    inbox: Path
    ref: str
    truth: Truth = field(repr=False)

    def police_and_health(self) -> None:
        """Fill two packs in, one with care and one between two meetings, and return them."""
        with_care = fill_clean(self._pack("police"), self.truth)
        (self.inbox / "MASH audit police.xlsx").write_bytes(with_care)
        in_a_hurry = fill_sloppy(self._pack("health"), self.truth)
        (self.inbox / "FINAL v2 (health).xlsx").write_bytes(in_a_hurry)

    def social_care(self, password: str) -> None:
        """Return the pack late: one child not known, one at risk, and a name said."""
        cases = self.truth.cases
        surname = self._surname(cases[4], password)
        filled = fill_late(
            self._pack("social_care"),
            self.truth,
            unknown=cases[1],
            concern=cases[4],
            surname=surname,
        )
        (self.inbox / "social care return.xlsx").write_bytes(filled)

    def queries(self) -> None:
        """Answer what was asked again, in whichever units were asked."""
        for file in sorted(self.outbox.glob(f"*/{self.ref}-*-pack-2.xlsx")):
            answered = fill_queries(file.read_bytes(), self.truth)
            (self.inbox / f"answers from {file.parent.name}.xlsx").write_bytes(answered)

    def _pack(self, unit: str) -> bytes:
        return (self.outbox / unit / f"{self.ref}-{unit}-pack-1.xlsx").read_bytes()

    def _surname(self, case: str, password: str) -> str:
        """Return the surname that the key list gives for a case."""
        sealed = self.outbox / "social_care" / f"{self.ref}-social_care-key-list.xlsx"
        return _people(sealed.read_bytes(), password)[case]


def _people(sealed: bytes, password: str) -> Mapping[str, str]:
    """Return the surname of each case in a key list, opened with its password."""
    file, opened = OOXMLFile(BytesIO(sealed)), BytesIO()
    file.load_key(password=password)
    file.decrypt(opened)
    rows = list(load_workbook(opened).worksheets[0].iter_rows(values_only=True))
    head = next(row for row in rows if row[0] == "Case")
    surname = head.index("Surname")
    below = rows[rows.index(head) + 1 :]
    return {str(row[0]): str(row[surname]) for row in below}
