"""A tick of all boards is one run that loops, and each board's failure is its own."""

import re
from datetime import timedelta

import pytest
from builders.boards import give_wrong_key, installation_of, lose_database

from audits.boards import home_of
from audits.domain.errors import NotFoundError
from audits.flows import boards
from audits.flows.deployments import deployments
from audits.flows.open_audit import open_audit
from audits.flows.ticks import TICKS
from audits.settings import read_settings
from audits.steps.ticks.take_turn import take_turn
from audits.wiring import build


REVIEW = "review-actions"


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setattr(boards, "_built", {})
    return installation_of(tmp_path / "home", monkeypatch, "east", "north", "west")


def state_of(board, tick=REVIEW):
    states = {state.name: state for state in build(read_settings(home_of(board))).ticks.states()}
    return states.get(tick)


def test_one_run_takes_its_turn_at_every_board(home):
    assert TICKS[REVIEW].fn() == {"east": {}, "north": {}, "west": {}}
    for board in ("east", "north", "west"):
        assert (state_of(board).holder, state_of(board).failures) == (None, 0)


def test_a_run_for_one_board_touches_no_other(home):
    assert TICKS[REVIEW].fn(board="north") == {}
    assert state_of("north").succeeded_at
    assert (state_of("east"), state_of("west")) == (None, None)
    with pytest.raises(NotFoundError, match=r"^There is no board 'south'\. There are: east, "):
        TICKS[REVIEW].fn(board="south")


@pytest.mark.parametrize("spoil", [lose_database, give_wrong_key])
def test_a_board_that_is_broken_stops_no_other(home, spoil):
    spoil(home, "east")
    with pytest.raises(boards.BoardsError, match=r"^1 board failed, 2 went well\. east: ") as told:
        TICKS[REVIEW].fn()
    assert not re.search("abab|Error", str(told.value))
    for board in ("north", "west"):
        assert (state_of(board).holder, state_of(board).failures) == (None, 0)


def test_a_bug_in_one_board_is_told_without_its_words(home):
    def does():
        if boards.workspace().board == "north":
            raise ValueError("Thimblewright")
        return boards.workspace().board

    with pytest.raises(boards.BoardsError) as told:
        boards.at_each_board(does)
    assert re.fullmatch(
        r"1 board failed, 2 went well\. north: ValueError in \w+\.py, line \d+\.", str(told.value)
    )


def test_each_board_is_guarded_by_its_own_lease(home):
    north = build(read_settings(home_of("north")))
    with take_turn(REVIEW, workspace=north):
        outcome = TICKS[REVIEW].fn()
    assert (outcome["east"], outcome["west"]) == ({}, {})
    assert outcome["north"].name == "Skipped"


def test_an_audit_is_opened_for_one_board(home):
    with pytest.raises(NotFoundError, match="Say for which board"):
        open_audit.fn("neglect")
    usable = boards.workspaces(pytest.fail)
    made = {each.name: each for each in deployments(usable)}
    assert made["east.neglect"].parameters == {"kind": "neglect", "board": "east"}
    assert [name for name in made if name == "tick"] == ["tick"]


def test_what_cannot_be_used_is_left_out_and_told(home):
    told = []
    lose_database(home, "west")
    assert [each.board for each in boards.workspaces(told.append)] == ["east", "north"]
    (sentence,) = told
    assert sentence.startswith("The board west is left out until it is put right: The database")


def test_a_run_between_two_boards_is_not_taken_for_one_that_was_killed(home):
    from audits.flows.left_over import _was_at_it

    TICKS[REVIEW].fn(board="east")
    state = state_of("east")
    assert _was_at_it(state, state.succeeded_at - timedelta(minutes=4))
    assert not _was_at_it(state, state.succeeded_at)
