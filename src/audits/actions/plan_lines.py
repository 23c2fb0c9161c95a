"""A plan from elsewhere, row by row: what can be taken on, and all that keeps a row from it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from audits.domain.days import day_from
from audits.domain.due_days import DueDay, due_day
from audits.domain.partnership import Partnership
from audits.domain.remedies import Remedies, Remedy, Verb
from audits.domain.spelling import folded
from audits.domain.status import ActionStatus
from audits.domain.working_days import WorkingCalendar

from .plan_asides import asides_in
from .plan_columns import KEPT
from .plan_owners import Owners, owners_in
from .plan_status import Claim, claim_of


Cells = Mapping[str, str]
Words = Mapping[str, Mapping[str, str]]
# An action plan after a joint inspection was asked for in this many working days from its letter's
# publication: Haringey's, published on 30 January 2018, was due on 11 May 2018.
PLAN_DUE_WORKING_DAYS = 70
STANDS = {
    Claim.OPEN: ActionStatus.OPEN,
    Claim.COMPLETE: ActionStatus.COMPLETE,
    Claim.WITHDRAWN: ActionStatus.PROPOSED,  # to leave it out is for the quality group to decide
}


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One row of a plan that can be taken on; ``row`` is its number in the file.

    ``status`` is complete where the plan says so: its owner's word, for the quality group to
    judge. An action without a day, or that the plan has given up, is proposed. ``history`` is what
    the plan's other columns say of it; ``notes`` are what the reader should know of how it was
    read.
    """

    row: int
    title: str
    owner: str
    due: date | None
    measure: str = ""
    source: str = ""
    number: str = ""
    contributors: tuple[str, ...] = ()
    theme: str = ""
    lead: str = ""
    status: ActionStatus = ActionStatus.OPEN
    history: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    remedy: Remedies = ()


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """What a plan says. ``refused`` holds a row's number and all that is wrong with it.

    ``asides`` are rows that are no action, such as the key to the colours, each with what it is.
    """

    lines: tuple[PlanLine, ...]
    refused: tuple[tuple[int, str], ...] = ()
    asides: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PlanContext:
    """What a plan is read by.

    ``agencies`` maps the codes of those that may own an action to their names, either of which a
    plan may use. ``published`` and ``source`` stand for a row that names none. ``words`` gives what
    further words mean, by column, as a profile says. The ``partnership``
    itself, its groups and "all partners" may own an action, too.
    """

    agencies: Mapping[str, str]
    today: date
    calendar: WorkingCalendar
    partnership: Partnership
    published: date | None = None
    source: str = ""
    words: Words = field(default_factory=dict)

    @property
    def names(self) -> dict[str, str]:
        """Return the code of each agency by all that it is called, folded."""
        learnt = {folded(text): code for text, code in self.words.get("owner", {}).items()}
        return plan_names(self.agencies) | learnt


def plan_names(agencies: Mapping[str, str]) -> dict[str, str]:
    """Return the code of each agency by its name and its code, folded."""
    return {folded(text): code for code, name in agencies.items() for text in (code, name)}


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    cells: Cells
    owners: Owners
    others: Owners
    due: DueDay
    claim: Claim | None


def read_plan(rows: Iterable[tuple[int, Cells]], by: PlanContext) -> ReadPlan:
    """Read a plan's rows, each by itself: its number in the file, and its cells by `HEADINGS`.

    A due date is a day, by the rules of `due_day`, or 70 working days from the day of publication,
    which is also what a row without one gets. A day that somebody wrote must be to come, unless the
    action is complete; one that is counted may be past, for then the action is overdue.
    """
    every = list(rows)
    asides = asides_in(every)
    names = by.names
    lines: list[PlanLine] = []
    refused: list[tuple[int, str]] = []
    for number, cells in (line for line in every if line[0] not in asides):
        row = _read(number, cells, names, by)
        if faults := " ".join(_faults(row, by)):
            refused.append((number, faults))
        else:
            lines.append(_line(row, by))
    return ReadPlan(tuple(lines), tuple(refused), tuple(asides.items()))


def _read(number: int, cells: Cells, names: Mapping[str, str], by: PlanContext) -> _Row:
    status = cells.get("status", "")
    words = {folded(text): meant for text, meant in by.words.get("status", {}).items()}
    claim = claim_of(status, words) if status else Claim.OPEN
    return _Row(
        number,
        cells,
        owners_in(cells.get("owner", ""), names, by.partnership.own_names),
        owners_in(cells.get("with", ""), names, by.partnership.own_names),
        _due(cells, by),
        claim,
    )


def _due(cells: Cells, by: PlanContext) -> DueDay:
    published = by.published
    if cells.get("published"):
        published = day_from(cells["published"])
    text = cells.get("due", "")
    if text or published is None:
        return due_day(text, start=published or by.today, calendar=by.calendar)
    day = by.calendar.add_working_days(published, PLAN_DUE_WORKING_DAYS)
    return DueDay(day, f"{PLAN_DUE_WORKING_DAYS} working days from its publication")


def _faults(row: _Row, by: PlanContext) -> Iterator[str]:
    """Yield all that keeps a row from being taken on."""
    if not row.cells.get("action"):
        yield "It does not say what is to be done. Fill in the action."
    yield from _wrong_owner(row, by)
    for name in (*row.others.unknown, *row.others.posts):
        yield f"'{name}', which contributes, is no agency on your list. Put that right."
    yield from _wrong_day(row, by)


def _wrong_owner(row: _Row, by: PlanContext) -> Iterator[str]:
    if not row.cells.get("owner"):
        yield "It has no owner. Name the one agency that is accountable."
        return
    there = ", ".join(sorted(by.agencies.values()))
    for name in row.owners.unknown:
        yield f"'{name}' is no agency on your list. Name one of: {there}."
    if not (row.owners.agencies or row.owners.bodies or row.owners.unknown):
        yield "Its owner cannot be read. Name the one agency that is accountable."


def _wrong_day(row: _Row, by: PlanContext) -> Iterator[str]:
    text, day = row.cells.get("due", ""), row.due.day
    if row.cells.get("published") and day_from(row.cells["published"]) is None:
        yield "Its day of publication cannot be read. Write 30/01/2018."
    if row.due.is_mistyped:
        yield f"There is no such day as '{text}'. Write 31/05/2017."
    is_written = text and not row.due.rule
    if day and day < by.today and is_written and row.claim is not Claim.COMPLETE:
        yield f"Its due date, {day:%d/%m/%Y}, is past. Give the day by which it will be done."


def _line(row: _Row, by: PlanContext) -> PlanLine:
    cells = row.cells
    owner, *more = row.owners.agencies or row.owners.bodies[:1]
    others = dict.fromkeys((*more, *row.others.agencies))
    history = ((name, cells[name]) for name in KEPT if cells.get(name))
    lead = cells.get("lead") or ", ".join(row.owners.posts)
    return PlanLine(
        row.number,
        cells["action"],
        owner,
        row.due.day,
        measure=cells.get("measure", ""),
        source=cells.get("source", "") or by.source,
        number=cells.get("number", ""),
        contributors=tuple(agency for agency in others if agency != owner),
        theme=cells.get("theme", ""),
        lead=lead,
        status=_status(row),
        history=(*history, *_words_for_due(row), *_words_for_bodies(row)),
        notes=tuple(_notes(row, by.partnership)),
        remedy=tuple(_remedies(row)),
    )


def _status(row: _Row) -> ActionStatus:
    stands = STANDS[row.claim or Claim.OPEN]
    if row.due.day is None and stands is ActionStatus.OPEN:
        return ActionStatus.PROPOSED
    return stands


def _words_for_due(row: _Row) -> Iterator[tuple[str, str]]:
    if row.cells.get("due") and (row.due.rule or row.due.day is None):
        yield "due", row.cells["due"]


def _words_for_bodies(row: _Row) -> Iterator[tuple[str, str]]:
    """Yield the cells that name a body which nobody can be sent a workbook as."""
    if len((*row.owners.agencies, *row.owners.bodies)) > 1 and row.owners.bodies:
        yield "owner", row.cells["owner"]
    if row.others.bodies:
        yield "with", row.cells["with"]


def _notes(row: _Row, partnership: Partnership) -> Iterator[str]:
    """Yield how a row was read where it could have been read otherwise."""
    group = partnership.quality_group.short
    if len(row.owners.agencies) > 1:
        first, *others = row.owners.agencies
        yield f"It names several owners: {first} is accountable, {', '.join(others)} contribute."
    yield from _about_bodies(row, partnership.noun)
    if row.owners.posts:
        yield f"Beside the owner stands '{', '.join(row.owners.posts)}', taken for the post."
    if row.due.rule:
        yield f"Its day: {row.due.rule}."
    if row.due.day is None:
        fault = "It has no day"
        if row.cells.get("due"):
            fault = f"'{row.cells['due']}' is no day"
        yield f"{fault}: {group} must give one when it takes the action on."
    yield from _about_status(row, group)


def _remedies(row: _Row) -> Iterator[Remedy]:
    if not row.owners.agencies:
        yield Remedy(Verb.GIVE_OWNER)
    if row.claim is None:
        yield Remedy(Verb.EXPLAIN_STATUS)


def _about_bodies(row: _Row, noun: str) -> Iterator[str]:
    beside = list(row.owners.bodies)
    if not row.owners.agencies:
        owner = beside.pop(0)
        yield (
            f"'{owner}' is no one agency: the {noun}'s office holds it and is asked about it, "
            "until somebody gives it to an agency."
        )
    also = ", ".join(f"'{body}'" for body in (*beside, *row.others.bodies))
    if also:
        yield f"It also names {also}, kept in its history. Name agencies to have them contribute."


def _about_status(row: _Row, group: str) -> Iterator[str]:
    word = row.cells.get("status", "")
    if row.claim is None:
        yield (
            f"Nobody here knows the status '{word}': it is taken in as not complete, and the word "
            "is kept. Match the plan's words to say what it means."
        )
    elif row.claim is Claim.COMPLETE:
        yield f"The plan says '{word}': it waits for {group}, which closes it or keeps it open."
    elif row.claim is Claim.WITHDRAWN:
        yield f"The plan says '{word}': {group} decides whether it is withdrawn or taken on."
    elif word:
        yield f"The plan says '{word}': kept in its history."
    elif row.cells.get("rag"):
        yield f"Its colour in the plan, '{row.cells['rag']}', is kept in its history."
