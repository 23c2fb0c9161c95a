"""What a register was made of: what was recognised, what was not, and how the counts add up."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypedDict

from audits.domain.amounts import many
from audits.domain.remedies import Missing, Remedies, Remedy, Verb

from .day_order import Order


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about one row or column that a person should know; it quotes no value."""

    code: str
    message: str
    sheet: str = ""
    row: int | None = None
    column: str = ""


class NoticeAsJson(TypedDict):
    """A notice as scripts read it."""

    code: str
    sheet: str
    row: int | None
    column: str
    message: str


class ReportAsJson(TypedDict):
    """A matching report as scripts read it, and as it is kept with the load.

    ``values`` hold, by heading, triples: what was said, our word for it and how often. ``cells``
    hold, by heading, how many cells that are filled in were read, and how many are filled in.
    """

    name: str
    sha256: str
    rows_in: int
    units: int
    rejected: int
    repeated: int
    warnings: list[NoticeAsJson]
    unmatched: dict[str, list[str]]
    columns: dict[str, str]
    ignored: list[str]
    values: dict[str, list[list[str | int]]]
    footers: int
    sheets: list[str]
    sheets_left: list[str]
    readings: dict[str, str]
    cells: dict[str, list[int]]


def remedies_for(codes: Iterable[str], register: str) -> Remedies:
    """Return what a person can do about the notices of one load, each thing once."""
    remedies = {
        "order_unknown": Remedy(Missing.DAY_ORDER, Order.MONTH_FIRST),
        "time_left": Remedy(Verb.MATCH_REGISTER, register),
    }
    return tuple(remedies[code] for code in dict.fromkeys(codes) if code in remedies)


def in_short(warnings: Iterable[NoticeAsJson]) -> Iterator[str]:
    """Yield each thing to look at once, with how many rows it is about and the first of them."""
    rows_by_message: dict[str, list[int]] = {}
    for warning in warnings:
        rows = rows_by_message.setdefault(warning["message"], [])
        if warning["row"]:
            rows.append(warning["row"])
    for message, rows in sorted(rows_by_message.items(), key=lambda item: bool(item[1])):
        if rows:
            yield f"{message} ({many(len(rows), 'row')}, the first is row {rows[0]:,})"
        else:
            yield message


@dataclass(frozen=True, slots=True)
class MatchingReport:
    """The matching of one load.

    ``rows_in`` = rows used for ``units`` + ``repeated`` + ``rejected``; a row used may be one of
    several of a unit (one a child), so units are fewer. ``unmatched`` holds, by heading, the values
    that have no meaning here; ``columns`` maps our names to the headings they were found under;
    ``values`` hold, by heading, what was said, our word for it and how often. ``footers`` are rows
    below the table. ``sheets`` were read, ``left`` were not. ``readings`` say, by heading or file,
    how a whole column or file was read and what shows it, where that had to be decided. ``cells``
    hold, by heading, how many cells that are filled in were read, and how many are filled in.
    """

    sha256: str
    rows_in: int
    units: int
    rejected: int
    repeated: int
    columns: Mapping[str, str]
    ignored: tuple[str, ...] = ()
    warnings: tuple[Notice, ...] = ()
    unmatched: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    values: Mapping[str, tuple[tuple[str, str, int], ...]] = field(default_factory=dict)
    footers: int = 0
    sheets: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    readings: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def as_json(self, name: str) -> ReportAsJson:
        """Return the report as scripts read it."""
        return {
            "name": name,
            "sha256": self.sha256,
            "rows_in": self.rows_in,
            "units": self.units,
            "rejected": self.rejected,
            "repeated": self.repeated,
            "warnings": list(map(_warning, self.warnings)),
            "unmatched": {heading: list(values) for heading, values in self.unmatched.items()},
            "columns": dict(self.columns),
            "ignored": list(self.ignored),
            "values": {name: list(map(list, counts)) for name, counts in self.values.items()},
            "footers": self.footers,
            "sheets": list(self.sheets),
            "sheets_left": list(self.left),
            "readings": dict(self.readings),
            "cells": {heading: list(counts) for heading, counts in self.cells.items()},
        }


def _warning(notice: Notice) -> NoticeAsJson:
    return {
        "code": notice.code,
        "sheet": notice.sheet,
        "row": notice.row,
        "column": notice.column,
        "message": notice.message,
    }
