"""The year's programme: what opens and is due, what will not go well, and how it is changed."""

from collections import Counter
from datetime import date
from operator import attrgetter
from typing import Annotated

from fastapi import Path
from fastapi.responses import Response

from audits.domain.errors import NotFoundError
from audits.domain.programme import TOO_MANY, year_of
from audits.domain.remedies import Verb
from audits.queries.year_plan import PlannedOpening, YearPlan, plan_year
from audits.steps.cycle.open import open_cycle
from audits.steps.cycle.plan import change_programme

from .forms import DroppedAudit, MovedAudit, PlannedAudit, Reason
from .pages import AVisit, Fields, Pages, filled


pages = Pages()
ONE = "/year/{kind}/{day}"
Kind = Annotated[str, Path(pattern=r"^\w+$")]
MONTHS = ("Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar")


@pages.show("/year", Verb.SEE_YEAR)
def year(visit: AVisit, of: str = "") -> Response:
    shown = of or year_of(visit.workspace.today())
    plan = plan_year(shown, workspace=visit.workspace)
    starts = int(shown[:4])
    kinds = list(visit.workspace.titles().items())
    return visit.page(
        "year/plan.html", plan=plan, before=_words(starts - 1), after=_words(starts + 1),
        months=MONTHS, too_many=TOO_MANY, kinds=kinds,
        routine=_routine(plan), planned=[line for line in plan.openings if not line.routine],
    )  # fmt: skip


@pages.take("/year", Verb.PLAN_YEAR)
def add(visit: AVisit, fields: Fields) -> Response:
    form = filled(PlannedAudit, fields)
    change_programme(form.kind, now=form.day, why=form.why, workspace=visit.workspace)
    return visit.go("/year", "planned", of=year_of(form.day))


@pages.show(ONE, Verb.PLAN_YEAR)
def one(visit: AVisit, kind: Kind, day: date) -> Response:
    plan = plan_year(year_of(day), workspace=visit.workspace)
    for opening in plan.openings:
        if (opening.kind, opening.opens) == (kind, day):
            return visit.page("year/one.html", opening=opening, plan=plan)
    raise NotFoundError("No such audit is planned for that day.")


@pages.take(ONE + "/move", Verb.PLAN_YEAR, shown_at=ONE, about=("{kind}",))
def move(visit: AVisit, kind: Kind, day: date, fields: Fields) -> Response:
    form = filled(MovedAudit, fields)
    change_programme(kind, was=day, now=form.day, why=form.move_why, workspace=visit.workspace)
    return visit.go("/year", "planned", of=year_of(form.day))


@pages.take(ONE + "/drop", Verb.PLAN_YEAR, shown_at=ONE, about=("{kind}",))
def drop(visit: AVisit, kind: Kind, day: date, fields: Fields) -> Response:
    form = filled(DroppedAudit, fields)
    change_programme(kind, was=day, why=form.drop_why, workspace=visit.workspace)
    return visit.go("/year", "planned", of=year_of(day))


@pages.take(ONE + "/open", Verb.OPEN_CYCLE, shown_at=ONE)
def open_now(visit: AVisit, kind: Kind, day: date, fields: Fields) -> Response:
    form = filled(Reason, fields)
    ref = open_cycle(kind, day, workspace=visit.workspace, why=form.why)
    return visit.go(f"/audits/{ref}", "opened", about=ref)


def _routine(plan: YearPlan) -> list[tuple[str, int, int]]:
    """Return each routine audit of a year with how often it opens, and how often it has."""
    routine: list[PlannedOpening] = [line for line in plan.openings if line.routine]
    times = Counter(map(attrgetter("title"), routine))
    opened = Counter(line.title for line in routine if line.opened)
    return [(title, count, opened[title]) for title, count in times.items()]


def _words(starts: int) -> str:
    return f"{starts}/{(starts + 1) % 100:02}"
