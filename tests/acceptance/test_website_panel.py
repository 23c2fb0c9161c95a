"""A panel moderates eight children's cases of four agencies in a real browser, press by press."""

from dataclasses import dataclass, field

import pytest
from builders import domestic_abuse as da, workspace as ws
from builders.web import served_at
from builders.web_people import CHROMIUM, Person, enter

from audits.domain.grade import Layer, Subject
from audits.domain.permissions import Role
from audits.queries.cycles import cycle_status
from audits.queries.grades import GradeChange
from audits.queries.moderation import list_grades
from audits.queries.moderation_page import moderation_page
from audits.steps.moderation.agree_grades import agree_grades
from audits.steps.moderation.give_grades import give_grades
from audits.web import make_app


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
MOST_PRESSES = 40
GRADES = ("outstanding", "good", "requires_improvement", "inadequate")
LABELS = dict(
    zip(GRADES, ("Outstanding", "Good", "Requires improvement", "Inadequate"), strict=True)
)
REASON = "The file shows a plan that was kept"


@dataclass(frozen=True)
class Counted:
    """Somebody whose every press on a link, a button, a choice or into a field is counted."""

    person: Person
    presses: list[str] = field(default_factory=list)

    def press(self, role: str, words: str, *, exact: bool = True) -> None:
        self.presses.append(words)
        main = self.person.page.get_by_role("main")
        self.person.go_by(main.get_by_role(role, name=words, exact=exact).first)

    def choose(self, key: str, value: str) -> None:
        self.presses.append(f"{key} {value}")
        section = self.person.page.locator(f'[name="grade:{key}"][value="{value}"]')
        section.locator("xpath=following-sibling::label").click()

    def write(self, name: str, words: str) -> None:
        """Press into a field and write; the letters are no presses, as reading is none."""
        self.presses.append(name)
        at = self.person.page.locator(f'[name="{name}"]')
        at.click()
        at.fill(words)


def next_to(value: str) -> str:
    """Return the grade beside another, the lower if there is one above the lowest."""
    place = GRADES.index(value)
    return GRADES[place + 1] if place < len(GRADES) - 2 else GRADES[place - 1]


def own_grades(workspace) -> dict[Subject, str]:
    rows = list_grades(da.REF, workspace=workspace)
    return {Subject(row.case, row.unit, row.question): row.self_.value for row in rows}


def moderated_at_the_desk(workspace) -> set[Subject]:
    """Let the desk give every grade, of each child one otherwise; return those."""
    own = own_grades(workspace)
    cases = sorted({subject.case for subject in own})
    other = set()
    for number, case in enumerate(cases):
        unit = da.AGENCIES[number % len(da.AGENCIES)]
        other.add(Subject(case, unit, "overall"))
    agree_later = moderation_page(da.REF, workspace=workspace)
    waits = {case.case for case in agree_later.cases if case.waits}
    changes = []
    for subject, value in own.items():
        if subject in other:
            changes.append(
                GradeChange(
                    subject, Layer.MODERATED, next_to(value), by="Desk", why="Seen in the file"
                )
            )
        elif subject.case in waits:
            changes.append(GradeChange(subject, Layer.MODERATED, value, by="Desk"))
    give_grades(da.REF, *changes, workspace=workspace)
    agree_grades(da.REF, by="Desk", workspace=workspace)
    return other


def rated_twice(workspace) -> set[Subject]:
    """Give every blind second rating, one of each child otherwise; return those."""
    own = own_grades(workspace)
    other, changes = set(), []
    for case in moderation_page(da.REF, workspace=workspace).rated_twice:
        apart = {s for s in own if s.case == case and s.unit == da.AGENCIES[-1]}
        other |= apart
        for subject in (s for s in own if s.case == case):
            value = next_to(own[subject]) if subject in apart else own[subject]
            changes.append(
                GradeChange(subject, Layer.SECOND, value, by="Named nurse", why="Read afresh")
            )
    give_grades(da.REF, *changes, workspace=workspace)
    return other


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """Return a moderation that waits for its panel, and the grades on which graders are apart."""
    home = da.moderating(tmp_path_factory.mktemp("panel") / "home")
    workspace = ws.workspace_of(home)
    desk, second = moderated_at_the_desk(workspace), rated_twice(workspace)
    assert len(own_grades(workspace)) == 32
    assert len(desk) == 8
    assert len(second) == 2
    return home, desk, second


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_a_panel_moderates_eight_cases_of_four_agencies_in_forty_presses(
    begun, browser, tmp_path, scripts
):
    home, desk, second = begun
    workspace = ws.workspace_of(ws.copy_of(home, tmp_path / "home"))
    own = own_grades(workspace)
    cases = sorted({subject.case for subject in own})
    with served_at(make_app(workspace)) as address:
        person = enter(browser, address, Role.QEG, workspace, java_script_enabled=scripts)
        panel = Counted(person)
        panel.press("link", "moderate the grades", exact=False)
        person.reads("Where graders are apart")
        panel.press("button", "Agree with all others for the panel")
        panel.press("link", cases[0])
        for number, case in enumerate(cases):
            person.reads(f"case {number + 1} of 8")
            decide(panel, case, number, own, desk, second, workspace)
            is_last = case == cases[-1]
            panel.press("button", "Save" if is_last else "Save and go to the next case")
        person.reads(f"What you said of {cases[-1]} is kept.")
        panel.presses.append("Moderation")
        person.go_by(person.page.get_by_role("link", name="Moderation", exact=True).first)
        panel.write("why", "Panel of 14 March")
        panel.press("button", "End moderation")
        person.reads(f"The moderation of {da.REF} has ended.")
    assert len(panel.presses) <= MOST_PRESSES, panel.presses
    assert cycle_status(da.REF, workspace=workspace) == "analysed"
    rows = list_grades(da.REF, workspace=workspace)
    assert [row.panel is not None for row in rows] == [True] * 32
    assert {row.panel.by for row in rows} == {"Sam Member"}


def decide(panel, case, number, own, desk, second, workspace) -> None:
    """Let the panel give each grade that is apart, and name who follows up the lowest.

    It sides with the desk on most, with the agency on some, and once with nobody.
    """
    for subject in sorted(own):
        if subject.case != case:
            continue
        key = f"{subject.unit}:{subject.question}"
        stands = own[subject]
        if subject in desk:
            stands = [own[subject], next_to(own[subject])][number % 4 != 3]
            if number == 0:
                stands = next(g for g in GRADES if g not in (own[subject], next_to(own[subject])))
        if subject in desk | second:
            panel.choose(key, stands)
        if subject in desk and number == 0:
            panel.write(f"why:{key}", REASON)
        if stands == "inadequate":
            panel.write(f"follow:{key}", "Head of service")
            panel.write(f"day:{key}", "31 March 2017")
