"""Check kept files against their digests, and each draw against its frame."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from operator import attrgetter
from pathlib import Path

from audits.domain.errors import SampleError, UserError
from audits.domain.retention import KeptClass
from audits.queries.pack_digests import pack_digests
from audits.queries.packs import pack_of
from audits.queries.what_is_over import register_about
from audits.sampling import read_frame, verify
from audits.storage import (
    ActionEvidence,
    Case,
    ContentStore,
    Cycle,
    Draw,
    IssuedPack,
    Paper,
    Register,
    ReturnFile,
    TrailEntry,
    View,
    one_of,
)
from audits.workspace import Workspace

from .destroyed import Gone, lying_there_again, what_is_gone


AGAIN = "Make it again, or find out who changed it."


def file_faults(workspace: Workspace) -> Iterator[str]:
    """Yield a sentence for each kept file that is gone, or is not what was kept."""
    with workspace.open_view() as view:
        kept = dict.fromkeys(_kept_files(view, workspace))
        papers = list(_papers(view, workspace))
        again = list(lying_there_again(view, workspace.stores.returns))
    yield from again
    for store, sha256 in kept:
        yield from _file_fault(store, sha256)
    for path, sha256 in papers:
        yield from _paper_fault(path, sha256)


def _kept_files(view: View, workspace: Workspace) -> Iterator[tuple[ContentStore, str]]:
    """Yield where each file is kept that a row names, with its digest; some more than once.

    What was destroyed under the schedule is not looked for.
    """
    stores, gone = workspace.stores, what_is_gone(view)
    digests: tuple[tuple[ContentStore, Iterable[str | None]], ...] = (
        (stores.returns, _return_digests(view, gone)),
        (stores.evidence, _evidence_digests(view, gone)),
        (stores.frames, _frame_digests(view, gone)),
        (stores.packs, pack_digests(view, gone.has)),
        (stores.registers, _register_digests(view, gone)),
    )
    for store, of_rows in digests:
        for sha256 in of_rows:
            if sha256:  # otherwise it is planned, and not written yet
                yield store, sha256


def _return_digests(view: View, gone: Gone) -> Iterator[str]:
    columns = (ReturnFile.id, ReturnFile.cycle, ReturnFile.sha256)
    for ref, cycle, sha256 in view.columns(columns, order_by=ReturnFile.id):
        if not gone.has_return(ref, cycle):
            yield sha256


def _evidence_digests(view: View, gone: Gone) -> Iterator[str]:
    columns = (ActionEvidence.action, ActionEvidence.sha256)
    for action, sha256 in view.columns(columns, order_by=ActionEvidence.action):
        if not gone.has(KeptClass.ACTIONS, action):
            yield sha256


def _frame_digests(view: View, gone: Gone) -> Iterator[str | None]:
    for ref, sha256 in view.columns((Cycle.ref, Cycle.frame_sha256), order_by=Cycle.ref):
        if not gone.has(KeptClass.FINDINGS, ref):
            yield sha256


def _register_digests(view: View, gone: Gone) -> Iterator[str]:
    columns = (Register.id, Register.loaded_at, Register.report)
    for number, loaded_at, report in view.columns(columns, order_by=Register.id):
        if not gone.has(KeptClass.IDENTITIES, register_about(number, loaded_at)):
            yield from report.get("kept_as", {}).values()


def draw_faults(workspace: Workspace) -> Iterator[str]:
    """Yield what does not agree among frames, certificates, their files, cases and packs."""
    with workspace.open_view() as view:
        gone = what_is_gone(view)
        for draw in view.all(Draw, order_by=Draw.cycle):
            if gone.has(KeptClass.FINDINGS, draw.cycle):
                continue
            cases = view.all(Case, Case.cycle == draw.cycle, order_by=Case.number)
            packs = view.all(IssuedPack, IssuedPack.cycle == draw.cycle, order_by=IssuedPack.number)
            cycle = view.get(Cycle, draw.cycle)
            for fault in _faults_of_draw(draw, cycle, cases, packs, workspace):
                yield f"{draw.cycle}: {fault}"


def _faults_of_draw(
    draw: Draw, cycle: Cycle, cases: list[Case], packs: list[IssuedPack], workspace: Workspace
) -> Iterator[str]:
    certificate = draw.certificate
    try:
        text = workspace.stores.frames.read(str(cycle.frame_sha256)).decode()
        units = set(read_frame(text).units)
    except (UserError, SampleError, UnicodeDecodeError) as error:
        yield f"the frame cannot be read. {error}"
        return
    if certificate["frame_sha256"] != cycle.frame_sha256:
        yield "the certificate is of another frame."
    if certificate["commitment"] != cycle.commitment:
        yield "the certificate's commitment is not the one that was published."
    if certificate["key"]:
        yield from verify(certificate, text)
    yield from _faults_of_cases(draw, cases, units)
    known = set(map(attrgetter("ref"), cases))
    for pack in packs:
        for case in pack_of(pack).cases:
            if case.ref not in known:
                yield f"pack {pack.id} asks about {case.ref}, which was not drawn."
    yield from _faults_of_certificate_file(draw.cycle, text, workspace)


def _faults_of_cases(draw: Draw, cases: list[Case], units: set[str]) -> Iterator[str]:
    unmet = {certified["case"]: certified for certified in draw.certificate["cases"]}
    for reserve in draw.certificate.get("reserves_used", ()):
        unmet[reserve["by"]] = reserve
    for case in cases:
        if case.unit_hash not in units:
            yield f"case {case.ref} is not in the frame."
        certified = unmet.pop(case.ref, None)
        if certified is None:
            yield f"case {case.ref} is not in the certificate."
        elif (certified["unit_hash"], certified["stratum"]) != (case.unit_hash, case.stratum):
            yield f"case {case.ref} is another than the certificate says."
    for ref in unmet:
        yield f"case {ref} is in the certificate and was taken out."


def _faults_of_certificate_file(ref: str, frame: str, workspace: Workspace) -> Iterator[str]:
    """Yield what the certificate that was handed out, if it holds the key, says that is not so."""
    path = workspace.stores.papers / ref / f"{ref}-certificate.json"
    if not path.is_file():
        return
    try:
        certificate = json.loads(path.read_bytes())
    except ValueError:
        yield f"{path.name} is not well formed. {AGAIN}"
        return
    if isinstance(certificate, dict) and certificate.get("key"):
        for fault in verify(certificate, frame):
            yield f"{path.name}: {fault}"


def _file_fault(store: ContentStore, sha256: str) -> Iterator[str]:
    try:
        store.read(sha256)
    except UserError as error:
        yield str(error)


def _papers(view: View, workspace: Workspace) -> Iterator[tuple[Path, str]]:
    """Yield each paper and certificate that was made, with the digest of its last making."""
    made = {f"{row.cycle}/{row.file}": row.sha256 for row in view.all(Paper, order_by=Paper.id)}
    for entry in view.all(
        TrailEntry,
        one_of(TrailEntry.verb, ["paper made", "certificate written"]),
        order_by=TrailEntry.seq,
    ):
        made |= entry.facts.get("files", {})
        if "file" in entry.facts:
            made[entry.facts["file"]] = entry.facts["sha256"]
    for file, sha256 in made.items():
        yield workspace.stores.papers / file, sha256


def _paper_fault(path: Path, sha256: str) -> Iterator[str]:
    """Yield a sentence if a paper was changed; one that somebody took away can be made again."""
    if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
        yield f"{path.name} is not as it was made. {AGAIN}"
