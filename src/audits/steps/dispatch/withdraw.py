"""Take back letters about a return that are not out yet, once they are no longer true."""

from audits.domain.status import NOT_SENT, DispatchStatus
from audits.storage import Dispatch, LetterAbout, ReturnRung, UnitOfWork, View, one_of


def withdraw_letters(ref: str, unit: str, *, why: str, uow: UnitOfWork) -> None:
    """Withdraw every letter that chases a unit's return and is not out yet.

    What else such a letter told of is chased anew by the next run, without this unit. One that a
    channel has at this moment goes.
    """
    keys = uow.values(LetterAbout.dispatch, LetterAbout.cycle == ref, LetterAbout.unit == unit)
    for letter in uow.all(
        Dispatch,
        one_of(Dispatch.key, sorted(set(keys))),
        one_of(Dispatch.status, NOT_SENT),
        order_by=Dispatch.key,
    ):
        reason = f"{unit}: {why}."
        letter.reason = f"{reason} {letter.reason}".strip()  # why it was refused before stays
        uow.move_dispatch(letter, DispatchStatus.WITHDRAWN, why=reason)
        for about in uow.all(LetterAbout, LetterAbout.dispatch == letter.key):
            is_other = (about.cycle, about.unit) != (ref, unit)
            if is_other and not _is_told_elsewhere(about, uow):
                key = (about.cycle, about.unit, about.due, about.step)
                uow.remove(uow.get(ReturnRung, key))


def _is_told_elsewhere(about: LetterAbout, view: View) -> bool:
    """Tell whether another letter that stands tells of the same rung, by another route."""
    letters = view.values(
        LetterAbout.dispatch,
        LetterAbout.cycle == about.cycle,
        LetterAbout.unit == about.unit,
        LetterAbout.due == about.due,
        LetterAbout.step == about.step,
    )
    stands = Dispatch.status != DispatchStatus.WITHDRAWN
    return view.count(Dispatch, one_of(Dispatch.key, letters), stands) > 0
