"""Destroy what is due by the schedule, for good, and keep a certificate of it.

Three moves, so that it may be killed at any line and goes on when it is begun again: what will be
destroyed is written into a certificate; it is destroyed outside the database, file by file; its
rows go in one transaction that says so. A hold that is placed after the first move comes too late.
"""

from audits.domain.reasons import check_why
from audits.queries.retention import schedule_of
from audits.queries.what_is_over import Kept, what_is_over
from audits.steps.masks import masks
from audits.storage import Destroyed, Destruction, UnitOfWork, is_empty
from audits.workspace import Workspace

from .destroy import destroy_outside, forget_uploads, take_out_rows


@masks("why", about="")
def run_retention(*, why: str, workspace: Workspace) -> tuple[str, ...]:
    """Destroy everything that is due and that no hold keeps; return the certificates' numbers.

    What an earlier run left is finished first, under its own certificate.

    Raises:
        StatusError: if no reason is given.
        BusyError: if the database is in use all the time; it is finished when run again.
        WorkspaceError: if a file cannot be removed; naming it.
    """
    check_why(why, "Say why, as the certificate will: who decided that it is destroyed.")
    ended = [*_unfinished(workspace)]
    for ref in ended:
        _finish(ref, workspace)
    if ref := _plan(why, workspace):
        _finish(ref, workspace)
        ended.append(ref)
    return tuple(ended)


def _unfinished(workspace: Workspace) -> list[str]:
    with workspace.open_view() as view:
        return view.values(Destruction.id, is_empty(Destruction.ended_at), order_by=Destruction.at)


def _plan(why: str, workspace: Workspace) -> str:
    """Write a certificate of what is due; "" if nothing is."""
    with workspace.open_uow() as uow:
        over = list(what_is_over(uow, workspace))
        due = [item for item in over if not item.held_by]
        if not due:
            return ""
        ref = f"D{uow.next_number('destruction')}"
        uow.add(
            Destruction(
                id=ref,
                at=workspace.clock(),
                by=uow.actor,
                why=why,
                schedule=schedule_of(workspace),
                kept_back=[_kept_back(item) for item in over if item.held_by],
            )
        )
        for item in due:
            uow.add(_planned(ref, item))
        uow.note("destruction planned", ref, why=why, things=len(due))
        uow.commit()
    return ref


def _planned(certificate: str, item: Kept) -> Destroyed:
    return Destroyed(
        certificate=certificate,
        kept_class=item.kept_class,
        about=item.about,
        title=item.title,
        since=item.since,
        due=item.due,
        numbers=dict(item.numbers),
    )


def _kept_back(item: Kept) -> dict[str, object]:
    return {
        "kept_class": str(item.kept_class),
        "about": item.about,
        "title": item.title,
        "due": item.due.isoformat(),
        "held_by": list(item.held_by),
    }


def _finish(ref: str, workspace: Workspace) -> None:
    """Destroy what a certificate names and end it; what is gone already stays so."""
    with workspace.open_view() as view:
        lines = view.all(
            Destroyed, Destroyed.certificate == ref, is_empty(Destroyed.at), order_by=Destroyed.id
        )
    for line in lines:
        destroy_outside(line, workspace)
        with workspace.open_uow() as uow:
            _record(line.id or 0, uow, workspace)
    with workspace.open_uow() as uow:
        if forget_uploads(uow, workspace):
            uow.note("files forgotten", ref)
            uow.commit()
    workspace.open_uow().compact()
    with workspace.open_uow() as uow:
        row = uow.get(Destruction, ref)
        if row.ended_at is None:
            row.ended_at = workspace.clock()
            uow.add(row)
            uow.note("destruction certified", ref, why=row.why)
            uow.commit()


def _record(number: int, uow: UnitOfWork, workspace: Workspace) -> None:
    """Take out the rows of one line of a certificate, unless another process has."""
    line = uow.get(Destroyed, number)
    if line.at is not None:
        return
    take_out_rows(line, uow)
    line.at = workspace.clock()
    uow.add(line)
    uow.note(
        "destroyed",
        line.about,
        of=str(line.kept_class),
        certificate=line.certificate,
        numbers=dict(line.numbers),
    )
    uow.commit()
