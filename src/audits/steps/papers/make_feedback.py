"""Make the feedback sheets of a cycle: one a unit, of its own answers and all others together."""

import hashlib
from pathlib import Path

from audits.queries.papers.feedback import sheets_of_cycle
from audits.reporting import render_paper, view_paper
from audits.storage import write_whole
from audits.workspace import Workspace


FEEDBACK, PROFESSIONAL = "feedback", "professional"


def make_feedback(
    ref: str, *, workspace: Workspace, format: str, unit: str = ""
) -> tuple[Path, ...]:
    """Write the feedback sheet of each unit that answered, or of one, and return the files.

    Made again it is the sheet of that moment, in the same file.

    Raises:
        NotFoundError: if there is no such cycle or format, or the unit did not answer.
        StatusError: if the cycle is not analysed, or its answers were destroyed.
    """
    paths = []
    for code, facts in sheets_of_cycle(ref, unit=unit, workspace=workspace):
        paper = view_paper(FEEDBACK, facts, PROFESSIONAL)
        data = render_paper(paper, format=format, made_on=facts.made_on)
        folder = workspace.stores.papers / ref / FEEDBACK
        path = folder / f"{ref}-{FEEDBACK}-{code}.{format}"
        write_whole(path, data)
        with workspace.open_uow() as uow:
            uow.note(
                "paper made", ref, paper=FEEDBACK, unit=code, version=PROFESSIONAL,
                sha256=hashlib.sha256(data).hexdigest(),
                file=str(path.relative_to(workspace.stores.papers)),
            )  # fmt: skip
            uow.commit()
        paths.append(path)
    return tuple(paths)
