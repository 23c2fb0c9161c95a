"""Odd and hostile files handed in on a unit's page: each ends as it does from the folder."""

import hashlib
from itertools import cycle

import pytest
from builders import workspace as ws
from builders.given_files import FEW, GIVEN
from builders.web_pages import came_to, send, signed_in

from audits.domain.permissions import Role
from audits.steps.returns.collect import collect_files
from audits.storage import ReturnFile, ReturnProblem
from audits.web import make_app


POLICE = "/units/police"
NAME = "return.xlsx"
WHO = (Role.AGENCY_LEAD, Role.BUSINESS_UNIT, Role.ADMINISTRATOR)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = ws.loaded(tmp_path_factory.mktemp("hostile") / "home", contacts=300)
    workspace = ws.workspace_of(home)
    ws.issue(workspace)
    ws.send(workspace)
    return home


@pytest.fixture(scope="module")
def folder(home, tmp_path_factory):
    """Return a workspace in which files come from the folder."""
    return ws.workspace_of(ws.copy_of(home, tmp_path_factory.mktemp("folder") / "home"))


@pytest.fixture(scope="module")
def site(home, tmp_path_factory):
    """Return a workspace in which files come by a page, and browsers that take turns.

    One person may hand in so many in a quarter of an hour, and here the clock stands still.
    """
    workspace = ws.workspace_of(ws.copy_of(home, tmp_path_factory.mktemp("site") / "home"))
    app = make_app(workspace)
    return workspace, cycle([signed_in(app, role) for role in WHO])


def became_of(data, workspace):
    """Return what became of a file and all that is said of it."""
    sha256 = hashlib.sha256(data).hexdigest()
    with workspace.open_view() as view:
        (row,) = view.all(ReturnFile, ReturnFile.sha256 == sha256)
        problems = view.all(ReturnProblem, ReturnProblem.return_id == row.id)
    return row.outcome, sorted((problem.code, problem.message) for problem in problems)


def check_is_the_same(name, folder, site):
    data = GIVEN[name]()
    list(collect_files([(NAME, data)], workspace=folder))
    workspace, browsers = site
    browser = next(browsers)
    page = came_to(browser, send(browser, POLICE, files={"file": (NAME, data)}))
    assert page.status_code == 200
    outcome, problems = became_of(data, workspace)
    assert (outcome, problems) == became_of(data, folder)
    assert outcome is not None
    assert "Traceback" not in page.text


@pytest.mark.slow
@pytest.mark.parametrize("name", FEW)
def test_a_few_of_each_kind_end_as_from_the_folder(name, folder, site):
    check_is_the_same(name, folder, site)


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", sorted(set(GIVEN) - set(FEW)))
def test_all_of_them_end_as_from_the_folder(name, folder, site):
    check_is_the_same(name, folder, site)
