"""A public paper goes out only once a person has read it and said that it identifies nobody."""

import json

from audits.domain.errors import StatusError, UserError
from audits.reporting import IN_AGENCIES_WORDS, Paper, as_text, digest_of, paper_texts
from audits.storage import Case, PaperSignOff, View
from audits.workbook import names_somebody

from .paper_views import public_view
from .parts import Parts


def read_paper(about: str, paper: str, *, parts: Parts) -> str:
    """Return a public paper as plain text, as it stands now, for whoever is to sign it.

    Raises:
        NotFoundError: if there is no such cycle, year or paper.
        UserError: if the paper has no public version, or holds what identifies somebody.
    """
    public = public_view(about, paper, parts=parts)
    check_names_nobody(about, paper, public, parts=parts)
    return as_text(public)


def sign_paper(about: str, paper: str, *, by: str, why: str, parts: Parts) -> None:
    """Record that a person read a public paper and lets it out; it holds for what it now says.

    Raises:
        UserError: if nobody is named or no reason is given, or the paper cannot be made.
    """
    if not by.strip() or not why.strip():
        raise UserError(
            f"Say who read the public paper '{paper}' of {about}, and why it may go out: --by "
            "and --why"
        )
    public = public_view(about, paper, parts=parts)
    check_names_nobody(about, paper, public, parts=parts)
    with parts.open_uow() as uow:
        digest = digest_of(public)
        row = PaperSignOff(
            about=about, paper=paper, sha256=digest, signed_by=by, why=why, at=parts.clock(),
            noted_by=uow.actor,
        )  # fmt: skip
        uow.add(row)
        uow.note("public paper signed", about, why=why, paper=paper, by=by, sha256=digest)
        uow.commit()


def check_signed(about: str, paper: str, public: Paper, view: View) -> None:
    """Refuse a public paper that nobody has signed as it now reads.

    Raises:
        StatusError: saying which command lets it out.
    """
    rows = view.all(PaperSignOff, about=about, paper=paper, order_by="id")
    if any(row.sha256 == digest_of(public) for row in rows):
        return
    why = "has changed since it was signed" if rows else "has not been signed by anybody"
    raise StatusError(
        f"The public paper '{paper}' of {about} {why}: read it with 'audits paper read "
        f"{about} {paper}', "
        f"then 'audits paper sign {about} {paper} --by NAME --why REASON'."
    )


def check_names_nobody(about: str, paper: str, public: Paper, *, parts: Parts) -> None:
    """Refuse a paper in agencies' own words that holds a name of the family, or a mask of one.

    Raises:
        UserError: in one sentence that repeats nothing of it.
    """
    if paper not in IN_AGENCIES_WORDS:
        return
    with parts.open_view() as view:
        cases = [case.ref for case in view.all(Case, cycle=about)]
    wanted = [(kind, ref) for ref in cases for kind in ("case", "family")]
    found = parts.vault.look_at(wanted, f"reading a paper of {about}")
    people = [person for each in found for person in json.loads(each or b"[]")]
    if any(names_somebody(text, people) for text in paper_texts(public)):
        raise UserError(
            f"The paper '{paper}' of {about} holds a name, a number or an address, or a mark "
            "where one "
            "was removed: have the agency return that lesson in other words."
        )
