"""An immediate concern about a child: passed on at once, and again until somebody takes it up.

What a unit says of one case is one concern, however often its pack comes back: the same words
change nothing, other words are an addition, and an addition waits for somebody anew.
"""

import hashlib
from datetime import datetime

from audits.domain.errors import NotFoundError, StatusError
from audits.domain.message import Purpose
from audits.domain.remedies import Remedy, Verb
from audits.queries.concerns import all_said, plain_words, words_in
from audits.queries.editions import newest_edition
from audits.steps.dispatch.letters import make_letter_due
from audits.steps.masks import masks
from audits.storage import Concern, IssuedPack, ReturnFile, UnitOfWork, is_empty
from audits.workspace import Workspace


def raise_concern(
    case: str, row: ReturnFile, *, pack: IssuedPack, uow: UnitOfWork, workspace: Workspace
) -> None:
    """Write a concern down, or what is added to it, and make its message due.

    Its words stand with the answers of its return. Said again in the same words it is known.
    """
    uow.get(IssuedPack, f"{pack.code}.1", held=True)  # two returns of a unit raise one concern
    concern = uow.first(
        Concern, Concern.cycle == pack.cycle, Concern.unit == pack.unit, Concern.case_ref == case
    )
    if concern is None:
        concern = Concern(
            return_id=row.id, cycle=pack.cycle, unit=pack.unit, case_ref=case,
            raised_at=workspace.clock(),
        )  # fmt: skip
        uow.add_once(concern)
        uow.note("immediate concern raised", case, by=pack.unit, return_id=row.id)
    elif _was_said(concern, words_in(row.id, case, uow), uow):
        return
    else:
        _add(concern, row, uow=uow, workspace=workspace)
    raised = uow.first(
        Concern, Concern.cycle == pack.cycle, Concern.unit == pack.unit, Concern.case_ref == case
    )
    assert raised is not None  # noqa: S101 -- written down above
    _pass_on(raised, row.id, pack=pack, uow=uow, workspace=workspace)


def _was_said(concern: Concern, words: str, uow: UnitOfWork) -> bool:
    return plain_words(words) in {plain_words(before) for _, before in all_said(concern, uow)}


def _add(concern: Concern, row: ReturnFile, *, uow: UnitOfWork, workspace: Workspace) -> None:
    """Add other words to a concern: whoever took it up has not seen them."""
    addition = {"return_id": row.id, "at": workspace.clock().isoformat()}
    if concern.acknowledged_by:
        addition |= {"taken_up_before_by": concern.acknowledged_by, "done_before": concern.done}
    concern.additions = [*concern.additions, addition]
    concern.acknowledged_at, concern.acknowledged_by, concern.done = None, None, ""
    uow.add(concern)
    uow.note("immediate concern added to", concern.case_ref, by=concern.unit, return_id=row.id)


@masks("done", about="")
def acknowledge_concern(number: int, *, by: str, done: str, workspace: Workspace) -> None:
    """Write down who took a concern up, and what was done.

    Raises:
        NotFoundError: if there is no such concern.
        StatusError: if somebody has taken it up already.
    """
    with workspace.open_uow() as uow:
        concern = uow.find(Concern, number)
        if concern is None:
            raise NotFoundError(f"There is no concern {number}.", remedy=Remedy(Verb.SEE_CONCERNS))
        if concern.acknowledged_at is not None:
            raise StatusError(f"Concern {number} was taken up by {concern.acknowledged_by}.")
        concern.acknowledged_at, concern.acknowledged_by = workspace.clock(), by
        concern.done = done
        uow.add(concern)
        uow.note("immediate concern taken up", concern.case_ref, concern=number, by=by)
        uow.commit()


def chase_concerns(*, workspace: Workspace) -> tuple[str, ...]:
    """Pass every concern that nobody has taken up on again, once each working day, and name it."""
    if not workspace.calendar.is_working_day(workspace.today()):
        return ()
    with workspace.open_uow() as uow:
        waiting = [
            concern
            for concern in uow.all(
                Concern, is_empty(Concern.acknowledged_at), order_by=Concern.raised_at
            )
            if workspace.calendar.local_date(_since(concern)) < workspace.today()
        ]
        for concern in waiting:
            code = uow.get(ReturnFile, concern.return_id).pack or ""
            pack = newest_edition(IssuedPack, code, uow)
            assert pack is not None  # noqa: S101 -- a concern stands in a pack that was found
            again = workspace.today().isoformat()
            last = all_said(concern, uow)[-1][0]
            _pass_on(concern, last, pack=pack, uow=uow, workspace=workspace, again=again)
        uow.commit()
    return tuple(concern.case_ref for concern in waiting)


def _since(concern: Concern) -> datetime:
    """Return when the last was said of a concern."""
    return max([concern.raised_at, *(datetime.fromisoformat(a["at"]) for a in concern.additions)])


def _pass_on(
    concern: Concern,
    return_id: str,
    *,
    pack: IssuedPack,
    uow: UnitOfWork,
    workspace: Workspace,
    again: str = "",
) -> None:
    mark = hashlib.sha256(f"{return_id}/{concern.case_ref}".encode()).hexdigest()[:12]
    if again:
        mark += f"-{again}"
    (_, first), *added = all_said(concern, uow)
    facts = {
        "case": concern.case_ref, "return_id": return_id, "again": again, "number": concern.id,
        "says": first, "added": [words for _, words in added],
    }  # fmt: skip
    to = workspace.business_unit.named_person
    make_letter_due(Purpose.CONCERN, pack, facts, mark=mark, to=to, uow=uow, workspace=workspace)
