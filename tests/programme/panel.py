"""The desk, the second rater and the panel, each filling a moderation workbook in by eye."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell

from audits.domain.grade import Layer, Subject
from audits.domain.plan import Moderation
from audits.domain.question import Choice, Question
from audits.domain.seeded_chance import Dice
from audits.queries.grades import GradeChange, graded_answers
from audits.steps.moderation.agree_grades import to_agree
from audits.steps.moderation.begin_and_end import being_moderated
from audits.steps.moderation.export import export_moderation
from audits.steps.moderation.give_grades import record_grades
from audits.steps.moderation.import_book import import_moderation
from audits.steps.progress.analyse import analyse
from audits.workspace import Workspace

from .partners import called
from .record import Told, stands


Place = tuple[str, str, str]  # unit, case, question
LOWERED, UPHELD = 0.15, 0.7
WHY = "The file shows less than that."
SECOND = "Your grade"
WORDS = {"desk": "Desk grade", "panel": "Panel grade", "second": SECOND}
SIGNS = {
    "desk": ("Who gave the desk", "Audit officer"),
    "panel": ("Who sat on the panel", "QEG panel"),
    "second": ("Who gave the second", "Named nurse of another district"),
}


def moderate(
    told: Told, plan: Moderation, folder: Path, *, workspace: Workspace, seed: int
) -> None:
    """Grade again what the template has graded again, and end moderation.

    Where a panel sits, everybody fills the workbook in; a desk alone goes down the list.
    """
    desk, panel = _decided(told, plan, seed)
    last = panel if plan.panel else desk
    if plan.panel:
        _change_others(told, desk, workspace=workspace)
        rounds = [("desk", desk), ("panel", panel)]
        if plan.second_one_in:
            rounds.insert(1, ("second", panel))
        _with_workbooks(told, rounds, folder, workspace=workspace)
    else:
        _at_the_desk(told, desk, workspace=workspace)
    analyse(told.ref, workspace=workspace, with_what_there_is=True, decision="moderation ended")
    told.panel = {place: choice.code for place, choice in last.items()}


def _with_workbooks(
    told: Told, rounds: list[tuple[str, dict[Place, Choice]]], folder: Path, *, workspace: Workspace
) -> None:
    for round_, grades in rounds:
        is_second = round_ == "second"
        path = export_moderation(told.ref, second=is_second, folder=folder, workspace=workspace)
        filled = _Book(path.read_bytes(), told).fill(round_, grades)
        done = import_moderation(filled, workspace=workspace)
        if not done.is_taken:
            raise AssertionError(f"{told.ref}: {[each.message for each in done.problems]}")


def _change_others(told: Told, desk: dict[Place, Choice], *, workspace: Workspace) -> None:
    """Give by hand what the desk changes though it is not open in the workbook."""
    with workspace.open_uow() as uow:
        cycle = being_moderated(told.ref, uow)
        others = to_agree(cycle, graded_answers(cycle, uow), uow)
        own = {(e.subject.unit, e.subject.case, e.subject.question): e.own for e in others}
        said = [
            _said(place, desk[place], told)
            for place, grade in own.items()
            if place in desk and grade and grade.value != desk[place].code
        ]
        record_grades(cycle, said, uow=uow, workspace=workspace)
        uow.commit()


def _at_the_desk(told: Told, desk: dict[Place, Choice], *, workspace: Workspace) -> None:
    with workspace.open_uow() as uow:
        cycle = being_moderated(told.ref, uow)
        said = [_said(place, choice, told) for place, choice in desk.items()]
        record_grades(cycle, said, uow=uow, workspace=workspace)
        uow.commit()


def _said(place: Place, choice: Choice, told: Told) -> GradeChange:
    unit, case, question = place
    scale = next(each.scale for each in told.questions if each.id == question)
    is_lowest = scale is not None and choice.score == min(c.score or 0 for c in scale.judged)
    subject = Subject(case, unit, question)
    change = GradeChange(subject, Layer.MODERATED, choice.code, by="Audit officer", why=WHY)
    if not is_lowest:
        return change
    return replace(change, follow_up="Head of service", follow_up_by=date(2017, 12, 31))


def _decided(
    told: Told, plan: Moderation, seed: int
) -> tuple[dict[Place, Choice], dict[Place, Choice]]:
    """Return what the desk and then the panel says of each grade that a unit gave."""
    desk: dict[Place, Choice] = {}
    panel: dict[Place, Choice] = {}
    for unit, question, case, own in _own_grades(told, plan):
        dice = Dice(seed, "panel", told.ref, unit, case, question.id)
        is_lowered = dice.chance(LOWERED)
        place = (unit, case, question.id)
        desk[place] = _one_below(question, own) if is_lowered else own
        panel[place] = desk[place] if dice.chance(UPHELD) else own
    return desk, panel


def _own_grades(told: Told, plan: Moderation) -> Iterator[tuple[str, Question, str, Choice]]:
    for unit in told.intents:
        for (case, number), value in stands(told, unit).items():
            question = told.by_key(unit).get(number)
            if question and question.scale and value and plan.grades(question):
                choice = question.scale.choice(value)
                if choice:
                    yield unit, question, case, choice


def _one_below(question: Question, own: Choice) -> Choice:
    if question.scale is None:
        return own
    judged = sorted(question.scale.judged, key=lambda choice: -(choice.score or 0))
    for choice in judged:
        if (choice.score or 0) < (own.score or 0):
            return choice
    return own


class _Book:
    """A moderation workbook as somebody has it open: a sheet a case, a column an agency."""

    def __init__(self, data: bytes, told: Told) -> None:
        self._book = load_workbook(BytesIO(data))
        self._told = told

    def fill(self, round_: str, grades: dict[Place, Choice]) -> bytes:
        """Return the workbook with these grades, and a follow-up wherever one is the lowest."""
        start, name = SIGNS[round_]
        self._sign(start, name)
        if round_ == "desk":
            self._sign("Agree with all other grades: everybody", "Yes")
        for (unit, case, _), choice in grades.items():
            if case in self._book.sheetnames:
                self._grade(unit, case, round_, choice)
        file = BytesIO()
        self._book.save(file)
        return file.getvalue()

    def _grade(self, unit: str, case: str, round_: str, choice: Choice) -> None:
        cell = self._cell(unit, case, WORDS[round_])
        if cell is None or cell.protection.locked:
            return
        cell.value = choice.label
        below = self._book[case].cell(cell.row + 1, cell.column)
        if isinstance(below, Cell) and not below.protection.locked:
            below.value = WHY
        if round_ != "second" and choice.score == 0:
            self._follow_up(unit, case)

    def _follow_up(self, unit: str, case: str) -> None:
        for words, value in (
            ("Follow-up: who", "Head of service"),
            ("Follow-up: by", "31/12/2017"),
        ):
            cell = self._cell(unit, case, words)
            if cell is not None:
                cell.value = value

    def _cell(self, unit: str, case: str, words: str) -> Cell | None:
        sheet = self._book[case]
        heads = [str(cell.value or "").split("\n")[0] for cell in sheet[3]]
        if called(unit) not in heads:
            return None
        column = heads.index(called(unit)) + 1
        for number, row in enumerate(sheet.iter_rows(max_col=1), start=1):
            if str(row[0].value).startswith(words):
                cell = sheet.cell(number, column)
                return cell if isinstance(cell, Cell) else None
        return None

    def _sign(self, start: str, name: str) -> None:
        sheet = self._book["Start here"]
        for number, row in enumerate(sheet.iter_rows(max_col=2), start=1):
            if str(row[1].value).startswith(start):
                sheet.cell(number, 3).value = name
