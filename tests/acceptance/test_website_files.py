"""Odd and hostile files handed in on a page: what happens and what is said is as by the command."""

import html
import re
from pathlib import Path

import pytest
from builders import moderation as mod, workspace as ws
from builders.cli import runner
from builders.hostile import HOSTILE, READ
from builders.web_pages import send, signed_in

from audits.domain.permissions import Role
from audits.web import make_app


pytestmark = pytest.mark.slow
# Of files in which a bit is flipped, and of giants that are read, one each: the reader is the
# same, and what it makes of all of them is tried where it is.
FEW = re.compile(r"a bit flipped, [1-9]|a million numbers")
NAMES = [name for name, (_, wanted) in HOSTILE.items() if wanted != READ and not FEW.match(name)]
SUMMARY = re.compile(r'<div class="govuk-error-summary".*?</ul>', re.DOTALL)
PLAN = "/actions/import", ("action", "import"), "The action plan"
GRADES = f"/audits/{ws.REF}/moderation", ("moderate", "import"), "The moderation workbook"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Return a workspace whose week is being moderated."""
    folder = tmp_path_factory.mktemp("files")
    return mod.to_moderation(mod.with_moderation(ws.loaded(folder / "home", contacts=1500)))


@pytest.fixture(scope="module")
def officer(home):
    return signed_in(make_app(ws.workspace_of(home)), Role.BUSINESS_UNIT)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Return the folder of files, each with a name that says nothing."""
    folder = tmp_path_factory.mktemp("corpus")
    for number, name in enumerate(NAMES):
        (folder / f"{number}.xlsx").write_bytes(HOSTILE[name][0]())
    return folder


def refused_with(page: str) -> list[str]:
    """Return what the summary of errors on a page says, line by line."""
    summary = SUMMARY.search(page)
    lines = re.findall(r"<li>(.*?)</li>", summary[0], re.DOTALL) if summary else []
    return [html.unescape(re.sub(r"<[^>]+>", "", line)).strip() for line in lines]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("path", "command", "called"), [PLAN, GRADES], ids=["plan", "moderation"])
def test_a_page_refuses_a_file_with_the_commands_own_sentence(
    home, officer, files, path, command, called, name, monkeypatch, capsys
):
    file: Path = files / f"{NAMES.index(name)}.xlsx"
    typed = runner(home, monkeypatch, capsys)(*command, str(file))
    page = send(officer, path, files={"file": (file.name, file.read_bytes())})
    if typed.code == 0:
        assert page.status_code in (200, 303), refused_with(page.text)
    else:
        assert typed.code == 2
        assert page.status_code == 422
        # A command names the file; a page, on which names of files are not repeated, what it is.
        sentence = typed.err.splitlines()[0].replace(file.name, called)
        assert refused_with(page.text)[0] == sentence
