"""The matching report of a register: what was recognised, what was not, and every count."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import starmap
from operator import itemgetter
from typing import Any

from audits.domain.amounts import many

from .paper import Block, Heading, Paper, Table, Text


ROWS = 500  # of the rows with something to say; their number is given in full


def matching_paper(report: Mapping[str, Any]) -> Paper:
    """Return the matching report of one load, from what ``register load --json`` says."""
    return Paper(
        title=f"Matching report: {report['name']}",
        subtitle=f"File with SHA-256 {report['sha256']}",
        marking="OFFICIAL-SENSITIVE. It quotes words of the register, no child's name.",
        footer="Correct words and headings in a mapping profile, and load the register with it.",
        blocks=tuple(_blocks(report)),
    )


def _blocks(report: Mapping[str, Any]) -> Iterator[Block]:
    yield Heading("What came in")
    yield Table("Counts", ("What", "How many"), tuple(_counts(report)), (3, 1))
    left = ", ".join(filter(None, report["sheets_left"]))
    if left:
        yield Text(f"Sheets that were not read: {left}.")
    yield Heading("Headings")
    columns = tuple(report["columns"].items())
    yield Table("Matched", ("Our column", "Its heading"), columns, (1, 2))
    if report.get("readings"):  # not kept of registers that were loaded long ago
        readings = tuple(report["readings"].items())
        yield Table("Judged as a whole", ("Heading or file", "Read as"), readings, (1, 2))
    if report["ignored"]:
        ignored = tuple(zip(report["ignored"], strict=True))  # a row each, of one cell
        yield Table("Not used", ("Heading",), ignored, (1,))
    if report["values"]:
        yield Heading("Words")
    for heading, counts in report["values"].items():
        words = tuple(starmap(_word_row, counts))
        yield Table(heading, ("What it says", "What we take it for", "Rows"), words, (3, 3, 1))
    yield from _notices(report["warnings"])


def _word_row(text: str, word: str, rows: int) -> tuple[str, ...]:
    """Return a word of the register, what it is taken for, and how many rows say it."""
    if not text:
        return "(empty)", word or "not recorded", f"{rows:,}"
    return text, word or "NOT MATCHED", f"{rows:,}"


def _counts(report: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for says, name in (
        ("Rows", "rows_in"),
        ("Rows left out, each with its reason below", "rejected"),
        ("Rows that repeat another", "repeated"),
        ("Rows below the table, such as totals", "footers"),
        ("Units that may be drawn", "units"),
    ):
        yield says, f"{report[name]:,}"


def _notices(warnings: list[Mapping[str, Any]]) -> Iterator[Block]:
    if not warnings:
        return
    yield Heading("What to look at")
    counts = Counter(map(itemgetter("message"), warnings))
    messages = tuple((message, f"{times:,}") for message, times in counts.most_common())
    yield Table("In short", ("What", "How often"), messages, (4, 1))
    of_rows = [warning for warning in warnings if warning["row"] is not None]
    if of_rows:
        rows_have = many(len(of_rows), "row has", "rows have")
        yield Text(f"{rows_have} something to say; the first {ROWS} are listed.")
        listed = tuple(map(_warning_row, of_rows[:ROWS]))
        yield Table("Rows", ("Sheet", "Row", "Column", "What"), listed, (1, 1, 2, 4))


def _warning_row(warning: Mapping[str, Any]) -> tuple[str, ...]:
    return warning["sheet"], f"{warning['row']:,}", warning["column"], warning["message"]
