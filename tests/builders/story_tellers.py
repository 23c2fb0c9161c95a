"""One story, told in two ways: by people who click, and by commands, each in the person's name.

What neither pages nor commands do, the schedule does between, by the same steps. Where the product
has no command for what a page does, the step itself is called.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol

import pytest
from builders.story_grades import (
    FOLLOWED_BY,
    FOLLOWED_UNTIL,
    Fill,
    ToGive,
    by_case,
    graded,
    grades_to_give,
)
from builders.story_people import CAST, account_of, actor_of
from builders.story_units import PostOffice, Way
from builders.web_board import (
    SCHEDULE,
    Board,
    Typist,
    collect_all,
    taken_from_inbox,
    workspace_at,
)
from builders.web_people import Person, a_window, enter_by
from playwright.sync_api import Browser, Page
from programme.agency_fills_in import fill_again
from programme.intent import Intent

from audits.actions import Decision
from audits.domain.answer import TypedAnswer
from audits.domain.finding import CALLED_WRONG as CALLED
from audits.domain.grade import Layer
from audits.queries.actions import ActionLine
from audits.queries.asked_on_page import AskedOnPage, asked_on_page
from audits.queries.draw import describe_draw
from audits.queries.findings_page import findings_page
from audits.queries.unit_findings import FindingToCheck, facts_page
from audits.steps.action_packs.decide_action import decide_action, minute_meeting
from audits.steps.cycle.open import open_cycle
from audits.steps.cycle.plan import change_programme
from audits.steps.findings.unit_checks import answer_call, call_wrong
from audits.steps.progress.advance import advance
from audits.steps.returns.on_page import answer_on_page
from audits.storage import Correction, IssuedPack
from audits.workspace import Workspace


DRAWN_WELL = "Looked through on Monday"
MEETING, MINUTE = "Quality group", "Minute 4"
WHY_OPEN = "The units are asked at the next meeting."
WHY_SIGNED = "No count is below six."
WHY_SHARED = "It is theirs to do."
DONE, SHOWS, SEEN = "Every team is briefed.", "The signed list of teams", "The list, on the day."
TAKEN_UP_BY, TAKEN_UP = "Duty manager", "Visited the same day."
PANEL = "Panel of the day"
QUARTERLY = "mash_quarter"  # the paper of a quarter
CALLED_WRONG = "Every referrer was told by letter."
CALL_ANSWERED = "The record shows no letter."
LAYER_OF = {"moderator": Layer.MODERATED, "second": Layer.SECOND, "panel": Layer.PANEL}
PAGES_OF = {Layer.MODERATED: "cases", Layer.SECOND: "second", Layer.PANEL: "panel"}


def _to_check(unit: str, ref: str, workspace: Workspace) -> FindingToCheck:
    """Return the first of the draft findings that a unit is to check."""
    return facts_page(unit, ref, None, workspace=workspace).findings[0]


def _asked_again(unit: str, ref: str, workspace: Workspace) -> AskedOnPage:
    """Return what a unit is asked again about its pack."""
    with workspace.open_view() as view:
        packs = view.all(IssuedPack, IssuedPack.cycle == ref, IssuedPack.unit == unit)
    return asked_on_page(unit, packs[0].code, None, workspace=workspace)


def _answers(page: AskedOnPage, intent: Intent) -> Iterator[TypedAnswer]:
    """Yield what a unit says to all that it is asked again, a choice by its label."""
    for case in page.cases:
        for asked in case.asked:
            fact = intent.facts[asked.case, asked.question.number]
            choice = asked.question.choice(fact.value)
            words = choice.label if choice else fact.words
            yield TypedAnswer(asked.case, asked.question.id, words, fact.note)


def _type(page: Page, answer: TypedAnswer) -> None:
    """Write one answer where the page has fields for it."""
    at = f"{answer.case}:{answer.question}"
    choices = page.locator(f'[name="answer:{at}"][value="{answer.words}"]')
    if choices.count():
        choices.check()
    else:
        page.locator(f'[name="answer:{at}"]').fill(answer.words)
    if answer.note:
        page.locator(f'[name="note:{at}"]').fill(answer.note)


class Teller(Protocol):
    """Somebody who does each step of a story, by pages or by commands."""

    home: Path
    offices: PostOffice

    def loads(self, register: str, file: Path) -> None: ...
    def plans(self, kind: str, day: date, why: str) -> None: ...
    def opens(self, kind: str, day: date, why: str) -> None: ...
    def opens_now(self, kind: str, why: str) -> None: ...
    def draws(self, ref: str) -> None: ...
    def approves_draw(self, ref: str) -> None: ...
    def issues(self, ref: str) -> None: ...
    def confirms_recipients(self, ref: str) -> None: ...
    def gets_pack(self, unit: str, ref: str) -> bytes: ...
    def hands_in(self, unit: str, workbook: bytes) -> None: ...
    def officer_hands_in(self) -> None: ...
    def answers_again(self, unit: str, ref: str, intent: Intent) -> None: ...
    def collects(self) -> None: ...
    def takes_up_concern(self) -> None: ...
    def gives_grades(self, who: str, ref: str) -> None: ...
    def grades_in_workbook(self, who: str, ref: str, fill: Fill) -> None: ...
    def agrees_others(self, ref: str) -> None: ...
    def ends_moderation(self, ref: str) -> None: ...
    def circulates(self, ref: str) -> None: ...
    def calls_wrong(self, unit: str, ref: str) -> None: ...
    def answers_call(self) -> None: ...
    def agrees_findings(self, ref: str) -> None: ...
    def makes_papers(self, ref: str, format: str, version: str) -> None: ...
    def signs(self, ref: str, paper: str) -> None: ...
    def makes_quarter(self, quarter: str, version: str) -> None: ...
    def signs_quarter(self, quarter: str) -> None: ...
    def releases(self, ref: str) -> None: ...
    def chair_reads(self, paper: str, says: str) -> None: ...
    def shares(self, action: str, owner: str) -> None: ...
    def completes(self, who: str, action: ActionLine, evidence: Path) -> None: ...
    def closes(self, action: str, day: date) -> None: ...
    def meets(self, day: date) -> None: ...
    def closes_at_meeting(self, action: str, day: date) -> None: ...
    def minutes(self, day: date) -> None: ...


def schedule_opens(home: Path, kind: str, day: date) -> str:
    """Open a planned audit and take it as far as it goes, as the schedule does on its day."""
    workspace = workspace_at(home)
    ref = open_cycle(kind, day, workspace=workspace)
    advance(ref, workspace=workspace)
    return ref


@dataclass
class ByClicking:
    """People at the website, in a real browser, with JavaScript or without."""

    browser: Browser
    board: Board
    offices: PostOffice
    folder: Path
    scripts: bool
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def home(self) -> Path:
        """Return where the workspace is."""
        return self.board.home

    def person(self, key: str) -> Person:
        """Return one of the cast, who signs in when they are first needed."""
        if key not in self.people:
            is_by_link = self.offices.ways.get(key) is Way.LINK
            self.people[key] = self._by_link(key) if is_by_link else self._by_account(key)
        return self.people[key]

    def _by_account(self, key: str) -> Person:
        workspace = self.board.workspace
        return enter_by(
            self.browser, self.board.address, account_of(key, workspace), workspace,
            java_script_enabled=self.scripts, accept_downloads=True,
        )  # fmt: skip

    def _by_link(self, unit: str) -> Person:
        """Return whoever opens the link in a unit's letter and types the code that is mailed."""
        page = a_window(self.browser, java_script_enabled=self.scripts, accept_downloads=True)
        lead = Person(page, self.board.address)
        lead.go(f"/link/{self.offices.link(unit)}")
        lead.press("Send me a code")
        lead.fill("Code of six digits", self.offices.code(unit))
        lead.press("Go on")
        lead.page.wait_for_url(f"{self.board.address}/units/{unit}**")  # or what is asked again
        return lead

    def loads(self, register: str, file: Path) -> None:
        officer = self.person("officer")
        officer.go("/registers/new")
        officer.choose("Which register this is", register)
        officer.put("The file that was exported", file)
        officer.press("See what is read")
        officer.press("Keep this register")
        officer.reads("The register is kept.")

    def plans(self, kind: str, day: date, why: str) -> None:
        officer = self.person("officer")
        officer.go("/year")
        officer.choose("Audit", kind)
        officer.fill("On which day it is to open", f"{day:%-d %B %Y}")
        officer.fill("Why", why)
        officer.press("Add it to the plan")
        officer.reads("Not open yet")

    def opens(self, kind: str, day: date, why: str) -> None:
        officer = self.person("officer")
        officer.go("/audits/new")
        officer.choose("Audit", kind)
        officer.fill("Day that it is for", f"{day:%-d %B %Y}")
        officer.fill("Why now, if it is not planned", why)
        officer.press("Open the audit")
        officer.reads("is open.")

    def opens_now(self, kind: str, why: str) -> None:
        officer = self.person("officer")
        officer.go("/year")
        officer.follow(self.board.workspace.template(kind).title)
        officer.fill("Why now", why)
        officer.press("Open the audit")
        officer.reads("is open.")

    def draws(self, ref: str) -> None:
        officer = self.person("officer")
        officer.go(f"/audits/{ref}/draw")
        officer.press("Draw the cases")
        officer.reads(f"The sample of {ref} is drawn.")

    def approves_draw(self, ref: str) -> None:
        panel = self.person("panel")
        panel.go("/")
        panel.follow("approve the draw")
        if panel.page.get_by_label("Why the flagged cases may be audited").count():
            panel.fill("Why the flagged cases may be audited", DRAWN_WELL)
        panel.press("Approve the draw")
        panel.reads(f"The draw of {ref} is approved.")

    def issues(self, ref: str) -> None:
        officer = self.person("officer")
        officer.go(f"/audits/{ref}")
        officer.press("Send the packs")
        officer.reads(f"The packs of {ref} are written")
        self.board.sends()

    def confirms_recipients(self, ref: str) -> None:
        officer = self.person("officer")
        officer.go(f"/audits/{ref}")
        officer.follow("Confirm who gets the packs")
        officer.fill("How you made sure", DRAWN_WELL)
        officer.press("Confirm who gets the packs")
        officer.reads("are confirmed")
        self.board.sends()

    def gets_pack(self, unit: str, ref: str) -> bytes:
        if not self.offices.ways[unit].has_page:
            return self.offices.newest_pack(unit, ref)
        lead = self.person(unit)
        lead.go("/units")
        pack = lead.fetch("Download", self.folder).read_bytes()
        assert pack == self.offices.newest_pack(unit, ref)
        return pack

    def hands_in(self, unit: str, workbook: bytes) -> None:
        if not self.offices.ways[unit].has_page:
            self.offices.gives_back(unit, workbook)
            return
        file = self.folder / f"{unit}.xlsx"
        file.write_bytes(workbook)
        lead = self.person(unit)
        lead.go("/units")
        lead.put("The workbook that you filled in", file)
        lead.press("Hand it in")
        lead.reads("read")
        # All that follows is done in the lead's name, as by the command.
        collect_all(self.home, actor_of(unit, self.board.workspace))

    def officer_hands_in(self) -> None:
        """Hand in what units put into the inbox, as an officer who got it by hand."""
        officer = self.person("officer")
        officer.go("/returns/new")
        files = taken_from_inbox(self.home, self.folder / "by-hand")
        officer.put("The workbook that was filled in", files)
        officer.press("Read it")
        officer.reads("answers read")
        self.board.collects()

    def answers_again(self, unit: str, ref: str, intent: Intent) -> None:
        """Answer what is asked again: on the page where a unit has one, else in the workbook."""
        if not self.offices.ways[unit].has_page:
            self.hands_in(unit, fill_again(self.gets_pack(unit, ref), intent))
            return
        workspace = self.board.workspace
        lead = self.person(unit)
        lead.go("/units")
        lead.go_by(lead.page.get_by_role("link", name=re.compile("^Answer (it|them) here")))
        for answer in _answers(_asked_again(unit, ref, workspace), intent):
            _type(lead.page, answer)
        lead.press("Send these answers")
        lead.reads("Your return is in")
        collect_all(self.home, actor_of(unit, workspace))

    def collects(self) -> None:
        collect_all(self.home)

    def takes_up_concern(self) -> None:
        officer = self.person("officer")
        officer.go("/")
        officer.follow("Immediate concern raised by")
        officer.fill("Who has taken it up", TAKEN_UP_BY)
        officer.fill("What was done", TAKEN_UP)
        officer.press("Record that it is taken up")
        officer.reads("The concern is acknowledged.")

    def gives_grades(self, who: str, ref: str) -> None:
        layer = LAYER_OF[who]
        grader = self.person(who)
        for case, grades in by_case(grades_to_give(ref, layer, self.board.workspace)):
            grader.go(f"/audits/{ref}/{PAGES_OF[layer]}/{case}")
            for grade in grades:
                self._grade(grader, grade)
            grader.go_by(grader.page.get_by_role("button", name="Save").first)
            grader.reads(f"What you said of {case} is kept.")

    def grades_in_workbook(self, who: str, ref: str, fill: Fill) -> None:
        grader = self.person(who)
        grader.go("/")
        grader.follow("moderate the grades")
        assert ref in grader.page.url
        book = grader.fetch("Download the workbook", self.folder)
        grader.put("The workbook that was filled in", graded(book, fill))
        grader.press("Take the grades in")
        grader.reads("grades were new, and are taken in.")

    def _grade(self, grader: Person, grade: ToGive) -> None:
        key = f"{grade.unit}:{grade.question}"
        section = grader.page.locator(f'section[aria-labelledby="unit-{key}"]')
        section.get_by_label(grade.label, exact=True).check()
        section.get_by_label("Why", exact=True).fill(grade.why)
        if grade.is_followed:
            owner = section.get_by_label("Who follows it up")
            if not owner.is_visible():
                section.get_by_text("Dispute or follow-up").click()
            owner.fill(FOLLOWED_BY)
            section.get_by_label("By which day").fill(FOLLOWED_UNTIL)

    def agrees_others(self, ref: str) -> None:
        moderator = self.person("moderator")
        moderator.go(f"/audits/{ref}/moderation")
        moderator.press("Agree with all others")
        moderator.reads("that need no person are agreed with")

    def ends_moderation(self, ref: str) -> None:
        panel = self.person("panel")
        panel.go(f"/audits/{ref}/moderation")
        panel.fill("Where it was decided", PANEL)
        panel.press("End moderation")
        panel.reads(f"The moderation of {ref} has ended.")

    def circulates(self, ref: str) -> None:
        panel = self.person("panel")
        panel.go(f"/audits/{ref}/findings")
        panel.press("Ask the units what is factually wrong")
        panel.reads("The units are asked what is factually wrong.")

    def calls_wrong(self, unit: str, ref: str) -> None:
        lead = self.person(unit)
        lead.go("/units")
        lead.follow("Check the findings")
        lead.follow(_to_check(unit, ref, self.board.workspace).text)
        lead.fill("What is wrong, and how it is", CALLED_WRONG)
        lead.press("Say that it is wrong")
        lead.reads("You say it is wrong")

    def answers_call(self) -> None:
        officer = self.person("officer")
        officer.go("/")
        officer.follow("1 finding called factually wrong")
        officer.follow("Answer it")
        officer.follow("Answer it")
        officer.reads(CALLED_WRONG)
        officer.choose("What becomes of it", "rejected")
        officer.fill("Why", CALL_ANSWERED)
        officer.press("Answer the unit")
        officer.reads(CALL_ANSWERED)

    def agrees_findings(self, ref: str) -> None:
        panel = self.person("panel")
        panel.go("/")
        panel.follow("agree the findings")
        panel.fill("Which meeting agreed", MEETING)
        panel.fill("Where it is minuted", MINUTE)
        why = panel.page.get_by_label("Why, although something is still open")
        if why.count():
            why.fill(WHY_OPEN)
        panel.press("Agree the findings")
        panel.reads(f"The findings of {ref} are agreed.")

    def makes_papers(self, ref: str, format: str, version: str) -> None:
        officer = self.person("officer")
        officer.go(f"/audits/{ref}/papers")
        officer.choose("As", format)
        if version == "public":
            officer.choose("For", version)
        officer.press("Make the papers")
        officer.reads("The paper is made.")

    def signs(self, ref: str, paper: str) -> None:
        panel = self.person("panel")
        panel.go(f"/audits/{ref}/papers")
        panel.follow("read both versions and sign")
        self._sign(panel, paper)

    def makes_quarter(self, quarter: str, version: str) -> None:
        officer = self.person("officer")
        officer.go("/papers")
        officer.choose("Paper", QUARTERLY)
        officer.fill("Year, quarter or month", quarter)
        officer.choose("As", "html")
        officer.choose("For", version)
        officer.press("Make the paper")
        officer.reads("The paper is made.")

    def signs_quarter(self, quarter: str) -> None:
        panel = self.person("panel")
        panel.go("/papers")
        panel.follow("read and sign")
        assert quarter in panel.page.url
        self._sign(panel, QUARTERLY)

    def _sign(self, panel: Person, paper: str) -> None:
        assert paper in panel.page.url
        panel.reads("What the public will read")
        panel.fill("Why it may go out", WHY_SIGNED)
        panel.press("Sign the public version")
        panel.reads("The public version is signed.")

    def releases(self, ref: str) -> None:
        officer = self.person("officer")
        officer.go(f"/audits/{ref}/papers")
        officer.press("Release the papers")
        officer.reads(f"The papers of {ref} are released.")

    def chair_reads(self, paper: str, says: str) -> None:
        chair = self.person("chair")
        chair.go("/papers")
        chair.follow(paper)
        chair.reads(says)

    def shares(self, action: str, owner: str) -> None:
        panel = self.person("panel")
        panel.go(f"/actions/{action}")
        panel.unfold("Change who does it")
        panel.choose("Who is accountable", owner)
        panel.fill("Why", WHY_SHARED)
        panel.press("Save who does it")
        panel.reads(f"Who does {action} is written down.")

    def completes(self, who: str, action: ActionLine, evidence: Path) -> None:
        owner = self.person(who)
        owner.go("/actions")
        owner.follow(action.title)
        owner.unfold("Say how it stands")
        owner.fill("What happened", DONE)
        owner.page.get_by_label("It is complete").check()
        owner.put("Evidence", evidence)
        owner.fill("What the file shows", SHOWS)
        owner.press("Save how it stands")
        owner.reads(f"{action.id} is up to date.")

    def closes(self, action: str, day: date) -> None:
        panel = self.person("panel")
        panel.go(f"/actions/{action}")
        panel.unfold("Decide about it")
        panel.choose("What was decided", "closed")
        panel.fill("At the meeting of", f"{day:%-d %B %Y}")
        panel.fill("Minute", MINUTE)
        panel.fill("What the group saw, or why", SEEN)
        panel.press("Save the decision")
        panel.reads(f"The decision about {action} is written down.")

    def meets(self, day: date) -> None:
        panel = self.person("panel")
        panel.go("/meetings")
        panel.fill("On which day", f"{day:%-d %B %Y}")
        panel.press("Add the meeting")
        panel.reads("Next: ")

    def closes_at_meeting(self, action: str, day: date) -> None:
        panel = self.person("panel")
        panel.go(f"/meetings/{day}/actions/{action}")
        panel.page.locator('input[name="decision"][value="close"]').check()
        panel.fill("What has changed in practice, or the reason", SEEN)
        panel.press("Save the decision")
        panel.reads(f"The decision about {action} is written down.")

    def minutes(self, day: date) -> None:
        panel = self.person("panel")
        panel.go(f"/meetings/{day}")
        panel.fill("Where they are minuted", MINUTE)
        panel.press("Save the minute")
        panel.reads("Every decision is minuted.")


@dataclass
class ByCommands:
    """The same people at the command line, each in the name that the website knows them by."""

    home: Path
    offices: PostOffice
    folder: Path
    monkeypatch: pytest.MonkeyPatch

    def types(self, who: str, *words: object) -> None:
        """Type a command in the name of one of the cast, or of the schedule."""
        actor = SCHEDULE if who == SCHEDULE else actor_of(who, workspace_at(self.home))
        Typist(self.home, actor, self.monkeypatch).type(*words)

    def loads(self, register: str, file: Path) -> None:
        self.types("officer", "register", "load", file, "--as", register)

    def plans(self, kind: str, day: date, why: str) -> None:
        change_programme(kind, now=day, why=why, workspace=self._mine("officer"))

    def opens(self, kind: str, day: date, why: str) -> None:
        reason = ("--why", why) if why else ()
        self.types("officer", "cycle", "open", kind, "--on", f"{day:%-d/%-m/%Y}", *reason)

    def opens_now(self, kind: str, why: str) -> None:
        self.types("officer", "cycle", "open", kind, "--why", why)

    def draws(self, ref: str) -> None:
        self.types("officer", "sample", "draw", ref)

    def approves_draw(self, ref: str) -> None:
        undecided = describe_draw(ref, workspace=workspace_at(self.home)).undecided
        why = ("--why", DRAWN_WELL) if undecided else ()
        self.types("panel", "cycle", "approve", ref, *why)

    def issues(self, ref: str) -> None:
        self.types("officer", "pack", "issue", ref)
        self.types(SCHEDULE, "dispatch", "send")

    def confirms_recipients(self, ref: str) -> None:
        self.types("officer", "agency", "confirm", ref, "--why", DRAWN_WELL)
        self.types(SCHEDULE, "dispatch", "send")

    def gets_pack(self, unit: str, ref: str) -> bytes:
        return self.offices.newest_pack(unit, ref)

    def hands_in(self, unit: str, workbook: bytes) -> None:
        if self.offices.ways[unit].has_page:
            file = self.folder / f"{unit}.xlsx"
            file.write_bytes(workbook)
            self.types(unit, "return", "collect", file)
            return
        self.offices.gives_back(unit, workbook)

    def officer_hands_in(self) -> None:
        files = taken_from_inbox(self.home, self.folder / "by-hand")
        self.types("officer", "return", "collect", *files)

    def answers_again(self, unit: str, ref: str, intent: Intent) -> None:
        if not self.offices.ways[unit].has_page:
            self.hands_in(unit, fill_again(self.gets_pack(unit, ref), intent))
            return
        asked = _asked_again(unit, ref, workspace_at(self.home))
        typed = list(_answers(asked, intent))
        answer_on_page(unit, asked.edition, typed, workspace=self._mine(unit))
        collect_all(self.home, actor_of(unit, workspace_at(self.home)))

    def collects(self) -> None:
        self.types(SCHEDULE, "return", "collect")

    def takes_up_concern(self) -> None:
        taken_up = ("--by", TAKEN_UP_BY, "--done", TAKEN_UP)
        self.types("officer", "concern", "acknowledge", 1, *taken_up)

    def gives_grades(self, who: str, ref: str) -> None:
        layer = LAYER_OF[who]
        asked = {Layer.SECOND: ["--second"], Layer.PANEL: ["--panel"]}.get(layer, [])
        for grade in grades_to_give(ref, layer, workspace_at(self.home)):
            what = (ref, grade.case, grade.question)
            by = ("--by", CAST[who].name, "--why", grade.why, "--unit", grade.unit)
            self.types(who, "moderate", "grade", *what, grade.value, *by, *asked)
            if grade.is_followed:
                follow = ("--owner", FOLLOWED_BY, "--due", "31/3/2030", "--unit", grade.unit)
                self.types(who, "moderate", "follow-up", *what, *follow)

    def grades_in_workbook(self, who: str, ref: str, fill: Fill) -> None:
        books = self.folder / f"books-of-{who}"
        books.mkdir()
        self.types(who, "moderate", "export", ref, "--to", books)
        [book] = books.glob("*.xlsx")
        self.types(who, "moderate", "import", graded(book, fill), "--cycle", ref)

    def agrees_others(self, ref: str) -> None:
        self.types("moderator", "moderate", "agree", ref, "--by", CAST["moderator"].name)

    def ends_moderation(self, ref: str) -> None:
        self.types("panel", "cycle", "approve", ref, "--why", PANEL)

    def circulates(self, ref: str) -> None:
        self.types("panel", "finding", "circulate", ref)

    def calls_wrong(self, unit: str, ref: str) -> None:
        finding = _to_check(unit, ref, workspace_at(self.home))
        call_wrong(
            ref, finding.id, unit=unit, why=CALLED_WRONG, read=finding.text,
            workspace=self._mine(unit),
        )  # fmt: skip

    def answers_call(self) -> None:
        with workspace_at(self.home).open_view() as view:
            [call] = view.all(Correction, Correction.decision == CALLED)
        answer_call(
            call.cycle, call.finding, call.id or 0, decision="rejected", why=CALL_ANSWERED,
            workspace=self._mine("officer"),
        )  # fmt: skip

    def agrees_findings(self, ref: str) -> None:
        is_open = findings_page(ref, workspace=workspace_at(self.home)).open
        why = ("--why", WHY_OPEN) if is_open else ()
        minuted = ("--meeting", MEETING, "--minute", MINUTE)
        self.types("panel", "cycle", "sign-off", ref, *minuted, *why)

    def makes_papers(self, ref: str, format: str, version: str) -> None:
        self.types("officer", "paper", "make", ref, "--format", format, "--version", version)

    def signs(self, ref: str, paper: str) -> None:
        signed = ("--by", CAST["panel"].name, "--why", WHY_SIGNED)
        self.types("panel", "paper", "sign", ref, paper, *signed)

    def makes_quarter(self, quarter: str, version: str) -> None:
        self.types("officer", "paper", "quarter", quarter, "--version", version)

    def signs_quarter(self, quarter: str) -> None:
        self.signs(quarter, QUARTERLY)

    def releases(self, ref: str) -> None:
        self.types("officer", "cycle", "publish", ref)

    def chair_reads(self, paper: str, says: str) -> None:
        """Leave the reading to those who look at pages: it changes nothing."""

    def shares(self, action: str, owner: str) -> None:
        self.types("panel", "action", "update", action, "--owner", owner, "--text", WHY_SHARED)

    def completes(self, who: str, action: ActionLine, evidence: Path) -> None:
        kept = ("--evidence-file", evidence, "--shows", SHOWS)
        done = ("--text", DONE, "--status", "complete", *kept)
        self.types(who, "action", "update", action.id, *done)

    def closes(self, action: str, day: date) -> None:
        decided = ("--meeting", day, "--minute", MINUTE, "--text", SEEN)
        self.types("panel", "action", "update", action, "--status", "closed", *decided)

    def meets(self, day: date) -> None:
        self.types("panel", "action", "meeting", day)

    def closes_at_meeting(self, action: str, day: date) -> None:
        decide_action(action, Decision.CLOSE, meeting=day, why=SEEN, workspace=self._mine("panel"))

    def minutes(self, day: date) -> None:
        minute_meeting(day, MINUTE, workspace=self._mine("panel"))

    def _mine(self, who: str) -> Workspace:
        workspace = workspace_at(self.home)
        return workspace.acting_as(actor_of(who, workspace))
