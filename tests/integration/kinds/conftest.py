"""A first year of Section 11, issued and answered once; each test goes on from a copy."""

from pathlib import Path

import pytest
from builders import census as c, workspace as ws

from audits.steps.cycle.open import open_cycle
from audits.steps.packs.issue import issue_packs
from audits.steps.sample.draw import draw_sample


FEW = ("police", "cafcass", "district_north", "district_south", "ccg")
SCORES = {"police": "2 - Mostly met", "district_north": "0 - Not met"}


@pytest.fixture(scope="session")
def issued_home(tmp_path_factory) -> Path:
    home = tmp_path_factory.mktemp("section_11") / "home"
    workspace = c.with_organisations(home, FEW, practices=3)
    ref = open_cycle("section_11", workspace=workspace)
    draw_sample(ref, workspace=workspace)
    issue_packs(ref, workspace=workspace)
    ws.send(workspace)
    return home


@pytest.fixture(scope="session")
def first_year_home(tmp_path_factory, issued_home) -> Path:
    """Five organisations: two with issues, two without, and one that never returned it."""
    home = ws.copy_of(issued_home, tmp_path_factory.mktemp("first_year") / "home")
    workspace = ws.workspace_of(home, c.JANUARY)
    best = dict.fromkeys(("cafcass", "district_south"), "3 - Met")
    c.answered(home, "S11-2016", SCORES | best, workspace=workspace)
    c.to_published("S11-2016", workspace=workspace)
    return home


@pytest.fixture
def issued(tmp_path, issued_home) -> Path:
    return ws.copy_of(issued_home, tmp_path / "home")


@pytest.fixture
def first_year(tmp_path, first_year_home) -> Path:
    return ws.copy_of(first_year_home, tmp_path / "home")
