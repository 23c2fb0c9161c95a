"""A cycle that is moderated: its template, and a workbook that a desk and a panel fill in."""

import shutil
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
from builders import resaving, workspace as ws

from audits import resource_folder
from audits.domain.finding import ACCEPTED
from audits.queries.cycles import describe_cycle
from audits.queries.findings import list_findings
from audits.queries.moderation import describe_moderation
from audits.steps.findings.check_facts import circulate_findings
from audits.steps.findings.word import correct_finding
from audits.steps.moderation.export import export_moderation
from audits.steps.moderation.import_book import import_moderation
from audits.steps.progress.analyse import analyse
from audits.workspace import Workspace


ASKS = (
    'moderation: {of: grades, desk: yes, panel: yes, blind_second: "1 in 5"}\n'
    "timeline: {return_within: 1 working day, remind: [-1, 0, 2, 5], escalate: 10, "
    "check_facts_within: 5 working days}\n"
)
STANDING = ("Panel grade", "Desk grade", "The agency's own grade")  # the first that is there stands
LOWEST = ("Inadequate", "0 - Not met")


def with_moderation(home: Path, asks: str = ASKS) -> Path:
    """Give a workspace a weekly audit of its own that is moderated."""
    folder = home / "templates"
    shutil.copytree(resource_folder("audit_templates"), folder, dirs_exist_ok=True)
    path = folder / f"{ws.KIND}.yaml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("timeline:")]
    path.write_text("".join(kept) + asks, encoding="utf-8")
    settings = (home / "audits.toml").read_text(encoding="utf-8")
    (home / "audits.toml").write_text(f'templates = "{folder}"\n{settings}', encoding="utf-8")
    return home


def to_moderation(home: Path) -> Path:
    """Take a loaded workspace through the week until its returns are in."""
    workspace = ws.workspace_of(home)
    ws.issue(workspace)
    ws.send(workspace)
    ws.answer(home)
    ws.collect_until_complete(home, workspace)
    return home


class Filling:
    """A moderation workbook as somebody fills it in: by case, by agency, by the words of a row."""

    def __init__(self, data: bytes) -> None:
        self.book = openpyxl.load_workbook(BytesIO(data))

    @property
    def cases(self) -> list[str]:
        """Return the cases that have a sheet."""
        around = ("Start here", "What the answers mean", "_")
        return [name for name in self.book.sheetnames if name not in around]

    def agencies(self, case: str) -> list[str]:
        """Return the agencies of a case, as its heading names them."""
        row = self.book[case][3]
        return [str(cell.value).split("\n")[0] for cell in row[1:] if cell.value]

    def rows(self, case: str, words: str) -> list[int]:
        """Return the rows that begin with these words, one for each question that is graded."""
        cells = [row[0] for row in self.book[case].iter_rows(max_col=1)]
        return [cell.row for cell in cells if str(cell.value).startswith(words)]

    def cell(self, case: str, agency: str, words: str, *, below: int = 0, nth: int = 0) -> Any:
        """Return the cell where the n-th row with these words meets an agency's column."""
        column = 2 + self.agencies(case).index(agency)
        return self.book[case].cell(self.rows(case, words)[nth] + below, column)

    def text(self, case: str, agency: str, words: str, *, below: int = 0, nth: int = 0) -> str:
        """Return what stands there."""
        return str(self.cell(case, agency, words, below=below, nth=nth).value or "")

    def write(
        self, case: str, agency: str, words: str, value: object, note: str = "", *, nth: int = 0
    ) -> None:
        """Fill in a cell, and the note below it."""
        self.cell(case, agency, words, nth=nth).value = value
        if note:
            self.cell(case, agency, words, below=1, nth=nth).value = note

    def asked(self, words: str) -> Iterator[tuple[str, str, int]]:
        """Yield each case, agency and place of a grade where these words have an open cell."""
        for case in self.cases:
            for nth, row in enumerate(self.rows(case, words)):
                for column, agency in enumerate(self.agencies(case), start=2):
                    if not self.book[case].cell(row, column).protection.locked:
                        yield case, agency, nth

    def has(self, case: str, words: str) -> bool:
        """Tell whether a row with these words is there."""
        rows = self.book[case].iter_rows(max_col=1)
        return any(str(row[0].value).startswith(words) for row in rows)

    def is_open(self, case: str, agency: str, words: str) -> bool:
        """Tell whether a cell may be filled in."""
        return not self.cell(case, agency, words).protection.locked

    def who(self, words: str, name: str) -> None:
        """Say on the first sheet who graded."""
        sheet = self.book["Start here"]
        row = next(
            r[1].row for r in sheet.iter_rows(max_col=2) if str(r[1].value).startswith(words)
        )
        sheet.cell(row, 3).value = name

    def agree(self, words: str = "everybody") -> None:
        """Agree on the first sheet with all other grades, of everybody or of one agency."""
        self.who(f"Agree with all other grades: {words}", "Yes")

    def agree_on(self, case: str, agency: str) -> None:
        """Agree on a case's sheet with all other grades of an agency."""
        self.cell(case, agency, "Agree with all others").value = "Yes"

    def can_agree(self, words: str = "everybody") -> bool:
        """Tell whether there is anything that may be agreed with at once."""
        start = f"Agree with all other grades: {words}"
        rows = self.book["Start here"].iter_rows(max_col=2)
        return any(str(row[1].value).startswith(start) for row in rows)

    def saved(self) -> bytes:
        """Return the file as saved."""
        file = BytesIO()
        self.book.save(file)
        return file.getvalue()


def fill_desk(filling: Filling, *, lower: tuple[str, str] | None = None) -> None:
    """Give every grade that waits for the desk: the agency's own, one of them two steps down."""
    filling.who("Who gave the desk", "Business unit officer")
    for case, agency, nth in filling.asked("Desk grade"):
        own = filling.text(case, agency, "The agency's own grade", nth=nth)
        if own != "No answer":
            filling.write(case, agency, "Desk grade", own, nth=nth)
        if (case, agency) == lower:
            filling.write(case, agency, "Desk grade", "Inadequate", "No home visit for a month")
    if filling.can_agree():
        filling.agree()


def follow_up_lowest(filling: Filling) -> None:
    """Name who follows up wherever a grade is the lowest."""
    for case, agency, nth in filling.asked("Follow-up: who"):
        words = [w for w in STANDING if filling.has(case, w)]
        stands = next((t for w in words if (t := filling.text(case, agency, w, nth=nth))), "")
        if stands in LOWEST:
            filling.write(case, agency, "Follow-up: who", "Head of service", nth=nth)
            filling.write(case, agency, "Follow-up: by", "31/03/2017", nth=nth)


def resaved(data: bytes, folder: Path) -> bytes:
    """Return a workbook as LibreOffice saves it."""
    return resaving.resaved(data, "xlsx:Calc MS Excel 2007 XML", folder)


def agree_grades(home: Path, workspace: Workspace, ref: str = ws.REF) -> None:
    """Moderate a cycle by its workbooks as far as its template asks, and end moderation.

    The desk, the second rater, then the panel.
    """
    asks = describe_moderation(ref, workspace=workspace)
    fillings = [fill_desk]
    if asks.second_cases:
        fillings.append(fill_second)
    fill_in(home, workspace, *fillings, fill_panel, ref=ref)
    analyse(ref, workspace=workspace, with_what_there_is=True, decision="go on")


def fill_in(
    home: Path, workspace: Workspace, *fillings: Callable[[Filling], None], ref: str = ws.REF
) -> None:
    """Export a workbook for each filling, have it filled in, and import it."""
    for fill in fillings:
        path = export_moderation(ref, second=fill is fill_second, folder=home, workspace=workspace)
        filling = Filling(path.read_bytes())
        fill(filling)
        follow_up_lowest(filling) if fill is not fill_second else None
        done = import_moderation(filling.saved(), workspace=workspace)
        assert done.is_taken, done.problems


def fill_second(filling: Filling) -> None:
    """Give every second rating."""
    filling.who("Who gave the second", "Named nurse of another district")
    for case, agency, nth in filling.asked("Your grade"):
        note = "Read as if for the first time"
        filling.write(case, agency, "Your grade", "Good", note, nth=nth)


def fill_panel(filling: Filling) -> None:
    """Decide every grade for the panel, as the desk did."""
    is_asked = list(filling.asked("Panel grade"))
    if is_asked:
        filling.who("Who sat on the panel", "QEG panel of 14 March")
    for case, agency, nth in is_asked:
        desk = filling.text(case, agency, "Desk grade", nth=nth)
        if desk and not filling.text(case, agency, "Panel grade", nth=nth):
            filling.write(case, agency, "Panel grade", desk, "Agreed", nth=nth)


def agree_facts(ref: str, workspace: Workspace) -> None:
    """Send out draft findings where the template asks for it, and have each unit agree to each."""
    kind = describe_cycle(ref, workspace=workspace).kind
    asks = workspace.template(kind).timeline.check_facts_within
    if not asks or not list_findings(ref, workspace=workspace):
        return
    for unit, findings in circulate_findings(ref, workspace=workspace).items():
        for finding in findings:
            correct_finding(ref, finding, by=unit, decision=ACCEPTED, workspace=workspace)
