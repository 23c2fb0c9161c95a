"""What is compared over all audits: what one hands on to another, and what holds of each."""

from collections.abc import Mapping
from datetime import date

from audits.queries.verification.workspace import verify_workspace
from audits.steps.sample.verify import verify_sample
from audits.storage import ActionRow, AnswerRow, View, one_of
from audits.workspace import Workspace

from .calendar import working_days_on
from .comparing import Comparison
from .counting import open_issues_of
from .opening import RECOMMENDATIONS
from .record import Told


PLAN_WITHIN = 70  # working days, as an inspectorate's letter asks
INSPECTED, FIRST_YEAR, SECOND_YEAR = "inspection_plan", "section_11", "section_11_confirmation"


def compare_overall(told: Mapping[str, Told], result: Comparison, workspace: Workspace) -> None:
    """Compare the second year's issues, recommendations, draws, names and the trail."""
    by_kind = {each.kind: each for each in told.values()}
    if FIRST_YEAR in by_kind and SECOND_YEAR in by_kind:
        second = by_kind[SECOND_YEAR]
        asked = {unit: len(cases) for unit, cases in second.asked_of.items()}
        result.take("open issues", second.ref, open_issues_of(by_kind[FIRST_YEAR]), asked)
    with workspace.open_view() as view:
        if INSPECTED in by_kind:
            inspected = by_kind[INSPECTED]
            expected = _recommended(inspected.opened)
            result.take("recommendations", inspected.ref, expected, _in_the_plan(view))
        for each in told.values():
            result.take("names kept out", each.ref, _nobody_named(each), _named(each, view))
    for ref in told:
        wrong = verify_sample(ref, workspace=workspace)[1]
        result.take("draws made again", ref, {"differs in": 0}, {"differs in": len(wrong)})
    faults = sum(len(check.faults) for check in verify_workspace(workspace=workspace)[1])
    result.take("trail", "all", {"altered": 0}, {"altered": faults})


def _recommended(on: date) -> dict[str, tuple[str, date]]:
    due = working_days_on(on, PLAN_WITHIN)
    return {says: (unit, due) for unit, says in RECOMMENDATIONS}


def _in_the_plan(view: View) -> dict[str, tuple[str, date | None]]:
    rows = view.all(ActionRow, ActionRow.source == "inspection")
    return {row.title: (row.owner, row.due) for row in rows}


def _nobody_named(told: Told) -> dict[str, bool]:
    return {unit: False for unit, intent in told.intents.items() if intent.surname}


def _named(told: Told, view: View) -> dict[str, bool]:
    """Tell of each unit that said a surname where none may be whether it was kept."""
    said = {unit: i.surname.casefold() for unit, i in told.intents.items() if i.surname}
    if not said:
        return {}
    rows = view.all(AnswerRow, AnswerRow.cycle == told.ref, one_of(AnswerRow.unit, said))
    is_kept = dict.fromkeys(said, False)
    for row in rows:
        if row.unit and said[row.unit] in f"{row.value} {row.original} {row.note}".casefold():
            is_kept[row.unit] = True
    return is_kept
