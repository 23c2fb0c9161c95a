"""Who certifies a return, by name."""

from audits.domain.certifying import certifier_named
from audits.domain.errors import NotFoundError
from audits.storage import IssuedPack
from audits.workspace import Workspace

from .certificates import NO_WORKBOOK, certified_office, holders_of
from .editions import newest_edition
from .packs import pack_of


def holder_named(unit: str, pack: str, name: str, *, workspace: Workspace) -> int:
    """Return the number of the contact of a unit who holds the office and has this name.

    Raises:
        CertifierError: if nobody holds the office, or whoever is named does not, or has left.
        StatusError: if nobody certifies the pack's return.
    """
    with workspace.open_view() as view:
        row = newest_edition(IssuedPack, pack, view)
        if row is None:
            raise NotFoundError(NO_WORKBOOK)
        office = certified_office(row)
        holders = holders_of(unit, office, view)
    return certifier_named(name, office, pack_of(row).unit_name, holders).contact
