"""How far a pack is filled in, as formulas count it and as it is when the pack is written."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from audits.domain.pack import KNOWN
from audits.xlsx import column_letter

from .table import Slot


NOT_KNOWN = "Not known: nothing more to answer"
# What the formulas come to; it is never taken for an answer, nor for somebody's remark.
SHOWN = re.compile(rf"\d+ of \d+ answered|{NOT_KNOWN}")


@dataclass(frozen=True, slots=True)
class Counted:
    """A cell of the cover that counts: what is to do in cells of a sheet, or what is answered."""

    cell: str
    title: str
    to_do: tuple[str, ...] = ()
    slots: tuple[Slot, ...] = ()


def answered(slots: Sequence[Slot], title: str = "") -> str:
    """Return the formula that says how many of some questions are answered: "7 of 12 answered".

    ``title`` is the sheet that they stand on, "" for the formula's own.
    """
    sheet = ""
    if title:
        doubled = title.replace("'", "''")
        sheet = f"'{doubled}'!"
    required = [slot for slot in slots if slot.question.required]
    cells = ",".join(f"{sheet}{span}" for span in _spans(required))
    counted = f'COUNTA({cells})&" of {len(required)} answered"'
    known = _known(slots)
    if known is None:
        return f"={counted}"
    return f'=IF({sheet}{known.cell}="No","{NOT_KNOWN}",{counted})'


def answered_now(slots: Sequence[Slot], value_of: Callable[[Slot], object]) -> str:
    """Return what that formula comes to, given what stands in each cell."""
    known = _known(slots)
    if known is not None and value_of(known) == "No":
        return NOT_KNOWN
    required = [slot for slot in slots if slot.question.required]
    filled = [slot for slot in required if value_of(slot) not in ("", None)]
    return f"{len(filled)} of {len(required)} answered"


def _known(slots: Iterable[Slot]) -> Slot | None:
    return next((slot for slot in slots if slot.question.id == KNOWN.id), None)


def _spans(slots: Sequence[Slot]) -> Iterator[str]:
    """Yield the cells of slots, those below one another as one: ``E4:E9``."""
    placed = sorted((slot.column, slot.row) for slot in slots)
    numbered = enumerate(placed)
    for _, run in groupby(numbered, lambda item: (item[1][0], item[1][1] - item[0])):
        rows = [place for _, place in run]
        (column, first), (_, last) = rows[0], rows[-1]
        letter = column_letter(column)
        yield f"{letter}{first}" if first == last else f"{letter}{first}:{letter}{last}"
