"""One finding on the screen: its numbers, and the cells behind it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from audits.domain.amounts import many
from audits.wiring import build_here

from .output import show_json, show_rows
from .showing import AsJson, Ref, say


if TYPE_CHECKING:
    from audits.queries.finding import AnswerPattern, FindingDetail

METHODS = {
    "counted": "everybody was asked: counted, not estimated",
    "exact": "drawn at one rate, an exact range",
    "weighted": "strata drawn at different rates, each case counted for as many as it stands for",
    "": "nobody counted",
}


def add_to(finding: typer.Typer) -> None:
    """Add this command to those on findings."""
    finding.command("show")(show)


def show(
    ref: Ref,
    finding_id: Annotated[str, typer.Argument(metavar="ID", help="A finding's id.")],
    as_json: AsJson = False,
) -> None:
    """Show a finding with its numbers, who said what, and the cells behind it."""
    from audits.queries.finding import describe_finding

    finding = describe_finding(ref, finding_id, workspace=build_here())
    if as_json:
        show_json(finding)
        return
    for line in _lines(finding):
        say(line)
    columns = ("case", "unit", "answer", "layer", "return_", "sheet", "cell")
    show_rows(finding.answers, columns, as_json=False, nothing="No answer stands behind it.")


def _lines(finding: "FindingDetail") -> Iterator[str]:
    yield f"{finding.id} ({finding.kind}, {finding.theme}): {finding.text}"
    if finding.asks:
        yield f"Asked: {finding.asks}"
    yield f"{finding.says}. How: {METHODS[finding.method]}."
    yield (
        f"Beside these: {finding.left_out} not applicable or chosen by a person, "
        f"{finding.cannot_tell} cannot tell, {finding.unanswered} not answered."
    )
    if len(finding.parts) > 1:
        for part in finding.parts:
            yield f"  {part.name}: {part.x} of {part.n} judged, {part.frame:,} in the frame"
    every = "Every other unit has returned." if finding.waived else "Every unit has returned."
    missing = ", ".join(finding.not_returned)
    yield f"Not returned: {missing}." if missing else every
    if finding.waived:
        yield f"Not expected, the return is waived: {', '.join(finding.waived)}."
    yield from _pattern(finding.pattern)
    for earlier in finding.before:
        also = "" if earlier.comparable else " The question was reworded: do not compare."
        yield f"Before, {earlier.id} ({earlier.kind}): {earlier.text} {earlier.says}.{also}"


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
