"""Commands about findings: listed, checked by units, worded, and each with the cells behind it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from audits.domain.amounts import many
from audits.domain.errors import UserError
from audits.queries.as_json import as_utc, fields_of
from audits.wiring import build_here

from .action_options import Factors
from .options import AsJson, ListOptions, Ref, lists
from .output import say, show_json, show_rows


if TYPE_CHECKING:
    from audits.queries.finding import AnswerPattern, FindingDetail

METHODS = {
    "counted": "everybody was asked: counted, not estimated",
    "exact": "drawn at one rate, an exact range",
    "weighted": "strata drawn at different rates, each case counted for as many as it stands for",
    "": "nobody counted",
}


finding = typer.Typer(no_args_is_help=True)


@finding.command("list")
@lists()
def list_found(ref: Ref, *, options: ListOptions) -> None:
    """List what a cycle found, with the numbers."""
    from audits.queries.findings import list_findings

    findings = list_findings(ref, workspace=build_here())
    rows = [{**fields_of(line), "cases": _cases(line.x, line.n)} for line in findings]
    columns = ("id", "kind", "text", "cases", "low", "high", "frame")
    show_rows(rows, columns, options, nothing=f"{ref} has no findings.")


@finding.command("circulate")
def circulate(ref: Ref, as_json: AsJson = False) -> None:
    """Send each unit the draft findings that rest on its answers, to check the facts."""
    from audits.steps.findings.check_facts import circulate_findings

    sent = circulate_findings(ref, workspace=build_here())
    rows = [{"unit": unit, "findings": ", ".join(ids)} for unit, ids in sent.items()]
    show_rows(rows, ("unit", "findings"), ListOptions(as_json=as_json), nothing="Nobody is asked.")
    if not as_json:
        say("Next: audits dispatch send")


@finding.command("correct")
def correct(
    ref: Ref,
    finding_id: Annotated[
        str, typer.Argument(metavar="ID", help="The finding's id, for example MASH-2026-W10-F1.")
    ],
    by: Annotated[str, typer.Option(help="The unit that said so, for example police.")],
    text: Annotated[
        str,
        typer.Option(
            help="The new words, for example 'Most plans were late.' The numbers stay as they are."
        ),
    ] = "",
    accept: Annotated[
        bool, typer.Option("--accept", help="Record that the unit says it is right.")
    ] = False,
    reject: Annotated[
        bool,
        typer.Option("--reject", help="Record that the unit asked for a change and none was made."),
    ] = False,
    why: Annotated[
        str, typer.Option(help="Why, for example 'the record shows it'. It is kept.")
    ] = "",
) -> None:
    """Record what a unit says about a draft finding, and what was decided."""
    from audits.domain.finding import ACCEPTED, REJECTED, REWORDED
    from audits.steps.findings.word import correct_finding

    if (bool(text.strip()), accept, reject).count(True) != 1:
        raise UserError("Say exactly one of --text, --accept and --reject.")
    decision = ACCEPTED if accept else REJECTED if reject else REWORDED
    workspace = build_here()
    correct_finding(
        ref, finding_id, by=by, decision=decision, text=text, why=why, workspace=workspace
    )
    say(f"{finding_id}: {decision}.")


@finding.command("reword")
def reword(
    ref: Ref,
    finding_id: Annotated[
        str, typer.Argument(metavar="ID", help="The finding's id, for example MASH-2026-W10-F1.")
    ],
    text: Annotated[
        str,
        typer.Option(
            help="The new words, for example 'Most plans were late.' The numbers stay as they are."
        ),
    ],
    why: Annotated[str, typer.Option(help="Why, for example 'the record shows it'. It is kept.")],
) -> None:
    """Put the quality group's words in place of those of a draft finding.

    The numbers stay as they are.
    """
    from audits.steps.findings.word import reword_finding

    reword_finding(ref, finding_id, text=text, why=why, workspace=build_here())
    say(f"{finding_id}: reworded. Units see the new words with: audits finding circulate {ref}")


@finding.command("why")
def why_found(
    ref: Ref,
    finding_id: Annotated[
        str, typer.Argument(metavar="ID", help="The finding's id, for example MASH-2026-W10-F1.")
    ],
    factor: Factors = None,
) -> None:
    """Record which factors contributed to a finding.

    These take the place of any said before.
    """
    from audits.steps.findings.factors import name_finding_factors

    name_finding_factors(ref, finding_id, factor or (), workspace=build_here())
    say(f"{finding_id}: {', '.join(factor or ()) or 'no factor'}.")


@finding.command("log")
@lists(unit="unit")
def log(ref: Ref, *, options: ListOptions) -> None:
    """List what units said about draft findings, what changed and why."""
    from audits.queries.corrections import list_corrections

    rows = list_corrections(ref, workspace=build_here())
    if options.as_json:
        show_json(options.keep(rows), as_utc)
        return
    columns = ("at", "unit", "finding", "decision", "text_before", "text_after", "why")
    show_rows(rows, columns, options, nothing="Nothing was said about draft findings.")


@finding.command("show")
def show(
    ref: Ref,
    finding_id: Annotated[
        str, typer.Argument(metavar="ID", help="The finding's id, for example MASH-2026-W10-F1.")
    ],
    as_json: AsJson = False,
) -> None:
    """Show a finding with its numbers, who said what, and the cells it rests on."""
    from audits.queries.finding import describe_finding

    facts = describe_finding(ref, finding_id, workspace=build_here())
    if as_json:
        show_json(facts)
        return
    for line in _lines(facts):
        say(line)
    columns = ("case", "unit", "answer", "layer", "return_", "sheet", "cell")
    show_rows(facts.answers, columns, nothing="No answer stands behind it.")


def _lines(facts: "FindingDetail") -> Iterator[str]:
    yield f"{facts.id} ({facts.kind}, {facts.theme}): {facts.text}"
    yield from _asked(facts)
    yield f"{facts.says}. How: {METHODS[facts.method]}."
    yield (
        f"Beside these: {facts.left_out} not applicable or chosen by a person, "
        f"{facts.cannot_tell} cannot tell, {facts.unanswered} not answered."
    )
    if len(facts.parts) > 1:
        for part in facts.parts:
            yield f"  {part.name}: {part.x} of {part.n} judged, {part.frame:,} in the frame"
    if facts.not_returned:
        yield f"Not returned: {', '.join(facts.not_returned)}."
    elif facts.waived:
        yield "Every other unit has returned."
    else:
        yield "Every unit has returned."
    if facts.waived:
        yield f"Not expected, the return is waived: {', '.join(facts.waived)}."
    yield from _pattern(facts.pattern)
    for earlier in facts.before:
        also = "" if earlier.comparable else " The question was reworded: do not compare."
        yield f"Before, {earlier.id} ({earlier.kind}): {earlier.text} {earlier.says}.{also}"


def _asked(facts: "FindingDetail") -> Iterator[str]:
    if facts.factors:
        yield f"Contributed: {', '.join(facts.factors)}."
    if facts.asks:
        yield f"Asked: {facts.asks}"


def _pattern(pattern: "AnswerPattern") -> Iterator[str]:
    for unit in pattern.units:
        counts = ", ".join(f"{label} {count}" for label, count in unit.said.items())
        left = f", no answer {unit.unanswered}" if unit.unanswered else ""
        yield f"  {unit.unit}: {counts or 'nothing'}{left}"
    shared = many(pattern.shared, "case")
    yield f"Answers differ in {pattern.differ} of {shared} that several units answered."
    for case in pattern.differing:
        labels = ", ".join(f"{unit} {label}" for unit, label in case.said.items())
        yield f"  {case.case}: {labels}"


def _cases(x: int | None, n: int | None) -> str:
    if n is None:
        return "not counted"
    return f"{x} of {n}"
