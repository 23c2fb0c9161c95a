"""Every odd register that we know of, dropped on the page: it comes to what the command says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from builders import workspace as ws
from builders.cli import runner
from builders.registers.defects import DEFECTS
from builders.registers.refused import CONTACTS, HARMFUL, REFUSED
from builders.web_pages import send, signed_in

from audits.domain.permissions import Role
from audits.queries.registers import list_registers
from audits.register import Source
from audits.settings import init_workspace
from audits.web import make_app


pytestmark = pytest.mark.slow
COUNTED = ("rows_in", "units", "rejected", "repeated")


@dataclass(frozen=True)
class Odd:
    """Files with something odd about them, and the register that they are loaded as."""

    register: str
    sources: list[Source]


def odd(name: str) -> Odd:
    if name in DEFECTS:
        return Odd(DEFECTS[name].register, DEFECTS[name].sources())
    if name in REFUSED:
        return Odd(REFUSED[name].register, [REFUSED[name].source()])
    return Odd(CONTACTS, [HARMFUL[name]()])


NAMES = [*DEFECTS, *REFUSED, *HARMFUL]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = tmp_path_factory.mktemp("odd") / "home"
    init_workspace(home)
    return home


@pytest.fixture(scope="module")
def officer(home):
    """Return an officer's browser; the site and the command have the same day."""
    return signed_in(make_app(ws.workspace_of(home, datetime.now(UTC))), Role.BUSINESS_UNIT)


def test_there_are_enough_of_them():
    assert len(set(NAMES)) == len(NAMES) > 120


@pytest.mark.parametrize("name", NAMES)
def test_the_page_comes_to_what_the_command_says(
    home, officer, tmp_path, monkeypatch, capsys, name
):
    files = odd(name)
    paths = [str(path_of(source, tmp_path)) for source in files.sources]
    options = ("--as", files.register, "--dry-run", "--json")
    command = runner(home, monkeypatch, capsys)("register", "load", *paths, *options)
    task = dropped(officer, files)
    if command.code:
        assert task.error == command.err.splitlines()[0]
        page = officer.get(f"/registers/read/{task.id}").text
        assert "There is a problem" in page
        assert "Keep this register" not in page
    else:
        assert task.error == ""
        assert counts(task.result) == counts(command.json)
    assert list_registers(workspace=officer.app.state.site.workspace) == []


def path_of(source: Source, folder):
    path = folder / source.name
    path.write_bytes(source.data)
    return path


def dropped(browser, files: Odd):
    """Drop files on the page, have them read, and return the background task."""
    sent = [("file", (source.name, source.data)) for source in files.sources]
    answer = send(browser, "/registers/new", {"name": files.register}, files=sent)
    assert answer.status_code == 303
    number = answer.headers["location"].rpartition("/")[2]
    return browser.app.state.site.workspace.background_tasks.find(number)


def counts(report: Mapping[str, int]) -> dict[str, int]:
    return {name: report[name] for name in COUNTED}
