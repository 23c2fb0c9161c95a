"""Search: one box on every page.

What was typed is sent in the body: an address with somebody's name in it would stand in logs, in
the browser's history and on screens.
"""

from fastapi.responses import Response

from audits.domain.remedies import Verb
from audits.queries.search import AT_MOST, search

from .forms import Searched
from .pages import AVisit, Fields, Pages, filled


LONGEST = 100
pages = Pages()


@pages.show("/search", Verb.SEE_ACTIONS)
def show_search(visit: AVisit) -> Response:
    return visit.page("search.html", asked="", matches=None, at_most=AT_MOST)


@pages.take("/search", Verb.SEE_ACTIONS)
def take_search(visit: AVisit, fields: Fields) -> Response:
    form = filled(Searched, fields)
    words = form.words[:LONGEST]
    matches = search(words, may=visit.may_do, agencies=visit.agencies, workspace=visit.workspace)
    return visit.page("search.html", asked=words, matches=matches, at_most=AT_MOST)
