"""Commands on cycles: opened, shown, approved, agreed, published; and past ones taken in."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audits import resource_folder
from audits.domain.amounts import many
from audits.domain.days import day_in_words
from audits.domain.status import CycleStatus
from audits.wiring import build_here
from audits.workspace import Workspace

from .cycle_rows import cycle_stands, ways_to_type
from .next_steps import next_of, say_next, typed
from .options import AsJson, Kind, ListOptions, Ref, lists
from .output import say, say_flow, show_json, show_rows
from .remedies import say_remedies
from .typed_days import day_option
from .unit_words import say_waited_for
from .words import in_words


if TYPE_CHECKING:
    from audits.queries.cycles import CycleCounts, CycleDetail
    from audits.queries.surveys import SurveyQuestion


cycle = typer.Typer(no_args_is_help=True)

Day = Annotated[
    date | None, day_option("The day, for example 9/3/2026. Today if you leave it out.", "--on")
]
Why = Annotated[
    str, typer.Option(help="Why, for example 'opened by mistake'. It is kept in the trail.")
]
BECAME = {CycleStatus.MODERATING: "being moderated", CycleStatus.ANALYSED: "analysed"}


@cycle.command("open")
def open_(
    kind: Kind,
    on: Day = None,
    why: Annotated[
        str,
        typer.Option(
            help="Why the audit is done now, for example 'contacts doubled'. The report prints it."
        ),
    ] = "",
    again: Annotated[
        bool, typer.Option("--again", help="Run again a period whose cycle was cancelled.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Open the cycle of one kind of audit for the period that a day falls in.

    If it is open already, it is shown.
    """
    from audits.queries.cycles import describe_cycle
    from audits.steps.cycle.open import open_cycle

    workspace = build_here()
    ref = open_cycle(kind, on, workspace=workspace, why=why, again=again)
    facts = describe_cycle(ref, workspace=workspace)
    _show_cycle(facts, as_json=as_json, workspace=workspace)


@cycle.command("list")
@lists(cycle="ref", status=ways_to_type)
def list_(*, options: ListOptions) -> None:
    """List the cycles, each with where it stands."""
    from audits.queries.cycle_titles import cycles_in_short

    workspace = build_here()
    if options.as_json:
        from audits.queries.cycles import list_cycles  # all there is to say of each

        show_json(options.keep(list_cycles(workspace=workspace)))
        return
    rows = cycles_in_short(workspace=workspace)
    columns = ("ref", "title", "status", "opened_on")
    nothing = "No cycle has been opened."
    show_rows(rows, columns, options, nothing=nothing, computed={"status": cycle_stands})


@cycle.command("calendar")
@lists()
def calendar(
    year: Annotated[str, typer.Argument(help="The year from April to March, for example 2026/27.")],
    *,
    options: ListOptions,
) -> None:
    """Show which audits open and are due in a year, and where the plan needs another look."""
    from audits.queries.year_plan import plan_year

    plan = plan_year(year, workspace=build_here())
    if options.as_json:
        show_json(plan)
        return
    routine = Counter(opening.title for opening in plan.openings if opening.routine)
    rows = [opening for opening in plan.openings if not opening.routine]
    columns = ("opens", "due", "title", "cycle", "agencies")
    show_rows(rows, columns, options, nothing=f"Nothing is planned for {year}.")
    if not options.is_for_people:
        return
    for title, count in routine.items():
        say(f"Routine: {title}, {many(count, 'time')}")
    for warning in plan.warnings:
        say(f"Look again: {warning}")
    say_remedies(plan.remedy)


@cycle.command("show")
def show(ref: Ref, as_json: AsJson = False) -> None:
    """Show where a cycle stands and whom it waits for."""
    from audits.queries.cycles import describe_cycle

    workspace = build_here()
    facts = describe_cycle(ref, workspace=workspace)
    _show_cycle(facts, as_json=as_json, workspace=workspace)


@cycle.command("approve")
def approve(
    ref: Ref,
    why: Annotated[
        str, typer.Option(help="Why, for example 'no answer'. Needed to go on without a unit.")
    ] = "",
) -> None:
    """Approve the draw, go on with the returns that are back, or end moderation.

    It does whichever the cycle waits for.
    """
    from audits.steps.progress.approve import approve_cycle

    stands = approve_cycle(ref, workspace=build_here(), decision=why)
    says = f"{ref} is {BECAME[stands]}" if stands in BECAME else f"The draw of {ref} is approved"
    say(f"{says}. Next: {next_of(ref, stands)}")


@cycle.command("cancel")
def cancel(ref: Ref, why: Why) -> None:
    """Cancel a cycle that is not published yet."""
    from audits.steps.cycle.cancel import cancel_cycle

    cancel_cycle(ref, why, workspace=build_here())
    say(f"{ref} is cancelled.")


@cycle.command("sign-off")
def sign_off_(
    ref: Ref,
    minute: Annotated[str, typer.Option(help="Where it is minuted, for example 'Minute 4'.")] = "",
    meeting: Annotated[
        str, typer.Option(help="The meeting that agreed, for example 'quality group'.")
    ] = "",
    on: Annotated[
        date | None, day_option("The day of the meeting, for example 9/3/2026.", "--on")
    ] = None,
    why: Annotated[
        str,
        typer.Option(
            help="Why you agree while something is open, or why you correct it, for example "
            "'wrong minute'."
        ),
    ] = "",
    correct: Annotated[
        bool, typer.Option("--correct", help="Correct the meeting, its day or its minute.")
    ] = False,
) -> None:
    """Record that the quality group agrees the findings, and open the proposed actions."""
    from audits.steps.findings.sign_off import correct_sign_off, sign_off

    workspace = build_here()
    if correct:
        given = {"minute": minute or None, "meeting": meeting or None}
        correct_sign_off(ref, workspace=workspace, on=on, why=why, **given)
        say(f"The agreement of {ref} is corrected; the earlier entry is kept.")
        return
    sign_off(ref, workspace=workspace, minute=minute, meeting=meeting, on=on, why=why)
    say(f"{ref} is agreed and its actions are open. Next: {next_of(ref, CycleStatus.AGREED)}")


@cycle.command("publish")
def publish_(
    ref: Ref,
    why: Annotated[
        str, typer.Option(help="Why, for example 'the group agreed'. It is kept in the trail.")
    ] = "released",
) -> None:
    """Publish an agreed cycle, so that its papers can go out."""
    from audits.steps.findings.sign_off import publish

    publish(ref, workspace=build_here(), decision=why)
    say(f"{ref} is published.")


@cycle.command("import")
def import_past(
    file: Annotated[
        str,
        typer.Argument(help="A YAML file, or one we ship, for example annual_report_2016_17."),
    ],
    as_json: AsJson = False,
) -> None:
    """Take in audits of earlier years, with their findings and actions."""
    from audits.steps.cycle.import_past import import_cycles
    from audits.templates import load_past

    past = resource_folder("audit_templates") / "past" / f"{file}.yaml"
    if not past.is_file():
        past = Path(file)
    refs = import_cycles(load_past(past), workspace=build_here())
    if as_json:
        show_json(list(refs))
        return
    for ref in refs:
        say(f"{ref} is taken in. To see what it found: audits finding list {ref}")
    if not refs:
        say("Every cycle in it is known already; nothing was changed.")


def say_moved(moved: Mapping[str, CycleStatus | None]) -> None:
    """Say of each cycle that went on by itself what it has become, the analysed ones first."""
    for status in (CycleStatus.ANALYSED, CycleStatus.MODERATING):
        for ref in [ref for ref, became in moved.items() if became is status]:
            say(f"{ref} is complete and {BECAME[status]}. Next: {next_of(ref, status)}")


def _show_cycle(facts: "CycleDetail", *, as_json: bool, workspace: Workspace) -> None:
    if as_json:
        show_json(facts)
        return
    opened = day_in_words(facts.opened_on)
    say(f"{facts.ref}: {facts.title}, {facts.status}, opened {opened}")
    _say_days(facts, workspace)
    _say_committed(facts)
    say_flow(facts.flow)
    _say_counts(facts.counts)
    if facts.spot_check:
        say(f"  {facts.spot_check}")
    for survey in facts.surveys:
        _say_survey(survey)
    if facts.waits_for:
        say_waited_for(facts.ref, workspace=workspace)
    _say_went_on(facts)
    for gate in facts.gates:
        stands = f"passed by {gate.decided_by}" if gate.decided_at else "waits for a person"
        say(f"  {gate.name.replace('_', ' ')}: {stands}")
    if facts.status == CycleStatus.CANCELLED:
        again = typed("audits", "cycle", "open", facts.kind, "--on", facts.opened_on, "--again")
        say(f"It is cancelled. To run it again: {again} --why '...'")
    say_next(facts.ref, facts.status)


def _say_days(facts: "CycleDetail", workspace: Workspace) -> None:
    """Say which days a cycle is about, and until when returns are asked for."""
    from audits.queries.deadlines import deadline_in_words

    if facts.since and facts.until:
        say(f"  days covered: {day_in_words(facts.since)} to {day_in_words(facts.until)}")
    elif facts.until:
        say(f"  days covered: up to {day_in_words(facts.until)}")
    if facts.due_at:
        say(f"  returns due by {deadline_in_words(facts.due_at, workspace)}")


def _say_committed(facts: "CycleDetail") -> None:
    if facts.key_commitment:
        say(f"  commitment to the key, published when it was opened: {facts.key_commitment}")
    commitment = facts.frame.commitment
    if commitment:
        at = in_words(facts.frozen_at)
        say(f"  commitment to the key and the frame, published {at} before the draw: {commitment}")


def _say_counts(counts: "CycleCounts") -> None:
    if counts.drawn:
        say("  " + ", ".join(f"{count} {name}" for name, count in asdict(counts).items()))


def _say_survey(survey: "SurveyQuestion") -> None:
    say(f"  {survey.survey}, {many(survey.asked, 'answer')}: {survey.question}")
    counts = []
    for answer, n in survey.counts.items():
        count = "withheld" if n is None else str(n)
        counts.append(f"{answer} {count}")
    say(f"    {', '.join(counts)}")


def _say_went_on(facts: "CycleDetail") -> None:
    if facts.went_on:
        without = ", ".join(left.unit for left in facts.went_on.without) or "anybody"
        say(f"  went on without all from {without}: {facts.went_on.why}")
