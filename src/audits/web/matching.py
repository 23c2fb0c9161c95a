"""The conversation about a register's columns: what is said of each, and what somebody chose."""

from collections.abc import Mapping
from typing import Any, TypedDict

from audits.domain.amounts import many
from audits.domain.background_task import BackgroundTask


COLUMN, WORD = "column.", "word."  # of fields, before what they are about
ARE = {"days": "are dates", "words": "are words that we know"}


def column_says(column: Mapping[str, Any]) -> str:
    """Return what was read of one column, in a sentence; "" where there is nothing to say."""
    if not column["heading"] or column["holds"] == "times":
        return ""
    name = column["means"]
    says = f"We read '{column['heading']}' as {name}"
    filled, read = column["filled"], column["read"]
    if not filled:
        return f"{says}."
    if column["holds"] in ARE:
        return f"{says}: {read:,} of {filled:,} {ARE[column['holds']]}."
    return f"{says}: {many(filled, 'row has one', 'rows have one')}."


class ChosenProfile(TypedDict):
    """A profile as somebody has chosen it, under the keys that its file has."""

    shape: str
    columns: dict[str, list[str]]
    values: dict[str, dict[str, str]]
    dates: dict[str, str]
    times: dict[str, list[str]]


def profile_chosen(task: BackgroundTask, fields: Mapping[str, str]) -> ChosenProfile:
    """Return the profile that somebody has chosen on the page, as what was read has it else.

    A column whose heading was not changed keeps all the headings that it goes by in several files.
    """
    before: Mapping[str, Any] = task.result.get("profile") or {}
    columns: dict[str, list[str]] = {}
    times: dict[str, list[str]] = {}
    for column in task.result["columns"]:
        heading = fields.get(COLUMN + column["name"], column["heading"])
        if not heading:
            continue
        headings = [heading]
        if column["day"]:
            times[column["day"]] = headings
        elif heading == column["heading"]:
            columns[column["name"]] = before.get("columns", {}).get(column["name"], headings)
        else:
            columns[column["name"]] = headings
    return ChosenProfile(
        shape=task.about,
        columns=columns,
        values=_values(task, fields),
        dates=before.get("dates", {}),
        times=times,
    )


def _values(task: BackgroundTask, fields: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return our word for each that is not known: what was said before, and what is said now."""
    asked: Mapping[str, Any] = task.asked.get("profile") or task.result.get("profile") or {}
    values: dict[str, dict[str, str]] = {}
    for name, words in asked.get("values", {}).items():
        values[name] = dict(words)
    for field, word in fields.items():
        if field.startswith(WORD) and word:
            name, _, text = field.removeprefix(WORD).partition(".")
            values.setdefault(name, {})[text] = word
    return values
