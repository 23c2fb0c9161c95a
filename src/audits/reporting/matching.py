"""The matching report of a register: what was recognised, what was not, and every count."""

from collections import Counter
from collections.abc import Iterator, Mapping
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
    left = ", ".join(title for title in report["sheets_left"] if title)
    if left:
        yield Text(f"Sheets that were not read: {left}.")
    yield Heading("Headings")
    rows = tuple((ours, theirs) for ours, theirs in report["columns"].items())
    yield Table("Matched", ("Our column", "Its heading"), rows, (1, 2))
    if report.get("readings"):  # not kept of registers that were loaded long ago
        readings = tuple(report["readings"].items())
        yield Table("Judged as a whole", ("Heading or file", "Read as"), readings, (1, 2))
    if report["ignored"]:
        ignored = tuple((heading,) for heading in report["ignored"])
        yield Table("Not used", ("Heading",), ignored, (1,))
    if report["values"]:
        yield Heading("Words")
    for heading, counts in report["values"].items():
        words = tuple((text or "(empty)", _word(text, word), f"{n:,}") for text, word, n in counts)
        yield Table(heading, ("What it says", "What we take it for", "Rows"), words, (3, 3, 1))
    yield from _notices(report["warnings"])


def _word(said: str, word: str) -> str:
    return word or ("NOT MATCHED" if said else "not recorded")


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
    counts = Counter(each["message"] for each in warnings)
    said = tuple((message, f"{n:,}") for message, n in counts.most_common())
    yield Table("In short", ("What", "How often"), said, (4, 1))
    rows = [warning for warning in warnings if warning["row"] is not None]
    if rows:
        said_of = many(len(rows), "row has", "rows have")
        yield Text(f"{said_of} something to say; the first {ROWS} are listed.")
        listed = tuple(
            (row["sheet"], f"{row['row']:,}", row["column"], row["message"]) for row in rows[:ROWS]
        )
        yield Table("Rows", ("Sheet", "Row", "Column", "What"), listed, (1, 1, 2, 4))
