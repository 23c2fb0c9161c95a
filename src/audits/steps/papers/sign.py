"""A public paper goes out only once a person has read it and said that it identifies nobody."""

from datetime import date

from audits.domain.errors import StatusError, UserError
from audits.domain.remedies import Missing, Remedy, Verb
from audits.masking import Masker
from audits.queries.free_text import people_of
from audits.queries.papers.public import public_view
from audits.queries.papers.report import lesson_answers, lesson_questions
from audits.reporting import IN_AGENCIES_WORDS, Paper, as_text, digest_of
from audits.steps.cycle.at_meeting import note_meeting
from audits.steps.masks import masks
from audits.storage import Cycle, PaperSignOff, View
from audits.templates import template_of
from audits.workspace import Workspace


def read_paper(about: str, paper: str, *, workspace: Workspace) -> str:
    """Return a public paper as plain text, as it stands now, for whoever is to sign it.

    Raises:
        NotFoundError: if there is no such cycle, year or paper.
        UserError: if the paper has no public version, or holds what identifies somebody.
    """
    public = public_view(about, paper, workspace=workspace)
    check_names_nobody(about, paper, workspace=workspace)
    return as_text(public)


@masks("why", about="about")
def sign_paper(
    about: str,
    paper: str,
    *,
    by: str,
    why: str,
    workspace: Workspace,
    read: str = "",
    meeting: date | None = None,
) -> None:
    """Record that a person read a public paper and lets it out; it holds for what it now says.

    ``read`` is the fingerprint of what that person read, where it is known; ``meeting`` the day of
    the one at which it was signed, where it was at one.

    Raises:
        UserError: if nobody is named or no reason is given, or the paper cannot be made.
        StatusError: if it says something else by now than what was read.
    """
    if not by.strip() or not why.strip():
        raise UserError(
            f"Say who read the public paper '{paper}' of {about}, and why it may go out.",
            remedy=Remedy(Missing.SIGNATURE),
        )
    public = public_view(about, paper, workspace=workspace)
    check_names_nobody(about, paper, workspace=workspace)
    digest = digest_of(public)
    if read and read != digest:
        raise _has_changed(about, paper)
    with workspace.open_uow() as uow:
        row = PaperSignOff(
            about=about, paper=paper, sha256=digest, signed_by=by, why=why, at=workspace.clock(),
            noted_by=uow.actor,
        )  # fmt: skip
        uow.add(row)
        decided = f"Signed by {by}: {why}"
        note_meeting(meeting, about, decided, paper=paper, uow=uow, workspace=workspace)
        uow.note("public paper signed", about, why=why, paper=paper, by=by, sha256=digest)
        uow.commit()


def _has_changed(about: str, paper: str) -> StatusError:
    return StatusError(
        f"The public paper '{paper}' of {about} has changed since you read it, and nothing is "
        "signed. Make the papers again, and read what it says now.",
        remedy=Remedy(Verb.READ_PAPER, about, paper),
    )


def check_signed(about: str, paper: str, public: Paper, view: View) -> None:
    """Refuse a public paper that nobody has signed as it now reads.

    Raises:
        StatusError: with the remedies that let it out.
    """
    signed = view.values(
        PaperSignOff.sha256, PaperSignOff.about == about, PaperSignOff.paper == paper
    )
    if digest_of(public) in signed:
        return
    why = "has changed since it was signed" if signed else "has not been signed by anybody"
    raise StatusError(
        f"The public paper '{paper}' of {about} {why}. Somebody must read it, and sign it.",
        remedy=(Remedy(Verb.READ_PAPER, about, paper), Remedy(Verb.SIGN_PAPER, about, paper)),
    )


def check_names_nobody(about: str, paper: str, *, workspace: Workspace) -> None:
    """Refuse a paper in agencies' own words if these hold a name of the family, or a mask of one.

    Only what agencies wrote is looked at: our own sentences name nobody, and a child may be called
    Made.

    Raises:
        UserError: naming each unit and cell, in one sentence that repeats nothing of it.
    """
    if paper not in IN_AGENCIES_WORDS:
        return
    with workspace.open_view() as view:
        cycle = view.get(Cycle, about)
        people = people_of([about], f"reading a paper of {about}", view=view, workspace=workspace)
        masker = Masker(people)
        answers = [
            row
            for question in lesson_questions(template_of(cycle.template))
            for row in lesson_answers(cycle, question, view)
        ]
        naming = [row for row in answers if row.value and masker.finds(row.value)]
    if naming:
        places = ", ".join(dict.fromkeys(f"{row.unit} {row.sheet} {row.cell}" for row in naming))
        raise UserError(
            f"The paper '{paper}' of {about} holds a name, a number or an address, or a mark where "
            f"one was removed: {places}. Have the unit return that lesson in other words."
        )
