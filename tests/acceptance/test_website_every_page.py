"""Every page that the website has, looked at in a browser: none is left out of it.

Each is seen where there is something on it, on a telephone and in a window of 900 pixels, where
two columns are narrowest; where dark is asked for, and where the system chooses the colours. There
Tab is pressed until it has been everywhere.
"""

from pathlib import Path

import pytest
from builders.every_page import ELSEWHERE, PARTNERSHIPS, page_routes
from builders.for_everybody import check_by_keyboard, check_fits, check_is_for_everybody
from builders.forced_colours import force_colours, lost_in_forced_colours, show_as_designed
from builders.stages import Stages
from builders.web import served_at
from builders.web_people import CHROMIUM, a_window, enter

from audits.domain.permissions import Role
from audits.web import make_app


pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
TELEPHONE, COLUMNS = {"width": 320, "height": 640}, {"width": 900, "height": 800}
# What is told apart by its ground alone, beside what has a frame as well.
BY_GROUND = """<!doctype html><html lang="en"><title>Grounds</title><style>
:root { color-scheme: light dark } body { background: #fff; color: #0b0c0c }
.tag { display: inline-block; background: #1d70b8; color: #fff } .framed { border: 1px solid }
.bar { width: 50px; height: 10px; background: #a8402b } p { forced-color-adjust: none; color: #333 }
</style><span class="tag">Late</span><span class="tag framed">In time</span>
<div class="bar"></div><div class="bar framed"></div><p>Hardly seen</p>
<svg height="40"><rect width="50" height="9"/><rect y="9" width="9" height="9" fill="red"/>
<text y="39" fill="#000">Black</text></svg><button>Go on</button></html>"""
# What takes no focus, or does not show it, and what keeps it.
UNSEEN = """<a href="/">Seen</a><a href="/" style="outline: none">Unseen</a>"""
TRAP = """<a href="/" onkeydown="event.preventDefault()">In</a><button>Never reached</button>"""


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
            force_colours(person.page)  # where a shadow does not show what has the focus
            check_by_keyboard(person.page, path)
            show_as_designed(person.page)


def test_no_page_is_left_out(partnerships):
    """A new one is given an address in ``builders.every_page``."""
    workspace, _ = partnerships["released"]
    seen = {path for _, pages in partnerships.values() for path in pages}
    assert page_routes(make_app(workspace)) == seen | set(ELSEWHERE)
    assert seen.isdisjoint(ELSEWHERE)
    for test in set(ELSEWHERE.values()):
        looks = Path(__file__).with_name(f"{test}.py").read_text("utf-8")
        assert "for_everybody" in looks, test


def test_what_forced_colours_take_away_is_found(browser):
    page = a_window(browser)
    page.set_content(BY_GROUND)
    lost = [line.partition(">")[0] for line in lost_in_forced_colours(page)]
    assert lost == [
        "dark: <button", "words: <p", 'words: <text y="39" fill="#000"', 'mark: <span class="tag"',
        'mark: <div class="bar"', 'shape: <rect width="50" height="9"',
    ]  # fmt: skip


@pytest.mark.parametrize("wrong", [UNSEEN, TRAP], ids=["unseen", "kept"])
def test_where_keys_do_not_lead_is_found(browser, wrong):
    page = a_window(browser)
    page.set_content(wrong)
    with pytest.raises(AssertionError):
        check_by_keyboard(page)
