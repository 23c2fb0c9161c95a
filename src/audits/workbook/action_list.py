"""The whole action plan as one plain sheet, for whoever wants to sort and count it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from audits.xlsx import Column, write_long_table


WIDTHS = {
    "id": 7, "title": 44, "due": 11, "rag": 7, "overdue_days": 9, "percent_done": 9, "measure": 36,
    "source": 20, "theme": 20, "findings": 20, "original_due": 11, "times_moved": 8, "evidence": 36,
    "evidence_files": 40, "impact": 36, "closed_why": 30, "updated_at": 11, "completed_at": 12,
    "closed_at": 11, "meeting": 11,
}  # fmt: skip
USUAL = 14  # characters
PAGES_WIDE = 3
CALLED = {"id": "No.", "rag": "RAG"}


def write_action_list(rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> bytes:
    """Return the rows as an .xlsx with these columns; written as it goes, ten thousand at a time.

    Dates are dates and numbers are numbers; text that begins like a formula stays text.
    """
    headed = [Column(_heading(name), WIDTHS.get(name, USUAL)) for name in columns]
    return write_long_table(
        "Actions", headed, _values(rows, columns), frozen=2, pages_wide=PAGES_WIDE
    )


def _heading(name: str) -> str:
    return CALLED.get(name, name.replace("_", " ").capitalize())


def _values(rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> Iterator[list[object]]:
    for row in rows:
        yield [row[name] for name in columns]
