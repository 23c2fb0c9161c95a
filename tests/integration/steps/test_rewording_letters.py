"""A letter is reworded for one audit: its words alone, in what waits and in what is to come."""

from datetime import timedelta

import pytest
from builders import workspace as ws
from builders.cli import runner
from builders.web_pages import send, signed_in

from audits.domain.errors import StatusError, UserError
from audits.domain.message import Purpose
from audits.domain.permissions import Role
from audits.domain.status import DispatchStatus
from audits.queries.letters_to_approve import digests_by_key, letters_to_approve
from audits.steps.dispatch.approve import approve_letters
from audits.steps.dispatch.reword import reword_letters, use_standard_words
from audits.steps.packs.send_again import send_pack_again
from audits.storage import Dispatch, LetterWording
from audits.web import make_app


PACK = f"{ws.REF}/police/pack/1"
TEXT = "This is the board's own week, {unit}: we look at {audit} {reference}.\n\nIt matters."


@pytest.fixture
def home(tmp_path):
    home = ws.loaded(tmp_path / "home", contacts=1500)
    settings = home / "audits.toml"
    settings.write_text(f"approve_letters = true\n{settings.read_text()}")
    return home


@pytest.fixture
def workspace(home):
    workspace = ws.workspace_of(home)
    ws.issue(workspace)
    return workspace


def bodies(workspace, purpose="pack"):
    with workspace.open_view() as view:
        rows = view.all(Dispatch, Dispatch.purpose == Purpose(purpose), order_by=Dispatch.key)
    return {row.key: row.body for row in rows}


def parts_that_stay(body):
    """Return the three first lines, the password and the signature, which a pack cannot lack."""
    wanted = ("What to do:", "By when:", "Whom to ring:", "Ask ", "If a child is at risk now")
    return [line for line in body.splitlines() if line.startswith(wanted)]


def test_every_letter_of_the_kind_says_so_with_its_own_names_and_keeps_what_it_needs(workspace):
    before = bodies(workspace)
    others = bodies(workspace, "key-list")
    assert reword_letters(PACK, text=TEXT, workspace=workspace) == 3
    after = bodies(workspace)
    for key, name in ((PACK, "Police"), (f"{ws.REF}/health/pack/1", "Health")):
        assert f"own week, {name}" in after[key]
        assert f"{ws.REF}.\n\nIt matters." in after[key]
    for key, body in after.items():
        assert "Attached is the workbook" not in body
        assert parts_that_stay(body) == parts_that_stay(before[key])
        assert len(parts_that_stay(body)) >= 4
        assert body.splitlines()[-1] == before[key].splitlines()[-1]
    assert bodies(workspace, "key-list") == others


def test_a_letter_that_comes_later_says_so_too_and_another_audits_does_not(home, workspace):
    reword_letters(PACK, text=TEXT, workspace=workspace)
    send_pack_again(ws.REF, "police", why="lost", workspace=workspace)
    again = [body for key, body in bodies(workspace).items() if "/police/" in key and key != PACK]
    assert again
    assert all("own week, Police" in body for body in again)
    ws.issue_another_week(home)
    later = ws.workspace_of(home, ws.FIVE + timedelta(weeks=1))
    others = [body for key, body in bodies(later).items() if not key.startswith(ws.REF)]
    assert others
    assert not any("own week" in body for body in others)


def test_the_standard_words_come_back_to_the_letter(workspace):
    before = bodies(workspace)
    reword_letters(PACK, text=TEXT, workspace=workspace)
    reword_letters(PACK, text="Return it.", workspace=workspace)
    assert bodies(workspace) != before
    use_standard_words(PACK, workspace=workspace)
    assert bodies(workspace) == before
    with workspace.open_view() as view:
        assert view.all(LetterWording) == []


def test_a_letter_that_was_approved_waits_again_once_it_is_reworded(workspace):
    approve_letters(digests_by_key(letters_to_approve(workspace=workspace)), workspace=workspace)
    reword_letters(PACK, text=TEXT, workspace=workspace)
    waiting = letters_to_approve(workspace=workspace)
    assert {letter.purpose for letter in waiting} == {Purpose.PACK}
    assert len(waiting) == 3
    ws.send(workspace)
    with workspace.open_view() as view:
        stands = {row.status for row in view.all(Dispatch, Dispatch.purpose == Purpose.PACK)}
    assert stands == {DispatchStatus.DUE}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Write what the letter is to say."),
        ("Return it by {date}.", r"\{date\} is filled in by nothing here. You can write: \{unit\}"),
        ("Return it {now", "needs its other half"),
        ("x" * 4_001, "at most 4,000 characters"),
    ],
)
def test_words_that_cannot_stand_there_are_refused(workspace, text, says):
    before = bodies(workspace)
    with pytest.raises(UserError, match=says):
        reword_letters(PACK, text=text, workspace=workspace)
    page = send(officer(workspace), f"/letters/{PACK}", {"text": text})
    assert page.status_code == 422
    assert bodies(workspace) == before


def test_a_letter_that_went_is_not_reworded(workspace):
    approve_letters(digests_by_key(letters_to_approve(workspace=workspace)), workspace=workspace)
    ws.send(workspace)
    with pytest.raises(StatusError, match="does not wait any more"):
        reword_letters(PACK, text=TEXT, workspace=workspace)


def test_it_is_reworded_on_its_page_and_put_back(workspace):
    before = bodies(workspace)
    browser = officer(workspace)
    assert f'href="/letters/{PACK}"' in browser.get("/letters").text
    page = browser.get(f"/letters/{PACK}").text
    assert "Attached is the workbook {workbook}" in page
    assert send(browser, f"/letters/{PACK}", {"text": TEXT}).status_code == 303
    assert "own week, Police" in bodies(workspace)[PACK]
    assert "own week, {unit}" in browser.get(f"/letters/{PACK}").text
    assert send(browser, f"/letters/{PACK}", {"standard": "yes"}).status_code == 303
    assert bodies(workspace) == before


def test_a_command_does_the_same(home, workspace, monkeypatch, capsys):
    before = bodies(workspace)
    run = runner(home, monkeypatch, capsys)
    assert "3 letters of this kind changed." in run("dispatch", "reword", PACK, "--text", TEXT).out
    assert "own week, Police" in bodies(workspace)[PACK]
    assert run("dispatch", "reword", PACK).code != 0
    assert run("dispatch", "reword", PACK, "--standard").code == 0
    assert bodies(workspace) == before


def officer(workspace):
    return signed_in(make_app(workspace), Role.BUSINESS_UNIT)
