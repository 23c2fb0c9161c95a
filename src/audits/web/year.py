"""The year's programme: what opens and is due, and what will not go well."""

from datetime import date

from fastapi.responses import Response

from audits.domain.remedies import Verb
from audits.queries.year_plan import plan_year

from .pages import AVisit, Pages


pages = Pages()
APRIL = 4


@pages.show("/year", Verb.SEE_YEAR)
def year(visit: AVisit, of: str = "") -> Response:
    shown = of or _year_of(visit.workspace.today())
    plan = plan_year(shown, workspace=visit.workspace)
    starts = int(shown[:4])
    return visit.page("year.html", plan=plan, before=_words(starts - 1), after=_words(starts + 1))


def _year_of(day: date) -> str:
    is_after = day.month >= APRIL
    return _words(day.year - (not is_after))


def _words(starts: int) -> str:
    return f"{starts}/{(starts + 1) % 100:02}"
