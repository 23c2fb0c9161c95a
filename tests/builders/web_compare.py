"""What two databases hold, side by side: those of one story that was told in two ways.

Digests, and the ids made of them, are numbered as they come up: what points at what is compared,
not the bytes of workbooks, which hold when they were made. People are known by their names alone:
where somebody types who gave a grade, the number of their account is not beside it.
"""

import json
import re
import sqlite3
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any


# Who is let in, and what a page leaves to the schedule: no command signs anybody in, shows a file
# before it is kept, or waits for somebody else to do what follows.
OF_THE_SITE = (
    "account", "account_link", "alembic_version", "asked_tick", "attempt", "background_task",
    "held_file", "web_session",
)  # fmt: skip
NOTED_OF_ACCESS = (
    "account added", "code asked for", "files held", "link made", "link used", "password chosen",
    "signed in", "signed in by a link", "signed out",
)  # fmt: skip
# What must differ: the chain of the trail, which those entries are part of, and how many bytes a
# workbook has that holds when it was made. A unit's page takes a workbook for that unit alone; what
# a command collects came from a folder.
DIFFERS = {
    "trail": ("seq", "previous", "digest", "rows"),
    "return_file": ("size", "route", "only_for"),
    "unit_link": ("used_at",),
}
# A page takes all grades of a case at once, a command one: who gave which is the same.
OF_GRADES = ("grade given", "grades differs", "follow-up named")
SIZE = re.compile(r'"size": \d+')
ROUTE = re.compile(r'"route": "(page|folder)"')
ACCOUNT = re.compile(r" \(U\d+\)")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(\+\d\d:\d\d|Z)?")
DIGEST = re.compile(r"(?<![0-9a-z])([0-9a-f]{64}|[0-9a-f]{32}|[0-9a-f]{12})(?![0-9a-z])")


def kept_in(home: Path) -> dict[str, list[dict[str, Any]]]:
    """Return every row of a workspace's database by its table, but for what must differ."""
    numbers: dict[str, str] = {}
    with sqlite3.connect(home / "audits.db") as database:
        database.row_factory = sqlite3.Row
        named = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")
        tables = [row[0] for row in named if row[0] not in OF_THE_SITE]
        kept = {table: list(_rows(database, table, home, numbers)) for table in tables}
    kept["trail"] = list(_grades_in_any_order(kept["trail"]))
    return kept


def differences(one: Path, other: Path) -> list[str]:
    """Return in what the databases of two workspaces differ, the first few of each table."""
    first, second = kept_in(one), kept_in(other)
    lines: list[str] = []
    for table, rows in first.items():
        others = second[table]
        if len(rows) != len(others):
            lines.append(f"{table}: {len(rows)} rows and {len(others)}")
        lines.extend(list(_apart(table, rows, others))[:5])
    return lines


def _rows(
    database: sqlite3.Connection, table: str, home: Path, numbers: dict[str, str]
) -> Iterator[dict[str, Any]]:
    for row in database.execute(f'SELECT * FROM "{table}" ORDER BY rowid'):  # noqa: S608 -- ours
        kept = {}
        for name, value in dict(row).items():
            if name not in DIFFERS.get(table, ()):
                kept[name] = _plain(value, home, numbers)
        is_of_access = table == "trail" and row["verb"] in NOTED_OF_ACCESS
        is_counter_of_access = table == "counter" and row["kind"] in ("account", "link code")
        if not is_of_access and not is_counter_of_access:
            yield kept


def _grades_in_any_order(trail: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the entries of a trail, those on grades that follow each other sorted."""
    for is_of_grades, group in groupby(trail, lambda entry: entry["verb"] in OF_GRADES):
        entries = list(group)
        if is_of_grades:
            entries.sort(key=repr)
        yield from entries


def _plain(value: Any, home: Path, numbers: dict[str, str]) -> Any:
    """Return a value without its moment and place, and its digests as numbers."""
    if not isinstance(value, str):
        return value

    def number(match: re.Match[str]) -> str:
        return numbers.setdefault(match[0][:12], f"#{len(numbers) + 1}")

    plain = ROUTE.sub("ROUTE", SIZE.sub("SIZE", value.replace(str(home), "HOME")))
    plain = ACCOUNT.sub("", plain)
    return DIGEST.sub(number, MOMENT.sub("MOMENT", plain))


def _apart(table: str, rows: list[Any], others: list[Any]) -> Iterator[str]:
    for row, other in zip(rows, others, strict=False):
        for name in row:
            if row[name] != other[name]:
                about = json.dumps(next(iter(row.values())))
                yield f"{table} {about}, {name}: {row[name]!r} and {other[name]!r}"
