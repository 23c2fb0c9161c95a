"""Every page that the website has, looked at in a browser: none is left out of it.

Each is seen where there is something on it, on a telephone and in a window of 900 pixels, where
two columns are narrowest.
"""

from pathlib import Path

import pytest
from builders.every_page import ELSEWHERE, PARTNERSHIPS, page_routes
from builders.for_everybody import check_fits, check_is_for_everybody
from builders.stages import Stages
from builders.web import served_at
from builders.web_people import CHROMIUM, enter

from audits.domain.permissions import Role
from audits.web import make_app


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
TELEPHONE, COLUMNS = {"width": 320, "height": 640}, {"width": 900, "height": 800}


@pytest.fixture(scope="module")
def partnerships(tmp_path_factory):
    """Return each partnership with the addresses of its pages, by their routes."""
    folder = tmp_path_factory.mktemp("partnerships")
    stages = Stages(folder / "stages")
    made = {}
    for name, make in PARTNERSHIPS.items():
        made[name] = make(stages, folder / name.replace(" ", "-") / "home")
    return made


@pytest.mark.parametrize("which", PARTNERSHIPS)
def test_a_page_is_for_everybody_and_fits_where_its_columns_are_narrowest(
    browser, partnerships, which
):
    workspace, pages = partnerships[which]
    app = make_app(workspace, begin=lambda: None)
    with served_at(app) as address:
        person = enter(browser, address, Role.ADMINISTRATOR, workspace, viewport=TELEPHONE)
        for path in pages.values():
            answer = person.page.goto(address + path)
            assert answer is not None
            assert answer.status in (200, 410, 422), path  # a link that opens nothing says so
            check_is_for_everybody(person.page, path)
            person.page.set_viewport_size(COLUMNS)
            check_fits(person.page, f"{path} at 900")
            person.page.set_viewport_size(TELEPHONE)


def test_no_page_is_left_out(partnerships):
    """A new one is given an address in ``builders.every_page``."""
    workspace, _ = partnerships["released"]
    seen = {path for _, pages in partnerships.values() for path in pages}
    assert page_routes(make_app(workspace)) == seen | set(ELSEWHERE)
    assert seen.isdisjoint(ELSEWHERE)
    for test in set(ELSEWHERE.values()):
        looks = Path(__file__).with_name(f"{test}.py").read_text("utf-8")
        assert "for_everybody" in looks, test
