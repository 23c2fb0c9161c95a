"""Ten years of a board in one database: the audits of a short programme, copied to later dates.

What a copy says is what the programme made, under another reference and at another date. Files are
not copied: the pages that this is for read rows alone.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, TypeAlias

from programme.agenda import FIRST, WEEKLY, Scale
from programme.run_programme import run_programme
from sqlalchemy import Column, Date, DateTime, Integer, Table
from sqlmodel import SQLModel

from audits.storage import every_table  # noqa: F401 -- so that every table is known


SHORT = Scale(weeks=6, members=8, practices=8, contacts=4_000)
WEEKS, YEARS, ACTIONS = 520, 10, 10_000
LIVE = 3  # the last weeks are still with the agencies, half of which have answered
ANSWERED = 3  # how often each answer was given: the last counts, the others are kept
STEP = 10_000_000  # between the numbered keys of one copy and those of the next
NOW = datetime.combine(FIRST + timedelta(weeks=WEEKS), time(16), UTC)
# What a week that is still with the agencies has not got.
LATER = {
    "finding", "action", "paper", "sign_off", "grade", "disagreement", "follow_up", "moderation",
    "moderation_book", "fact_check", "correction", "spot_check", "concern",
}  # fmt: skip
# Codes that were numbered in one row for all audits.
NUMBERED = {
    ("issued_pack", "id"), ("issued_pack", "code"), ("answer", "pack"), ("return_file", "pack"),
    ("return_problem", "asked_in"), ("moderation_book", "id"), ("moderation_book", "code"),
    ("action", "id"), ("action_finding", "action"), ("action_rung", "action"),
    ("action_update", "action"), ("action_agency", "action"), ("action_measure", "action"),
}  # fmt: skip
NUMBER = re.compile(r"(?<=^[PMA])\d+")
Row: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Copy:
    """One audit made of another: under which reference, how much later, and which copy it is."""

    of: str
    ref: str
    later: timedelta
    number: int
    is_live: bool = False

    def text(self, value: str) -> str:
        """Return a text with the references of the copy."""
        return value.replace(self.of, self.ref).replace(_short(self.of), _short(self.ref))


def make_ten_years(home: Path) -> None:
    """Make a workspace of ten years: 520 weekly audits, some eighty others, a million answers."""
    run_programme(home, SHORT, seed=1)
    multiply(home / "audits.db")


def multiply(database: Path) -> None:
    """Copy what the short programme left until it is ten years."""
    with closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA synchronous = OFF")
        read = _rows_of(connection)
        for copy in copies({row["ref"]: row["kind"] for row in read["cycle"]}):
            _add_copy(copy, read, connection)
        _answer_again(connection)
        _promise_more(connection)
        _lengthen_trail(connection)
        connection.commit()
        connection.execute("ANALYZE")


def copies(kinds: dict[str, str]) -> Iterator[Copy]:
    """Yield every copy that is to be made of these audits, each given with its kind."""
    weekly = [ref for ref, kind in kinds.items() if kind == WEEKLY]
    others = [ref for ref, kind in kinds.items() if kind != WEEKLY]
    number = 0
    for week in range(len(weekly), WEEKS):
        number += 1
        base = week % len(weekly)
        day = FIRST + timedelta(weeks=week)
        later = timedelta(weeks=week - base)
        is_live = week >= WEEKS - LIVE
        year, iso_week, _ = day.isocalendar()
        yield Copy(weekly[base], f"MASH-{year}-W{iso_week:02}", later, number, is_live)
    for year in range(1, YEARS):
        for ref in others:
            number += 1
            named = ref.replace(str(FIRST.year), str(FIRST.year + year), 1)
            yield Copy(ref, named, timedelta(weeks=52 * year), number)


def _short(ref: str) -> str:
    """Return how the cases of an audit begin: MASH15W14 of MASH-2015-W14."""
    return ref.replace("-20", "", 1).replace("-", "")


def _rows_of(connection: sqlite3.Connection) -> dict[str, list[Row]]:
    """Return every row of every table that may belong to an audit."""
    read: dict[str, list[Row]] = {}
    for table in SQLModel.metadata.sorted_tables:
        rows = connection.execute(f'SELECT * FROM "{table.name}"')  # noqa: S608 -- our own names
        read[table.name] = list(map(dict, rows))
    return read


def _add_copy(copy: Copy, read: dict[str, list[Row]], connection: sqlite3.Connection) -> None:
    """Add the rows of one copy: what names the audit, and what hangs on such a row."""
    kept: dict[str, set[Any]] = {"cycle": {copy.of}}
    for table in SQLModel.metadata.sorted_tables:
        if not _hangs_on_audits(table, kept):
            continue
        rows = []
        if not (copy.is_live and table.name in LATER):
            rows = [row for row in read[table.name] if _belongs(row, table, copy, kept)]
        key = next(iter(table.primary_key)).name
        kept[table.name] = {row[key] for row in rows}
        if rows:
            _insert(table, [_copied(row, table, copy) for row in rows], connection)


def _hangs_on_audits(table: Table, kept: dict[str, set[Any]]) -> bool:
    named = {key.column.table.name for column in table.columns for key in column.foreign_keys}
    return table.name == "cycle" or "cycle" in table.columns or not named.isdisjoint(kept)


def _belongs(row: Row, table: Table, copy: Copy, kept: dict[str, set[Any]]) -> bool:
    """Tell whether a row is the audit's: it names it, or a row of it, and no row left out."""
    if table.name == "cycle":
        return row["ref"] == copy.of
    named = False
    for column in table.columns:
        for key in column.foreign_keys:
            target, value = key.column.table.name, row[column.name]
            if value is None or target not in kept:
                continue
            if value not in kept[target]:
                return False
            named = True
    is_left_out = copy.is_live and table.name == "return_file" and hash(row["unit"][0]) % 2
    return (named or row.get("cycle") == copy.of) and not is_left_out


def _copied(row: Row, table: Table, copy: Copy) -> Row:
    new = {column.name: _value(row[column.name], column, copy) for column in table.columns}
    if copy.is_live and table.name == "cycle":
        new["status"] = "issued"
    return new


def _value(value: Any, column: "Column[Any]", copy: Copy) -> Any:
    """Return what stands in a column of the copy."""
    is_key = column.primary_key or _numbered_key(column)
    if value is None:
        return None
    if isinstance(column.type, Date | DateTime):
        return _later(value, copy.later)
    if isinstance(column.type, Integer) and is_key and column.name not in ("number", "edition"):
        return value + copy.number * STEP
    if not isinstance(value, str):
        return value
    if (column.table.name, column.name) in NUMBERED:
        return NUMBER.sub(lambda code: str(int(code[0]) + 1_000 * copy.number), value)
    changed = copy.text(value)
    names_file = column.name in ("return_id", "settled_by", "supersedes", "part_of")
    is_own_name = column.name in ("id", "return_id") or names_file
    return f"{value}{copy.number}" if changed == value and is_own_name else changed


def _numbered_key(column: "Column[Any]") -> bool:
    return any(isinstance(key.column.type, Integer) for key in column.foreign_keys)


def _later(value: str, by: timedelta) -> str:
    if len(value) == len("2015-04-02"):
        return str(date.fromisoformat(value) + by)
    return (datetime.fromisoformat(value) + by).isoformat(" ", "microseconds")


def _insert(table: Table, rows: list[Row], connection: sqlite3.Connection) -> None:
    names = list(rows[0])
    columns = ", ".join(f'"{name}"' for name in names)
    marks = ", ".join("?" * len(names))
    connection.executemany(
        f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})',  # noqa: S608 -- our own names
        [[row[name] for name in names] for row in rows],
    )


def _answer_again(connection: sqlite3.Connection) -> None:
    """Keep earlier answers beside those that count, as where units return their packs again."""
    names = [row["name"] for row in connection.execute("PRAGMA table_info(answer)")]
    given = [name for name in names if name not in ("id", "current")]
    columns = ", ".join(given)
    for _ in range(ANSWERED - 1):
        connection.execute(
            f"INSERT INTO answer ({columns}, current) SELECT {columns}, 0 FROM answer "  # noqa: S608 -- our own names
            "WHERE current"
        )


def _promise_more(connection: sqlite3.Connection) -> None:
    """Add actions, each like one of those that came of an audit, until there are ten thousand."""
    names = [row["name"] for row in connection.execute("PRAGMA table_info(action)")]
    columns = ", ".join(names[1:])
    given = list(connection.execute(f"SELECT {columns} FROM action"))  # noqa: S608 -- our own names
    missing = range(ACTIONS - len(given))
    marks = ", ".join("?" * len(names))
    connection.executemany(
        f"INSERT INTO action ({', '.join(names)}) VALUES ({marks})",  # noqa: S608 -- our own names
        [[f"A{STEP + n}", *given[n % len(given)]] for n in missing],
    )


def _lengthen_trail(connection: sqlite3.Connection) -> None:
    """Add entries as the other years would have left them; nobody verifies this trail."""
    for year in range(1, YEARS):
        for _ in range(4):
            connection.execute(
                "INSERT INTO trail (seq, at, actor, verb, about, why, facts, rows, keyed, "
                "previous, digest) SELECT seq + (SELECT max(seq) FROM trail), "
                "strftime('%Y-%m-%d %H:%M:%f', at, ?) || '000', actor, verb, about, why, facts, "
                "'{}', keyed, previous, digest FROM trail "
                "WHERE seq <= (SELECT min(seq) + 5000 FROM trail) ORDER BY seq",
                (f"+{year} years",),
            )
