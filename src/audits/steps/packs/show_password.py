"""Tell a person the password of a unit."""

from audits.domain.errors import StatusError
from audits.domain.message import Purpose
from audits.domain.remedies import Remedy, Verb
from audits.steps.masks import masks
from audits.storage import Dispatch, IssuedPack
from audits.storage.secrets import unit_password
from audits.workspace import Workspace


@masks("why")
def show_password(ref: str, unit: str, *, why: str, workspace: Workspace) -> str:
    """Return a unit's password for a person to read out; who looked, and why, is recorded first.

    Raises:
        StatusError: if what it opens was called back.
    """
    with workspace.open_view() as view:
        pack = view.first(
            IssuedPack, IssuedPack.cycle == ref, IssuedPack.unit == unit, IssuedPack.edition == 1
        )
        sending = pack.sending if pack else 1
        mark = str(sending) if sending == 1 else f"again-{sending}"
        recalled = view.find(Dispatch, f"{ref}/{unit}/{Purpose.RECALL}/{Purpose.KEY_LIST}-{mark}")
    if recalled is not None:
        raise StatusError(
            f"The key list of {unit} for {ref} was called back, so its password is given to nobody "
            "any more. Send a new one.",
            remedy=Remedy(Verb.SEND_AGAIN, ref, unit),
        )
    workspace.vault.record_look("password", f"{ref}/{unit}", why)
    return unit_password(workspace.vault, ref, unit, sending)
