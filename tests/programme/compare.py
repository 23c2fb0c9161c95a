"""Everything the engine concluded beside the truth, one by one; what differs is listed."""

from collections.abc import Hashable, Mapping
from dataclasses import astuple
from datetime import date

from audits.domain.finding import FindingKind
from audits.domain.grade import Layer
from audits.domain.pack import KNOWN
from audits.sampling import read_frame
from audits.storage import (
    ActionFinding,
    ActionRow,
    AnswerRow,
    Concern,
    Cycle,
    CycleWait,
    Dispatch,
    Draw,
    FindingRow,
    GradeRow,
    IssuedPack,
    LetterAbout,
    ReturnFile,
    ReturnProblem,
    SpotCheckRow,
    TrailEntry,
    View,
    one_of,
)
from audits.workspace import Workspace

from .calendar import working_days_on
from .comparing import Comparison
from .counting import actions_of, answers_of, findings_of
from .frames import NO_REAUDIT
from .overall import compare_overall
from .record import Told
from .reminding import letters_of


def compare(told: Mapping[str, Told], workspace: Workspace) -> Comparison:
    """Return what a comparison of every cycle with its truth gives."""
    result = Comparison()
    for each in told.values():
        with workspace.open_view() as view:
            _compare_cycle(each, result, view=view, workspace=workspace)
    compare_overall(told, result, workspace)
    return result


def _compare_cycle(told: Told, result: Comparison, *, view: View, workspace: Workspace) -> None:
    ref = told.ref
    result.take("exclusions", ref, *_exclusions(told, view=view, workspace=workspace))
    result.take("siblings passed over", ref, *_siblings(told, view=view, workspace=workspace))
    answers = answers_of(told)
    grades = {q.id for q in told.questions if q.is_grade}
    stored = _answers(told, view)
    for sort, wanted in (("answers", False), ("grades", True)):
        expected, found = ({}, {})
        for key, value in answers.items():
            if (key[2] in grades) is wanted:
                expected[key] = value
        for key, value in stored.items():
            if (key[2] in grades) is wanted:
                found[key] = value
        result.take(sort, ref, expected, found)
    result.take("moderated grades", ref, told.panel, _panel(ref, view))
    result.take("queries", ref, *_queries(told, view))
    result.take("returns", ref, *_returns(told, view))
    result.take("concerns", ref, *_concerns(told, view))
    result.take("letters", ref, letters_of(told), _letters(told, view, workspace))
    result.take("findings", ref, *_findings(told, view))
    result.take("actions", ref, *_actions(told, view))
    result.take("found again", ref, told.again, _again(told, view))
    result.take("spot checks", ref, *_claims(told, view))
    result.take("waiting", ref, *_waited(told, view))


def _exclusions(told: Told, *, view: View, workspace: Workspace) -> tuple[dict[Hashable, str], ...]:
    """Return why each line of the frame may not be drawn, by the truth and by the engine."""
    if not told.expected_frame:
        return {}, {}
    cycle = view.get(Cycle, told.ref)
    frame = read_frame(workspace.stores.frames.read(str(cycle.frame_sha256)).decode())
    ids = list(told.expected_frame)
    hashes = [workspace.vault.hash_id(each) for each in ids]
    expected = {h: told.expected_frame[i] for h, i in zip(hashes, ids, strict=True)}
    found = dict(zip(frame.units, frame.reasons, strict=True))
    return _short(expected), _short(found)


def _short(reasons: Mapping[str, str]) -> dict[Hashable, str]:
    return {unit[:12]: reason or "eligible" for unit, reason in reasons.items()}


def _siblings(told: Told, *, view: View, workspace: Workspace) -> tuple[dict[Hashable, bool], ...]:
    """Return who of the eligible was passed over: those of a family that has a drawn case."""
    if told.kind not in NO_REAUDIT:
        return {}, {}
    drawn = {member.id for member in told.members.values()}
    families = {member.family for member in told.members.values()}
    eligible = [unit for unit, reason in told.expected_frame.items() if not reason]
    passed = [u for u in eligible if u not in drawn and told.families[u] in families]
    over = view.get(Draw, told.ref).certificate["passed_over"]
    expected: dict[Hashable, bool] = {h[:12]: True for h in map(workspace.vault.hash_id, passed)}
    return expected, {unit[:12]: True for unit in over}


def _answers(told: Told, view: View) -> dict[tuple[str, str, str], str | None]:
    """Return every answer that stands; an empty one only where something is expected."""
    wanted = {question.id for question in told.questions} | {KNOWN.id}
    rows = view.all(AnswerRow, AnswerRow.cycle == told.ref, AnswerRow.current)
    expected = answers_of(told)
    return {
        (row.unit, row.case_ref, row.question): row.value
        for row in rows
        if row.question in wanted
        and (row.value is not None or (row.unit, row.case_ref, row.question) in expected)
    }


def _panel(ref: str, view: View) -> dict[tuple[str, str, str], str]:
    """Return the grades that stand: the panel's, or where it had nothing to decide the desk's."""
    rows = view.all(GradeRow, GradeRow.cycle == ref, order_by=GradeRow.id)
    found: dict[tuple[str, str, str], str] = {}
    for layer in (Layer.MODERATED, Layer.PANEL):
        of = (row for row in rows if row.layer == layer)
        found |= {(row.unit, row.case_ref, row.question): row.value for row in of}
    return found


def _queries(told: Told, view: View) -> tuple[dict[Hashable, str], ...]:
    """Return what was ever asked again, and what should have been."""
    files = {row.id: row.unit for row in view.all(ReturnFile, ReturnFile.cycle == told.ref)}
    rows = view.all(ReturnProblem, one_of(ReturnProblem.return_id, files), ReturnProblem.is_query)
    outside = {
        r.id
        for r in view.all(
            ReturnFile, ReturnFile.cycle == told.ref, ReturnFile.outcome == "quarantined"
        )
    }
    expected: dict[Hashable, str] = {}
    for unit, intent in told.intents.items():
        names = told.by_key(unit)
        for case, number in intent.asked_again:
            expected[unit, case, names[number].id] = "asked again"
    found: dict[Hashable, str] = {
        (files[r.return_id], r.case_ref, r.question): "asked again"
        for r in rows
        if r.return_id not in outside
    }
    return expected, found


def _returns(told: Told, view: View) -> tuple[dict[Hashable, object], ...]:
    """Return whose first return came, whether it was late, and what was set aside."""
    due = working_days_on(told.opened, told.days)
    expected: dict[Hashable, object] = {
        unit: "late" if intent.returns_on > due else "in time"
        for unit, intent in told.intents.items()
        if intent.returns_on
    }
    expected["set aside"] = told.quarantined
    rows = view.all(ReturnFile, ReturnFile.cycle == told.ref, order_by=ReturnFile.received_at)
    found: dict[Hashable, object] = {}
    for row in rows:
        if row.unit and row.outcome != "quarantined":
            when = "late" if row.late else "in time"
            found.setdefault(row.unit, when)
    found["set aside"] = sum(row.outcome == "quarantined" for row in rows)
    return expected, found


def _concerns(told: Told, view: View) -> tuple[dict[Hashable, bool], ...]:
    expected: dict[Hashable, bool] = {
        (unit, intent.concern): True
        for unit, intent in told.intents.items()
        if intent.concern and intent.returns_on
    }
    return expected, {
        (r.unit, r.case_ref): True for r in view.all(Concern, Concern.cycle == told.ref)
    }


def _letters(told: Told, view: View, workspace: Workspace) -> dict[tuple[str, str, date], bool]:
    """Return every reminder and escalation about a return, with the day it was sent."""
    found: dict[tuple[str, str, date], bool] = {}
    for about in view.all(LetterAbout, LetterAbout.cycle == told.ref):
        sent_at = view.get(Dispatch, about.dispatch).sent_at
        purpose, _, number = about.step.rpartition("-")
        heard = purpose if purpose == "reminder" else str(told.escalate[int(number)].to)
        if sent_at is not None:
            found[about.unit, heard, workspace.calendar.local_date(sent_at)] = True
    return found


def _findings(told: Told, view: View) -> tuple[dict[Hashable, object], ...]:
    expected: dict[Hashable, object] = {
        (f.question, f.kind, f.theme): (f.x, f.n, f.left_out, f.cannot_tell, f.unanswered)
        for f in findings_of(told)
    }
    found: dict[Hashable, object] = {
        (r.question, str(FindingKind(r.kind)), r.theme): (
            r.x, r.n, r.left_out, r.cannot_tell, r.unanswered,
        )
        for r in view.all(FindingRow, FindingRow.cycle == told.ref)
    }  # fmt: skip
    return expected, found


def _actions(told: Told, view: View) -> tuple[dict[Hashable, object], ...]:
    expected: dict[Hashable, object] = {
        (a.title, a.owner): (a.due, str(a.status), a.percent) for a in actions_of(told)
    }
    found: dict[Hashable, object] = {
        (r.title, r.owner): (r.due, str(r.status), r.percent_done)
        for r in view.all(ActionRow, ActionRow.cycle == told.ref)
    }
    return expected, found


def _again(told: Told, view: View) -> dict[Hashable, str | None]:
    """Return the actions of earlier audits that this one found again, and which opened each.

    What a finding joined is linked to it; of what was promised again the trail alone tells.
    """
    findings = [row.id for row in view.all(FindingRow, FindingRow.cycle == told.ref)]
    linked = [
        link.action for link in view.all(ActionFinding, one_of(ActionFinding.finding, findings))
    ]
    promised = [
        entry.about
        for entry in view.all(TrailEntry, TrailEntry.verb == "action promised again")
        if entry.facts["cycle"] == told.ref
    ]
    rows = view.all(ActionRow, one_of(ActionRow.id, [*linked, *promised]))
    return {(row.title, row.owner): row.cycle for row in rows if row.cycle != told.ref}


def _claims(told: Told, view: View) -> tuple[dict[Hashable, int], ...]:
    rows = view.all(SpotCheckRow, SpotCheckRow.cycle == told.ref)
    if not rows:
        return {}, {}
    claims = sum(v == "done" for (_, _, q), v in answers_of(told).items() if q == "status")
    return {"claims": claims}, {"claims": rows[0].claims}


def _waited(told: Told, view: View) -> tuple[dict[Hashable, object], ...]:
    """Return how long the contacts of a window waited, in working minutes."""
    row = view.find(CycleWait, told.ref)
    hours = (row.median, row.ninetieth) if row else ()
    minutes = [None if each is None else round(each * 60) for each in hours]
    found = (row.came, row.decided, *minutes) if row else ()
    expected = astuple(told.waited) if told.waited else ()
    names = ("came", "decided", "half within", "nine in ten within")
    return dict(zip(names, expected, strict=False)), dict(zip(names, found, strict=False))


def packs_in(told: Mapping[str, Told], workspace: Workspace) -> int:
    """Return how many workbooks were issued, every edition."""
    with workspace.open_view() as view:
        return sum(view.count(IssuedPack, IssuedPack.cycle == ref) for ref in told)
