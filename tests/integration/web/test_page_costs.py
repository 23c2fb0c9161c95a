"""What a page costs: so many statements, however much there is to show."""

import pytest
from builders import workspace as ws
from builders.statements import counted
from builders.web_pages import signed_in

from audits.domain.permissions import Role
from audits.web import make_app

from .test_every_route import path_of, routes_of


MOST = 10
# What stands above: a cycle's rows are read by three queries, each of which asks for itself. A
# number here may fall, never rise.
ABOVE = {
    "/audits/{ref}": 32,
    "/audits/{ref}/cancel": 32,
    "/audits/{ref}/go-on": 32,
    "/audits/{ref}/units/{unit}": 32,
}


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    home = ws.loaded(tmp_path_factory.mktemp("costs") / "home", contacts=300)
    workspace = ws.workspace_of(home)
    ws.issue(workspace)
    ws.send(workspace)
    ws.answer(home)
    ws.collect(workspace)
    return make_app(workspace)


def test_a_page_takes_few_statements(app):
    browser = signed_in(app, Role.ADMINISTRATOR)
    dear = {}
    for route in routes_of(app):
        if "GET" in route.methods:
            browser.get(path_of(route))  # templates are parsed once
            with counted() as statements:
                browser.get(path_of(route))
            asked = [each for each in statements if not each.startswith("BEGIN")]
            if len(asked) > ABOVE.get(route.path, MOST):
                dear[route.path] = len(asked)
    assert dear == {}
