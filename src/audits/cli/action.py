"""Commands on the action plan: who will do what by when, and whether it worked."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from audits.actions import MeasureKind
from audits.domain.action import ActionKind, Rag
from audits.domain.errors import UserError
from audits.domain.level import Dated, level_from
from audits.wiring import build_here

from .action_options import (
    About,
    ActionRef,
    AtMeeting,
    CountedAfter,
    CountedIn,
    Day,
    DecidedAt,
    Deputy,
    Done,
    Due,
    DueOn,
    Evidence,
    EvidenceFiles,
    EvidenceNumber,
    Factors,
    Figure,
    HowKnown,
    Kind,
    Lead,
    Level,
    Limit,
    Minute,
    NewOwner,
    NewStatus,
    OnlyOwner,
    OnlyRag,
    OnlySource,
    OnlyStatus,
    Out,
    Overdue,
    Owner,
    Question,
    Reason,
    SaidBy,
    Shows,
    Source,
    Start,
    Theme,
    Title,
    TypedRag,
    What,
    WhichWay,
    WhyOpened,
    With,
)
from .action_words import lines_of, reaudit_of
from .files import check_new, read_bytes, write_bytes
from .options import AsJson, ListOptions, lists
from .output import say, show_json, show_rows


if TYPE_CHECKING:
    from audits.steps.actions.keep_evidence import EvidenceFile


action = typer.Typer(no_args_is_help=True)

COLUMNS = ("id", "rag", "status", "owner", "due", "overdue_days", "title")
DERIVED = "derived"


@action.command("list")
@lists(unit="owner", cycle="cycle")
def list_planned(
    owner: OnlyOwner = "",
    overdue: Overdue = False,
    rag: OnlyRag = None,
    source: OnlySource = "",
    theme: Theme = "",
    meeting: AtMeeting = None,
    status: OnlyStatus = None,
    limit: Limit = None,
    *,
    options: ListOptions,
) -> None:
    """List the actions in the plan, the most overdue first."""
    from audits.queries.action_list import ActionFilter
    from audits.queries.actions import list_actions

    wanted = ActionFilter(owner, overdue, rag, source, theme, meeting, status)
    if not options.filters:
        wanted = replace(wanted, limit=limit)  # otherwise of those that are left
    rows = options.keep(list_actions(wanted, workspace=build_here()))
    show_rows(rows[:limit], COLUMNS, options, nothing="There are no such actions.")


@action.command("show")
def show(ref: ActionRef, as_json: AsJson = False) -> None:
    """Show one action: how it stands, on what evidence, and all that was said about it."""
    from audits.queries.actions import describe_action

    detail = describe_action(ref, workspace=build_here())
    if as_json:
        show_json(detail)
        return
    for line in lines_of(detail):
        say(line)


@action.command("why")
def why_needed(ref: ActionRef, factor: Factors = None) -> None:
    """Record which factors an action is to put right.

    These take the place of any said before.
    """
    from audits.steps.findings.factors import name_action_factors

    name_action_factors(ref, factor or (), workspace=build_here())
    say(f"{ref}: {', '.join(factor or ()) or 'no factor'}.")


@action.command("add")
def add(
    title: Title,
    owner: Owner,
    due: DueOn,
    measure: HowKnown = "",
    source: Source = "other",
    contributes: With = None,
    about: About = None,
    theme: Theme = "",
    kind: Kind = ActionKind.PRACTICE,
    lead: Lead = "",
    deputy: Deputy = "",
    start: Start = None,
) -> None:
    """Add an action that no audit here led to, as one from a review or an inspection."""
    from audits.queries.actions import describe_action
    from audits.steps.actions.change import add_action

    workspace = build_here()
    ref = add_action(
        title, owner=owner, due=due, workspace=workspace, measure=measure, source=source,
        contributors=contributes or (), findings=about or (), theme=theme, kind=kind,
        lead=lead, deputy=deputy, start=start,
    )  # fmt: skip
    say(f"{ref} is in the plan.")
    for doubt in describe_action(ref, workspace=workspace).doubts:
        say(f"  {doubt}")


@action.command("update")
def update(
    ref: ActionRef,
    text: What,
    done: Done = None,
    due: Due = None,
    status: NewStatus = None,
    evidence: Evidence = "",
    evidence_file: EvidenceFiles = None,
    shows: Shows = None,
    reason: Reason = "",
    by: SaidBy = "",
    meeting: DecidedAt = None,
    minute: Minute = "",
    rag: TypedRag = "",
    owner: NewOwner = "",
    contributes: With = None,
    about: About = None,
) -> None:
    """Record what has happened to an action, or change its day, status or owner.

    Earlier days are kept, and who said so.
    """
    from audits.steps.actions.change import Change, update_action
    from audits.steps.actions.meeting import check_was_held

    workspace = build_here()
    check_was_held(meeting, workspace=workspace)
    change = Change(
        text, done, due, status, evidence=evidence, reason=reason, by=by,
        meeting=meeting, minute=minute, typed_rag=_rag(rag, ref),
        lift_rag=rag == DERIVED, owner=owner, contributors=tuple(contributes or ()),
        findings=tuple(about or ()), files=_files(evidence_file or [], shows or []),
    )  # fmt: skip
    update_action(ref, workspace=workspace, text=text, change=change)
    say(f"{ref} is updated.")
    if evidence_file:
        say(f"Delete your copies if you need them no longer. To see them: audits action show {ref}")


@action.command("evidence")
def evidence_(
    ref: ActionRef,
    number: EvidenceNumber,
    out: Out,
    why: WhyOpened,
) -> None:
    """Write evidence that was kept to a file.

    It may name children. Delete the file when you are done.
    """
    from audits.steps.actions.keep_evidence import open_evidence

    check_new(out)
    name, data = open_evidence(ref, number, why=why, workspace=build_here())
    write_bytes(out, data)
    say(f"{name} is written to {out}. Delete it when you are done.")


@action.command("measure")
def measure(
    ref: ActionRef,
    question: Question = "",
    figure: Figure = "",
    better: WhichWay = None,
    baseline: Level = "",
    baseline_on: Day = None,
    baseline_from: CountedIn = "",
    target: Level = "",
    target_on: Day = None,
    after: Level = "",
    after_on: Day = None,
    after_from: CountedAfter = "",
) -> None:
    """Record how we know that an action worked: the level before, the target, the level after."""
    from audits.queries.actions import describe_action
    from audits.steps.actions.measure import Measured, measure_action

    kind = MeasureKind.FIGURE if figure else MeasureKind.QUESTION if question else None
    measured = Measured(
        name=figure or question,
        kind=kind,
        better=better,
        baseline=_dated(baseline, baseline_on, "baseline"),
        target=_dated(target, target_on, "target"),
        after=_dated(after, after_on, "after"),
        baseline_cycle=baseline_from,
        after_cycle=after_from,
    )
    workspace = build_here()
    say(measure_action(ref, measured, workspace=workspace).words)
    if again := reaudit_of(describe_action(ref, workspace=workspace)):
        say(again)


def _files(paths: list[Path], shows: list[str]) -> "tuple[EvidenceFile, ...]":
    """Return files with what each shows; of their names nothing is kept but how they end."""
    from audits.steps.actions.keep_evidence import EvidenceFile

    if len(paths) != len(shows):
        raise UserError(
            f"There are {len(paths)} evidence files and {len(shows)} sentences on what they show. "
            "Say one for each, in the same order: --evidence-file FILE --shows '...'"
        )
    return tuple(
        EvidenceFile(read_bytes(path), path.suffix.lstrip("."), sentence)
        for path, sentence in zip(paths, shows, strict=True)
    )


def _dated(level: str, on: date | None, name: str) -> Dated | None:
    if not level:
        return None
    if on is None:
        raise UserError(f"Say of which day the level is: --{name}-on YYYY-MM-DD")
    return Dated(level_from(level), on)


def _rag(text: str, ref: str) -> Rag | None:
    if text in ("", DERIVED):
        return None
    if text in set(Rag):
        return Rag(text)
    raise UserError(
        f"'{text}' is no colour of {ref}. Say amber or red, or derived to take it back."
    )
