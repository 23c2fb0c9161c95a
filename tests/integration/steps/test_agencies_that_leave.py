"""Who is not in the imported list has left; and a pack reaches who joined, or whoever is right."""

from pathlib import Path

import pytest
from builders import workspace as ws
from builders.actions import an_open_action
from builders.cli import runner
from msoffcrypto import OfficeFile
from msoffcrypto.exceptions import InvalidKeyError

from audits.demo import make_agencies
from audits.domain.errors import RegisterError, StatusError
from audits.domain.remedies import Missing, Remedy, Verb
from audits.queries.agencies import list_agencies
from audits.queries.dispatches import list_dispatches
from audits.queries.units import list_units
from audits.steps.agencies.import_list import take_agencies
from audits.steps.dispatch.settle import recall_dispatch
from audits.steps.packs.send_again import issue_pack_to, send_pack_again
from audits.steps.packs.show_password import show_password
from audits.steps.returns.allow import extend_return
from audits.steps.returns.collect import collect_return
from audits.storage import Contact, Dispatch, is_empty
from audits.workspace import Workspace


WHY = "The manager rang"


@pytest.fixture
def home(issued, tmp_path) -> Path:
    return ws.copy_of(issued, tmp_path / "home")


@pytest.fixture
def workspace(home) -> Workspace:
    return ws.workspace_of(home)


def without(code: str) -> bytes:
    lines = make_agencies().decode("utf-8-sig").splitlines()
    return "\n".join(line for line in lines if not line.startswith(f"{code},")).encode()


def with_another(agency: str, unit: str) -> bytes:
    text = make_agencies().decode("utf-8-sig").rstrip("\n")
    head = text.splitlines()[0].split(",")
    row = dict.fromkeys(head, "")
    row |= {
        "agency": agency, "agency_name": agency.title(), "unit": unit, "unit_name": "Second team",
        "contact": "Officer", "email": "second@police.example", "role": "lead", "deputy": "no",
    }  # fmt: skip
    return f"{text}\n{','.join(row[name] for name in head)}\n".encode()


def of_unit(unit: str, workspace: Workspace) -> list[Dispatch]:
    with workspace.open_view() as view:
        return view.all(
            Dispatch, Dispatch.cycle == ws.REF, Dispatch.unit == unit, order_by=Dispatch.key
        )


def test_a_unit_that_is_off_the_list_is_sent_nothing_and_not_waited_for(home, workspace):
    an_open_action(workspace, "Train both teams", owner="health")
    taken = take_agencies(without("health"), workspace=workspace)
    [gone] = taken.gone
    assert (gone.unit, gone.letters, gone.returns) == ("health", 2, (ws.REF,))
    assert len(gone.actions) == 1
    assert gone.actions[0] in gone.says
    assert {str(each.status) for each in of_unit("health", workspace)} == {"withdrawn"}
    ws.send(workspace)
    assert not (home / "outbox" / "health").exists()
    assert {row.unit: row.stands for row in list_units(ws.REF, workspace=workspace)} == {
        "health": "waived",
        "police": "waited for",
        "social_care": "waited for",
    }
    with workspace.open_view() as view:
        assert view.count(Contact, Contact.unit == "health", is_empty(Contact.left_on)) == 0
    assert {a.unit: a.left_on for a in list_agencies(workspace=workspace)}["health"] == ws.THURSDAY
    assert taken.units == len(list_agencies(workspace=workspace)) - 1


def test_a_unit_that_was_off_the_list_before_the_packs_is_asked_nothing(loaded, tmp_path):
    workspace = ws.workspace_of(ws.copy_of(loaded, tmp_path / "loaded"))
    take_agencies(with_another("police", "police_2"), workspace=workspace)
    [gone] = take_agencies(make_agencies(), workspace=workspace).gone
    assert (gone.unit, gone.letters) == ("police_2", 0)
    ws.issue(workspace)
    assert of_unit("police_2", workspace) == []


def test_who_is_back_in_the_list_is_written_to_again(workspace):
    take_agencies(without("health"), workspace=workspace)
    take_agencies(make_agencies(), workspace=workspace)
    letters = send_pack_again(ws.REF, "health", why="It is back", workspace=workspace)
    assert {each.purpose for each in letters} == {"pack", "key-list"}
    assert all(each.recipients for each in letters)


def test_a_list_without_the_named_person_is_refused_whole(workspace):
    with pytest.raises(RegisterError, match="may be at risk"):
        take_agencies(without("board"), workspace=workspace)
    assert {a.left_on for a in list_agencies(workspace=workspace)} == {None}


def test_a_pack_goes_again_after_a_recall_under_another_password(home, workspace):
    ws.send(workspace)
    first = show_password(ws.REF, "police", why="by telephone", workspace=workspace)
    for what in ("pack", "key-list"):
        recall_dispatch(f"{ws.REF}/police/{what}/1", why="wrong address", workspace=workspace)
    with pytest.raises(StatusError, match="called back"):
        show_password(ws.REF, "police", why="by telephone", workspace=workspace)
    better = make_agencies().replace(b"police.example", b"right.example")
    take_agencies(better, workspace=workspace)
    letters = send_pack_again(ws.REF, "police", why="wrong address", workspace=workspace)
    assert sorted(each.key for each in letters) == [
        f"{ws.REF}/police/key-list/again-2",
        f"{ws.REF}/police/pack/again-2",
    ]
    ws.send(workspace)
    second = show_password(ws.REF, "police", why="by telephone", workspace=workspace)
    assert second != first
    files = [each["sha256"] for d in letters if d.purpose == "key-list" for each in d.attachments]
    path = home / "sealed"
    path.write_bytes(workspace.stores.packs.read(files[0]))
    assert opens(path, second)
    assert not opens(path, first)
    recalled = {d.key for d in list_dispatches(ws.REF, workspace=workspace) if d.recalled}
    assert recalled == {f"{ws.REF}/police/{what}/1" for what in ("pack", "key-list")}


def opens(path: Path, password: str) -> bool:
    with path.open("rb") as file:
        sealed = OfficeFile(file)
        try:
            sealed.load_key(password=password, verify_password=True)
        except InvalidKeyError:
            return False
        return True


def test_a_pack_is_sent_again_only_with_a_reason_and_to_whoever_was_asked(workspace):
    with pytest.raises(StatusError, match="Say why") as error:
        send_pack_again(ws.REF, "police", why=" ", workspace=workspace)
    assert error.value.remedy == (Remedy(Missing.WHY),)
    take_agencies(with_another("police", "police_2"), workspace=workspace)
    with pytest.raises(StatusError, match="no pack of") as error:
        send_pack_again(ws.REF, "police_2", why=WHY, workspace=workspace)
    assert error.value.remedy == (Remedy(Verb.ISSUE_TO_UNIT, ws.REF, "police_2"),)


def test_a_unit_that_joins_after_issue_is_given_its_pack_once(home, workspace):
    take_agencies(with_another("police", "police_2"), workspace=workspace)
    pack = issue_pack_to(ws.REF, "police_2", why=WHY, workspace=workspace)
    assert issue_pack_to(ws.REF, "police_2", why=WHY, workspace=workspace) == pack
    assert [d.purpose for d in of_unit("police_2", workspace)] == ["key-list", "pack"]
    ws.send(workspace)
    file = home / "outbox" / "police_2" / f"{ws.REF}-police_2-pack-1.xlsx"
    assert collect_return(file.read_bytes(), file.name, workspace=workspace).unit == "police_2"
    with pytest.raises(StatusError, match="does not ask board"):
        issue_pack_to(ws.REF, "business_unit", why=WHY, workspace=workspace)


def test_two_extensions_before_one_sending_are_one_letter(workspace):
    ws.send(workspace)
    for day in (20, 27):
        until = ws.THURSDAY.replace(day=day)
        extend_return(ws.REF, "police", until=until, why=WHY, workspace=workspace)
    letters = [d for d in of_unit("police", workspace) if d.purpose == "extension"]
    assert sorted(str(each.status) for each in letters) == ["due", "withdrawn"]
    [letter] = [each for each in letters if str(each.status) == "due"]
    assert "27 March 2017" in letter.subject
    assert "20 March" not in letter.body
    assert "10 March 2017" in letter.body  # what its people know of


def test_the_command_line_shows_who_has_left_and_sends_again(home, workspace, monkeypatch, capsys):
    audits = runner(home, monkeypatch, capsys)
    ws.send(workspace)
    file = home.parent / "agencies.csv"
    file.write_bytes(without("health"))
    assert "has left" in audits("agency", "import", str(file)).out
    assert audits("dispatch", "recall", f"{ws.REF}/police/pack/1", "--why", "wrong").code == 0
    assert "sent, recalled" in audits("dispatch", "list", ws.REF).out
    again = audits("pack", "send-again", ws.REF, "police", "--why", "wrong address")
    assert f"{ws.REF}/police/pack/again-2 is due" in again.out
