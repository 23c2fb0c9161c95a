"""A plan from elsewhere, row by row: what can be taken on, and what cannot in a sentence."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from audits.domain.days import day_from
from audits.domain.spelling import folded
from audits.domain.working_days import WorkingCalendar


# The headings that plans use beside our own; where several stand, the first named here counts.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "number": ("no", "recommendation number", "ref", "reference"),
    "action": ("recommendation", "recommendation text", "what", "text", "title", "agreed action"),
    "owner": (
        "accountable", "accountable agency", "accountable unit", "agency", "lead agency", "who",
        "responsible", "lead",
    ),
    "with": (
        "contributing agencies", "contributors", "partners", "together with", "joint owners",
    ),
    "published": ("published on", "publication date", "date published"),
    "due": ("due date", "by when", "date", "deadline", "target date", "timescale", "when"),
    "measure": (
        "success measure", "how measured", "outcome measure", "impact measure", "how we will know",
        "what will show that it worked",
    ),
    "source": ("from", "origin", "review", "inspection"),
    "theme": ("topic", "area"),
    "lead": ("named owner", "lead officer", "post"),
}  # fmt: skip
NEEDED = ("action", "owner")
# An action plan after a joint inspection was asked for in this many working days from its letter's
# publication: Haringey's, published on 30 January 2018, was due on 11 May 2018.
PLAN_DUE_WORKING_DAYS = 70
WORKING_DAYS = re.compile(r"(\d{1,3})\s+working\s+days?", re.IGNORECASE)
SEVERAL_OWNERS = re.compile(r"[;\n/&,]|\band\b")


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One row of a plan that can be taken on; ``row`` is its number in the file."""

    row: int
    title: str
    owner: str
    due: date
    measure: str = ""
    source: str = ""
    number: str = ""
    contributors: tuple[str, ...] = ()
    theme: str = ""
    lead: str = ""


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """What a plan says. ``refused`` holds a row's number and why it cannot be taken on."""

    lines: tuple[PlanLine, ...]
    refused: tuple[tuple[int, str], ...] = field(default=())


def read_plan(
    rows: Iterable[tuple[int, Mapping[str, str]]],
    *,
    agencies: Mapping[str, str],
    today: date,
    calendar: WorkingCalendar,
    published: date | None = None,
    source: str = "",
) -> ReadPlan:
    """Read a plan's rows, each by itself: its number in the file, and its cells by `HEADINGS`.

    ``agencies`` maps the codes of those that may own an action to their names, either of which a
    plan may use. A due date is a day, or "70 working days" counted from the day of publication,
    which is also what a row without one gets; ``published`` and ``source`` stand for a row that
    names none. A day that somebody wrote must be to come; one that is counted may be past, for
    then the action is overdue.
    """
    names = {folded(text): code for code, name in agencies.items() for text in (code, name)}
    lines: list[PlanLine] = []
    refused: list[tuple[int, str]] = []
    for number, cells in rows:
        due = _due(cells, published, today, calendar)
        wrong = next(_wrong(cells, due, names, today), "")
        if wrong or due is None:
            refused.append((number, wrong))
        else:
            lines.append(_line(number, cells, due, names, source))
    return ReadPlan(tuple(lines), tuple(refused))


def _due(
    cells: Mapping[str, str], published: date | None, today: date, calendar: WorkingCalendar
) -> date | None:
    text = cells.get("due", "")
    if cells.get("published"):
        published = day_from(cells["published"])
        if published is None:
            return None
    counted = WORKING_DAYS.search(text)
    if counted:
        return calendar.add_working_days(published or today, int(counted[1]))
    if text or published is None:
        return day_from(text)
    return calendar.add_working_days(published, PLAN_DUE_WORKING_DAYS)


def _wrong(
    cells: Mapping[str, str], due: date | None, names: Mapping[str, str], today: date
) -> Iterator[str]:
    """Yield what keeps a row from being taken on."""
    if not cells.get("action"):
        yield "It does not say what is to be done. Fill in the action."
    yield from _wrong_owner(cells.get("owner", ""), names)
    unknown = [each for each in _several(cells, names) if folded(each) not in names]
    if unknown:
        yield f"'{unknown[0]}', which contributes, is no agency on your list. Put that right."
    yield from _wrong_day(cells, due, today)


def _wrong_owner(owner: str, names: Mapping[str, str]) -> Iterator[str]:
    if not owner:
        yield "It has no owner. Name the one agency that is accountable."
    if folded(owner) in names:
        return
    if SEVERAL_OWNERS.search(owner):
        yield (
            "It has more than one owner. Exactly one is accountable: name the others under "
            "'Contributing agencies'."
        )
    there = ", ".join(sorted(set(names.values())))
    yield f"'{owner}' is no agency on your list. Name one of: {there}."


def _wrong_day(cells: Mapping[str, str], due: date | None, today: date) -> Iterator[str]:
    said = cells.get("due", "")
    if due is None and not said and not cells.get("published"):
        yield (
            "It has neither a due date nor a day of publication. Fill in one of them, or say "
            "--published."
        )
    if due is None and cells.get("published") and day_from(cells["published"]) is None:
        yield "Its day of publication cannot be read. Write 30/01/2018."
    if due is None:
        yield "It has no due date that can be read. Write 31/05/2017, or '70 working days'."
    elif due < today and due == day_from(said):
        yield f"Its due date, {due:%d/%m/%Y}, is past. Give the day by which it will be done."


def _line(
    number: int, cells: Mapping[str, str], due: date, names: Mapping[str, str], source: str
) -> PlanLine:
    owner = names[folded(cells["owner"])]
    others = dict.fromkeys(names[folded(each)] for each in _several(cells, names))
    return PlanLine(
        number,
        cells["action"],
        owner,
        due,
        measure=cells.get("measure", ""),
        source=cells.get("source", "") or source,
        number=cells.get("number", ""),
        contributors=tuple(each for each in others if each != owner),
        theme=cells.get("theme", ""),
        lead=cells.get("lead", ""),
    )


def _several(cells: Mapping[str, str], names: Mapping[str, str]) -> list[str]:
    """Return who shares an action; a comma parts names unless it stands in one."""
    found: list[str] = []
    for part in re.split(r"[;\n]", cells.get("with", "")):
        found += [part] if folded(part) in names else re.split(r"[,/]", part)
    return [each.strip() for each in found if each.strip()]
