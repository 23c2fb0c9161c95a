"""Tables as whoever has no copy of this program reads them: names of columns, and plain values."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, select
from sqlmodel import Session, SQLModel

from . import every_table as every_table


# Of this program's own working, or secrets and who is signed in, or a child's keyed hash alone.
LEFT_OUT = frozenset({
    "account_link", "action_book", "api_token", "asked_tick", "attempt", "audited_child",
    "away_at_provider", "background_task", "content", "counter", "held_file", "left_in_inbox",
    "letter_about", "letter_wording", "moderation_book", "second_factor", "tick", "unit_link",
    "web_session",
})  # fmt: skip
# Secrets, what is written as a file of its own, words of a register, and whose turn it was.
COLUMNS_LEFT_OUT = frozenset({
    "account.password", "account.issuer", "account.subject", "cycle.template", "cycle.partnership",
    "dispatch.wording", "draw.certificate", "register.report", "return_file.claimed_at",
    "return_file.claimed_by",
})  # fmt: skip


def open_columns() -> Mapping[str, Sequence[str]]:
    """Return the names of the columns that may be written out, by table."""
    tables = {}
    for table in SQLModel.metadata.sorted_tables:
        if table.name not in LEFT_OUT:
            tables[table.name] = tuple(_names(table))
    return dict(sorted(tables.items()))


def open_rows(name: str, session: Session) -> Iterator[Sequence[Any]]:
    """Yield the rows of a table, by its key, with the columns that may be written out."""
    table = SQLModel.metadata.tables[name]
    columns = [table.columns[column] for column in _names(table)]
    wanted: Any = select(*columns).order_by(*table.primary_key.columns)
    result: Any = session.connection().execute(wanted)
    yield from map(tuple, result)


def _names(table: Table) -> Iterator[str]:
    for column in table.columns:
        if f"{table.name}.{column.name}" not in COLUMNS_LEFT_OUT:
            yield column.name
