"""Getting in and staying in, in a real browser, and the board's colour."""

from dataclasses import replace

import pytest
from builders import workspace as ws
from builders.for_everybody import check_is_for_everybody
from builders.sign_in_service import sign_in_service
from builders.web import served_at
from builders.web_people import CHROMIUM, a_window, enter

from audits.domain.permissions import Role
from audits.settings import init_workspace
from audits.web import make_app


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    # The service's own: it says the older way how its tokens are signed.
    pytest.mark.filterwarnings("ignore:get_jwt_config:DeprecationWarning"),
]
PALEST = "#767676"  # of the greys that are dark enough


@pytest.fixture
def workspace(tmp_path):
    init_workspace(tmp_path / "home")
    return ws.workspace_of(tmp_path / "home")


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_somebody_signs_in_with_their_organisation(browser, workspace, scripts):
    kim = {"name": "Kim Officer", "email": "kim@board.example", "roles": ["Officer"]}
    with sign_in_service(kim=kim) as service:
        app = make_app(workspace)
        with served_at(app) as address:
            provider = service.provider(site=address, roles={"Officer": Role.BUSINESS_UNIT})
            app.state.site = replace(
                app.state.site, workspace=replace(workspace, provider=provider)
            )
            page = a_window(browser, java_script_enabled=scripts)
            page.goto(f"{address}/audits")
            page.get_by_role("button", name="Sign in with your organisation").click()
            page.wait_for_url(f"{service.address}/**")
            page.get_by_role("button", name="kim").click()
            page.wait_for_url(f"{address}/audits")
            assert "Kim Officer, business unit" in page.inner_text("footer, .board-footer")


def test_whoever_is_about_to_be_signed_out_is_asked_in_time_and_stays(browser, workspace):
    with served_at(make_app(workspace)) as address:
        page = enter(browser, address, Role.QEG, workspace).page
        page.clock.install()
        page.goto(f"{address}/audits")
        dialog = page.get_by_role("dialog", name="You will be signed out soon")
        page.clock.run_for("24:30")
        assert not dialog.is_visible()
        page.clock.run_for("00:40")
        assert dialog.is_visible()
        check_is_for_everybody(page)
        dialog.get_by_role("button", name="Stay signed in").click()
        dialog.wait_for(state="hidden")
        page.clock.run_for("24:30")
        assert not dialog.is_visible(), "there are another 30 minutes"
        page.clock.run_for("06:00")
        assert "You are signed out." in dialog.inner_text()


@pytest.mark.parametrize("width", [1280, 320])
def test_the_palest_colour_that_is_taken_can_be_read(browser, workspace, width):
    with served_at(make_app(replace(workspace, colour=PALEST))) as address:
        viewport = {"width": width, "height": 800}
        member = enter(browser, address, Role.QEG, workspace, viewport=viewport)
        member.go("/account")
        member.press("Set up codes")
        for path in ("/account", "/audits", "/audits/new", "/actions", "/papers"):
            member.go(path)
            check_is_for_everybody(member.page, path)
