"""Commands on the action plan: who will do what by when, and whether it worked."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audits.actions import Better, MeasureKind
from audits.domain.action import ActionKind, Rag
from audits.domain.errors import UserError
from audits.domain.level import Dated, level_from
from audits.domain.status import ActionStatus
from audits.wiring import build_here

from .action_words import lines_of, reaudit_of
from .files import check_new, read_bytes, write_bytes
from .options import AsJson, ListOptions, lists
from .output import say, show_json, show_rows
from .typed_days import day_option


if TYPE_CHECKING:
    from audits.steps.actions.keep_evidence import EvidenceFile


action = typer.Typer(no_args_is_help=True)

Due = Annotated[date | None, day_option("By which day.")]
Day = Annotated[date | None, day_option("A day, as 30/06/2017.")]
Level = Annotated[str, typer.Option(help="A count as 12/20, or a figure as 36.5.")]
ActionRef = Annotated[str, typer.Argument(help="An action's number, as A7.")]
COLUMNS = ("id", "rag", "status", "owner", "due", "overdue_days", "title")
DERIVED = "derived"
With = Annotated[
    list[str] | None, typer.Option("--with", help="An agency that contributes; repeatable.")
]
About = Annotated[
    list[str] | None, typer.Option("--finding", help="A finding it is about; repeatable.")
]


@action.command("list")
@lists(unit="owner", cycle="cycle")
def list_planned(
    owner: Annotated[str, typer.Option(help="An agency, with its units, or one unit.")] = "",
    overdue: Annotated[bool, typer.Option(help="Only what is overdue.")] = False,
    rag: Annotated[Rag | None, typer.Option(help="How it stands.")] = None,
    source: Annotated[
        str, typer.Option(help="audit, review, inspection, challenge, self_assessment; or words.")
    ] = "",
    theme: Annotated[str, typer.Option(help="A core question or a theme.")] = "",
    meeting: Annotated[
        date | None,
        day_option("Decided at, or to be, on this day."),
    ] = None,
    status: Annotated[ActionStatus | None, typer.Option(help="Where it is.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many.")] = None,
    *,
    options: ListOptions,
) -> None:
    """List the action plan, the most overdue first."""
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


@action.command("add")
def add(
    title: str,
    owner: Annotated[str, typer.Option(help="The one agency or unit that is accountable.")],
    due: Annotated[date, day_option("By which day.")],
    measure: Annotated[str, typer.Option(help="How we will know it worked.")] = "",
    source: Annotated[str, typer.Option(help="Where it comes from.")] = "other",
    contributes: With = None,
    about: About = None,
    theme: Annotated[str, typer.Option(help="A core question or a theme.")] = "",
    kind: Annotated[
        ActionKind, typer.Option(help="What it makes: a thing, other practice, a check.")
    ] = ActionKind.PRACTICE,
    lead: Annotated[str, typer.Option(help="The post that answers for it, and its deputy.")] = "",
    deputy: Annotated[str, typer.Option(help="The post that stands in.")] = "",
    start: Annotated[
        date | None,
        day_option("From which day it is worked on."),
    ] = None,
) -> None:
    """Add an action that comes from elsewhere: a case review, an inspection, a challenge."""
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
    text: Annotated[str, typer.Option(help="What happened, or why it changes.")],
    done: Annotated[int | None, typer.Option(help="How much is done, in percent.")] = None,
    due: Due = None,
    status: Annotated[ActionStatus | None, typer.Option(help="What it becomes.")] = None,
    evidence: Annotated[str, typer.Option(help="What shows that it is complete.")] = "",
    evidence_file: Annotated[
        list[Path] | None,
        typer.Option(help="A file that shows it; its name is not kept; repeatable."),
    ] = None,
    shows: Annotated[
        list[str] | None, typer.Option(help="What the file shows, once for each; repeatable.")
    ] = None,
    reason: Annotated[str, typer.Option(help="The group's, to close what no measure shows.")] = "",
    by: Annotated[str, typer.Option(help="Who says it, as a role, if not you.")] = "",
    meeting: Day = None,
    minute: Annotated[str, typer.Option(help="Where it is minuted.")] = "",
    rag: Annotated[str, typer.Option(help="amber or red, if worse than derived; derived.")] = "",
    owner: Annotated[str, typer.Option(help="Who is accountable from now on.")] = "",
    contributes: With = None,
    about: About = None,
) -> None:
    """Write down what was said about an action; a date keeps what it was, a status says who."""
    from audits.steps.actions.change import Change, update_action

    workspace = build_here()
    if meeting and meeting > workspace.today():
        raise UserError(f"The meeting of {meeting:%d/%m/%Y} is to come. Say which one decided it.")
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
    number: Annotated[int, typer.Argument(help="The evidence's number, as action show lists it.")],
    out: Annotated[Path, typer.Option(help="The file to write it to.")],
    why: Annotated[str, typer.Option(help="Why it is opened; kept in the trail.")],
) -> None:
    """Write a file that was kept as evidence to a file. It may name children: delete it after."""
    from audits.steps.actions.keep_evidence import open_evidence

    check_new(out)
    name, data = open_evidence(ref, number, why=why, workspace=build_here())
    write_bytes(out, data)
    say(f"{name} is written to {out}. Delete it when you are done.")


@action.command("measure")
def measure(
    ref: ActionRef,
    question: Annotated[str, typer.Option(help="A question asked of cases, as timeliness.")] = "",
    figure: Annotated[str, typer.Option(help="A figure of a dataset, in words.")] = "",
    better: Annotated[Better | None, typer.Option(help="Which way is better.")] = None,
    baseline: Level = "",
    baseline_on: Day = None,
    baseline_from: Annotated[str, typer.Option(help="Count it in this cycle's answers.")] = "",
    target: Level = "",
    target_on: Day = None,
    after: Level = "",
    after_on: Day = None,
    after_from: Annotated[str, typer.Option(help="Count it in the re-audit's answers.")] = "",
) -> None:
    """Name what shows that an action worked, and say where it stood, should be, and is."""
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
        EvidenceFile(read_bytes(path), path.suffix.lstrip("."), said)
        for path, said in zip(paths, shows, strict=True)
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
