"""One finding on the screen: its numbers, and the cells behind it."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from audits.domain.amounts import many
from audits.wiring import build_here

from .output import show_json, show_rows
from .showing import AsJson, Ref, say


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

    record = describe_finding(ref, finding_id, parts=build_here())
    if as_json:
        show_json(record)
        return
    for line in _lines(record):
        say(line)
    columns = ("case", "unit", "answer", "layer", "return", "sheet", "cell")
    show_rows(record["answers"], columns, as_json=False, nothing="No answer stands behind it.")


def _lines(record: dict[str, Any]) -> Iterator[str]:
    yield f"{record['id']} ({record['kind']}, {record['theme']}): {record['text']}"
    if record["asks"]:
        yield f"Asked: {record['asks']}"
    yield f"{record['says']}. How: {METHODS[record['method']]}."
    yield (
        f"Beside these: {record['left_out']} not applicable or chosen by a person, "
        f"{record['cannot_tell']} cannot tell, {record['unanswered']} not answered."
    )
    for part in record["parts"] if len(record["parts"]) > 1 else []:
        yield f"  {part['name']}: {part['x']} of {part['n']} judged, {part['frame']:,} in the frame"
    missing = record["not_returned"]
    waived = record["waived"]
    every = "Every other unit has returned." if waived else "Every unit has returned."
    yield f"Not returned: {', '.join(missing)}." if missing else every
    if waived:
        yield f"Not expected, the return is waived: {', '.join(waived)}."
    yield from _said(record["pattern"])
    for each in record["before"]:
        also = "" if each["comparable"] else " The question was reworded: do not compare."
        yield f"Before, {each['id']} ({each['kind']}): {each['text']} {each['says']}.{also}"


def _said(pattern: dict[str, Any]) -> Iterator[str]:
    for each in pattern["units"]:
        said = ", ".join(f"{label} {count}" for label, count in each["said"].items())
        left = f", no answer {each['unanswered']}" if each["unanswered"] else ""
        yield f"  {each['unit']}: {said or 'nothing'}{left}"
    differ, shared = pattern["differ"], pattern["shared"]
    yield f"Answers differ in {differ} of {many(shared, 'case')} that several units answered."
    for each in pattern["differing"]:
        said = ", ".join(f"{unit} {label}" for unit, label in each["said"].items())
        yield f"  {each['case']}: {said}"
