"""A return certified on a page or by command, and a certificate that is taken back."""

from datetime import date

from audits.domain.answer import ProblemCode, TypedAnswer
from audits.domain.certifying import CertifierError, certifier_named
from audits.domain.days import day_in_words
from audits.domain.errors import StatusError, UserError
from audits.domain.pack import CERTIFIED_BY, CERTIFIED_ON, Pack
from audits.domain.reasons import check_why
from audits.domain.status import WITHOUT_ANSWERS, ReturnOutcome
from audits.queries.certificates import certified_office, holders_of, standing_certificate
from audits.queries.packs import pack_of
from audits.steps.masks import masks
from audits.steps.packs.ask_again import ask_again
from audits.storage import IssuedPack, ReturnFile, ReturnProblem, UnitOfWork, View
from audits.workbook import RETURN
from audits.workspace import Workspace

from .on_page import check_takes_answers, newest_pack, take_typed


WITHDRAWN = "The certificate of this return was withdrawn. Have it certified again."


def certify_return(
    unit: str, pack: str, *, contact: int, workspace: Workspace, on: date | None = None
) -> str:
    """Certify a unit's return in the name of a contact, today or on a day, and return its id.

    It counts as the cells of the workbook do that say who certified it.

    Raises:
        CertifierError: if the contact does not hold the office, or nobody does.
        NotFoundError: if the unit has no such pack.
        StatusError: if nobody certifies it, nothing has come back, or it takes no more answers.
        UserError: if the day is to come.
    """
    day = on or workspace.today()
    if day > workspace.today():
        raise UserError(f"{day_in_words(day)} is still to come. Say on which day it was certified.")
    with workspace.open_view() as view:
        row = newest_pack(unit, pack, view)
        check_takes_answers(row, view)
        office = certified_office(row)
        _last_return(row, view)
        name = _name_of(contact, pack_of(row), view)
    typed = [
        TypedAnswer("", CERTIFIED_BY.id, f"{name}, {office}"),
        TypedAnswer("", CERTIFIED_ON.id, day_in_words(day)),
    ]
    return take_typed(row, typed, workspace=workspace)


@masks("why", about="")
def withdraw_certificate(unit: str, pack: str, *, why: str, workspace: Workspace) -> None:
    """Take back the certificate of a unit's return, which is then asked for again.

    The unit may return its workbook again before it is certified anew.

    Raises:
        NotFoundError: if the unit has no such pack.
        StatusError: if no certificate of it stands, or it takes no more answers.
        UserError: without a reason.
    """
    check_why(why, "Say why the certificate is withdrawn.")
    with workspace.open_uow() as uow:
        row = newest_pack(unit, pack, uow)
        check_takes_answers(row, uow)
        stands = standing_certificate(row.code, uow)
        if stands is None:
            raise StatusError("No certificate of this return stands.")
        stands.withdrawn_at, stands.withdrawn_by = workspace.clock(), uow.actor
        stands.withdrawn_why = why
        uow.add(stands)
        _ask_again(row, uow, workspace)
        uow.note("certificate withdrawn", stands.return_id, why=why, unit=unit, cycle=row.cycle)
        uow.commit()


def _name_of(contact: int, pack: Pack, view: View) -> str:
    """Return the name of a contact who holds the office that certifies a pack."""
    holders = holders_of(pack.unit, pack.certified_by, view)
    for holder in holders:
        if holder.contact == contact:
            return certifier_named(holder.name, pack.certified_by, pack.unit_name, [holder]).name
    if any(not holder.has_left for holder in holders):
        raise CertifierError(
            f"Only whoever is listed as {pack.certified_by} of {pack.unit_name} certifies its "
            "return. If the list is wrong, tell the business unit."
        )
    return certifier_named("", pack.certified_by, pack.unit_name, ()).name


def _last_return(row: IssuedPack, view: View) -> ReturnFile:
    """Return the last return of a pack that answers something.

    Raises:
        StatusError: if none has come.
    """
    files = view.all(ReturnFile, ReturnFile.pack == row.code, order_by=ReturnFile.received_at)
    came = [file for file in files if file.outcome not in (None, *WITHOUT_ANSWERS)]
    if not came:
        raise StatusError("Nothing has come back yet that could be certified. Return it first.")
    return came[-1]


def _ask_again(row: IssuedPack, uow: UnitOfWork, workspace: Workspace) -> None:
    """Empty the cells of a certificate, and ask for them again as for any other answer."""
    last = _last_return(row, uow)
    empty = []
    for question in (CERTIFIED_BY, CERTIFIED_ON):
        empty.append({
            "return_id": last.id, "pack": row.code, "cycle": row.cycle, "unit": row.unit,
            "case_ref": "", "question": question.id, "value": None, "original": "", "note": "",
            "sheet": RETURN, "cell": "", "edition": row.edition, "current": True,
        })  # fmt: skip
    uow.replace_current_answers(empty)
    uow.add(
        ReturnProblem(
            return_id=last.id,
            code=ProblemCode.CERTIFIER,
            message=WITHDRAWN,
            sheet=RETURN,
            question=CERTIFIED_BY.id,
            raised_at=workspace.clock(),
        )
    )
    last.outcome = ReturnOutcome.QUERIED
    uow.add(last)
    ask_again(last, pack=row, uow=uow, workspace=workspace)
