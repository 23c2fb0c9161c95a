"""Findings: each with its number and its range, down to the cells; and agreeing them."""

from typing import Annotated

from fastapi import Path
from fastapi.responses import Response

from audits.domain.errors import NotFoundError
from audits.domain.remedies import Verb
from audits.queries.finding_page import finding_page
from audits.queries.findings_page import findings_page
from audits.steps.findings.check_facts import circulate_findings
from audits.steps.findings.factors import name_finding_factors
from audits.steps.findings.sign_off import correct_sign_off, sign_off
from audits.steps.findings.unit_checks import answer_call
from audits.steps.findings.word import reword_finding

from .factors import ticked
from .forms import Agreement, AgreementCorrected, CallAnswered, Rewording
from .pages import AVisit, Fields, Pages, filled
from .remedies import WayOn, ways_on


pages = Pages()
Ref = Annotated[str, Path(pattern=r"^[\w.-]+$")]
WORD = "/audits/{ref}/findings/{finding}/words/{number}"
LIST, ONE = "/audits/{ref}/findings", "/audits/{ref}/findings/{finding}"


@pages.show(LIST, Verb.SEE_FINDINGS)
def findings(visit: AVisit, ref: Ref) -> Response:
    page = findings_page(ref, workspace=visit.workspace)
    audit = WayOn("See the audit", f"/audits/{ref}#units")
    still_open = [(line.says, ways_on(line.remedy) or (audit,)) for line in page.open]
    return visit.page("findings/list.html", page=page, still_open=still_open)


@pages.take(LIST, Verb.SIGN_OFF, about=("{ref}",))
def agree(visit: AVisit, ref: Ref, fields: Fields) -> Response:
    form = filled(Agreement, fields)
    sign_off(
        ref, meeting=form.meeting, on=form.on, minute=form.minute, why=form.why,
        workspace=visit.workspace,
    )  # fmt: skip
    return visit.go(f"/audits/{ref}/findings", "agreed", about=ref)


@pages.take(LIST + "/correct", Verb.SIGN_OFF, shown_at=LIST, about=("{ref}",))
def correct(visit: AVisit, ref: Ref, fields: Fields) -> Response:
    form = filled(AgreementCorrected, fields)
    correct_sign_off(
        ref, meeting=form.meeting, on=form.on, minute=form.minute, why=form.why,
        workspace=visit.workspace,
    )  # fmt: skip
    return visit.go(f"/audits/{ref}/findings", "agreement_corrected")


@pages.take(LIST + "/circulate", Verb.CIRCULATE_FINDINGS, shown_at=LIST, about=("{ref}",))
def circulate(visit: AVisit, ref: Ref) -> Response:
    circulate_findings(ref, workspace=visit.workspace)
    return visit.go(f"/audits/{ref}/findings", "circulated")


@pages.show(ONE, Verb.SEE_FINDINGS)
def finding(visit: AVisit, ref: Ref, finding: Ref, unit: str = "", answer: str = "") -> Response:
    page = finding_page(ref, finding, workspace=visit.workspace)
    shown = []
    for cited in page.finding.answers:
        if unit in ("", cited.unit) and answer in ("", cited.answer):
            shown.append(cited)
    return visit.page("findings/one.html", page=page, shown=shown, unit=unit, answer=answer)


@pages.take(ONE, Verb.REWORD_FINDING, about=("{finding}",))
def reword(visit: AVisit, ref: Ref, finding: Ref, fields: Fields) -> Response:
    form = filled(Rewording, fields)
    reword_finding(ref, finding, text=form.text, why=form.why, workspace=visit.workspace)
    return visit.go(f"/audits/{ref}/findings/{finding}", "reworded")


@pages.take(ONE + "/why", Verb.NAME_FACTORS, shown_at=ONE, about=("{finding}",))
def why(visit: AVisit, ref: Ref, finding: Ref, fields: Fields) -> Response:
    name_finding_factors(ref, finding, ticked(fields), workspace=visit.workspace)
    return visit.go(f"/audits/{ref}/findings/{finding}", "factors_named")


@pages.show(WORD, Verb.CORRECT_FINDING)
def word(visit: AVisit, ref: Ref, finding: Ref, number: int) -> Response:
    page = finding_page(ref, finding, workspace=visit.workspace)
    for line in page.words:
        if line.number == number:
            return visit.page("findings/answer.html", page=page, line=line)
    raise NotFoundError(f"Nobody said that of {finding}.")


@pages.take(WORD, Verb.CORRECT_FINDING, about=("{finding}",))
def answer_word(visit: AVisit, ref: Ref, finding: Ref, number: int, fields: Fields) -> Response:
    form = filled(CallAnswered, fields)
    answer_call(
        ref, finding, number, decision=form.decision, text=form.text, why=form.why,
        workspace=visit.workspace,
    )  # fmt: skip
    return visit.go(f"/audits/{ref}/findings/{finding}", "call_answered")
