"""A list of views as CSV: a column for each plain value, and nothing that a spreadsheet runs."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from typing import Any

from audits.domain.formulas import guarded

from .as_json import as_plain, schema_of


Column = tuple[str, ...]  # the keys that lead to a value


def csv_of(kind: type, rows: Sequence[object]) -> str:
    """Return views of one type as CSV, under the keys that JSON has.

    What a key holds has columns of its own, as ``counts_issued``; words of a list stand in one
    cell; lists of more than words, and objects whose keys differ from row to row, are left out.
    """
    columns = list(_columns(schema_of(kind), ()))
    file = StringIO(newline="")
    lines = csv.writer(file, lineterminator="\r\n")  # RFC 4180
    lines.writerow(map("_".join, columns))
    for row in rows:
        plain = as_plain(row)
        lines.writerow([_cell(plain, column) for column in columns])
    return file.getvalue()


def _columns(schema: Mapping[str, Any], keys: Column) -> Iterator[Column]:
    """Yield the keys that lead to each value that fits a cell."""
    for option in schema.get("anyOf", (schema,)):
        if "properties" in option:
            for name, inner in option["properties"].items():
                yield from _columns(inner, (*keys, name))
            return
        kind = option.get("items", option)["type"]
        if kind not in ("object", "array", "null"):
            yield keys
            return


def _cell(plain: Any, column: Column) -> object:
    for key in column:
        plain = plain.get(key) if isinstance(plain, Mapping) else None
    if isinstance(plain, bool):
        return "true" if plain else "false"
    if isinstance(plain, list):
        plain = "; ".join(map(str, plain))
    return guarded(plain) if isinstance(plain, str) else plain
