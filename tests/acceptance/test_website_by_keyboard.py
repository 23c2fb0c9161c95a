"""A whole story with the keyboard alone: the draw approved, findings agreed, a paper signed.

Nothing but Tab, Enter and letters is pressed, and wherever the focus goes it can be seen.
"""

import pytest
from builders import workspace as ws
from builders.to_decide import drawn_for_somebody
from builders.web import served_at
from builders.web_people import CHROMIUM, Person, a_browser, enter

from audits.domain.permissions import Role
from audits.queries.cycles import cycle_status
from audits.steps.packs.issue import issue_packs
from audits.steps.papers.make import make_paper
from audits.storage import PaperSignOff, SignOff
from audits.web import make_app


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
FARTHEST = 150  # presses of Tab
NAMED = """() => {
  const at = document.activeElement
  const label = at.labels && at.labels.length ? at.labels[0].innerText : ""
  return [label || at.getAttribute("aria-label") || at.innerText || "", at.tagName]
}"""
# Frontend marks what has the focus by a shadow, a line around it or another background.
IS_SEEN = """() => {
  const at = document.activeElement
  const style = getComputedStyle(at)
  const box = at.getBoundingClientRect()
  const marked = style.boxShadow !== "none" || style.outlineStyle !== "none"
  return marked && box.bottom > 0 && box.top < innerHeight
}"""


@pytest.fixture
def site(tmp_path):
    home = tmp_path / "home"
    workspace = drawn_for_somebody(home)
    with served_at(make_app(workspace)) as address, a_browser() as browser:
        yield home, workspace, enter(browser, address, Role.QEG, workspace)


def tab_to(person: Person, words: str, kind: str = "") -> None:
    """Press Tab until what has the focus is called so."""
    for _ in range(FARTHEST):
        person.page.keyboard.press("Tab")
        called, tag = person.page.evaluate(NAMED)
        if tag != "BODY":
            assert person.page.evaluate(IS_SEEN), called
        if words in called and kind in ("", tag):
            return
    raise AssertionError(f"no press of Tab leads to {words!r} at {person.page.url}")


def enter_at(person: Person, words: str) -> None:
    """Tab to what is called so, and press Enter."""
    tab_to(person, words)
    before = person.page.url
    person.page.keyboard.press("Enter")
    person.page.wait_for_url(lambda url: url != before)


def press(person: Person, words: str) -> None:
    """Tab to the button that is called so, and press Enter."""
    tab_to(person, words, "BUTTON")
    with person.page.expect_response(lambda answer: answer.request.method == "POST"):
        person.page.keyboard.press("Enter")
    person.page.wait_for_load_state()


def type_at(person: Person, label: str, words: str) -> None:
    tab_to(person, label)
    person.page.keyboard.type(words)


def test_a_member_does_all_of_it_by_the_keyboard(site):
    home, workspace, member = site
    member.go("/")
    enter_at(member, "approve the draw")
    press(member, "Approve the draw")
    assert cycle_status(ws.REF, workspace=workspace) == "approved"

    issue_packs(ws.REF, workspace=workspace)
    ws.send(workspace)
    ws.answer(home)
    ws.collect_until_complete(home, workspace)
    ws.take_up_concerns(workspace)
    member.go("/")
    enter_at(member, "agree the findings")
    type_at(member, "Which meeting agreed", "Quality group")
    type_at(member, "Where it is minuted", "Minute 4")
    press(member, "Agree the findings")
    assert cycle_status(ws.REF, workspace=workspace) == "agreed"

    make_paper(ws.REF, format="html", workspace=workspace)
    enter_at(member, "Audits")
    enter_at(member, "MASH")
    enter_at(member, "Release the papers")
    enter_at(member, "read both versions and sign")
    type_at(member, "Why it may go out", "I have read it, and nobody can be known by it.")
    press(member, "Sign the public version")
    with workspace.open_view() as view:
        assert view.get(SignOff, ws.REF).minute == "Minute 4"
        assert len(view.all(PaperSignOff)) == 1
