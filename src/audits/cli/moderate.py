"""Commands for moderation: workbooks out and in, grades by hand, what waits."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audits.domain.amounts import many
from audits.domain.errors import UserError
from audits.domain.grade import Layer, Subject
from audits.domain.status import CycleStatus, DisagreementStatus
from audits.wiring import build_here
from audits.workspace import Workspace

from .cycle import say_moved
from .files import read_bytes
from .next_steps import typed
from .options import AsJson, ListOptions, Ref, lists
from .output import say, show_json, show_rows
from .typed_days import day_option
from .words import in_words


NAMED = 5  # cells that are named of one fault

if TYPE_CHECKING:
    from audits.domain.answer import Problem
    from audits.queries.grades import GradeChange
    from audits.queries.moderation import GradeLine, WaitingLine


moderate = typer.Typer(no_args_is_help=True)

CaseRef = Annotated[str, typer.Argument(metavar="CASE", help="A case's reference.")]
QuestionId = Annotated[str, typer.Argument(metavar="QUESTION", help="A question's id.")]
UnitCode = Annotated[str, typer.Option(help="Whose grade it is about, if several units gave one.")]
Why = Annotated[str, typer.Option(help="Why; it is kept with the grade.")]


@moderate.command("export")
def export(
    ref: Ref,
    second: Annotated[bool, typer.Option("--second", help="For blind second ratings.")] = False,
    every_grade: Annotated[
        bool, typer.Option("--every-grade", help="Open every grade, not only what needs a person.")
    ] = False,
    to: Annotated[Path | None, typer.Option(help="The folder to write it to.")] = None,
) -> None:
    """Write the moderation workbook: a sheet a case, its agencies side by side."""
    from audits.steps.moderation.export import export_moderation

    workspace = build_here()
    path = export_moderation(
        ref, second=second, every_grade=every_grade, folder=to, workspace=workspace
    )
    say(f"{path} is written. When it is filled in: audits moderate import FILE")


@moderate.command("import")
def import_(
    file: Path,
    by: Annotated[str, typer.Option(help="Who graded, if the workbook does not say.")] = "",
    cycle: Annotated[str, typer.Option(help="The cycle it must be of.")] = "",
    as_json: AsJson = False,
) -> None:
    """Take a moderation workbook back: all that is new in it or, if anything is wrong, nothing."""
    from audits.domain.answer import remedies_for
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
    for line in [] if as_json else _said_once(done.problems):
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
    by: Annotated[str, typer.Option(help="Who agrees.")],
    case: Annotated[str, typer.Option(help="Only the grades of this case.")] = "",
    unit: Annotated[str, typer.Option(help="Only the grades of this unit.")] = "",
) -> None:
    """Agree at once with all grades that call for no person; those that do stay open."""
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
    value: Annotated[str, typer.Argument(metavar="GRADE", help="A choice's code, as good.")],
    by: Annotated[str, typer.Option(help="Who gives the grade.")],
    unit: UnitCode = "",
    why: Why = "",
    panel: Annotated[bool, typer.Option("--panel", help="It is the panel's grade.")] = False,
    second: Annotated[bool, typer.Option("--second", help="It is a blind second one.")] = False,
) -> None:
    """Give one grade by hand: the desk's, unless another is named."""
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
    owner: Annotated[str, typer.Option(help="Who has the dispute.")] = "",
    settle: Annotated[bool, typer.Option("--settle", help="It is settled.")] = False,
    unit: UnitCode = "",
    why: Why = "",
) -> None:
    """Write down that a grade is disputed and who has it, or that the dispute is settled."""
    from audits.queries.grades import GradeChange

    change = GradeChange(Subject(case, unit, question), disputed=not settle, owner=owner, why=why)
    _tell(change, ref)


@moderate.command("follow-up")
def follow_up(
    ref: Ref,
    case: CaseRef,
    question: QuestionId,
    owner: Annotated[str, typer.Option(help="The one who follows it up.")],
    due: Annotated[date, day_option("By which day.")],
    unit: UnitCode = "",
) -> None:
    """Name who follows up a grade, and by which day: the lowest grade needs it."""
    from audits.queries.grades import GradeChange

    change = GradeChange(Subject(case, unit, question), follow_up=owner, follow_up_by=due)
    _tell(change, ref)


@moderate.command("show")
def show(
    ref: Ref,
    case: Annotated[str | None, typer.Argument(help="One case; all of them if left out.")] = None,
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
        say(f"  {row.unit}, {row.question}: {_grades_in_words(row)}")
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
    """Show which way moderation moved each unit's grades, and how two blind ratings compare."""
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


def _said_once(problems: Iterable["Problem"]) -> Iterator[str]:
    """Yield each thing that is wrong once, with how often and where."""
    places: dict[str, list[str]] = {}
    for problem in problems:
        places.setdefault(problem.message, []).append(f"{problem.sheet} {problem.cell}")
    for message, cells in places.items():
        if len(cells) == 1:
            yield f"{cells[0]}: {message}"
        else:
            named = ", ".join(cells[:NAMED])
            if len(cells) > NAMED:
                named += f" and {len(cells) - NAMED} more"
            yield f"{message} {many(len(cells), 'cell')}: {named}."


def _tell(said: "GradeChange", ref: str) -> None:
    from audits.steps.moderation.give_grade import give_grade

    workspace = build_here()
    new = give_grade(ref, said, workspace=workspace)
    outcome = "It is kept." if new else "It was known already."
    say(outcome)
    _say_ended(ref, workspace)


def _say_ended(ref: str, workspace: Workspace) -> None:
    """Say so if a grade was the last that moderation waited for."""
    from audits.queries.cycles import cycle_status

    if cycle_status(ref, workspace=workspace) is CycleStatus.ANALYSED:
        say_moved({ref: CycleStatus.ANALYSED})


def _grades_in_words(row: "GradeLine") -> str:
    """Return one grade's story: each layer's value and author, then what is the matter with it."""
    layers = {
        "self": row.self_,
        "moderated": row.moderated,
        "panel": row.panel,
        "second": row.second,
    }
    story = [f"{name} {grade.value} ({grade.by})" for name, grade in layers.items() if grade]
    if row.disagreement:
        is_settled = row.disagreement is DisagreementStatus.SETTLED
        has_it = row.disagreement_owner and not is_settled
        owner = f", {row.disagreement_owner} has it" if has_it else ""
        story.append(f"{row.disagreement}{owner}")
    if row.follow_up_owner:
        story.append(f"{row.follow_up_owner} follows up by {in_words(row.follow_up_by)}")
    return "; ".join(story) or "no grade yet"
