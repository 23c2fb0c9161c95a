"""What moderators and a panel decide in a story: the grades they are asked for, and their own."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import TypeAlias

from builders.moderation import Filling, follow_up_lowest

from audits.domain.grade import Layer
from audits.domain.question import questions_by_id
from audits.findings import WaitsFor
from audits.queries.moderation import GradeLine, list_grades, list_waiting
from audits.storage import Cycle
from audits.templates import template_of
from audits.workspace import Workspace


Fill: TypeAlias = Callable[[Filling], None]  # how somebody fills a moderation workbook in
LOWERED = "No home visit for a month"
FOLLOWED_BY, FOLLOWED_UNTIL = "Head of service", "31 March 2030"
ASKS = {Layer.MODERATED: WaitsFor.DESK, Layer.SECOND: WaitsFor.SECOND, Layer.PANEL: WaitsFor.PANEL}


@dataclass(frozen=True)
class ToGive:
    """One grade that somebody gives: its code and label, why, and whether it is followed up."""

    case: str
    unit: str
    question: str
    value: str
    label: str
    why: str
    is_followed: bool


def grades_to_give(ref: str, layer: Layer, workspace: Workspace) -> list[ToGive]:
    """Return what is asked of the desk, of a second rater or of the panel, with what they decide.

    The desk gives each unit's own grade and lowers the first that may be lower; the panel says as
    the desk; a second rater reads as the unit did, but for one.
    """
    lines = {(g.case, g.unit, g.question): g for g in list_grades(ref, workspace=workspace)}
    with workspace.open_view() as view:
        asked = questions_by_id(template_of(view.get(Cycle, ref).template).questions)
    given: list[ToGive] = []
    for line in list_waiting(ref, workspace=workspace):
        if line.waits_for is not ASKS[layer] or (layer is Layer.MODERATED and not line.reasons):
            continue
        grade = lines[line.case, line.unit, line.question]
        choices = sorted(asked[line.question].scale.judged, key=attrgetter("score"))
        value, why = _decided(grade, layer, [choice.code for choice in choices], not given)
        label = next(c.label for c in asked[line.question].scale.choices if c.code == value)
        is_lowest = value == choices[0].code and layer is not Layer.SECOND
        given.append(ToGive(grade.case, grade.unit, grade.question, value, label, why, is_lowest))
    return sorted(given, key=attrgetter("case"))


def graded(book: Path, fill: Fill) -> Path:
    """Fill in a moderation workbook, where it lies."""
    filling = Filling(book.read_bytes())
    fill(filling)
    follow_up_lowest(filling)
    book.write_bytes(filling.saved())
    return book


def by_case(grades: Sequence[ToGive]) -> Iterator[tuple[str, list[ToGive]]]:
    """Yield each case with what is said about its grades."""
    for case in dict.fromkeys(map(attrgetter("case"), grades)):
        yield case, [grade for grade in grades if grade.case == case]


def _decided(
    grade: GradeLine, layer: Layer, worst_first: Sequence[str], is_first: bool
) -> tuple[str, str]:
    if layer is Layer.PANEL:
        return grade.moderated.value if grade.moderated else grade.self_.value, "Agreed"
    own = grade.self_.value
    if not is_first or own not in worst_first:
        return own, "Read as if for the first time" if layer is Layer.SECOND else ""
    return worst_first[max(worst_first.index(own) - 1, 0)], LOWERED
