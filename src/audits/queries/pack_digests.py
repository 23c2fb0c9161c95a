"""Which packs, key lists and workbooks rows name, by the SHA-256 of their files."""

from collections.abc import Iterator

from audits.storage import ActionBook, Dispatch, IssuedPack, ModerationBook, View


def pack_digests(view: View) -> Iterator[str]:
    """Yield the SHA-256 of every pack, key list and workbook that a row names; "" is not written.

    Several rows may name one file.
    """
    yield from view.values(IssuedPack.sha256, order_by=IssuedPack.id)
    yield from view.values(ActionBook.sha256, order_by=ActionBook.id)
    yield from view.values(ModerationBook.sha256, order_by=ModerationBook.id)
    for attachments in view.values(Dispatch.attachments, order_by=Dispatch.key):
        for attachment in attachments:
            yield attachment["sha256"]
