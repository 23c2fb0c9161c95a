"""Check everything that is kept against what the trail, the vault and the files say of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from audits.queries.trail import TrailReport, check_trail
from audits.storage import RowDigests, TrailEntry, apply_rows
from audits.workspace import Workspace

from .answers import answer_faults, finding_faults
from .files import draw_faults, file_faults


LOOKS = "look log"
WORDS = {
    "action": "Action", "answer": "Answer", "audit_case": "Case", "cycle": "Cycle",
    "finding": "Finding", "return_file": "Return", "dispatch": "Dispatch", "draw": "The draw of",
    "issuedpack": "Pack", "contact": "Contact", "agency": "Agency", "unit": "Unit",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was checked, and a sentence for each fault that was found."""

    name: str
    faults: tuple[str, ...]


def verify_workspace(
    *, workspace: Workspace, against: str = ""
) -> tuple[TrailReport, tuple[Check, ...]]:
    """Return what stands in the trail, and what each check of the workspace found.

    Returns are read again and identities looked up to mask them, which the look log records.
    """
    report = check_trail(workspace=workspace, against=against)
    checks: dict[str, Callable[[], Iterator[str]]] = {
        "every row is as the trail says": lambda: _row_faults(workspace),
        "the look log is whole": lambda: _look_faults(workspace),
        "every file is as it was kept": lambda: file_faults(workspace),
        "certificates, cases and packs agree with the frame": lambda: draw_faults(workspace),
        "answers are what the returns say": lambda: answer_faults(workspace),
        "findings are what the answers show": lambda: finding_faults(workspace),
    }
    trail = Check("the trail is whole", report.faults)
    return report, (trail, *(Check(name, tuple(find())) for name, find in checks.items()))


def _row_faults(workspace: Workspace) -> Iterator[str]:
    """Yield a sentence for each row that was altered, taken out or put in past the program."""
    expected: RowDigests = {}
    with workspace.open_view() as view:
        for entry in view.all(TrailEntry, order_by=TrailEntry.seq):
            apply_rows(entry.rows, expected)
        now = view.row_digests()
    for table, rows in now.items():
        stood = expected.get(table, {})
        called = WORDS.get(table, f"The row of {table.replace('_', ' ')}")
        for key in sorted(stood.keys() | rows.keys()):
            if stood.get(key) != rows.get(key):
                yield f"{called} {key} {_what(stood.get(key), rows.get(key))} past this program."


def _what(stood: str | None, stands: str | None) -> str:
    if stands is None:
        return "was taken out"
    if stood is None:
        return "was put in"
    return "was altered"


def _look_faults(workspace: Workspace) -> Iterator[str]:
    """Yield what is wrong with the look log by itself, and with what the trail says of it."""
    yield from workspace.vault.look_faults()
    digests = {str(look.seq): look.digest for look in workspace.vault.looks()}
    with workspace.open_view() as view:
        rows = view.values(TrailEntry.rows, order_by=TrailEntry.seq)
    wrong = set()
    for digests_named in rows:
        for seq, digest in digests_named.get(LOOKS, {}).items():
            if digests.get(seq) != digest:
                wrong.add(seq)
    for seq in sorted(wrong, key=int):
        yield f"Look {seq} is not the one that the trail speaks of."
