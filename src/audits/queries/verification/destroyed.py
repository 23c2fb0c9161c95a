"""What was destroyed under the schedule: what checks leave out, and say."""

from collections.abc import Iterator
from dataclasses import dataclass

from audits.domain.amounts import many
from audits.domain.days import day_in_words
from audits.domain.retention import KeptClass
from audits.storage import ContentStore, Destroyed, ReturnFile, View, is_filled
from audits.workspace import Workspace


CALLED = {
    KeptClass.IDENTITIES: "Who is meant by",
    KeptClass.ANSWERS: "Returns and answers of",
    KeptClass.AUDITED_BEFORE: "Keyed hashes of",
    KeptClass.FINDINGS: "Findings of",
    KeptClass.ACTIONS: "All of",
    KeptClass.CERTIFICATES: "All of",
}


@dataclass(frozen=True, slots=True)
class Gone:
    """What certificates name: destroyed, or being destroyed by a run that was cut off."""

    things: frozenset[tuple[KeptClass, str]]

    def has(self, kept: KeptClass, about: object) -> bool:
        """Tell whether this is gone, or may be."""
        return (kept, about) in self.things

    def has_return(self, ref: str, cycle: object) -> bool:
        """Tell whether a return is gone, with its cycle's or by itself."""
        return self.has(KeptClass.ANSWERS, cycle) or self.has(KeptClass.ANSWERS, ref)

    def cannot_compare(self, cycle: object) -> bool:
        """Tell whether answers cannot be read again: without identities nothing is masked alike."""
        return self.has(KeptClass.IDENTITIES, cycle) or self.has(KeptClass.ANSWERS, cycle)


def what_is_gone(view: View) -> Gone:
    """Return what certificates name."""
    return Gone(frozenset(view.columns((Destroyed.kept_class, Destroyed.about))))


def destroyed_in_words(*, workspace: Workspace) -> tuple[str, ...]:
    """Return a sentence for each thing that was destroyed under the schedule: when, and by what."""
    with workspace.open_view() as view:
        return tuple(_sentences(view, workspace))


def lying_there_again(view: View, store: ContentStore) -> Iterator[str]:
    """Yield a sentence for each return that was destroyed and whose file lies there again."""
    of_answers = (Destroyed.kept_class == KeptClass.ANSWERS, is_filled(Destroyed.at))
    done = set(view.values(Destroyed.about, *of_answers))
    rows = view.columns((ReturnFile.id, ReturnFile.cycle, ReturnFile.sha256))
    kept = {sha256 for _, cycle, sha256 in rows if cycle not in done}
    for ref, cycle, sha256 in rows:
        if cycle in done and sha256 not in kept and store.has(sha256):
            yield f"{ref} was destroyed under the schedule, and its file lies there again."


def _sentences(view: View, workspace: Workspace) -> Iterator[str]:
    for row in view.all(Destroyed, order_by=Destroyed.id):
        what = f"{CALLED[row.kept_class]} {row.title}{_returns(row, view)}"
        if row.at is None:
            yield f"{what}: being destroyed under {row.certificate}, which is not finished."
        else:
            day = day_in_words(workspace.calendar.local_date(row.at))
            yield f"{what}: destroyed under the schedule on {day} ({row.certificate})."


def _returns(row: Destroyed, view: View) -> str:
    """Return which returns went with a cycle's answers."""
    if row.kept_class is not KeptClass.ANSWERS:
        return ""
    refs = view.values(ReturnFile.id, ReturnFile.cycle == row.about, order_by=ReturnFile.id)
    return f" ({many(len(refs), 'return')}: {', '.join(refs)})" if refs else ""
