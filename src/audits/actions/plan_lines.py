"""A plan from elsewhere, row by row: what can be taken on, and what cannot in a sentence."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from audits.domain.days import day_from
from audits.domain.spelling import folded
from audits.domain.working_days import WorkingCalendar


# The headings that plans use, first the one that we write ourselves.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "title": ("action", "recommendation", "what", "text", "title", "agreed action"),
    "owner": ("owner", "accountable agency", "agency", "lead agency", "who", "responsible"),
    "due": ("due", "by when", "date", "deadline", "target date", "timescale", "when"),
    "measure": ("measure", "success measure", "how measured", "outcome measure", "impact measure"),
    "source": ("source", "from", "origin", "review", "inspection"),
    "contributors": ("contributing agencies", "contributors", "with", "partners"),
    "theme": ("theme", "topic", "area"),
    "lead": ("named owner", "lead", "lead officer", "post"),
}
WORKING_DAYS = re.compile(r"(\d{1,3})\s+working\s+days?", re.IGNORECASE)
SEPARATORS = re.compile(r"[,;/\n]")
MOST_ABOVE = 20  # rows of title and explanation over the headings


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One row of a plan that can be taken on; ``row`` is its number in the file."""

    row: int
    title: str
    owner: str
    due: date
    measure: str = ""
    source: str = ""
    contributors: tuple[str, ...] = ()
    theme: str = ""
    lead: str = ""


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """What a plan says. ``refused`` holds a row's number and why it cannot be taken on."""

    lines: tuple[PlanLine, ...]
    refused: tuple[tuple[int, str], ...] = field(default=())


def read_plan(
    rows: Sequence[Sequence[str]],
    *,
    agencies: Mapping[str, str],
    today: date,
    start: date,
    calendar: WorkingCalendar,
    source: str = "",
) -> ReadPlan | None:
    """Read a plan's rows, each by itself; None where no row holds the headings of a plan.

    ``agencies`` maps the codes of those that may own an action to their names, either of which a
    plan may use. A due date is a day, or "70 working days" counted from ``start``. ``source``
    stands for a row that names none.
    """
    found = _columns(rows)
    if found is None:
        return None
    at, columns = found
    names = {folded(text): code for code, name in agencies.items() for text in (code, name)}
    lines: list[PlanLine] = []
    refused: list[tuple[int, str]] = []
    for number, row in enumerate(rows[at + 1 :], start=at + 2):
        cells = {name: row[n].strip() for name, n in columns.items() if n < len(row)}
        if not any(cells.values()):
            continue
        due = _due(cells.get("due", ""), start, calendar)
        wrong = next(_wrong(cells, due, names, today), "")
        if wrong or due is None:
            refused.append((number, wrong))
        else:
            lines.append(_line(number, cells, due, names, source))
    return ReadPlan(tuple(lines), tuple(refused))


def _columns(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]] | None:
    for at, row in enumerate(rows[:MOST_ABOVE]):
        texts = [folded(cell) for cell in row]
        columns = {
            name: texts.index(next(word for word in words if word in texts))
            for name, words in HEADINGS.items()
            if set(words) & set(texts)
        }
        if {"title", "owner"} <= set(columns):
            return at, columns
    return None


def _due(text: str, start: date, calendar: WorkingCalendar) -> date | None:
    counted = WORKING_DAYS.search(text)
    return calendar.add_working_days(start, int(counted[1])) if counted else day_from(text)


def _wrong(
    cells: Mapping[str, str], due: date | None, names: Mapping[str, str], today: date
) -> Iterator[str]:
    """Yield what keeps a row from being taken on."""
    owner = cells.get("owner", "")
    if not cells.get("title"):
        yield "It does not say what is to be done. Fill in the action."
    if not owner:
        yield "It has no owner. Name the one agency that is accountable."
    if folded(owner) not in names:
        there = ", ".join(sorted(set(names.values())))
        yield f"'{owner}' is no agency on your list. Name one of: {there}."
    unknown = [each for each in _several(cells) if folded(each) not in names]
    if unknown:
        yield f"'{unknown[0]}', which contributes, is no agency on your list. Put that right."
    if due is None:
        yield "It has no due date that can be read. Write 31/05/2017, or '70 working days'."
    elif due < today:
        yield f"Its due date, {due:%d/%m/%Y}, is past. Give the day by which it will be done."


def _line(
    number: int, cells: Mapping[str, str], due: date, names: Mapping[str, str], source: str
) -> PlanLine:
    owner = names[folded(cells["owner"])]
    others = dict.fromkeys(names[folded(each)] for each in _several(cells))
    return PlanLine(
        number,
        cells["title"],
        owner,
        due,
        measure=cells.get("measure", ""),
        source=cells.get("source", "") or source,
        contributors=tuple(each for each in others if each != owner),
        theme=cells.get("theme", ""),
        lead=cells.get("lead", ""),
    )


def _several(cells: Mapping[str, str]) -> list[str]:
    parts = SEPARATORS.split(cells.get("contributors", ""))
    return [part.strip() for part in parts if part.strip()]
