"""What each class of what is kept consists of: outside the database, and in it."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from audits.collection import FolderInbox
from audits.delivery import FolderChannel
from audits.domain.message import Purpose
from audits.domain.retention import HELD_FOR, KeptClass
from audits.domain.writing import writing
from audits.queries.what_is_over import KEY_LISTS, REGISTER
from audits.storage import (
    ActionEvidence,
    ActionRow,
    ActionUpdate,
    AnswerRow,
    AuditedChild,
    Case,
    Certification,
    CertifiedElsewhere,
    Challenge,
    Concern,
    ContentStore,
    Correction,
    Cycle,
    Destroyed,
    Destruction,
    Disagreement,
    Dispatch,
    Draw,
    FactCheck,
    FindingRow,
    FollowUp,
    GradeRow,
    HeldFile,
    IssuedPack,
    LetterAbout,
    LetterWording,
    ModerationBook,
    Register,
    ReturnFile,
    ReturnProblem,
    SpotCheckRow,
    TrainingNeed,
    UnitOfWork,
    UnitRequest,
    View,
    is_empty,
    one_of,
)
from audits.workspace import Workspace


def destroy_outside(line: Destroyed, workspace: Workspace) -> None:
    """Destroy what a line of a certificate names in the vault and among files, if it is there.

    Raises:
        WorkspaceError: if a file cannot be removed; naming it.
    """
    with workspace.open_view() as view, writing(workspace.stores.home):
        _outside(line)(line.about, view, workspace)


def take_out_rows(line: Destroyed, uow: UnitOfWork) -> None:
    """Take out, in a transaction, the rows of what a line of a certificate names."""
    _rows(line)(line.about, uow)


def forget_uploads(uow: UnitOfWork, workspace: Workspace) -> int:
    """Forget files that were looked at more than a day ago and not kept; return how many."""
    rows = uow.all(HeldFile, HeldFile.held_at < workspace.clock() - HELD_FOR)
    for row in rows:
        workspace.stores.uploads.remove(row.sha256)
        uow.remove(row)
    return len(rows)


# -- outside the database


def _outside(line: Destroyed) -> Callable[[str, View, Workspace], None]:
    if line.about.startswith(REGISTER):
        return _register_files
    return OUTSIDE[line.kept_class]


def _identities(ref: str, view: View, workspace: Workspace) -> None:
    vault = workspace.vault
    cases = view.values(Case.ref, Case.cycle == ref, order_by=Case.number)
    places = [(kind, case) for case in cases for kind in ("case", "family")]
    # Without its password no copy of a key list is opened again, wherever it lies.
    places += [("secret", name) for name in vault.names("secret", f"{KEY_LISTS}{ref}/")]
    letters = view.all(
        Dispatch, Dispatch.cycle == ref, Dispatch.purpose == Purpose.KEY_LIST,
        order_by=Dispatch.key,
    )  # fmt: skip
    _attached(letters, workspace)
    vault.forget_all(places)


def _register_files(about: str, view: View, workspace: Workspace) -> None:
    row = view.find(Register, _number(about))
    if row is None:
        return
    others = set()
    for other in view.all(Register, order_by=Register.id):
        if other.id != row.id:
            others.update(other.report["kept_as"].values())
    for sha256 in row.report["kept_as"].values():
        if sha256 not in others:
            workspace.stores.registers.remove(sha256)


def _answers(about: str, view: View, workspace: Workspace) -> None:
    """Destroy the files of a cycle's returns and workbooks, or those of one return."""
    returns = _returns(about, view)
    _return_files(returns, view, workspace)
    _attached(view.all(Dispatch, Dispatch.cycle == about, order_by=Dispatch.key), workspace)
    packs = view.values(IssuedPack.sha256, IssuedPack.cycle == about, order_by=IssuedPack.id)
    _remove(workspace.stores.packs, packs)
    for book in view.all(ModerationBook, ModerationBook.cycle == about, order_by=ModerationBook.id):
        _remove(workspace.stores.packs, [book.sha256])
        (workspace.stores.papers / about / book.file_name).unlink(missing_ok=True)


def _return_files(returns: list[ReturnFile], view: View, workspace: Workspace) -> None:
    going = {row.id for row in returns}
    digests = {row.sha256 for row in returns}
    for row in view.all(ReturnFile, one_of(ReturnFile.sha256, digests), order_by=ReturnFile.id):
        if row.id not in going:
            digests.discard(row.sha256)  # it is another's too, whose time is not over
    _remove(workspace.stores.returns, digests)
    for inbox in workspace.inboxes.values():
        if isinstance(inbox, FolderInbox):
            inbox.destroy(digests)
    workspace.vault.forget_all([(kind, ref) for ref in going for kind in ("file name", "sender")])


def _findings(ref: str, view: View, workspace: Workspace) -> None:
    """Destroy a cycle's frame, its certificate and its letters; its papers stay."""
    frame = view.get(Cycle, ref).frame_sha256
    if frame and view.count(Cycle, Cycle.frame_sha256 == frame) == 1:
        workspace.stores.frames.remove(frame)
    for pattern in (f"{ref}-certificate.*", f"{ref}-frame.csv"):
        for path in (workspace.stores.papers / ref).glob(pattern):
            path.unlink(missing_ok=True)
    for letter in view.all(Dispatch, Dispatch.cycle == ref, order_by=Dispatch.key):
        for channel in _folders(letter, workspace):
            channel.destroy(letter.key, (), with_letter=True)


def _evidence(ref: str, view: View, workspace: Workspace) -> None:
    for sha256 in view.values(ActionEvidence.sha256, ActionEvidence.action == ref):
        if view.count(ActionEvidence, ActionEvidence.sha256 == sha256) == 1:
            workspace.stores.evidence.remove(sha256)


def _nothing(_about: str, _view: View, _workspace: Workspace) -> None:
    """Destroy nothing: what is kept of this class stands in the database alone."""


OUTSIDE: Mapping[KeptClass, Callable[[str, View, Workspace], None]] = {
    KeptClass.IDENTITIES: _identities,
    KeptClass.ANSWERS: _answers,
    KeptClass.AUDITED_BEFORE: _nothing,
    KeptClass.FINDINGS: _findings,
    KeptClass.ACTIONS: _evidence,
    KeptClass.CERTIFICATES: _nothing,
}


def _attached(letters: Iterable[Dispatch], workspace: Workspace) -> None:
    """Destroy what went with letters: as it was kept, and where it lies in an outbox."""
    for letter in letters:
        names = [attachment["name"] for attachment in letter.attachments]
        for channel in _folders(letter, workspace):
            channel.destroy(letter.key, names)
        _remove(workspace.stores.packs, [kept["sha256"] for kept in letter.attachments])


def _folders(letter: Dispatch, workspace: Workspace) -> Iterator[FolderChannel]:
    channel = workspace.channels.get(letter.channel)
    if isinstance(channel, FolderChannel):
        yield channel


def _remove(store: ContentStore, digests: Iterable[str]) -> None:
    for sha256 in filter(None, digests):  # empty: planned, and never written
        store.remove(sha256)


# -- in the database


def _rows(line: Destroyed) -> Callable[[str, UnitOfWork], None]:
    if line.about.startswith(REGISTER):
        return _register_row
    return ROWS[line.kept_class]


def _key_lists(ref: str, uow: UnitOfWork) -> None:
    of_lists = Dispatch.purpose == Purpose.KEY_LIST
    for letter in uow.all(Dispatch, Dispatch.cycle == ref, of_lists, order_by=Dispatch.key):
        letter.attachments = []
        uow.add(letter)


def _register_row(about: str, uow: UnitOfWork) -> None:
    """Take out a register with its report: words that it was read with may be a child's."""
    uow.remove_all(Register, Register.id == _number(about))


def _answer_rows(about: str, uow: UnitOfWork) -> None:
    """Take out what units wrote; of a cycle's returns it stays known that they came, and when."""
    refs = [row.id for row in _returns(about, uow)]
    uow.remove_all(ReturnProblem, one_of(ReturnProblem.return_id, refs))
    uow.remove_all(Concern, one_of(Concern.return_id, refs))
    _unlink_actions(refs, uow)
    uow.remove_all(AnswerRow, one_of(AnswerRow.return_id, refs))
    for row in uow.all(ReturnFile, one_of(ReturnFile.id, refs), order_by=ReturnFile.id):
        if row.cycle is None:
            _forget_return(row, uow)
        else:
            row.typed = None
            uow.add(row)
    for table in (GradeRow, Disagreement, FollowUp, ModerationBook, IssuedPack):
        uow.remove_all(table, table.cycle == about)
    for case in uow.all(Case, Case.cycle == about, order_by=Case.number):
        case.details = {}
        uow.add(case)
    for letter in uow.all(Dispatch, Dispatch.cycle == about, order_by=Dispatch.key):
        letter.attachments = []
        uow.add(letter)


def _unlink_actions(returns: list[str], uow: UnitOfWork) -> None:
    answers = uow.values(AnswerRow.id, one_of(AnswerRow.return_id, returns))
    for action in uow.all(ActionRow, one_of(ActionRow.answer, answers), order_by=ActionRow.id):
        action.answer = None
        uow.add(action)


def _forget_return(row: ReturnFile, uow: UnitOfWork) -> None:
    for update in uow.all(ActionUpdate, ActionUpdate.return_id == row.id, order_by=ActionUpdate.id):
        update.return_id = None
        uow.add(update)
    uow.remove(row)


def _hashes(ref: str, uow: UnitOfWork) -> None:
    uow.remove_all(AuditedChild, AuditedChild.cycle == ref)


def _finding_rows(ref: str, uow: UnitOfWork) -> None:
    """Take out all of a cycle but itself, who agreed to it, and its papers."""
    letters = uow.values(Dispatch.key, Dispatch.cycle == ref, order_by=Dispatch.key)
    uow.remove_all(LetterAbout, one_of(LetterAbout.dispatch, letters))
    for table in (FindingRow, Correction, FactCheck, SpotCheckRow, LetterWording, Dispatch,
                  UnitRequest, Draw, Case, Certification, CertifiedElsewhere):  # fmt: skip
        uow.remove_all(table, table.cycle == ref)
    for row in uow.all(ReturnFile, ReturnFile.cycle == ref, order_by=ReturnFile.id):
        _forget_return(row, uow)
    cycle = uow.get(Cycle, ref)
    cycle.frame_sha256 = None
    uow.add(cycle)


def _action_rows(ref: str, uow: UnitOfWork) -> None:
    for table in (Challenge, TrainingNeed):
        for row in uow.all(table, table.action == ref, order_by=table.id):
            row.action = None
            uow.add(row)
    uow.remove_all(ActionUpdate, ActionUpdate.action == ref)
    uow.remove_all(ActionRow, ActionRow.id == ref)


def _certificate_rows(ref: str, uow: UnitOfWork) -> None:
    uow.remove_all(Destroyed, Destroyed.certificate == ref)
    uow.remove_all(Destruction, Destruction.id == ref)


ROWS: Mapping[KeptClass, Callable[[str, UnitOfWork], None]] = {
    KeptClass.IDENTITIES: _key_lists,
    KeptClass.ANSWERS: _answer_rows,
    KeptClass.AUDITED_BEFORE: _hashes,
    KeptClass.FINDINGS: _finding_rows,
    KeptClass.ACTIONS: _action_rows,
    KeptClass.CERTIFICATES: _certificate_rows,
}


def _returns(about: str, view: View) -> list[ReturnFile]:
    """Return the returns of a cycle, or the one of no cycle that is named."""
    of_cycle = view.all(ReturnFile, ReturnFile.cycle == about, order_by=ReturnFile.id)
    return of_cycle or view.all(
        ReturnFile, ReturnFile.id == about, is_empty(ReturnFile.cycle), order_by=ReturnFile.id
    )


def _number(about: str) -> int:
    return int(about.split()[1])
