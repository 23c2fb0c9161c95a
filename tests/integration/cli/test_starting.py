"""What a command does before it does anything: it loads what it needs and looks at it no more."""

import sys
from subprocess import run

import pytest

from audits.settings import init_workspace


# Slow to load, and for writing workbooks and papers, and for flows.
HEAVY = (
    "pandas", "polars", "numpy", "openpyxl", "matplotlib", "prefect", "jinja2", "docx", "httpx",
)  # fmt: skip
SCRIPT = f"""
import atexit, gc, sys

def tell():
    loaded = sorted(set(sys.modules) & set({HEAVY!r}))
    print("at the end:", gc.isenabled(), gc.get_freeze_count() > 10_000, loaded)

atexit.register(tell)
sys.argv = ["audits", *sys.argv[1:]]
from audits.cli import main
main()
"""


@pytest.mark.parametrize(
    "command",
    ["cycle list", "action list", "agency list", "return list", "template list", "dispatch list"],
)
def test_a_list_loads_nothing_heavy_and_what_is_loaded_is_not_searched_again(tmp_path, command):
    home = tmp_path / "home"
    init_workspace(home)
    done = run(
        [sys.executable, "-c", SCRIPT, *command.split()],
        check=False, capture_output=True, text=True, env={"AUDITS_HOME": str(home)},
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "at the end: True True []"


@pytest.mark.parametrize(
    ("begins", "without"),
    [
        ("audits.cli.server", {"sqlalchemy", "sqlmodel", "audits.wiring", "audits.web"}),
        ("audits.web", {"prefect", "pandas", "matplotlib", "docx", "typst"}),
    ],
    ids=["what looks after both", "the website"],
)
def test_what_is_there_all_the_time_holds_in_memory_what_it_uses_all_the_time(begins, without):
    script = f"import sys, {begins}; print(sorted(set(sys.modules) & set({sorted(without)})))"
    done = run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout == "[]\n"
