"""What a command does not need, it does not load."""

import subprocess
import sys

import pytest
import typer

from audits.cli import COMMANDS, NOUNS, make_app


# What our own code or a library of it takes long to load, and a list or a help page has no use for.
ENGINE = {"audits.settings", "audits.steps", "audits.storage", "audits.wiring", "sqlalchemy"}
LOADED = """
import sys
from audits.cli import main
sys.argv[:] = ["audits", *sys.argv[1:]]
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
finally:
    print(*sys.modules, file=sys.stderr)
"""


def loaded_by(*words):
    """Return every module that a command had loaded when it ended."""
    run = [sys.executable, "-c", LOADED, *words]
    ended = subprocess.run(run, check=True, capture_output=True, text=True)
    return set(ended.stderr.split())


def test_the_first_help_page_loads_no_engine():
    assert loaded_by("--help") & ENGINE == set()


@pytest.mark.parametrize("word", COMMANDS | NOUNS)
def test_the_first_page_says_of_a_word_what_its_own_page_says(word):
    listed = typer.main.get_command(make_app()).commands[word]
    own = typer.main.get_command(make_app(word)).commands[word]
    assert listed.get_short_help_str(200) == own.get_short_help_str(200)
    assert own.help.startswith(listed.help)
