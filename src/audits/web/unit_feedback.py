"""A unit's feedback sheets: its own answers beside all the others' together, to read and keep."""

from typing import Annotated

from fastapi import Path
from fastapi.responses import Response

from audits.domain.remedies import Verb
from audits.queries.papers.feedback import own_sheet, sheets_of_unit
from audits.reporting import FORMATS, render_paper

from .downloads import download
from .pages import AVisit, Pages
from .unit import UNIT, Ref


pages = Pages()
SHEETS = UNIT + "/feedback"
Format = Annotated[str, Path(pattern="|".join(FORMATS))]


@pages.show(SHEETS, Verb.SEE_OWN_RETURNS)
def sheets(visit: AVisit, unit: Ref) -> Response:
    page = sheets_of_unit(unit, visit.agencies, workspace=visit.workspace)
    return visit.page("unit/feedback.html", page=page)


@pages.show(SHEETS + "/{ref}", Verb.SEE_OWN_RETURNS)
def sheet(visit: AVisit, unit: Ref, ref: Ref) -> Response:
    paper, facts = own_sheet(unit, ref, visit.agencies, workspace=visit.workspace)
    return visit.page(
        "unit/feedback_sheet.html", unit=unit, ref=ref, name=facts.unit, content=paper.as_data()
    )


@pages.show(SHEETS + "/{ref}/sheet.{format}", Verb.SEE_OWN_RETURNS)
def sheet_file(visit: AVisit, unit: Ref, ref: Ref, format: Format) -> Response:
    paper, facts = own_sheet(unit, ref, visit.agencies, workspace=visit.workspace)
    data = render_paper(paper, format=format, made_on=facts.made_on)
    return download(f"{ref}-feedback-{unit}.{format}", data)
