"""What lies on the table at the end: the papers and workbooks that meetings work with."""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from audits.steps.action_packs.write import export_agency, export_agenda
from audits.steps.papers.make import make_board_paper
from audits.workspace import Workspace


YEARLY = ("board", "annual")
AGENCY = "police"


def lay_out(opened: Iterable[date], workspace: Workspace, folder: Path) -> None:
    """Make QEG's action report, agenda, the board's papers on the last year and one action book.

    They are made on the programme's own last day, so that what is late is late by days.
    """
    last = max(opened)
    first = last.year - (last < date(last.year, 4, 1))
    year = f"{first}/{(first + 1) % 100:02d}"
    make_board_paper("actions", workspace=workspace, format="pdf")
    for paper in YEARLY:
        make_board_paper(paper, workspace=workspace, year=year, format="pdf")
    meeting = workspace.today() + timedelta(weeks=1)
    for name, book in (
        export_agenda(meeting, workspace=workspace),
        export_agency(AGENCY, workspace=workspace),
    ):
        (folder / name).write_bytes(book)
