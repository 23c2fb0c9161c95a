"""Every step that writes, and the workspace it is done in: for what many processes do at once.

A step that is not here fails the test that looks.
"""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count
from typing import Any

from builders import moderation as mod, workspace as ws
from builders.actions import JUNE, an_open_action, filled_in
from builders.stages import SELF_ASSESSED, home_of, later
from pyotp import TOTP

from audits import resource_folder
from audits.actions import Better, Decision, MeasureKind
from audits.backup import make_key
from audits.collection import Arrival, Notice
from audits.delivery import NotifyStatus
from audits.demo import make_agencies, make_contacts
from audits.domain.access import NO_FORM, Identity, ProviderVisit, SecondFactor, Stage
from audits.domain.answer import TypedAnswer
from audits.domain.finding import ACCEPTED, REJECTED
from audits.domain.grade import Layer, Subject
from audits.domain.level import Dated, level_from
from audits.domain.message import DeliveryOutcome, DeliveryReport
from audits.domain.permissions import Role
from audits.domain.status import ActionStatus, DispatchStatus
from audits.queries.authored_template import template_workbook
from audits.queries.concerns import list_concerns
from audits.queries.findings import list_findings
from audits.queries.grades import GradeChange
from audits.queries.letters_to_approve import digests_by_key, letters_to_approve
from audits.queries.missed_audits import MissedAudit
from audits.queries.moderation import list_grades
from audits.queries.packs import pack_of
from audits.queries.ready_work import due_dispatches
from audits.queries.returns import list_returns
from audits.register import Source
from audits.steps.access.accounts import (
    add_account,
    change_role,
    disable_account,
    enable_account,
    invite,
    offer_sign_in,
)
from audits.steps.access.by_provider import leave_for_provider, return_from_provider
from audits.steps.access.codes import (
    forget_codes,
    give_code,
    give_up_codes,
    propose_codes,
    set_up_codes,
)
from audits.steps.access.give_links import keep_links_open, revoke_link, send_new_link
from audits.steps.access.other_person import (
    accept_other_person,
    decline_other_person,
    say_other_person,
    settle_request,
)
from audits.steps.access.sessions import end_other_sessions, end_session, end_sessions_of
from audits.steps.access.sign_in import (
    begin_session,
    note_refused,
    set_password,
    sign_in,
    sign_in_by_link,
    sign_out,
)
from audits.steps.access.tokens import make_token, revoke_token
from audits.steps.access.unit_links import give_mailed_code, press_link
from audits.steps.action_packs.chase import chase_actions
from audits.steps.action_packs.decide_action import decide_action, minute_meeting
from audits.steps.action_packs.decide_agenda import add_meeting, decide_agenda, move_meeting
from audits.steps.action_packs.decide_audit import decide_draw, decide_paper
from audits.steps.action_packs.fetch import fetch_book
from audits.steps.action_packs.post import write_planned_books
from audits.steps.action_packs.send import send_action_books
from audits.steps.action_packs.write import export_agency, export_agenda
from audits.steps.actions.change import Change, add_action, update_action
from audits.steps.actions.external_audits import Promise, log_external
from audits.steps.actions.import_plan import import_actions
from audits.steps.actions.keep_evidence import EvidenceFile, open_evidence
from audits.steps.actions.measure import Measured, measure_action
from audits.steps.actions.share import share_action
from audits.steps.agencies.as_listed import Person, UnitFacts
from audits.steps.agencies.import_list import import_agencies, take_agencies
from audits.steps.agencies.people import add_contact, change_contact, remove_contact
from audits.steps.agencies.units import add_unit, change_unit, remove_unit
from audits.steps.backup.make import make_backup
from audits.steps.backup.rotate_key import rotate_key
from audits.steps.cycle.cancel import cancel_cycle
from audits.steps.cycle.import_past import import_cycles
from audits.steps.cycle.open import open_cycle
from audits.steps.cycle.plan import change_programme
from audits.steps.dispatch.approve import approve_letters
from audits.steps.dispatch.own_links import PLACE, with_own_links
from audits.steps.dispatch.recipients import confirm_recipients
from audits.steps.dispatch.record_bounce import record_bounce
from audits.steps.dispatch.record_callback import record_callback
from audits.steps.dispatch.record_outcome import note_unknown, record_outcome
from audits.steps.dispatch.reword import reword_letters, use_standard_words
from audits.steps.dispatch.send import follow_dispatch, send_dispatch
from audits.steps.dispatch.settle import confirm_not_sent, confirm_sent, recall_dispatch
from audits.steps.dispatch.try_channel import try_channel
from audits.steps.findings.check_facts import circulate_findings
from audits.steps.findings.factors import name_action_factors, name_finding_factors
from audits.steps.findings.sign_off import correct_sign_off, publish, sign_off
from audits.steps.findings.unit_checks import answer_call, call_right, call_wrong
from audits.steps.findings.word import correct_finding, reword_finding
from audits.steps.handing_over.export import export_everything
from audits.steps.learning.import_survey import import_survey
from audits.steps.learning.record import (
    meet_training,
    need_training,
    raise_challenge,
    record_sharing,
    settle_challenge,
)
from audits.steps.moderation.agree_grades import agree_for_panel, agree_grades
from audits.steps.moderation.export import export_moderation
from audits.steps.moderation.give_grades import give_grades
from audits.steps.moderation.import_book import import_moderation
from audits.steps.packs.ask_again import chase_queries, write_queries
from audits.steps.packs.issue import issue_packs
from audits.steps.packs.send_again import issue_pack_to, send_pack_again
from audits.steps.packs.sweep_orphans import sweep_orphans
from audits.steps.papers.make import make_board_paper, make_paper
from audits.steps.papers.make_feedback import make_feedback
from audits.steps.papers.make_period import make_period_paper
from audits.steps.papers.sign import sign_paper
from audits.steps.progress.advance import advance
from audits.steps.progress.analyse import analyse
from audits.steps.progress.approve import approve_cycle
from audits.steps.received.claim import claim_return, release_return
from audits.steps.received.keep import keep_return
from audits.steps.received.open_original import open_original
from audits.steps.received.place import answer_sender, read_all_the_same
from audits.steps.received.put_aside import forget_taken_out, leave_behind, put_mail_aside
from audits.steps.received.settle_return import settle_return
from audits.steps.retention.hold import end_hold, hold_action, hold_child, hold_cycle
from audits.steps.retention.run import run_retention
from audits.steps.returns.allow import extend_return, waive_return
from audits.steps.returns.bring_in import bring_in_return
from audits.steps.returns.certify import certify_return, withdraw_certificate
from audits.steps.returns.chase import chase
from audits.steps.returns.collect import collect_files, collect_inbox, collect_return, read_kept
from audits.steps.returns.concerns import acknowledge_concern, chase_concerns
from audits.steps.returns.hand_on import hand_on_return
from audits.steps.returns.more_time import ask_more_time, decline_more_time
from audits.steps.returns.on_page import answer_on_page, say_not_known, write_concern
from audits.steps.returns.remind import remind_everybody, remind_unit
from audits.steps.sample.approve import approve_draw
from audits.steps.sample.draw import draw_sample
from audits.steps.sample.extend import extend_sample
from audits.steps.sample.freeze_frame import freeze_frame
from audits.steps.sample.load_register import export_loaded, load_register
from audits.steps.sample.replace_case import replace_case
from audits.steps.sample.rule_on_unit import EXCLUDE, rule_on_unit
from audits.steps.sample.spot_check import draw_spot_check, record_spot_check
from audits.steps.sample.uploads import hold_files
from audits.steps.sample.verify import write_certificate
from audits.steps.templates.keep import keep_template
from audits.steps.ticks.chase_everything import chase_everything
from audits.steps.ticks.collect_everything import collect_everything
from audits.steps.ticks.note_started import note_schedule_started
from audits.steps.ticks.runner import OneByOne
from audits.steps.ticks.say_missed import say_missed
from audits.steps.ticks.send_everything import send_everything
from audits.steps.ticks.tell_trouble import tell_trouble
from audits.storage import (
    Account,
    ActionBook,
    Case,
    Contact,
    Correction,
    Cycle,
    Dispatch,
    IssuedPack,
    ReturnFile,
    digest_of_token,
)
from audits.storage.sealed_text import seal_of, seal_text
from audits.templates import HandedAnswer, HandedReturn, load_past, template_of
from audits.workbook import questions_of
from audits.workspace import Workspace


REF = ws.REF
KEY = f"{REF}/police/pack/1"
PAST = resource_folder("audit_templates") / "past" / "annual_report_2016_17.yaml"
SURVEY = b"question,answer,count\nI know what to do,Yes,417\nI know what to do,No,40\n"
PLAN = b"Recommendation,Lead agency,By when\nAgree one risk tool,Police,70 working days\n"
EXPORTS = count()
Act = Callable[[Workspace, Any], object]
Prepare = Callable[[Workspace], Any]


@dataclass(frozen=True)
class Trial:
    """A step as many do it at once, ``at`` a point of a cycle, after something was prepared.

    Done by many it is done once, or ``each`` of them does it, as it were one after another.
    """

    at: str
    act: Act
    prepare: Prepare = lambda _: None
    each: bool = False


EVIDENCE = EvidenceFile(b"%PDF-1.7 every referrer was told", "pdf", "Nine of ten were told")
THEIR_KEY = b"k" * 32  # another partnership's, that seals what it hands on
UNKNOWN = NotifyStatus(id="f33517ff-2a88-4f6e-b855-c550268ce08a", to="a@b.org", status="delivered")


def _returns(workspace: Workspace) -> list[tuple[str, bytes]]:
    return [(path.name, path.read_bytes()) for path in sorted(_inbox(workspace))]


def _inbox(workspace: Workspace) -> list[Any]:
    return list((home_of(workspace) / "inbox").glob("*.xlsx"))


def _a_kept_return(workspace: Workspace) -> str:
    name, data = _returns(workspace)[0]
    return keep_return(data, name, workspace=workspace).id


def _collect_inboxes(workspace: Workspace, _: Any = None) -> None:
    for inbox in workspace.inboxes.values():
        list(collect_inbox(inbox, workspace=workspace))


def _one_planned_query(workspace: Workspace) -> str:
    """Read the returns as far as the next edition is planned, as if killed before it is written."""
    ws.collect(workspace)
    with workspace.open_uow() as uow:
        [planned, *_] = [pack for pack in uow.all(IssuedPack) if pack.edition > 1]
        planned.sha256 = ""
        uow.add(planned)
        for letter in uow.all(Dispatch, Dispatch.unit == planned.unit, Dispatch.purpose == "query"):
            uow.remove(letter)
        uow.note("made unwritten", planned.id)
        uow.commit()
    return planned.id


def _a_concern(workspace: Workspace) -> int:
    ws.collect(workspace)
    return int(list_concerns(workspace=workspace)[0].id)


def _a_case(workspace: Workspace) -> str:
    with workspace.open_view() as view:
        return view.all(Case, Case.cycle == REF, order_by=Case.number)[0].ref


def _asked_on_the_page(workspace: Workspace) -> tuple[str, list[TypedAnswer]]:
    """Return what asks the health unit again, and an answer to the first thing that it asks."""
    with workspace.open_view() as view:
        row = view.all(IssuedPack, IssuedPack.unit == "health", order_by=IssuedPack.edition)[-1]
    query = pack_of(row).queries[0]
    [question] = [each for each in questions_of(pack_of(row)) if each.id == query.question]
    words = question.scale.best.label if question.scale else "12"
    return row.id, [TypedAnswer(*query.about, words, "It is on the record")]


def _more_time_asked(workspace: Workspace) -> int:
    return ask_more_time(
        REF, "health", until=date(2017, 3, 20), why="Norovirus", workspace=workspace
    )


def _another_person_named(workspace: Workspace) -> int:
    return say_other_person("police", _a_contact(workspace), workspace=workspace)


def _another_person_proposed(workspace: Workspace) -> int:
    return say_other_person(
        "police", _a_contact(workspace), person="Jo Bell", email="jo@police.example.org",
        workspace=workspace,
    )  # fmt: skip


def _a_return(workspace: Workspace) -> str:
    return str(list_returns(REF, workspace=workspace)[0].id)


def _sent(workspace: Workspace) -> None:
    send_dispatch(KEY, workspace=workspace)


def _unconfirmed(workspace: Workspace) -> None:
    with workspace.open_uow() as uow:
        uow.claim_dispatch(KEY, lease=workspace.lease)
        uow.move_dispatch(uow.get(Dispatch, KEY), DispatchStatus.UNCONFIRMED)
        uow.commit()


def _send_all(workspace: Workspace, _: Any) -> None:
    for key in due_dispatches(workspace=workspace):
        send_dispatch(key, workspace=workspace)


def _a_finding(workspace: Workspace) -> str:
    return list_findings(REF, workspace=workspace)[0].id


def _a_filled_workbook(workspace: Workspace) -> bytes:
    folder = home_of(workspace) / "desk"
    path = export_moderation(REF, folder=folder, workspace=workspace)
    filling = mod.Filling(path.read_bytes())
    mod.fill_desk(filling)
    return filling.saved()


def _a_grade(workspace: Workspace) -> GradeChange:
    row = list_grades(REF, workspace=workspace)[0]
    subject = Subject(row.case, row.unit, row.question)
    return GradeChange(subject, Layer.MODERATED, "good", by="Desk", why="The record says so")


def _circulated(workspace: Workspace) -> tuple[str, str]:
    sent = circulate_findings(REF, workspace=workspace)
    unit = next(unit for unit, findings in sorted(sent.items()) if findings)
    return unit, sent[unit][0]


def _called_wrong(workspace: Workspace) -> tuple[str, int | None]:
    unit, finding = _circulated(workspace)
    call_wrong(REF, finding, unit=unit, why="It was told", workspace=workspace)
    with workspace.open_view() as view:
        return finding, view.all(Correction, order_by=Correction.id)[-1].id


def _an_agenda(workspace: Workspace) -> bytes:
    update_action("A1", workspace=workspace, text="Done", status=ActionStatus.COMPLETE)
    _, book = export_agenda(workspace.today(), workspace=workspace)
    row = {"What QEG decides": "Keep open", "What has changed": "Not yet in every team"}
    return filled_in(book, {"A1": row})


def _a_decision(workspace: Workspace) -> None:
    update_action("A1", workspace=workspace, text="Done", status=ActionStatus.COMPLETE)
    decide_action("A1", Decision.KEEP_OPEN, meeting=workspace.today(), workspace=workspace)


def _with_evidence(workspace: Workspace) -> None:
    change = Change("Evidence gathered", files=(EVIDENCE,))
    update_action("A1", workspace=workspace, text="", change=change)


def _planned_book(workspace: Workspace) -> None:
    send_action_books(workspace=workspace)
    with workspace.open_uow() as uow:
        for book in uow.all(ActionBook):
            book.sha256 = ""
            uow.add(book)
        for letter in uow.all(Dispatch):
            uow.remove(letter)
        uow.note("made unwritten", "books")
        uow.commit()


def _spot_check(workspace: Workspace) -> str:
    return draw_spot_check(REF, workspace=workspace)[0].case


def _orphan(workspace: Workspace) -> None:
    workspace.stores.packs.keep(b"what a killed process left", suffix=".xlsx")


def _claim_and_release(workspace: Workspace, ref: str) -> None:
    release_return(ref, claim_return(ref, workspace=workspace), workspace=workspace)


def _a_file_set_aside(workspace: Workspace) -> str:
    return f"R-{collect_return(b'no workbook', 'x.xlsx', workspace=workspace).sha256[:12]}"


def _something_left(workspace: Workspace) -> None:
    leave_behind(STUCK, "folder", workspace=workspace)


MAIL = Arrival("a mail", "mail.eml", sender="lead@police.example.org")
STUCK = Arrival("a message", "x.xlsx", left="It is too large.")
MISSED = MissedAudit(ws.KIND, ws.THURSDAY, REF, opens=False)


EMAIL, WORDS = "kim@partnership.example", "correct horse battery staple"


def _a_disabled_account(workspace: Workspace) -> str:
    account = _an_account(workspace)
    disable_account(account, why="Has left", workspace=workspace)
    return account


def _an_account(workspace: Workspace) -> str:
    return add_account("Kim Officer", email=EMAIL, role=Role.QEG, workspace=workspace)


# A token is another in each workspace, so it is noted there.
def _note_token(workspace: Workspace, token: str) -> None:
    (home_of(workspace) / "token").write_text(token)


def _an_api_token(workspace: Workspace) -> None:
    account = _an_account(workspace)
    _note_token(workspace, make_token("Dashboard", days=90, account=account, workspace=workspace))


def _token(workspace: Workspace) -> str:
    return (home_of(workspace) / "token").read_text()


def _an_invitation(workspace: Workspace) -> None:
    _note_token(workspace, invite(_an_account(workspace), workspace=workspace))


def _a_password(workspace: Workspace) -> None:
    _an_invitation(workspace)
    _note_token(workspace, set_password(_token(workspace), WORDS, workspace=workspace).token)


def _an_offer(workspace: Workspace) -> None:
    _note_token(workspace, offer_sign_in(_an_account(workspace), workspace=workspace))


class Service:
    """An organisation's sign-in service that knows one person."""

    name, roles = "an account", {"officer": Role.BUSINESS_UNIT}

    def begin(self) -> tuple[str, ProviderVisit]:
        return "https://id.example", ProviderVisit("state", "nonce", "verifier")

    def identify(self, _code: str, _visit: ProviderVisit) -> Identity:
        return Identity("https://id.example", "kim", "Kim Officer", EMAIL, ("officer",))


def _with_service(workspace: Workspace) -> Workspace:
    return replace(workspace, provider=Service())  # type: ignore[arg-type]  # it stands for one


def _a_row(workspace: Workspace) -> Account:
    with workspace.open_view() as view:
        return view.get(Account, _an_account(workspace))


def _a_strangers_file(workspace: Workspace) -> str:
    collect_return(b"not a workbook", "x.xlsx", sender="who@else.example", workspace=workspace)
    with workspace.open_view() as view:
        return view.values(ReturnFile.id)[-1]


def _a_contact(workspace: Workspace) -> int:
    with workspace.open_view() as view:
        return view.values(Contact.id, Contact.unit == "police", order_by=Contact.id)[0] or 0


def _a_certifier(workspace: Workspace) -> int:
    """Have health's return certified by an office, and list who holds it."""
    with workspace.open_uow() as uow:
        for row in uow.all(IssuedPack, IssuedPack.code == "P2"):
            row.content = {**row.content, "certified_by": "named nurse"}
            uow.add(row)
        uow.note("certified from now on", "P2")
        uow.commit()
    nurse = Person("Kim Nurse", "nurse@health.example", "Named nurse", "", False, "")
    return add_contact("health", nurse, why="Listed", workspace=workspace)


def a_certified_return(workspace: Workspace) -> None:
    contact = _a_certifier(workspace)
    certify_return("health", "P2", contact=contact, workspace=workspace)


def _handed_on_to_us(workspace: Workspace) -> tuple[str, bytes]:
    """Return the pack of a self-assessment, and a return that another partnership certified."""
    with workspace.open_view() as view:
        template = template_of(view.get(Cycle, SELF_ASSESSED).template)
        pack = view.all(IssuedPack, IssuedPack.cycle == SELF_ASSESSED)[0].code
    first = template.questions[0]
    returned = HandedReturn(
        partnership="Northshire", cycle="S11-2017", title="Self-assessment", kind=template.kind,
        version=template.version, organisation="Police", office="lead",
        certified_on=workspace.today(), answers=(HandedAnswer.of(first, "met", "Policy, page 3"),),
    )  # fmt: skip
    return pack, seal_text(returned.model_dump_json(), THEIR_KEY)


def _proposed_codes(workspace: Workspace) -> None:
    propose_codes(_an_account(workspace), workspace=workspace)


def _codes(workspace: Workspace) -> None:
    _proposed_codes(workspace)
    secret = workspace.second_factors.secret("U1", proved=False)
    earlier = workspace.clock() - timedelta(seconds=30)
    set_up_codes("U1", TOTP(secret).at(earlier), session="", workspace=workspace)


def _a_wait_for_codes(workspace: Workspace) -> None:
    _a_password(workspace)
    wanted = replace(workspace, second_factor=SecondFactor.REQUIRED)
    _note_token(workspace, sign_in(EMAIL, WORDS, workspace=wanted).token)


# A secret is another in each workspace too.
def _code_of_now(workspace: Workspace) -> str:
    codes = workspace.second_factors
    secret = codes.secret("U1") or codes.secret("U1", proved=False)
    return TOTP(secret).at(workspace.clock()) if secret else ""


def _with_links(workspace: Workspace) -> Workspace:
    return replace(workspace, letters_have_links=True)


def _a_letter(workspace: Workspace) -> Dispatch:
    with workspace.open_view() as view:
        letter = view.get(Dispatch, KEY)
    letter.body = PLACE
    return letter


def _links_sent(workspace: Workspace) -> str:
    letter = _a_letter(workspace)
    body = with_own_links(letter, letter.recipients, workspace=_with_links(workspace))
    return body.rpartition("/link/")[2].split()[0]


def _a_pressed_link(workspace: Workspace) -> None:
    _note_token(workspace, _links_sent(workspace))


def _a_mailed_code(workspace: Workspace) -> None:
    _links_sent(workspace)
    _note_token(workspace, workspace.sessions.begin_by_link(1, code="123456"))


def _a_childs_id(workspace: Workspace) -> str:
    people = json.loads(workspace.vault.look("case", _a_case(workspace), "a test") or b"[]")
    return str(people[0]["child_id"])


TRIALS: dict[str, Trial] = {
    "make_backup": Trial("opened", lambda p, keys: make_backup(
        p.stores.home.with_name("a.age"), public_keys=keys, workspace=p),
        lambda _: [make_key()[1]], each=True),
    "rotate_key": Trial("issued", lambda p, _: rotate_key(workspace=p), each=True),
    # who may use the website
    "add_account": Trial("opened", lambda p, _: _an_account(p)),
    "invite": Trial("opened", lambda p, who: invite(who, workspace=p), _an_account, each=True),
    "offer_sign_in": Trial(
        "opened", lambda p, who: offer_sign_in(who, workspace=p), _an_account, each=True),
    "change_role": Trial("opened", lambda p, who: change_role(
        who, Role.READER, why="Chairs now", workspace=p), _an_account, each=True),
    "disable_account": Trial("opened", lambda p, who: disable_account(
        who, why="Has left", workspace=p), _an_account),
    "enable_account": Trial("opened", lambda p, who: enable_account(
        who, why="Is back", workspace=p), _a_disabled_account),
    "set_password": Trial(
        "opened", lambda p, _: set_password(_token(p), WORDS, workspace=p), _an_invitation),
    "sign_in": Trial(
        "opened", lambda p, _: sign_in(EMAIL, WORDS, workspace=p), _a_password, each=True),
    "sign_in_by_link": Trial(
        "opened", lambda p, _: sign_in_by_link(_token(p), workspace=p), _an_offer),
    "sign_out": Trial("opened", lambda p, _: sign_out(
        digest_of_token(_token(p)), account="U1", workspace=p), _a_password, each=True),
    "begin_session": Trial(
        "opened", lambda p, row: begin_session(row, p), _a_row, each=True),
    "note_refused": Trial("opened", lambda p, row: note_refused(row, p), _a_row, each=True),
    "return_from_provider": Trial(
        "opened",
        lambda p, _: return_from_provider("me", "state", "code", workspace=_with_service(p)),
        lambda p: leave_for_provider("me", NO_FORM, workspace=_with_service(p))),
    "give_code": Trial("opened", lambda p, _: give_code(
        _token(p), _code_of_now(p), stage=Stage.SET_UP, workspace=p), _a_wait_for_codes),
    "set_up_codes": Trial("opened", lambda p, _: set_up_codes(
        "U1", _code_of_now(p), session="", workspace=p), _proposed_codes),
    "give_up_codes": Trial("opened", lambda p, _: give_up_codes(
        "U1", _code_of_now(p), workspace=p), _codes),
    "forget_codes": Trial("opened", lambda p, who: forget_codes(
        who, why="Lost", workspace=p), _an_account, each=True),
    "end_session": Trial("opened", lambda p, _: end_session(
        digest_of_token(_token(p)), account="U1", workspace=p), _a_password, each=True),
    "end_other_sessions": Trial("opened", lambda p, _: end_other_sessions(
        "U1", but="", workspace=p), _a_password, each=True),
    "end_sessions_of": Trial("opened", lambda p, _: end_sessions_of(
        "U1", workspace=p), _a_password, each=True),
    "make_token": Trial("opened", lambda p, _: make_token(
        "Dashboard", days=90, account="U1", workspace=p), _an_account, each=True),
    "revoke_token": Trial("opened", lambda p, _: revoke_token(
        digest_of_token(_token(p)), workspace=p), _an_api_token),
    "with_own_links": Trial("issued", lambda p, letter: with_own_links(
        letter, letter.recipients, workspace=_with_links(p)), _a_letter, each=True),
    "press_link": Trial(
        "issued", lambda p, _: press_link(_token(p), workspace=p), _a_pressed_link, each=True),
    "give_mailed_code": Trial("issued", lambda p, _: give_mailed_code(
        _token(p), "123456", workspace=p), _a_mailed_code),
    "keep_links_open": Trial("answered", lambda p, _: keep_links_open(workspace=p)),
    "send_new_link": Trial("issued", lambda p, who: send_new_link(
        "police", who, why="Lost", workspace=_with_links(p)), _a_contact, each=True),
    "revoke_link": Trial("issued", lambda p, _: revoke_link(
        "police", 1, why="Passed on", workspace=p), _links_sent),
    "hold_files": Trial("opened", lambda p, _: hold_files(
        [("x.csv", b"a,b")], workspace=p), each=True),
    "keep_template": Trial("opened", lambda p, book: keep_template(
        book, "x.xlsx", workspace=p), lambda p: template_workbook("neglect", workspace=p),
        each=True),
    # before the packs
    "import_agencies": Trial("loaded", lambda p, _: import_agencies(
        make_agencies(), workspace=p), each=True),
    "take_agencies": Trial("loaded", lambda p, _: take_agencies(
        make_agencies(), workspace=p), each=True),
    "add_contact": Trial("loaded", lambda p, _: add_contact(
        "police", Person("N Ew", "new@police.example"), why="Joined", workspace=p)),
    "change_contact": Trial("loaded", lambda p, who: change_contact(
        who, Person("N Ew", "new@police.example"), why="Joined", workspace=p, send_again=True),
        _a_contact, each=True),
    "remove_contact": Trial("loaded", lambda p, who: remove_contact(
        who, why="Left", workspace=p), _a_contact),
    "add_unit": Trial("loaded", lambda p, _: add_unit(
        "new", UnitFacts("New", "police", "folder"), why="Joined", workspace=p)),
    "change_unit": Trial("loaded", lambda p, _: change_unit(
        "police", UnitFacts("Renamed", "police", "folder"), why="Joined", workspace=p), each=True),
    "remove_unit": Trial("issued", lambda p, _: remove_unit(
        "police", why="Merged", workspace=p)),
    "read_all_the_same": Trial("issued", lambda p, who: read_all_the_same(
        who, why="They rang", workspace=p), _a_strangers_file),
    "answer_sender": Trial("issued", lambda p, who: answer_sender(
        who, REF, "police", why="They rang", workspace=p), _a_strangers_file),
    "share_action": Trial("a board", lambda p, ref: share_action(
        ref, owner="police", contributors=["health"], why="They asked", workspace=p),
        lambda p: an_open_action(p, "Do it", owner="health"), each=True),
    "try_channel": Trial("opened", lambda p, who: try_channel(
        "folder", account=who, workspace=p), _an_account, each=True),
    "send_pack_again": Trial("issued", lambda p, _: send_pack_again(
        REF, "police", why="Wrong address", workspace=p), each=True),
    "issue_pack_to": Trial("issued", lambda p, _: issue_pack_to(
        REF, "police", why="It joined", workspace=p)),
    "load_register": Trial("loaded", lambda p, _: load_register(
        [Source("contacts.csv", make_contacts(until=ws.THURSDAY, contacts=300))],
        name="mash_contacts", workspace=p)),
    "export_loaded": Trial("loaded", lambda p, _: export_loaded(
        "mash_contacts", why="Asked for", workspace=p), each=True),
    "open_cycle": Trial("loaded", lambda p, _: open_cycle(ws.KIND, ws.THURSDAY, workspace=p)),
    "import_cycles": Trial("loaded", lambda p, _: import_cycles(load_past(PAST), workspace=p)),
    "change_programme": Trial("loaded", lambda p, _: change_programme(
        "thresholds", now=date(2017, 6, 5), why="QEG asked", workspace=p)),
    "freeze_frame": Trial("opened", lambda p, _: freeze_frame(REF, workspace=p)),
    "draw_sample": Trial("opened", lambda p, _: draw_sample(REF, workspace=p)),
    "cancel_cycle": Trial("opened", lambda p, _: cancel_cycle(REF, "wrong week", workspace=p)),
    "rule_on_unit": Trial("opened", lambda p, _: rule_on_unit(
        REF, "C1", ruling=EXCLUDE, why="Before the coroner", workspace=p), each=True),
    "approve_draw": Trial("drawn for a person", lambda p, _: approve_draw(REF, workspace=p)),
    "say_missed": Trial("loaded", lambda p, _: say_missed(MISSED, workspace=p)),
    "write_certificate": Trial(
        "drawn", lambda p, _: write_certificate(REF, workspace=p), each=True),
    "replace_case": Trial("drawn", lambda p, case: replace_case(
        REF, case, why="Another authority's", workspace=p), _a_case),
    "extend_sample": Trial("drawn", lambda p, _: extend_sample(
        REF, 1, why="One more", workspace=p), each=True),
    # packs and what goes out
    "issue_packs": Trial("drawn", lambda p, _: issue_packs(REF, workspace=p)),
    "approve_letters": Trial("issued", lambda p, _: approve_letters(
        digests_by_key(letters_to_approve(workspace=p)), workspace=p), each=True),
    "reword_letters": Trial("issued", lambda p, _: reword_letters(
        KEY, text="Return {workbook}.", workspace=p), each=True),
    "use_standard_words": Trial("issued", lambda p, _: use_standard_words(
        KEY, workspace=p), each=True),
    "confirm_recipients": Trial("issued", lambda p, _: confirm_recipients(
        REF, why="Looked at", workspace=p), each=True),
    "send_dispatch": Trial("issued", _send_all),
    "follow_dispatch": Trial("issued", lambda p, _: follow_dispatch(KEY, workspace=p), _sent),
    "record_outcome": Trial("issued", lambda p, _: record_outcome(
        KEY, DeliveryReport(DeliveryOutcome.BOUNCED), workspace=p), _sent),
    "note_unknown": Trial("issued", lambda p, _: note_unknown("a number", workspace=p)),
    "record_bounce": Trial("issued", lambda p, _: record_bounce(
        Notice(DeliveryOutcome.BOUNCED, key=KEY), workspace=p), _sent),
    "record_callback": Trial("issued", lambda p, _: record_callback(UNKNOWN, workspace=p)),
    "confirm_sent": Trial("issued", lambda p, _: confirm_sent(
        KEY, why="Asked them", workspace=p), _unconfirmed),
    "confirm_not_sent": Trial("issued", lambda p, _: confirm_not_sent(
        KEY, why="Asked them", workspace=p), _unconfirmed),
    "recall_dispatch": Trial("issued", lambda p, _: recall_dispatch(
        KEY, why="Wrong address", workspace=p), _sent, each=True),
    "sweep_orphans": Trial("issued", lambda p, _: sweep_orphans(workspace=p), _orphan),
    "note_schedule_started": Trial("loaded", lambda p, _: note_schedule_started(workspace=p)),
    "tell_trouble": Trial("loaded", lambda p, _: tell_trouble(workspace=later(p, 7)),
                          lambda p: note_schedule_started(workspace=p)),
    # returns
    "extend_return": Trial("answered", lambda p, _: extend_return(
        REF, "health", until=date(2017, 3, 20), why="Norovirus", workspace=p)),
    "waive_return": Trial("answered", lambda p, _: waive_return(
        REF, "police", why="No staff", workspace=p)),
    "chase": Trial("answered", lambda p, _: chase(workspace=later(p, 4))),
    "remind_everybody": Trial(
        "answered", lambda p, _: remind_everybody(workspace=later(p, 4))),
    "remind_unit": Trial(
        "answered", lambda p, _: remind_unit(REF, "police", workspace=later(p, 4))),
    "keep_return": Trial("answered", lambda p, files: keep_return(
        files[0][1], files[0][0], workspace=p), _returns),
    "collect_return": Trial("answered", lambda p, files: collect_return(
        files[0][1], files[0][0], workspace=p), _returns),
    "collect_files": Trial("answered", lambda p, files: list(
        collect_files(files, workspace=p)), _returns),
    "collect_inbox": Trial("answered", _collect_inboxes),
    "read_kept": Trial("answered", lambda p, ref: read_kept(ref, workspace=p), _a_kept_return),
    "claim_return": Trial("answered", _claim_and_release, _a_kept_return),
    "release_return": Trial("answered", _claim_and_release, _a_kept_return),
    "write_queries": Trial("answered", lambda p, pack: write_queries(pack, workspace=p),
                           _one_planned_query),
    "ask_more_time": Trial("answered", lambda p, _: ask_more_time(
        REF, "health", until=date(2017, 3, 20), why="Norovirus", workspace=p)),
    "decline_more_time": Trial("answered", lambda p, _: decline_more_time(
        REF, "health", why="The meeting is on the 15th", workspace=p), _more_time_asked),
    "say_other_person": Trial("answered", lambda p, number: say_other_person(
        "police", number, person="Jo Bell", email="jo@police.example.org", workspace=p),
        _a_contact),
    "accept_other_person": Trial("answered", lambda p, number: accept_other_person(
        number, why="Rang the unit", workspace=p), _another_person_proposed),
    "decline_other_person": Trial("answered", lambda p, number: decline_other_person(
        number, why="The lead stays", workspace=p), _another_person_proposed),
    "settle_request": Trial("answered", lambda p, number: settle_request(
        number, why="Jo is added", workspace=p), _another_person_named),
    "answer_on_page": Trial("asked", lambda p, asked: answer_on_page(
        "health", asked[0], asked[1], workspace=p), _asked_on_the_page),
    "say_not_known": Trial("answered", lambda p, case: say_not_known(
        "health", "P2", case, searched="Niche", workspace=p), _a_case),
    "write_concern": Trial("answered", lambda p, case: write_concern(
        "health", "P2", case, words="Alone at night", workspace=p), _a_case),
    "acknowledge_concern": Trial("answered", lambda p, number: acknowledge_concern(
        number, by="Head of safeguarding", done="Visited", workspace=p), _a_concern),
    "chase_concerns": Trial("answered", lambda p, _: chase_concerns(workspace=later(p, 1)),
                            _a_concern),
    "chase_queries": Trial("asked", lambda p, _: chase_queries(workspace=later(p, 20))),
    "open_original": Trial("asked", lambda p, ref: open_original(
        ref, why="Asked for", workspace=p), _a_return, each=True),
    "settle_return": Trial("answered", lambda p, ref: settle_return(
        ref, why="Rang the lead", workspace=p), _a_file_set_aside),
    "put_mail_aside": Trial("answered", lambda p, _: put_mail_aside(
        b"From: lead@police.example.org", MAIL, workspace=p)),
    "leave_behind": Trial("answered", lambda p, _: leave_behind(STUCK, "folder", workspace=p)),
    "forget_taken_out": Trial("answered", lambda p, _: forget_taken_out(
        "folder", (), workspace=p), _something_left),
    # moderation and findings
    "advance": Trial("drawn", lambda p, _: advance(REF, workspace=p)),
    "approve_cycle": Trial("drawn for a person", lambda p, _: approve_cycle(REF, workspace=p)),
    "collect_everything": Trial("answered", lambda p, files: collect_everything(
        run=OneByOne(p), workspace=p, files=files), _returns),
    "chase_everything": Trial(
        "answered", lambda p, _: chase_everything(run=OneByOne(later(p, 4)))),
    "send_everything": Trial("issued", lambda p, _: send_everything(
        run=OneByOne(p), workspace=p)),
    "analyse": Trial("asked", lambda p, _: analyse(
        REF, workspace=p, with_what_there_is=True, decision="It is time")),
    "export_moderation": Trial("moderating", lambda p, _: export_moderation(REF, workspace=p)),
    "import_moderation": Trial("moderating", lambda p, data: import_moderation(data, workspace=p),
                               _a_filled_workbook),
    "agree_grades": Trial("moderating", lambda p, _: agree_grades(REF, by="Desk", workspace=p)),
    "agree_for_panel": Trial("moderating", lambda p, _: agree_for_panel(
        REF, by="Panel", workspace=p), lambda p: agree_grades(REF, by="Desk", workspace=p)),
    "give_grades": Trial(
        "moderating", lambda p, said: give_grades(REF, said, workspace=p), _a_grade),
    "draw_spot_check": Trial("moderating", lambda p, _: draw_spot_check(REF, workspace=p)),
    "record_spot_check": Trial("moderating", lambda p, case: record_spot_check(
        REF, case, held=True, why="The minute was seen", workspace=p), _spot_check, each=True),
    "circulate_findings": Trial("moderated", lambda p, _: circulate_findings(REF, workspace=p)),
    "correct_finding": Trial("moderated", lambda p, of: correct_finding(
        REF, of[1], by=of[0], decision=ACCEPTED, workspace=p), _circulated),
    "call_wrong": Trial("moderated", lambda p, of: call_wrong(
        REF, of[1], unit=of[0], why="Each was told by letter", workspace=p), _circulated),
    "call_right": Trial("moderated", lambda p, of: call_right(
        REF, unit=of[0], workspace=p), _circulated),
    "answer_call": Trial("moderated", lambda p, of: answer_call(
        REF, of[0], of[1], decision=REJECTED, why="The record shows it", workspace=p),
        _called_wrong),
    "reword_finding": Trial("analysed", lambda p, finding: reword_finding(
        REF, finding, text="Referrers wait.", why="Plainer", workspace=p), _a_finding),
    "import_survey": Trial("issued", lambda p, _: import_survey(
        REF, SURVEY, survey="Staff", workspace=p), each=True),
    "sign_off": Trial("analysed", lambda p, _: sign_off(REF, workspace=p, minute="QEG", why="x")),
    "correct_sign_off": Trial("agreed", lambda p, _: correct_sign_off(
        REF, workspace=p, minute="4", why="Mistyped"), each=True),
    "publish": Trial("agreed", lambda p, _: publish(REF, workspace=p)),
    "make_paper": Trial("agreed", lambda p, _: make_paper(
        REF, workspace=p, format="html"), each=True),
    "make_feedback": Trial("agreed", lambda p, _: make_feedback(
        REF, workspace=p, format="html"), each=True),
    "make_period_paper": Trial("agreed", lambda p, _: make_period_paper(
        "mash_month", "2017-03", workspace=p, format="html"), each=True),
    "make_board_paper": Trial("a board", lambda p, _: make_board_paper(
        "actions", workspace=p, format="html"), each=True),
    "sign_paper": Trial("agreed", lambda p, _: sign_paper(
        "2017-Q1", "mash_quarter", by="Chair", why="Names nobody", workspace=p), each=True),
    # what is held and destroyed
    "hold_cycle": Trial("agreed", lambda p, _: hold_cycle(REF, why="An inquiry", workspace=p)),
    "hold_action": Trial("a board", lambda p, _: hold_action(
        "A1", why="An inquiry", workspace=p)),
    "hold_child": Trial("drawn", lambda p, child: hold_child(
        child, why="An inquiry", workspace=p), _a_childs_id),
    "export_everything": Trial("agreed", lambda p, _: export_everything(
        p.stores.home.with_name(f"out-{os.getpid()}-{next(EXPORTS)}"), workspace=p), each=True),
    "run_retention": Trial("agreed", lambda p, _: run_retention(
        why="Agreed by the board", workspace=later(p, 800)), lambda p: publish(REF, workspace=p)),
    "end_hold": Trial("agreed", lambda p, ref: end_hold(
        ref, why="It is closed", workspace=p), lambda p: hold_cycle(
        REF, why="An inquiry", workspace=p)),
    # the action plan
    "add_action": Trial("a board", lambda p, _: add_action(
        "Agree one tool", owner="police", due=JUNE, workspace=p), each=True),
    "update_action": Trial("a board", lambda p, _: update_action(
        "A1", workspace=p, text="Half of it is done", percent_done=50), each=True),
    "open_evidence": Trial("a board", lambda p, _: open_evidence(
        "A1", 1, why="QEG asked", workspace=p), _with_evidence, each=True),
    "measure_action": Trial("a board", lambda p, _: measure_action("A1", Measured(
        "timeliness", MeasureKind.QUESTION, Better.UP,
        baseline=Dated(level_from("4/20"), date(2017, 1, 9))), workspace=p), each=True),
    "import_actions": Trial("a board", lambda p, _: import_actions(
        PLAN, "plan.csv", workspace=p, source="Inspection: JTAI", published=date(2017, 1, 30)),
        each=True),
    "export_agency": Trial("a board", lambda p, _: export_agency("police", workspace=p), each=True),
    "fetch_book": Trial("a board", lambda p, _: fetch_book("police", workspace=p)),
    "export_agenda": Trial("a board", lambda p, _: export_agenda(p.today(), workspace=p),
                           lambda p: update_action("A1", workspace=p, text="Done",
                                                   status=ActionStatus.COMPLETE), each=True),
    "decide_agenda": Trial("a board", lambda p, data: decide_agenda(data, "a.xlsx", workspace=p),
                           _an_agenda),
    "decide_action": Trial("a board", lambda p, _: decide_action(
        "A1", Decision.CLOSE, meeting=p.today(), why="It shows", workspace=p),
        lambda p: update_action("A1", workspace=p, text="Done", status=ActionStatus.COMPLETE)),
    "decide_draw": Trial("drawn for a person", lambda p, _: decide_draw(
        REF, meeting=p.today(), why="looked", workspace=p)),
    "decide_paper": Trial("agreed", lambda p, _: decide_paper(
        REF, "audit_report", meeting=p.today(), by="Sam", why="nobody is known",
        workspace=p), each=True),
    "minute_meeting": Trial("a board", lambda p, _: minute_meeting(
        p.today(), "4.2", workspace=p), _a_decision),
    "move_meeting": Trial("a board", lambda p, _: move_meeting(
        date(2017, 7, 25), instead_of=date(2017, 7, 18), why="Mistyped", workspace=p),
        lambda p: add_meeting(date(2017, 7, 18), workspace=p)),
    "add_meeting": Trial("a board", lambda p, _: add_meeting(date(2017, 7, 18), workspace=p)),
    "send_action_books": Trial("a board", lambda p, _: send_action_books(workspace=p)),
    "write_planned_books": Trial("a board", lambda p, _: write_planned_books(workspace=p),
                                 _planned_book),
    "chase_actions": Trial("a board", lambda p, _: chase_actions(workspace=later(p, 120))),
    "log_external": Trial("a board", lambda p, _: log_external(
        "Safer recruitment", kind="safer recruitment", made_by="Education group",
        made_on=date(2016, 11, 20), result="Twelve of fifteen.", looked_at=15,
        actions=[Promise("police", JUNE, "Look at every file again")], workspace=p), each=True),
    "record_sharing": Trial("a board", lambda p, _: record_sharing(
        "voice_of_child", shared_with="Groups", how="Leaflet", workspace=p), each=True),
    "need_training": Trial("a board", lambda p, _: need_training(
        "voice_of_child", text="Record the view", audience="All", workspace=p), each=True),
    "meet_training": Trial("a board", lambda p, ref: meet_training(
        ref, how="In both courses", workspace=p), lambda p: need_training(
        "voice_of_child", text="Record the view", audience="All", workspace=p)),
    "name_finding_factors": Trial("analysed", lambda p, finding: name_finding_factors(
        REF, finding, ["training", "workload"], workspace=p), _a_finding),
    "name_action_factors": Trial("a board", lambda p, ref: name_action_factors(
        ref, ["supervision"], workspace=p),
        lambda p: an_open_action(p, "Do it", owner="health")),
    "certify_return": Trial("asked", lambda p, contact: certify_return(
        "health", "P2", contact=contact, workspace=p), _a_certifier, each=True),
    "withdraw_certificate": Trial("asked", lambda p, _: withdraw_certificate(
        "health", "P2", why="A mistake", workspace=p), a_certified_return),
    "hand_on_return": Trial("self certified", lambda p, _: hand_on_return(
        SELF_ASSESSED, "police", workspace=p), each=True),
    "bring_in_return": Trial("self assessed", lambda p, given: bring_in_return(
        "police", *given, seal=seal_of(THEIR_KEY), workspace=p), _handed_on_to_us),
    "raise_challenge": Trial("a board", lambda p, _: raise_challenge(
        "Cells overnight", raised_by="chair", put_to="police", workspace=p), each=True),
    "settle_challenge": Trial("a board", lambda p, ref: settle_challenge(
        ref, outcome="A protocol", workspace=p), lambda p: raise_challenge(
        "Cells overnight", raised_by="chair", put_to="police", workspace=p)),
}  # fmt: skip
