"""Where an agreement is written is checked, and corrected; what nobody decided is not taken."""

from datetime import date
from pathlib import Path

import pytest
from builders import workspace as ws
from builders.actions import a_board, an_open_action
from builders.cli import runner

from audits.domain.errors import NotFoundError, StatusError, UserError
from audits.domain.remedies import Missing, Remedy
from audits.domain.status import ActionStatus
from audits.queries.trail import list_trail
from audits.steps.action_packs.decide_agenda import add_meeting, move_meeting
from audits.steps.action_packs.write import export_agenda
from audits.steps.actions.change import update_action
from audits.steps.findings.sign_off import correct_sign_off, sign_off
from audits.storage import Meeting, ReturnFile, SignOff
from audits.workspace import Workspace


@pytest.fixture
def analysed(asked, tmp_path) -> Workspace:
    workspace = ws.workspace_of(ws.copy_of(asked, tmp_path / "home"), ws.FIVE.replace(day=15))
    ws.collect(workspace)
    ws.take_up_concerns(workspace)
    return workspace


@pytest.mark.parametrize(
    ("on", "says"),
    [(date(2017, 3, 16), "is to come"), (date(2017, 3, 8), "was opened on 9 March 2017")],
)
def test_a_sign_off_on_a_day_that_cannot_be_is_refused(analysed, on, says):
    with pytest.raises(UserError, match=says):
        sign_off(ws.REF, workspace=analysed, on=on)
    sign_off(ws.REF, workspace=analysed, on=date(2017, 3, 14), meeting="QEG", minute="3")
    with pytest.raises(UserError, match=says):
        correct_sign_off(ws.REF, workspace=analysed, on=on, why="mistyped")


def test_a_sign_off_is_corrected_with_a_reason_and_the_earlier_entry_stays(analysed):
    with pytest.raises(StatusError, match="nothing to correct"):
        correct_sign_off(ws.REF, workspace=analysed, minute="4", why="mistyped")
    sign_off(ws.REF, workspace=analysed, on=date(2017, 3, 13), meeting="QEG", minute="3")
    with pytest.raises(StatusError, match="Say why the agreement") as error:
        correct_sign_off(ws.REF, workspace=analysed, minute="4", why=" ")
    assert error.value.remedy == (Remedy(Missing.WHY),)
    correct_sign_off(ws.REF, workspace=analysed, on=date(2017, 3, 14), why="It met on the Tuesday")
    with analysed.open_view() as view:
        row = view.get(SignOff, ws.REF)
    assert (row.meeting, row.held_on, row.minute) == ("QEG", date(2017, 3, 14), "3")
    [earlier] = row.earlier
    assert (earlier["on"], earlier["why"]) == ("2017-03-13", "It met on the Tuesday")
    assert "sign-off corrected" in {entry.verb for entry in list_trail(workspace=analysed)}


def test_a_meetings_day_is_corrected_with_a_reason_and_the_trail_keeps_the_earlier(tmp_path):
    workspace = a_board(tmp_path / "home")
    add_meeting(date(2017, 6, 7), workspace=workspace)
    right = date(2017, 6, 14)
    with pytest.raises(NotFoundError, match="2017-06-07"):
        move_meeting(right, instead_of=date(2017, 6, 8), why="mistyped", workspace=workspace)
    with pytest.raises(UserError, match="Say why the day is corrected") as error:
        move_meeting(right, instead_of=date(2017, 6, 7), why="", workspace=workspace)
    assert error.value.remedy == (Remedy(Missing.WHY),)
    move_meeting(right, instead_of=date(2017, 6, 7), why="mistyped", workspace=workspace)
    with workspace.open_view() as view:
        days = set(view.values(Meeting.day))
    assert right in days
    assert date(2017, 6, 7) not in days
    [entry] = [e for e in list_trail(workspace=workspace) if e.verb == "meeting moved"]
    assert entry.why == "mistyped"


@pytest.fixture
def board(tmp_path) -> Path:
    home = tmp_path / "home"
    workspace = a_board(home)
    update_action(
        an_open_action(workspace), workspace=workspace, text="Log", status=ActionStatus.COMPLETE
    )
    return home


def test_an_agenda_without_a_decision_says_so_and_is_not_taken(board, monkeypatch, capsys):
    workspace = ws.workspace_of(board)
    file = board.parent / "agenda.xlsx"
    file.write_bytes(export_agenda(workspace.today(), workspace=workspace)[1])
    refused = runner(board, monkeypatch, capsys)("action", "decide", str(file))
    assert refused.code == 2
    assert "Nothing is decided" in refused.err
    with workspace.open_view() as view:
        assert view.count(ReturnFile) == 0


def test_no_meeting_that_is_to_come_has_closed_an_action(board, monkeypatch, capsys):
    audits = runner(board, monkeypatch, capsys)
    close = ("action", "update", "A1", "--text", "It worked", "--status", "closed")
    refused = audits(*close, "--meeting", "2190-01-10")
    assert refused.code == 2
    assert "is to come" in refused.err
    assert audits(*close, "--meeting", "2017-03-14").code == 0
