"""Every command that takes a file, given files that are broken or hostile.

None ends in a traceback, each says in one or a few lines what is wrong, and none takes more than it
may: 10 seconds of processor time for a file below a megabyte, 1.5 GB. There are no public corpora
on a machine without a network: these files are made, and spoilt, by `builders.given_files`.
"""

import shutil
import sys
from pathlib import Path
from typing import Any, get_type_hints

import pytest
import typer
from builders.cli import is_one_sentence
from builders.doors import DOORS, knock_apart
from builders.given_files import FEW
from builders.workspace import loaded, workspace_of

from audits.cli import COMMANDS, NOUNS, make_app
from audits.steps.actions.import_plan import import_actions


APP = typer.main.get_command(make_app(*COMMANDS, *NOUNS))
MEGABYTE = 1024 * 1024
# What names a file or folder to write to, not one to open.
WRITTEN = {
    "action agenda": {"file"}, "action evidence": {"out"}, "action export": {"file"},
    "action match": {"save"}, "backup": {"file"}, "backup-key": {"file"}, "demo": {"home"},
    "export everything": {"folder"}, "moderate export": {"to"},
    "register export": {"out", "to"},
    "register load": {"write_profile_to", "report_to"}, "register match": {"save"},
    "return hand-on": {"to"}, "return original": {"out", "to"}, "template from-excel": {"to"},
    "template to-excel": {"to"}, "upgrade": {"file"},
}  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    home = loaded(tmp_path_factory.mktemp("doors") / "home", contacts=300)
    import_actions(
        b"action,owner,due\r\nTell staff,police,2017-06-30\r\n", workspace=workspace_of(home)
    )
    return home


def commands(group: Any, words: tuple[str, ...] = ()) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, command in group.commands.items():
        here = (*words, name)
        is_group = hasattr(command, "commands")
        found |= commands(command, here) if is_group else {" ".join(here): command}
    return found


def test_every_command_that_takes_a_file_is_tried():
    taking = {
        name
        for name, command in commands(APP).items()
        for each, kind in get_type_hints(command.callback).items()
        if ("Path" in str(kind) or each in ("file", "files")) and each not in WRITTEN.get(name, ())
    }
    tried = {" ".join(word for word in door.split() if not word.startswith("-")) for door in DOORS}
    assert taking == tried


# The others take as long, and are tried where there is time for that.
QUICK = ("return collect", "register load", "action import")


def is_a_sentence(line: str) -> bool:
    return 20 < len(line) < 400 and (line.endswith((".", "?")) or "audits " in line)


def check(found: list[dict[str, object]]) -> None:
    *files, taken = found
    for each in files:
        said = str(each["said"])
        assert each["code"] in (0, 2), (each["file"], said[-800:])
        assert "Traceback" not in said, each["file"]
        assert "Usage:" not in said, "the door is no longer called so"
        # A sentence; of a template, one for each fault, with its line.
        assert each["code"] == 0 or all(map(is_a_sentence, said.splitlines())), each
        few = is_one_sentence(said) or ("line 1:" in said and said.count("\n") <= 20)
        assert each["code"] == 0 or few, each
        if int(str(each["size"])) < MEGABYTE:
            assert float(str(each["seconds"])) < 10, each
    assert int(str(taken["peak_mb"])) < 1536
    assert int(str(taken["own_mb"])) < 1536
    worst = max(files, key=lambda each: float(str(each["seconds"])))
    sys.stdout.write(f"worst of {len(files)}: {worst['seconds']} s, {worst['file']}; {taken}\n")


@pytest.mark.parametrize("door", [
    door if door in QUICK else pytest.param(door, marks=pytest.mark.slow) for door in DOORS
])  # fmt: skip
def test_a_few_of_each_kind_are_read_or_refused_at_every_door(door, home, tmp_path):
    shutil.copytree(home, tmp_path / "home")
    check(knock_apart(tmp_path / "home", door, FEW))


@pytest.mark.exhaustive
@pytest.mark.parametrize("door", DOORS)
def test_all_of_them_are_read_or_refused_at_every_door(door, home, tmp_path):
    shutil.copytree(home, tmp_path / "home")
    check(knock_apart(tmp_path / "home", door, ()))
