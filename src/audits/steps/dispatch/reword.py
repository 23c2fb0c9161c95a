"""Put a person's own words into the letters of one audit, from now on and where they wait."""

from audits.domain.errors import StatusError, UserError
from audits.domain.letter_words import with_values, words_fault
from audits.domain.status import DispatchStatus
from audits.steps.masks import masks
from audits.storage import Dispatch, LetterWording, UnitOfWork
from audits.workspace import Workspace


@masks("text", about="")
def reword_letters(key: str, *, text: str, workspace: Workspace) -> int:
    """Put words into the letters of a kind that one audit sends; return how many wait with them.

    ``key`` names one of them. Whatever was approved of those that wait is to be read again.

    Raises:
        NotFoundError: if there is no such letter.
        StatusError: if it does not wait any more.
        UserError: if it has no words that one may change, or the text cannot stand there.
    """
    if not text.strip():
        raise UserError(words_fault(text, {}))
    return _reword(key, text, workspace)


def use_standard_words(key: str, *, workspace: Workspace) -> int:
    """Go back to our own words in the letters of a kind that one audit sends.

    Raises:
        NotFoundError, StatusError, UserError: as `reword_letters` does.
    """
    return _reword(key, "", workspace)


def _reword(key: str, text: str, workspace: Workspace) -> int:
    with workspace.open_uow() as uow:
        letter = uow.get(Dispatch, key, held=True)
        _check(letter, text)
        ref, purpose = letter.cycle, letter.purpose
        assert ref is not None  # noqa: S101 -- checked
        kept = uow.find(LetterWording, (ref, purpose))
        if text:
            now = workspace.clock()
            row = kept or LetterWording(cycle=ref, purpose=purpose, text="", at=now, by="")
            row.text, row.at, row.by = text, now, uow.actor
            uow.add(row)
        elif kept is not None:
            uow.remove(kept)
        waiting = uow.all(
            Dispatch,
            Dispatch.cycle == ref,
            Dispatch.purpose == purpose,
            Dispatch.status == DispatchStatus.DUE,
        )
        for dispatch in waiting:
            put_words(dispatch, text)
            uow.add(dispatch)
            uow.note("letter reworded", dispatch.key)
        uow.note("letters reworded", ref, purpose=purpose, is_standard=not text)
        uow.commit()
    return len(waiting)


def in_own_words(dispatch: Dispatch, uow: UnitOfWork) -> None:
    """Give a new letter the words that its audit's letters of this kind have."""
    if dispatch.cycle is None or not dispatch.wording:
        return
    kept = uow.find(LetterWording, (dispatch.cycle, dispatch.purpose))
    if kept is not None:
        put_words(dispatch, kept.text)


def put_words(dispatch: Dispatch, text: str) -> None:
    """Put words into a letter, ours for ""; and where it cannot fill them in, ours as well."""
    wording = dispatch.wording
    if not wording:
        return
    words = wording["standard"]
    if text and not words_fault(text, wording["values"]):
        words = with_values(text, wording["values"])
    dispatch.body = f"{wording['before']}{words}{wording['after']}"
    dispatch.wording = {**wording, "now": words}


def _check(letter: Dispatch, text: str) -> None:
    if letter.cycle is None or not letter.wording:
        raise UserError("This letter has no words that can be changed for one audit.")
    if letter.status is not DispatchStatus.DUE:
        raise StatusError(f"{letter.key} is {letter.status}: it does not wait any more.")
    fault = words_fault(text, letter.wording["values"]) if text else ""
    if fault:
        raise UserError(fault)
