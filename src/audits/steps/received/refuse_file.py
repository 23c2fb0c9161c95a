"""Tell whoever seems to have sent a file that cannot be read what to return instead."""

from pathlib import Path

from audits.domain.message import Purpose
from audits.steps.dispatch.letters import make_letter_due
from audits.storage import IssuedPack, ReturnFile, UnitOfWork, View
from audits.workbook import Reading
from audits.workspace import Workspace

from .senders import packs_out, packs_out_to


def refuse_file(
    reading: Reading, row: ReturnFile, *, uow: UnitOfWork, workspace: Workspace
) -> None:
    """Make a letter about an unreadable file due, if its sender or its name says whose it is."""
    why = "finding who sent it"
    name = workspace.vault.look("file name", row.id, why=why) or b""
    address = None
    if row.route == "mail":
        address = workspace.vault.look("sender", row.id, why=why)
    pack = _pack_from(address.decode(), uow) if address else _sender(name.decode(), uow)
    if pack is not None:
        facts = {"says": reading.problems[0].message, "is_part": False}
        make_letter_due(Purpose.REFUSAL, pack, facts, mark=row.id, uow=uow, workspace=workspace)


def _pack_from(address: str, view: View) -> IssuedPack | None:
    """Return the one pack that is out to the unit of a known sender, if there is one."""
    out = packs_out_to(address, view)
    if len(out) != 1:
        return None
    return out[0]


def _sender(name: str, view: View) -> IssuedPack | None:
    """Return the one pack that is out and that a file's name speaks of, if there is one."""
    words = name.casefold().replace("_", " ").replace("-", " ")
    out = packs_out(view)
    named = [pack for pack in out if Path(pack.file_name).stem.casefold() in name.casefold()]
    named = named or [p for p in out if p.unit.casefold().replace("_", " ") in words]
    if len(named) != 1:
        return None
    return named[0]
