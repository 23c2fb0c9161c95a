"""Commands for moderation: workbooks out and in, grades by hand, what waits."""

from collections import Counter
from typing import TYPE_CHECKING

import typer

from audits.domain.amounts import many
from audits.domain.errors import UserError
from audits.domain.grade import Layer, Subject
from audits.domain.status import CycleStatus
from audits.wiring import build_here
from audits.workspace import Workspace

from .cycle import say_moved
from .files import read_bytes
from .grade_words import grades_in_words
from .moderate_options import (
    AgreedBy,
    AnyCase,
    CaseRef,
    DisputeOwner,
    Due,
    EveryGrade,
    FilledIn,
    Folder,
    FollowUpOwner,
    ForSecond,
    GivenBy,
    GradedBy,
    OfCycle,
    OnlyCase,
    OnlyUnit,
    Panel,
    QuestionId,
    Second,
    Settled,
    UnitCode,
    Value,
    Why,
)
from .next_steps import typed
from .options import AsJson, ListOptions, Ref, lists
from .output import say, show_json, show_rows


if TYPE_CHECKING:
    from audits.queries.grades import GradeChange
    from audits.queries.moderation import WaitingLine


moderate = typer.Typer(no_args_is_help=True)


@moderate.command("export")
def export(
    ref: Ref,
    second: ForSecond = False,
    every_grade: EveryGrade = False,
    to: Folder = None,
) -> None:
    """Write the moderation workbook: one sheet for each case, its agencies side by side."""
    from audits.steps.moderation.export import export_moderation

    workspace = build_here()
    path = export_moderation(
        ref, second=second, every_grade=every_grade, folder=to, workspace=workspace
    )
    say(f"{path} is written. When it is filled in: audits moderate import FILE")


@moderate.command("import")
def import_(
    file: FilledIn,
    by: GradedBy = "",
    cycle: OfCycle = "",
    as_json: AsJson = False,
) -> None:
    """Take in a moderation workbook that was filled in.

    If anything in it is wrong, nothing is taken.
    """
    from audits.domain.answer import remedies_for
    from audits.domain.problem_words import problems_in_words
    from audits.steps.moderation.import_book import import_moderation

    workspace = build_here()
    done = import_moderation(read_bytes(file), by=by, ref=cycle, workspace=workspace)
    problems = [
        {
            "code": str(p.code),
            "sheet": p.sheet,
            "cell": p.cell,
            "case": p.case,
            "message": p.message,
        }
        for p in done.problems
    ]
    if as_json:
        show_json({"ref": done.cycle, "book": done.book, "new": done.new, "problems": problems})
    for line in [] if as_json else problems_in_words(done.problems):
        say(f"  {line}")
    if not done.is_taken:
        raise UserError(
            "Nothing was taken. Put these cells right and import the file again.",
            remedy=remedies_for(problem.code for problem in done.problems),
        )
    if not as_json:
        say(f"{done.cycle}: {done.new} new. What still waits: audits moderate list {done.cycle}")
        _say_ended(done.cycle, workspace)


@moderate.command("agree")
def agree(
    ref: Ref,
    by: AgreedBy,
    case: OnlyCase = "",
    unit: OnlyUnit = "",
) -> None:
    """Agree at once with all grades that need no person.

    Those that need one stay open.
    """
    from audits.steps.moderation.agree_grades import agree_grades

    workspace = build_here()
    new = agree_grades(ref, by=by, case=case, unit=unit, workspace=workspace)
    say(f"{ref}: {new} agreed with. What still waits: audits moderate list {ref}")
    _say_ended(ref, workspace)


@moderate.command("grade")
def grade(
    ref: Ref,
    case: CaseRef,
    question: QuestionId,
    value: Value,
    by: GivenBy,
    unit: UnitCode = "",
    why: Why = "",
    panel: Panel = False,
    second: Second = False,
) -> None:
    """Record one grade by hand, as the desk's unless you say --panel or --second."""
    from audits.queries.grades import GradeChange

    if panel and second:
        raise UserError("Say --panel or --second, not both.")
    layer = Layer.PANEL if panel else Layer.SECOND if second else Layer.MODERATED
    change = GradeChange(Subject(case, unit, question), layer, value, by=by, why=why)
    _tell(change, ref)


@moderate.command("dispute")
def dispute(
    ref: Ref,
    case: CaseRef,
    question: QuestionId,
    owner: DisputeOwner = "",
    settle: Settled = False,
    unit: UnitCode = "",
    why: Why = "",
) -> None:
    """Record that a grade is disputed and who is to settle it, or that it is settled."""
    from audits.queries.grades import GradeChange

    change = GradeChange(Subject(case, unit, question), disputed=not settle, owner=owner, why=why)
    _tell(change, ref)


@moderate.command("follow-up")
def follow_up(
    ref: Ref,
    case: CaseRef,
    question: QuestionId,
    owner: FollowUpOwner,
    due: Due,
    unit: UnitCode = "",
) -> None:
    """Record who follows up a grade, and by which day.

    The lowest grade needs it.
    """
    from audits.queries.grades import GradeChange

    change = GradeChange(Subject(case, unit, question), follow_up=owner, follow_up_by=due)
    _tell(change, ref)


@moderate.command("show")
def show(
    ref: Ref,
    case: AnyCase = None,
    as_json: AsJson = False,
) -> None:
    """Show the grades of each case side by side: the unit's own, the desk's, the panel's."""
    from audits.queries.moderation import list_grades

    rows = list_grades(ref, case, workspace=build_here())
    if as_json:
        show_json(rows)
        return
    shown = ""
    for row in rows:
        if row.case != shown:
            shown = row.case
            say(shown)
        say(f"  {row.unit}, {row.question}: {grades_in_words(row)}")
    if not rows:
        say(f"{ref} has no grades yet.")


@moderate.command("list")
@lists(unit="unit")
def list_(ref: Ref, *, options: ListOptions) -> None:
    """List what moderation waits for: answers, grades, second ratings, disputes, follow-ups."""
    from audits.queries.moderation import list_waiting

    workspace = build_here()
    rows = list_waiting(ref, workspace=workspace)
    columns = ("case", "unit", "question", "waits_for", "owner", "holds_up", "reasons")
    if not options.is_for_people:
        show_rows(rows, columns, options, nothing="")
        return
    others = Counter(row.unit for row in options.keep(rows) if _may_be_agreed(row))
    for_a_person = [row for row in rows if not _may_be_agreed(row)]
    if options.keep(for_a_person) or not others:
        show_rows(for_a_person, columns, options, nothing=_nothing_waits(ref, workspace))
    for unit, count in others.items():
        command = typed("audits", "moderate", "agree", ref, "--unit", unit, "--by", "NAME")
        say(f"{unit}: {many(count, 'other grade')} to agree with: {command}")


@moderate.command("summary")
@lists()
def summary(ref: Ref, *, options: ListOptions) -> None:
    """Show which way moderation moved each unit's grades, and how second ratings compare."""
    from audits.queries.moderation import describe_moderation

    moderation = describe_moderation(ref, workspace=build_here())
    if options.as_json:
        show_json(moderation)
        return
    columns = ("unit", "question", "raised", "lowered", "same", "apart")
    show_rows(moderation.direction, columns, options, nothing="No grade was moderated yet.")
    if not options.is_for_people:
        return
    for rating in moderation.second:
        pairs = many(rating.pairs, "pair")
        say(f"{rating.question}: {rating.agree} of {pairs} of blind ratings agree")
    for subject in moderation.unanswered:
        say(f"No grade of its own: {subject}")


def _nothing_waits(ref: str, workspace: Workspace) -> str:
    from audits.queries.cycles import cycle_status

    status = cycle_status(ref, workspace=workspace)
    if status == CycleStatus.MODERATING:
        return f"Nothing waits. End it: {typed('audits', 'cycle', 'approve', ref)}"
    return f"Nothing waits: {ref} is {status}."


def _may_be_agreed(row: "WaitingLine") -> bool:
    from audits.findings import WaitsFor

    return row.waits_for is WaitsFor.DESK and not row.reasons


def _tell(change: "GradeChange", ref: str) -> None:
    from audits.steps.moderation.give_grades import give_grades

    workspace = build_here()
    new = give_grades(ref, change, workspace=workspace)
    outcome = "It is kept." if new else "It was known already."
    say(outcome)
    _say_ended(ref, workspace)


def _say_ended(ref: str, workspace: Workspace) -> None:
    """Say so if a grade was the last that moderation waited for."""
    from audits.queries.cycles import cycle_status

    if cycle_status(ref, workspace=workspace) is CycleStatus.ANALYSED:
        say_moved({ref: CycleStatus.ANALYSED})
