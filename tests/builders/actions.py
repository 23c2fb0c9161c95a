"""A board with agencies and an action plan, and workbooks filled in by hand."""

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from audits.domain.status import ActionStatus
from audits.settings import init_workspace
from audits.steps.actions.change import Change, add_action, update_action
from audits.steps.agencies.import_list import import_agencies
from audits.workspace import Workspace

from .workspace import workspace_of


AGENCIES = """\
agency,agency_name,unit,unit_name,contact,email,role,deputy
police,Police,police,Police,Lead,lead@police.example.org,lead,no
health,Community Health,health_north,Health North,Lead,north@health.example.org,lead,no
health,Community Health,health_south,Health South,Lead,south@health.example.org,lead,no
social_care,Children's Social Care,social_care,Social Care,Lead,lead@care.example.org,lead,no
lscb,Safeguarding Board,business_unit,Business unit,Officer,unit@board.example.org,lead,no
"""
JUNE = date(2017, 6, 30)


def a_board(home: Path) -> Workspace:
    """Return the parts of a workspace with four agencies, on 9 March 2017."""
    init_workspace(home)
    workspace = workspace_of(home)
    import_agencies(AGENCIES.encode(), workspace=workspace)
    return workspace


def an_open_action(
    workspace: Workspace, title: str = "Tell every referrer the outcome", **how
) -> str:
    """Add an action and return its number; social care's and due in June unless said otherwise."""
    return add_action(title, workspace=workspace, **{"owner": "social_care", "due": JUNE, **how})


def a_closing(workspace: Workspace, ref: str, impact: str = "It worked") -> None:
    """Let QEG close a complete action at its meeting of 14 March."""
    change = Change(impact, status=ActionStatus.CLOSED, meeting=date(2017, 3, 14))
    update_action(ref, workspace=workspace, text="", change=change)


def filled_in(book: bytes, said: Mapping[str, Mapping[str, object]], *, minute: str = "") -> bytes:
    """Return an action workbook with what is said of each action, by the words of its heading.

    ``minute`` is where an agenda's decisions are minuted.
    """
    opened = load_workbook(BytesIO(book))
    sheet = opened["Actions"]
    headings = {}
    for cell in sheet[3]:
        words = str(cell.value).partition("\n")[0]
        headings[words.partition(". ")[2] or words] = cell.column  # without a question's number
    for row in range(4, sheet.max_row + 1):
        for heading, value in said.get(str(sheet.cell(row, 2).value), {}).items():
            column = next(n for text, n in headings.items() if text.startswith(heading))
            sheet.cell(row, column).value = value
    if minute:
        opened["This return"]["E4"].value = minute
    file = BytesIO()
    opened.save(file)
    return file.getvalue()


def seen_in(book: bytes, sheet: str = "Actions") -> Sequence[Sequence[object]]:
    """Return what stands in a workbook's sheet, row by row."""
    return [list(row) for row in load_workbook(BytesIO(book))[sheet].iter_rows(values_only=True)]
