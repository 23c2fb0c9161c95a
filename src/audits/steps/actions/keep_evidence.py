"""Keep the files that show what became of an action, and hand one out again, with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from audits.domain.errors import NotFoundError, UserError
from audits.domain.reasons import check_why
from audits.domain.remedies import Missing, Remedy
from audits.queries.evidence import evidence_of, file_name_of
from audits.steps.masks import masks
from audits.storage import ActionEvidence, ActionRow, UnitOfWork
from audits.workbook import check_evidence
from audits.workspace import Workspace


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file given as evidence, with a sentence on what it shows.

    The name it had is nowhere: an agency's file is often called after a child.
    """

    data: bytes = field(repr=False)
    extension: str
    shows: str


def keep_evidence(
    files: Sequence[EvidenceFile],
    row: ActionRow,
    *,
    by: str,
    at: datetime,
    uow: UnitOfWork,
    workspace: Workspace,
) -> tuple[ActionEvidence, ...]:
    """Keep files byte for byte, sealed, and number them in the caller's transaction.

    The bytes are on the disk before the rows are committed; a process that dies between leaves a
    sealed file that nothing points at, never a row without its file.

    Raises:
        UserError: if one does not say what it shows, is there already, or cannot be kept.
    """
    standing = evidence_of([row.id], uow) if files else []
    for place, file in enumerate(files, start=1):
        called = f"Evidence file {place}" if len(files) > 1 else "The evidence file"
        kept = _kept(file, row.id, len(standing) + 1, called, by=by, at=at, workspace=workspace)
        _check_is_new(kept, standing, called)
        uow.add(kept)
        uow.note(
            "evidence kept", row.id, number=kept.number, sha256=kept.sha256, size=kept.size,
            extension=kept.extension,
        )  # fmt: skip
        standing.append(kept)
    return tuple(standing[len(standing) - len(files) :])


@masks("why")
def open_evidence(ref: str, number: int, *, why: str, workspace: Workspace) -> tuple[str, bytes]:
    """Return a file's name and its bytes; who took them, and why, is recorded first.

    Raises:
        NotFoundError: if the action has no such file.
        StatusError: if no reason is given.
    """
    check_why(why, f"Say why evidence {number} of {ref} is opened. It may name children.")
    with workspace.open_uow() as uow:
        uow.get(ActionRow, ref)
        row = uow.find(ActionEvidence, (ref, number))
        if row is None:
            numbers = [str(evidence.number) for evidence in evidence_of([ref], uow)]
            there = ", ".join(numbers) or "none"
            raise NotFoundError(f"{ref} has no evidence {number}. There are: {there}.")
        uow.note("evidence opened", ref, why=why, number=number)
        uow.commit()
    workspace.vault.record_look("evidence", f"{ref}/{number}", why)
    return file_name_of(row), workspace.stores.evidence.read(row.sha256)


def _check_is_new(kept: ActionEvidence, standing: Sequence[ActionEvidence], called: str) -> None:
    for evidence in standing:
        if evidence.sha256 == kept.sha256:
            raise UserError(
                f"{called} is there already: it is evidence {evidence.number} of {kept.action}."
            )


def _kept(
    file: EvidenceFile,
    ref: str,
    number: int,
    called: str,
    *,
    by: str,
    at: datetime,
    workspace: Workspace,
) -> ActionEvidence:
    if not file.shows.strip():
        raise UserError(
            f"Say in a sentence what {called[0].lower()}{called[1:]} shows.",
            remedy=Remedy(Missing.SHOWS),
        )
    extension = check_evidence(file.data, file.extension, called=called)
    sha256 = workspace.stores.evidence.keep(file.data)
    return ActionEvidence(
        action=ref, number=number, sha256=sha256, extension=extension, size=len(file.data),
        shows=file.shows.strip(), at=at, by=by,
    )  # fmt: skip
