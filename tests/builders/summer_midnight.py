"""A moderated audit lived through at five past midnight on 1 July: 30 June still in UTC.

Nothing in it belongs to 30 June in England, so whoever reads that day, or five past eleven, reads
UTC; and no person writes seconds.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from io import BytesIO
from pathlib import Path

import openpyxl
from builders import moderation as mod, workspace as ws

from audits.demo import fill_sloppy, make_agencies, make_contacts, make_truth
from audits.domain.status import ActionStatus
from audits.queries.action_list import ActionFilter
from audits.queries.actions import list_actions
from audits.queries.findings import list_findings
from audits.queries.returns import list_returns
from audits.register import Source
from audits.settings import init_workspace
from audits.steps.action_packs.decide_agenda import add_meeting
from audits.steps.action_packs.send import send_action_books
from audits.steps.actions.change import Change, add_action, update_action
from audits.steps.actions.external_audits import log_external
from audits.steps.actions.keep_evidence import EvidenceFile
from audits.steps.agencies.import_list import import_agencies
from audits.steps.cycle.open import open_cycle
from audits.steps.findings.check_facts import circulate_findings
from audits.steps.findings.sign_off import sign_off
from audits.steps.findings.word import reword_finding
from audits.steps.learning.record import (
    meet_training,
    need_training,
    raise_challenge,
    record_sharing,
)
from audits.steps.packs.issue import issue_packs
from audits.steps.packs.send_again import send_pack_again
from audits.steps.received.open_original import open_original
from audits.steps.returns.allow import extend_return, waive_return
from audits.steps.sample.draw import draw_sample
from audits.steps.sample.load_register import load_register
from audits.steps.sample.spot_check import draw_spot_check, record_spot_check
from audits.workspace import Workspace


FIVE_PAST = datetime(2017, 6, 30, 23, 5, 7, 654321, tzinfo=UTC)
NEXT_WEEK = "MASH-2017-W11"
SPOT_CHECK = "spot_check: {question: referral_complete, of: [yes], size: 3}\n"
WHY = ("--why", "Asked for")
# Every command that shows what is kept, as it is typed; {x} is one of `names`.
SHOWS: dict[str, tuple[tuple[str, ...], ...]] = {
    "audits status": ((),),
    "audits verify": ((),),
    "audits template list": ((),),
    "audits template show": ((ws.KIND,),),
    "audits template history": ((ws.KIND,),),
    "audits agency list": ((),),
    "audits agency confirm": ((NEXT_WEEK, "--look"),),
    "audits register list": ((),),
    "audits unit links": (("police",),),
    "audits user list": ((),),
    "audits cycle list": ((),),
    "audits cycle calendar": (("2017/18",),),
    "audits cycle show": ((ws.REF,), (NEXT_WEEK,)),
    "audits sample verify": ((ws.REF,),),
    "audits sample spot-check": ((ws.REF,),),
    "audits dispatch list": ((), (ws.REF,), (NEXT_WEEK,)),
    "audits dispatch show": (("{dispatch}",),),
    "audits return list": ((ws.REF,), (NEXT_WEEK,), (NEXT_WEEK, "--units"), ()),
    "audits return show": (("{return}",),),
    "audits return queries": ((), (ws.REF,), ("--all",)),
    "audits return certificates": ((ws.REF,),),
    "audits return known": ((ws.REF,),),
    "audits return answers": ((ws.REF,),),
    "audits concern list": ((),),
    "audits return requests": ((), ("--waiting",)),
    "audits concern show": (("1", *WHY),),
    "audits moderate show": ((ws.REF,),),
    "audits moderate list": ((ws.REF,),),
    "audits moderate summary": ((ws.REF,),),
    "audits finding list": ((ws.REF,),),
    "audits finding log": ((ws.REF,),),
    "audits finding show": ((ws.REF, "{finding}"),),
    "audits action list": ((),),
    "audits action show": (("{action}",),),
    "audits action bring-forward": (("--meeting", "2017-07-18"),),
    "audits learning themes": ((),),
    "audits learning why": ((),),
    "audits learning training": (("--all",),),
    "audits learning challenges": ((),),
    "audits trail verify": ((),),
    "audits trail export": ((),),
    "audits vault looks": ((),),
    "audits board list": ((),),
    "audits hold list": ((), ("--all",)),
    "audits retention list": ((),),
    "audits retention certificates": ((),),
    "audits external list": ((),),
}
# These act, and say what they did; what they wrote is read below.
ACTS = {
    "audits chase", "audits register load", "audits cycle open", "audits cycle import",
    "audits sample freeze", "audits sample draw", "audits pack issue", "audits dispatch send",
    "audits return collect", "audits moderate import", "audits finding circulate",
    "audits action import", "audits action send", "audits action decide",
    "audits dispatch approve", "audits person find", "audits retention run",
    "audits retention show",
}  # fmt: skip
NOT_FOR_PEOPLE = re.compile(
    r"30(?:th)? June|30 Jun\b|30/0?6/2017|2017-06-30|23:05|11:05"  # UTC
    r"|\d{4}-\d\d-\d\d[T ]\d\d|05:07|654321|\+00:00"  # machine time
)

MACHINE_DAY = re.compile(r"(?<!--on )(?<![\w/-])20\d\d-\d\d-\d\d(?![\w/-])")  # none in a command


def machine_days(text: str) -> list[str]:
    """Return the lines of a text in which a day stands as machines write it."""
    return [line for line in text.splitlines() if MACHINE_DAY.search(line)]


def machine_times(text: str) -> list[str]:
    """Return the lines of a text in which a day or time stands that is not for people."""
    return [line for line in text.splitlines() if NOT_FOR_PEOPLE.search(line)]


def names(home: Path) -> dict[str, str]:
    """Return what only this workspace knows: one of each kind of thing."""
    workspace = midnight_of(home)
    complete = list_actions(ActionFilter(status=ActionStatus.COMPLETE), workspace=workspace)
    return {
        "dispatch": f"{ws.REF}/police/pack/1",
        "return": list_returns(ws.REF, workspace=workspace)[0].id,
        "finding": list_findings(ws.REF, workspace=workspace)[0].id,
        "action": complete[0].id,
    }


def midnight_of(home: Path) -> Workspace:
    """Return a workspace at five past midnight."""
    return ws.workspace_of(home, FIVE_PAST)


def lived_through(home: Path) -> Path:
    """Make a workspace in which everything happened at five past midnight on 1 July 2017."""
    init_workspace(home)
    mod.with_moderation(home, mod.ASKS + SPOT_CHECK)
    workspace = midnight_of(home)
    import_agencies(make_agencies(), workspace=workspace)
    for week in (0, 7):
        until = date(2017, 3, 9 + week)
        export = Source("contacts.csv", make_contacts(until=until, contacts=1500))
        load_register([export], name="mash_contacts", workspace=workspace)
        if not week:
            _audit(home, workspace)
    _next_week(home, workspace)
    _plan(workspace)
    _lessons(workspace)
    ws.send(workspace)
    return home


def _audit(home: Path, workspace: Workspace) -> None:
    ws.issue(workspace)
    ws.send(workspace)
    ws.answer(home)
    (home / "inbox" / "odd.xlsx").write_bytes(b"no workbook")
    ws.collect_until_complete(home, workspace)
    ws.take_up_concerns(workspace)
    for claim in draw_spot_check(ws.REF, workspace=workspace):
        record_spot_check(ws.REF, claim.case, held=True, why="The minute", workspace=workspace)
    mod.agree_grades(home, workspace)
    finding = list_findings(ws.REF, workspace=workspace)[0].id
    reword_finding(ws.REF, finding, text="Referrers wait.", why="Plainer", workspace=workspace)
    circulate_findings(ws.REF, workspace=workspace)
    first = list_returns(ws.REF, workspace=workspace)[0].id
    open_original(first, why="Asked for", workspace=workspace)
    sign_off(ws.REF, workspace=workspace, minute="QEG 3", why="Nobody has to check this week")


def _next_week(home: Path, workspace: Workspace) -> None:
    """Open another cycle that is issued and waits for answers that are asked for again."""
    thursday = date(2017, 3, 16)
    ref = open_cycle(ws.KIND, thursday, workspace=workspace)
    assert ref == NEXT_WEEK
    draw_sample(ref, workspace=workspace)
    issue_packs(ref, workspace=workspace)
    ws.send(workspace)
    send_pack_again(ref, "health", why="Wrong address", workspace=workspace)
    extend_return(ref, "health", until=date(2017, 7, 20), why="Norovirus", workspace=workspace)
    waive_return(ref, "police", why="No staff", workspace=workspace)
    cases = [case["case"] for case in draw_sample(ref, workspace=workspace)["cases"]]
    truth = make_truth(cases, workspace.template(ws.KIND).questions)
    pack = home / "outbox" / "social_care" / f"{ref}-social_care-pack-1.xlsx"
    (home / "inbox" / pack.name).write_bytes(fill_sloppy(pack.read_bytes(), truth))
    ws.collect(workspace)


def _plan(workspace: Workspace) -> None:
    due = date(2017, 9, 29)
    done = add_action("Tell every referrer", owner="police", due=due, workspace=workspace)
    add_action("Agree one tool", owner="health", due=due, workspace=workspace)
    file = EvidenceFile(b"%PDF-1.7 every referrer was told", "pdf", "Nine of ten were told")
    for change in (
        Change("Half of it", percent_done=50, due=date(2017, 10, 31)),
        Change("Seen", files=(file,)),
        Change("Done", status=ActionStatus.COMPLETE, evidence="Log of May"),
    ):
        update_action(done, workspace=workspace, text=change.text, change=change)
    add_meeting(date(2017, 7, 18), workspace=workspace)
    send_action_books(workspace=workspace)


def _lessons(workspace: Workspace) -> None:
    need_training("consent", text="Ask first", audience="All", workspace=workspace)
    met = need_training("consent", text="Ask twice", audience="All", workspace=workspace)
    meet_training(met, how="In both courses", workspace=workspace)
    raise_challenge("Cells", raised_by="chair", put_to="police", workspace=workspace)
    record_sharing("consent", shared_with="Groups", how="Leaflet", workspace=workspace)
    log_external(
        "School", kind="school review", made_by="A head", made_on=date(2017, 3, 9),
        result="Good", workspace=workspace,
    )  # fmt: skip


def texts_of_book(data: bytes) -> Iterator[str]:
    """Yield what each cell of a workbook shows; a day is kept as its midnight."""
    book = openpyxl.load_workbook(BytesIO(data))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    yield f"{sheet.title} {cell.coordinate}: {_shown(cell.value)}"


def _shown(value: object) -> str:
    is_day = isinstance(value, datetime) and value.time() == time()
    return f"{value:%Y-%m-%d}" if is_day else str(value)
