"""What contributed to findings and actions: ticked on their pages, and counted across audits."""

import pytest
from builders import workspace as ws
from builders.stages import Stages
from builders.web_pages import send, signed_in

from audits.domain.errors import NotFoundError, UserError
from audits.domain.finding import FindingKind
from audits.domain.permissions import Role
from audits.domain.status import ActionStatus
from audits.queries.actions import describe_action
from audits.queries.factors import FactorFilter, factors_page, list_factors
from audits.queries.findings import list_findings
from audits.queries.trail import list_trail
from audits.steps.actions.change import Change, update_action
from audits.steps.findings.factors import name_action_factors, name_finding_factors
from audits.steps.findings.freeze import refreeze_findings
from audits.storage import ActionRow, Cycle
from audits.templates import freeze, template_of
from audits.web import make_app


@pytest.fixture(scope="module")
def stages(tmp_path_factory):
    return Stages(tmp_path_factory.mktemp("factors"))


@pytest.fixture
def workspace(stages, tmp_path):
    return ws.workspace_of(ws.copy_of(stages.at("analysed"), tmp_path / "home"))


@pytest.fixture
def officer(workspace):
    return signed_in(make_app(workspace), Role.BUSINESS_UNIT)


def first_to_develop(workspace):
    findings = list_findings(ws.REF, workspace=workspace)
    return next(one.id for one in findings if one.kind is FindingKind.DEVELOPMENT)


def factors_of(finding, workspace):
    (found,) = (one for one in list_findings(ws.REF, workspace=workspace) if one.id == finding)
    return found.factors


def an_action(workspace):
    with workspace.open_view() as view:
        return view.values(ActionRow.id, order_by=ActionRow.id)[0]


def test_what_is_ticked_on_a_findings_page_is_kept_shown_and_in_the_trail(workspace, officer):
    finding = first_to_develop(workspace)
    page = f"/audits/{ws.REF}/findings/{finding}"
    assert "Say what contributed" in officer.get(page).text
    ticks = {"factor.training": "yes", "factor.workload": "yes"}
    assert send(officer, f"{page}/why", ticks, shown_at=page).status_code == 303
    assert factors_of(finding, workspace) == ("workload", "training")  # in the list's order
    assert "What contributed: Workload, Training." in officer.get(page).text
    assert send(officer, f"{page}/why", {}, shown_at=page).status_code == 303
    assert factors_of(finding, workspace) == ()
    named = [row for row in list_trail(workspace=workspace) if row.verb == "factors named"]
    assert [row.about for row in named] == [finding, finding]


def test_what_is_ticked_on_an_actions_page_is_kept_and_shown(workspace, officer):
    page = f"/actions/{an_action(workspace)}"
    answer = send(officer, f"{page}/why", {"factor.supervision": "yes"}, shown_at=page)
    assert answer.status_code == 303
    assert "Is to put right" in officer.get(page).text
    assert describe_action(page[9:], workspace=workspace).factors == ("supervision",)


def test_what_is_not_on_the_list_is_refused_in_a_sentence(workspace, officer):
    finding = first_to_develop(workspace)
    with pytest.raises(UserError, match=r"There is no factor 'luck'\. There are: workload, "):
        name_finding_factors(ws.REF, finding, ["training", "luck"], workspace=workspace)
    assert factors_of(finding, workspace) == ()
    page = f"/audits/{ws.REF}/findings/{finding}"
    assert send(officer, f"{page}/why", {"factor.luck": "yes"}, shown_at=page).status_code == 422
    with pytest.raises(NotFoundError):
        name_finding_factors(ws.REF, "F99", ["training"], workspace=workspace)


def test_a_template_may_have_a_list_of_its_own(workspace):
    with workspace.open_uow() as uow:
        cycle = uow.get(Cycle, ws.REF)
        own = template_of(cycle.template).model_copy(update={"factors": {"late": "Written late"}})
        cycle.template = freeze(own)
        uow.add(cycle)
        uow.note("changed by a test", ws.REF)
        uow.commit()
    finding = first_to_develop(workspace)
    with pytest.raises(UserError, match="There are: late"):
        name_finding_factors(ws.REF, finding, ["training"], workspace=workspace)
    name_finding_factors(ws.REF, finding, ["late"], workspace=workspace)
    (line,) = list_factors(workspace=workspace)
    assert (line.factor, line.name, line.developments) == ("late", "Written late", 1)


def test_factors_are_counted_across_findings_and_actions(workspace, officer):
    findings = list_findings(ws.REF, workspace=workspace)
    to_develop = [one.id for one in findings if one.kind is FindingKind.DEVELOPMENT]
    for finding in to_develop[:2]:
        name_finding_factors(ws.REF, finding, ["training"], workspace=workspace)
    action = an_action(workspace)
    name_action_factors(action, ["training", "policy"], workspace=workspace)
    training, policy = list_factors(workspace=workspace)
    assert (training.factor, training.developments, training.actions_to_do) == ("training", 2, 1)
    assert (policy.factor, policy.developments, policy.actions_to_do) == ("policy", 0, 1)
    assert training.audits == (ws.KIND,)
    page = factors_page(FactorFilter(), workspace=workspace)
    assert (page.developments, page.unexplained) == (len(to_develop), len(to_develop) - 2)
    assert list_factors(workspace=workspace, year=1999) == []
    read = officer.get("/learning/why").text
    assert f"Nobody has said of {len(to_develop) - 2} what contributed." in read
    assert officer.get("/learning/why?year=2017&audit=other").status_code == 200
    withdrawn = Change("Not ours", status=ActionStatus.WITHDRAWN)
    update_action(action, workspace=workspace, text="Not ours", change=withdrawn)
    (training,) = list_factors(workspace=workspace)
    assert training.actions_to_do == 0


def test_what_contributed_stays_when_findings_are_frozen_again(workspace):
    finding = first_to_develop(workspace)
    name_finding_factors(ws.REF, finding, ["recording"], workspace=workspace)
    with workspace.open_uow() as uow:
        refreeze_findings(uow.get(Cycle, ws.REF), uow=uow, workspace=workspace)
        uow.commit()
    assert factors_of(finding, workspace) == ("recording",)
