"""Which packs, key lists and workbooks rows name, by the SHA-256 of their files."""

from collections.abc import Callable, Iterator

from audits.domain.message import Purpose
from audits.domain.retention import KeptClass
from audits.storage import ActionBook, Dispatch, IssuedPack, ModerationBook, View


IsGone = Callable[[KeptClass, object], bool]


def pack_digests(view: View, is_gone: IsGone = lambda _kept, _about: False) -> Iterator[str]:
    """Yield the SHA-256 of every pack, key list and workbook that a row names; "" is not written.

    Several rows may name one file. What ``is_gone`` says was destroyed is left out.
    """
    yield from view.values(ActionBook.sha256, order_by=ActionBook.id)
    for table in (IssuedPack, ModerationBook):
        for cycle, sha256 in view.columns((table.cycle, table.sha256), order_by=table.id):
            if not is_gone(KeptClass.ANSWERS, cycle):
                yield sha256
    columns = (Dispatch.cycle, Dispatch.purpose, Dispatch.attachments)
    for cycle, purpose, attachments in view.columns(columns, order_by=Dispatch.key):
        went = purpose == Purpose.KEY_LIST and is_gone(KeptClass.IDENTITIES, cycle)
        if went or is_gone(KeptClass.ANSWERS, cycle):
            continue
        for attachment in attachments:
            yield attachment["sha256"]
