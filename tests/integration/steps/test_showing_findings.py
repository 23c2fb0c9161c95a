"""A finding from its sentence down to the cells behind it."""

import pytest
from builders import workspace as ws

from audits.domain.errors import NotFoundError
from audits.queries.finding import describe_finding
from audits.queries.findings import list_findings
from audits.queries.returns import list_answers


@pytest.fixture(scope="module")
def workspace(tmp_path_factory, asked):
    home = ws.copy_of(asked, tmp_path_factory.mktemp("analysed") / "home")
    workspace = ws.workspace_of(home)
    ws.collect(workspace)
    return workspace


def test_every_answer_behind_a_finding_is_shown_with_its_return_sheet_and_cell(workspace):
    cells = {(a.unit, a.case, a.question): a for a in list_answers(ws.REF, workspace=workspace)}
    for line in list_findings(ws.REF, workspace=workspace):
        shown = describe_finding(ws.REF, line.id, workspace=workspace)
        assert (shown.x, shown.n, shown.low, shown.high) == (line.x, line.n, line.low, line.high)
        for answer in shown.answers:
            kept = cells.get((answer.unit, answer.case, shown.question))
            stood = (kept.return_, kept.sheet, kept.cell) if kept else ("", "", "")
            assert (answer.return_, answer.sheet, answer.cell) == stood
            assert answer.value == (kept.answer if kept else None)  # None: it was never given


def test_a_finding_says_by_which_strata_it_was_weighed(workspace):
    shown = describe_finding(ws.REF, f"{ws.REF}-F1", workspace=workspace)
    assert shown.method == "weighted"
    assert sum(part.frame for part in shown.parts) == shown.frame
    assert sum(part.n for part in shown.parts) == shown.n
    assert "cases that could be judged. Of all such cases, likely between" in shown.says


def test_who_said_what_adds_up_to_the_answers(workspace):
    shown = describe_finding(ws.REF, f"{ws.REF}-F1", workspace=workspace)
    said = sum(sum(u.said.values()) + u.unanswered for u in shown.pattern.units)
    assert said == len(shown.answers)
    assert shown.pattern.differ == len(shown.pattern.differing)
    assert shown.not_returned == ()
    assert shown.before == ()


def test_a_finding_that_is_not_there_is_refused(workspace):
    with pytest.raises(NotFoundError, match="has no finding 'F9'"):
        describe_finding(ws.REF, "F9", workspace=workspace)
