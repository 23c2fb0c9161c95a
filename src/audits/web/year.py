"""The year's programme: what opens and is due, and what will not go well."""

from fastapi.responses import Response

from audits.domain.programme import year_of
from audits.domain.remedies import Verb
from audits.queries.year_plan import plan_year

from .pages import AVisit, Pages


pages = Pages()


@pages.show("/year", Verb.SEE_YEAR)
def year(visit: AVisit, of: str = "") -> Response:
    shown = of or year_of(visit.workspace.today())
    plan = plan_year(shown, workspace=visit.workspace)
    starts = int(shown[:4])
    return visit.page("year.html", plan=plan, before=_words(starts - 1), after=_words(starts + 1))


def _words(starts: int) -> str:
    return f"{starts}/{(starts + 1) % 100:02}"
