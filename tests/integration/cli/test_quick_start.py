"""What a command does not need, it does not load."""

import json
import os
import subprocess
import sys

import pytest
import typer
from builders.workspace import REF

from audits.cli import COMMANDS, NOUNS, make_app


# What our own code or a library of it takes long to load, and a help page has no use for.
ENGINE = {
    "audits.settings", "audits.queries", "audits.steps", "audits.storage", "audits.wiring",
    "sqlalchemy",
}  # fmt: skip
# What only writes, reads files, draws, calls over the web or runs schedules.
HEAVY = {
    "alembic", "audits.register", "audits.reporting", "audits.workbook", "docx", "fastapi",
    "fastexcel", "flufl", "holidays", "httpx", "imap_tools", "jinja2", "jwt", "lxml",
    "matplotlib", "msoffcrypto", "numpy", "openpyxl", "polars", "prefect", "starlette", "typst",
    "uvicorn",
}  # fmt: skip
# These say what a cycle's template says, or ask it who is named; no other list reads one.
SAY_TEMPLATES = {"cycle show", "finding list", "finding log", "return list", "template list"}
# Every list, with what it lists of; and the words that show what a command is about.
LISTS = (
    "action list", "agency list", "concern list", "return requests", "cycle list",
    f"cycle show {REF}",
    "dispatch list", "external list", f"finding list {REF}", f"finding log {REF}",
    "learning challenges", "learning why", "learning training", "register list", "return list",
    "user list", f"return certificates {REF}",
    f"return list {REF}", f"return queries {REF}", f"return list {REF} --units", "template list",
    "vault looks", "board list", "hold list", "retention list", "retention certificates",
    "unit links police",
)  # fmt: skip
# Each command in a fork of one process, which has loaded what all of them need.
LOADED = """
import contextlib, io, json, os, sys
import sqlmodel, typer
import audits.wiring
from audits.cli import main
for words in sys.argv[1:]:
    ours, its = os.pipe()
    if os.fork() == 0:
        sys.argv[:] = ["audits", *words.split()]
        code = 0
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                main()
        except SystemExit as end:
            code = end.code
        os.write(its, json.dumps([code, sorted(sys.modules)]).encode())
        os._exit(0)
    os.close(its)
    with open(ours) as said:
        print(json.dumps([words, *json.loads(said.read())]))
"""


def run(*words, home=None):
    environment = os.environ | ({"AUDITS_HOME": str(home)} if home else {})
    ended = subprocess.run(
        [sys.executable, "-c", *words], check=True, capture_output=True, text=True, env=environment
    )
    return ended.stdout.splitlines()


def test_the_first_help_page_loads_no_engine():
    show = "import sys; from audits.cli import make_app; make_app()(['--help'], standalone_mode=0)"
    *page, loaded = run(f"{show}; print(*sys.modules)")
    assert any("cycle" in line for line in page)
    assert set(loaded.split()) & ENGINE == set()


@pytest.fixture(scope="module")
def lists(issued_home):
    """Return, by its words, how each list ended and what was loaded by then."""
    return [json.loads(line) for line in run(LOADED, *LISTS, home=issued_home)]


def test_a_list_loads_nothing_that_writes(lists):
    assert [words for words, code, _ in lists if code] == []
    assert {words: HEAVY & set(loaded) for words, _, loaded in lists if HEAVY & set(loaded)} == {}


def test_only_a_list_that_says_something_of_templates_loads_them(lists):
    # What the partnership is called is read from the same room, without what knows a template.
    templates = "audits.templates.shape"
    loading = {" ".join(w.split()[:2]) for w, _, loaded in lists if templates in loaded}
    assert loading - SAY_TEMPLATES == set()


def test_a_list_does_not_build_every_table(lists):
    assert [words for words, _, loaded in lists if "audits.storage.every_table" in loaded] == []


def test_every_list_is_tried():
    nouns = typer.main.get_command(make_app(*NOUNS)).commands
    lists = {
        f"{noun} list" for noun, group in nouns.items() if "list" in getattr(group, "commands", ())
    }
    tried = {" ".join(words.split()[:2]) for words in LISTS}
    assert lists - tried == {"moderate list"}  # of a cycle that is moderated


@pytest.mark.parametrize("word", COMMANDS | NOUNS)
def test_the_first_page_says_of_a_word_what_its_own_page_says(word):
    listed = typer.main.get_command(make_app()).commands[word]
    own = typer.main.get_command(make_app(word)).commands[word]
    assert listed.get_short_help_str(200) == own.get_short_help_str(200)
    assert own.help.startswith(listed.help)
