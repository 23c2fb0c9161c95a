"""What a page costs: so many statements, however much there is to show."""

import pytest
from builders import workspace as ws
from builders.statements import counted
from builders.web_pages import signed_in

from audits.domain.permissions import Role
from audits.steps.papers.make import make_paper
from audits.web import make_app

from .test_every_route import path_of, routes_of


MOST = 10
# It asks what is kept of every class, each once, and says so of all of them.
OF_EVERY_CLASS = {"/admin/retention": 26}
NOT_THERE = {
    # What is released, and pictures, are tried where there are some: test_reading_and_signing.
    "/papers/{ref}/{file}",
    "/papers/read/{folder}/{stem}",
    "/papers/picture/{folder}/{stem}/{number}",
    "/papers/picture/{folder}/{stem}/{number}/{version}",
    "/letters/{key:path}",  # test_letters_to_approve
    "/messages/{key:path}",  # what came in and went out is tried on its own pages
    "/returns/{received}",
    "/tasks/{number}",  # long work, and what was read of a file: test_work
    "/registers/read/{number}",
    "/returns/read/{number}",
    "/admin/templates/read/{number}",  # test_template_pages
    "/admin/templates/read/{number}/questions",
    "/admin/templates/tried/{number}",
    "/admin/templates/tried/{number}/pack",
    "/admin/templates/tried/{number}/picture/{place}",
    "/admin/retention/{ref}",  # test_retention_pages
    "/admin/holds/{ref}",
    "/meetings/{day}",  # test_meetings_pages
    "/meetings/{day}/paper.{format}",
    "/meetings/{day}/actions/{ref}",
    "/meetings/{day}/findings/{ref}",
    "/meetings/{day}/draws/{ref}",
    "/meetings/{day}/papers/{ref}",
    "/units/{unit}/packs/{pack}",  # test_unit_pages
    "/units/{unit}/returns/{ref}",
    "/units/{unit}/feedback/{ref}",  # test_unit_feedback_pages
    "/units/{unit}/feedback/{ref}/sheet.{format}",
    "/units/{unit}/facts/{ref}",  # test_unit_findings_pages
    "/units/{unit}/facts/{ref}/{finding}",
    "/audits/{ref}/findings/{finding}/words/{number}",
    "/units/{unit}/returns/{ref}/receipt",  # test_unit_answers
    "/units/{unit}/answers/{pack}",
    "/units/{unit}/answers/{pack}/{case}",
    "/units/{unit}/not-known/{pack}",
    "/units/{unit}/more-time/{pack}",  # test_unit_requests
    "/units/{unit}/certify/{pack}",  # test_certified_returns
    "/requests/{number}",
    "/units/{unit}/concern/{pack}",
}


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    home = ws.loaded(tmp_path_factory.mktemp("costs") / "home", contacts=1500)
    workspace = ws.workspace_of(home)
    ws.issue(workspace)
    ws.send(workspace)
    ws.answer(home)
    ws.collect_until_complete(home, workspace)
    ws.take_up_concerns(workspace)
    make_paper(ws.REF, format="html", workspace=workspace)
    return make_app(workspace)


def test_a_page_takes_few_statements(app):
    browser = signed_in(app, Role.ADMINISTRATOR)
    dear, missing = {}, []
    for route in routes_of(app):
        if "GET" in route.methods:
            browser.get(path_of(route))  # templates are parsed once
            with counted() as statements:
                answer = browser.get(path_of(route))
            if answer.status_code == 404:
                missing.append(route.path)
            asked = [each for each in statements if not each.startswith("BEGIN")]
            if len(asked) > OF_EVERY_CLASS.get(route.path, MOST):
                dear[route.path] = len(asked)
    assert dear == {}
    assert set(missing) <= NOT_THERE, "a page that is not there costs nothing"
