"""What several people do through one program stands under the name of each."""

from concurrent.futures import ThreadPoolExecutor

from audits.settings import init_workspace, read_settings
from audits.steps.learning.record import record_sharing
from audits.storage import TrailEntry
from audits.wiring import build


PEOPLE = [f"officer {number}" for number in range(8)]


def parts_in(home):
    init_workspace(home)
    return build(read_settings(home))


def test_each_of_eight_at_once_is_named_by_the_trail_and_by_the_look_log(tmp_path):
    workspace = parts_in(tmp_path / "home")

    def act(name):
        own = workspace.acting_as(name)
        own.vault.record_look("password", name, "a test")
        record_sharing(f"theme of {name}", shared_with="schools", how="a briefing", workspace=own)

    with ThreadPoolExecutor(len(PEOPLE)) as pool:
        list(pool.map(act, PEOPLE))
    with workspace.open_view() as view:
        entries = view.all(TrailEntry, TrailEntry.verb == "learning shared")
    assert {entry.about: entry.actor for entry in entries} == {
        f"theme of {name}": name for name in PEOPLE
    }
    assert {look.name: look.actor for look in workspace.vault.looks()} == {
        name: name for name in PEOPLE
    }


def test_who_the_program_was_started_by_is_named_again_afterwards(tmp_path):
    workspace = parts_in(tmp_path / "home")
    workspace.acting_as("somebody else").vault.record_look("password", "one", "a test")
    workspace.vault.record_look("password", "two", "a test")
    assert [look.actor for look in workspace.vault.looks()] == ["somebody else", workspace.actor]
