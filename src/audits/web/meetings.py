"""Meetings: their days, and one's agenda as pages, one decision after the other."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from fastapi import Path
from fastapi.responses import Response

from audits.actions import DECISIONS
from audits.domain.days import day_in_words
from audits.domain.errors import UserError
from audits.domain.problem_words import problems_in_words
from audits.domain.remedies import Verb
from audits.queries.agenda import agenda_of, agenda_page, called
from audits.queries.agenda_item import (
    ActionToDecide,
    action_to_decide,
    draw_to_approve,
    findings_to_agree,
    paper_at_meeting,
)
from audits.queries.meetings_page import meetings_page
from audits.queries.papers.agenda import agenda_facts
from audits.reporting import agenda_paper, render_paper
from audits.steps.action_packs.decide_action import decide_action, minute_meeting
from audits.steps.action_packs.decide_agenda import add_meeting, decide_agenda, move_meeting
from audits.steps.action_packs.decide_audit import decide_draw, decide_paper
from audits.steps.action_packs.write import export_agenda
from audits.steps.findings.sign_off import sign_off

from .downloads import download
from .errors import FormError
from .forms import Signature
from .meeting_forms import AgreedAtMeeting, DecidedAtMeeting, Minuted, MovedMeeting, NewMeeting
from .pages import AVisit, Fields, Files, Pages, filled, page_number
from .visit import Problem, Visit


pages = Pages()
Ref = Annotated[str, Path(pattern=r"^[\w.-]+$")]
ONE = "/meetings/{day}"
ACTION, FINDINGS = ONE + "/actions/{ref}", ONE + "/findings/{ref}"
DRAW, PAPER = ONE + "/draws/{ref}", ONE + "/papers/{ref}"
IT = ("{ref}",)
NEXT, LARGE = "next", "large"  # fields that say where one goes on, and how large pages are shown
IN_WORDS = {choice.code: (choice.label, choice.means) for choice in DECISIONS.choices}
REST_TAKEN = "All other decisions are taken in. Put these right and give the workbook again."


@pages.show("/meetings", Verb.SEE_AGENDA)
def meetings(visit: AVisit) -> Response:
    return visit.page("meetings/list.html", page=meetings_page(workspace=visit.workspace))


@pages.take("/meetings", Verb.ADD_MEETING)
def add(visit: AVisit, fields: Fields) -> Response:
    form = filled(NewMeeting, fields)
    add_meeting(form.day, body=form.body, workspace=visit.workspace)
    return visit.go("/meetings", "meeting_added", about=day_in_words(form.day))


@pages.show(ONE, Verb.SEE_AGENDA)
def meeting(visit: AVisit, day: date, page: str = "1") -> Response:
    number = page_number(page)
    agenda, items = agenda_page(day, number, workspace=visit.workspace)
    return visit.page(
        "meetings/one.html", agenda=agenda, items=items, number=number, called=called,
        large=_is_large(visit),
    )  # fmt: skip


@pages.take(ONE + "/move", Verb.ADD_MEETING, shown_at=ONE)
def move(visit: AVisit, day: date, fields: Fields) -> Response:
    form = filled(MovedMeeting, fields)
    move_meeting(form.until, instead_of=day, why=form.move_why, workspace=visit.workspace)
    return visit.go(f"/meetings/{form.until}", "meeting_moved", about=day_in_words(form.until))


@pages.take(ONE + "/minute", Verb.TAKE_DECISIONS, shown_at=ONE)
def minute(visit: AVisit, day: date, fields: Fields) -> Response:
    form = filled(Minuted, fields)
    minute_meeting(day, form.minute, why=form.minute_why, workspace=visit.workspace)
    return visit.go(f"/meetings/{day}", "decisions_minuted", about=form.minute)


@pages.take(ONE + "/workbook", Verb.SEE_AGENDA, shown_at=ONE)
def workbook(visit: AVisit, day: date) -> Response:
    return download(*export_agenda(day, workspace=visit.workspace))


@pages.show(ONE + "/paper.{format}", Verb.SEE_AGENDA)
def paper(visit: AVisit, day: date, format: Ref) -> Response:
    facts = agenda_facts(day, workspace=visit.workspace)
    data = render_paper(agenda_paper(facts), format=format, made_on=facts.made_on)
    return download(f"agenda-{day}.{format}", data)


@pages.take(ONE + "/decisions", Verb.TAKE_DECISIONS, shown_at=ONE)
def take_workbook(visit: AVisit, day: date, fields: Fields, files: Files) -> Response:
    if not files:
        raise UserError("Choose the workbook of the agenda that was filled in.")
    name, data = files[0]
    problems = decide_agenda(data, name, early=bool(fields.get("early")), workspace=visit.workspace)
    if problems:
        sentences = (REST_TAKEN, *problems_in_words(problems))
        raise FormError(tuple(Problem("file", sentence) for sentence in sentences))
    return visit.go(f"/meetings/{day}", "agenda_taken")


@pages.show(ACTION, Verb.SEE_AGENDA)
def action(visit: AVisit, day: date, ref: Ref) -> Response:
    item = action_to_decide(day, ref, workspace=visit.workspace)
    return visit.page(
        "meetings/action.html", item=item, place=item.place, choices=_choices(item),
        large=_is_large(visit),
    )  # fmt: skip


@pages.take(ACTION, Verb.TAKE_DECISIONS, about=IT)
def decide(visit: AVisit, day: date, ref: Ref, fields: Fields) -> Response:
    form = filled(DecidedAtMeeting, fields)
    decide_action(
        ref, form.decision, meeting=day, why=form.reason, due=form.new_due,
        workspace=visit.workspace,
    )  # fmt: skip
    return _go_on(visit, day, "action_decided", ref, fields)


@pages.show(FINDINGS, Verb.SEE_AGENDA)
def findings(visit: AVisit, day: date, ref: Ref) -> Response:
    item = findings_to_agree(day, ref, workspace=visit.workspace)
    return visit.page("meetings/findings.html", item=item, place=item.place, large=_is_large(visit))


@pages.take(FINDINGS, Verb.SIGN_OFF, about=IT)
def agree(visit: AVisit, day: date, ref: Ref, fields: Fields) -> Response:
    form = filled(AgreedAtMeeting, fields)
    body = agenda_of(day, workspace=visit.workspace).body
    sign_off(ref, meeting=body, on=day, why=form.why, workspace=visit.workspace)
    return _go_on(visit, day, "agreed", ref, fields)


@pages.show(DRAW, Verb.SEE_AGENDA)
def draw(visit: AVisit, day: date, ref: Ref) -> Response:
    item = draw_to_approve(day, ref, workspace=visit.workspace)
    return visit.page("meetings/draw.html", item=item, place=item.place, large=_is_large(visit))


@pages.take(DRAW, Verb.APPROVE_DRAW, about=IT)
def approve(visit: AVisit, day: date, ref: Ref, fields: Fields) -> Response:
    decide_draw(ref, meeting=day, why=fields.get("why", ""), workspace=visit.workspace)
    return _go_on(visit, day, "approved", ref, fields)


@pages.show(PAPER, Verb.SEE_AGENDA)
def paper_to_sign(visit: AVisit, day: date, ref: Ref) -> Response:
    item = paper_at_meeting(day, ref, workspace=visit.workspace)
    return visit.page("meetings/paper.html", item=item, place=item.place, large=_is_large(visit))


@pages.take(PAPER, Verb.SIGN_PAPER)
def sign(visit: AVisit, day: date, ref: Ref, fields: Fields) -> Response:
    form = filled(Signature, fields)
    own = paper_at_meeting(day, ref, workspace=visit.workspace).paper.professional
    decide_paper(
        own.about, own.name, meeting=day, by=visit.name, why=form.why, read=form.read,
        workspace=visit.workspace,
    )  # fmt: skip
    return _go_on(visit, day, "signed", ref, fields)


def _choices(item: ActionToDecide) -> list[tuple[str, str, str]]:
    """Return what may be decided: its code, its word and what it means."""
    return [(decision.value, *IN_WORDS[decision]) for decision in item.may]


def _is_large(visit: Visit) -> bool:
    """Tell whether pages are shown so that one reads them from the end of a table."""
    typed = getattr(visit.request.state, "typed", {})
    return bool(visit.request.query_params.get(LARGE) or typed.get(LARGE))


def _go_on(visit: Visit, day: date, done: str, about: str, fields: Mapping[str, str]) -> Response:
    """Go to the next thing that waits, as the page said, or back to the agenda."""
    facts = {"about": about}
    if fields.get(LARGE):
        facts[LARGE] = "yes"
    rest = fields.get(NEXT, "")
    return visit.go(f"/meetings/{day}/{rest}".rstrip("/"), done, **facts)
