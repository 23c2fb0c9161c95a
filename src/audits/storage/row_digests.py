"""A digest of every row that a transaction changed, for the trail to hold.

A row's digest covers all of its columns but those at their default, so that a column that a later
version adds, with a default, leaves the digests of old rows as they were.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from enum import Enum
from functools import lru_cache
from typing import Any, TypeAlias

from sqlalchemy import Float, Table, inspect, select, tuple_
from sqlmodel import Session, SQLModel

from . import every_table as every_table
from .tables_access import AccountLink, ApiToken, Attempt, HeldFile, WebSession
from .tables_background_tasks import BackgroundTaskRow
from .tables_board import Counter, TrailEntry
from .tables_content import ContentRow
from .tables_ticks import AskedTick, TickRow


RowDigests: TypeAlias = dict[str, dict[str, str | None]]  # by table and key; None: taken out
Values: TypeAlias = Mapping[str, Any]

NOT_RECORDED: tuple[type[SQLModel], ...] = (
    TrailEntry,  # it has a chain of its own
    Counter,  # a number that was given out stands in the row that has it
    TickRow,  # about this machine, not about an audit
    AskedTick,
    ApiToken,
    AccountLink,  # who uses the website now, not about an audit
    Attempt,
    BackgroundTaskRow,
    ContentRow,  # a row that names it holds its digest
    HeldFile,
    WebSession,
)
DIGITS = 32  # hexadecimal: 128 bits
BETWEEN = "|"  # the columns of a key
AT_ONCE = 500  # keys asked for in one statement


class ChangedRows:
    """The rows that a transaction has changed so far."""

    def __init__(self) -> None:
        self._objects: dict[tuple[str, str], SQLModel | None] = {}
        self._keys: dict[str, set[tuple[Any, ...]]] = defaultdict(set)

    def flushed(self, session: Session) -> bool:
        """Take in what was just written, and tell whether it was more than the trail itself."""
        written = [(row, row) for row in (*session.new, *session.dirty)]
        written += [(row, None) for row in session.deleted]
        for row, stands in written:
            self._take(row, stands)
        return any(not isinstance(row, TrailEntry) for row, _ in written)

    def by_key(self, table: type[SQLModel], keys: Iterable[tuple[Any, ...]]) -> None:
        """Take in rows that a statement changed by itself, by their keys."""
        if table not in NOT_RECORDED:
            self._keys[_table(table).name].update(keys)

    def digests(self, session: Session) -> RowDigests:
        """Return the digest of each row as it now stands, and forget the rows."""
        by_table: RowDigests = defaultdict(dict)
        for (name, key), row in self._objects.items():
            by_table[name][key] = _digest_of_object(row) if row is not None else None
        for name, keys in self._keys.items():
            by_table[name] |= _digests_of(name, keys, session)
        self._objects.clear()
        self._keys.clear()
        return dict(by_table)

    def _take(self, row: Any, stands: Any) -> None:
        if isinstance(row, NOT_RECORDED):
            return
        table = _table(type(row))
        self._objects[table.name, _key(table, _values(row))] = stands


def digests_of_all(session: Session) -> RowDigests:
    """Return the digest of every row that is recorded, as the database has it."""
    digests: RowDigests = {}
    for name, table in recorded_tables().items():
        rows = _rows(select(table), session)
        digests[name] = {_key(table, row): row_digest(name, row) for row in rows}
    return digests


def row_digest(name: str, values: Values) -> str:
    """Return the digest of one row of a table."""
    table, usual = recorded_tables()[name], _defaults(name)
    fields = {column.name: _plain(values[column.name], column) for column in table.columns}
    unusual = {key: value for key, value in fields.items() if value != usual[key]}
    text = json.dumps([name, unusual], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def apply_rows(rows: RowDigests, stand: RowDigests) -> None:
    """Let the rows of one entry follow on what stood before it; what goes takes its own with it."""
    for name, changed in rows.items():
        if name not in recorded_tables():
            continue
        standing = stand.setdefault(name, {})
        for key, digest in changed.items():
            if digest is not None:
                standing[key] = digest
                continue
            standing.pop(key, None)
            _take_out_below(name, key, stand)


@lru_cache(1)
def recorded_tables() -> dict[str, Table]:
    """Return the tables whose rows are recorded, by name."""
    apart = {_table(model).name for model in NOT_RECORDED}
    return {
        table.name: table for table in SQLModel.metadata.sorted_tables if table.name not in apart
    }


def _take_out_below(name: str, key: str, stand: RowDigests) -> None:
    """Take out what the database takes out with a row (ON DELETE CASCADE)."""
    for below, places in _cascades(name):
        keys = stand.get(below, {})
        for row_key in list(keys):
            named = row_key.split(BETWEEN)
            if BETWEEN.join(named[place] for place in places) == key:
                del keys[row_key]


@lru_cache
def _cascades(name: str) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Return the tables whose rows go with one of this table's, and where their keys name it."""
    tables = []
    for table in recorded_tables().values():
        keys = [column.name for column in table.primary_key.columns]
        for to in table.foreign_key_constraints:
            if to.referred_table.name == name and to.ondelete == "CASCADE":
                places = tuple(keys.index(column) for column in to.column_keys)
                tables.append((table.name, places))
    return tuple(tables)


def _digests_of(
    name: str, keys: Iterable[tuple[Any, ...]], session: Session
) -> dict[str, str | None]:
    table = recorded_tables()[name]
    columns = tuple(table.primary_key.columns)
    asked = sorted(keys)
    digests: dict[str, str | None] = {BETWEEN.join(map(str, key)): None for key in asked}
    for start in range(0, len(asked), AT_ONCE):
        some = asked[start : start + AT_ONCE]
        wanted = (
            columns[0].in_([key[0] for key in some])
            if len(columns) == 1
            else tuple_(*columns).in_(some)
        )
        for row in _rows(select(table).where(wanted), session):
            digests[_key(table, row)] = row_digest(name, row)
    return digests


def _digest_of_object(row: SQLModel) -> str:
    return row_digest(_table(type(row)).name, _values(row))


def _rows(wanted: Any, session: Session) -> Iterator[Values]:
    result: Any = session.connection().execute(wanted)
    yield from result.mappings()


def _table(model: type[SQLModel]) -> Table:
    mapper: Any = inspect(model)
    table: Table = mapper.local_table
    return table


def _values(row: SQLModel) -> Values:
    """Return what a row holds, by the names of its columns, which are those of its fields."""
    return {column.name: getattr(row, column.name) for column in _table(type(row)).columns}


def _key(table: Table, values: Values) -> str:
    return BETWEEN.join(str(_plain(values[c.name], c)) for c in table.primary_key.columns)


@lru_cache
def _defaults(name: str) -> dict[str, Any]:
    """Return what stands in each column of a table where nobody said otherwise."""
    models = {_table(mapper.class_).name: mapper.class_ for mapper in _mappers()}
    table, fields = recorded_tables()[name], models[name].model_fields
    return {
        column.name: _plain(fields[column.name].get_default(call_default_factory=True), column)
        if not fields[column.name].is_required()
        else None
        for column in table.columns
    }


def _mappers() -> Iterable[Any]:
    registry: Any = SQLModel._sa_registry
    return list(registry.mappers)


def _plain(value: Any, column: Any) -> Any:
    """Return a value as JSON has it, the same before it is written and after it is read."""
    if value is None or type(value) is str:  # most are, of every row that is changed
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(column.type, Float) and value is not None:
        return float(value)
    return json.loads(json.dumps(value)) if isinstance(value, dict | list | tuple) else value
