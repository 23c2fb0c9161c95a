"""Give the vault another key while it is in use."""

from dataclasses import dataclass

from audits.domain.vault import KEY_CHANGED
from audits.storage import ContentStore, Vault
from audits.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Rotated:
    """How many rows and files were sealed anew, and whether the old key is given no more."""

    rows: int
    files: int
    is_old_gone: bool


def rotate_key(*, workspace: Workspace) -> Rotated:
    """Seal everything with another key, while others work, and return how much that was.

    Cut off anywhere and called again it goes on: every key there is opens what it sealed, and one
    that was sealed anew is passed over.

    Raises:
        WorkspaceError: if the keys come from elsewhere, and there is no new one among them; or
            something is sealed with none of them.
    """
    rotation = workspace.vault.rotation
    key = rotation.change_key()
    rows = _rows(workspace.vault) + workspace.second_factors.seal_anew()
    files = sum(map(_files, workspace.stores.content().values()))
    # What another process sealed with the old key a moment after it was read past.
    rows += _rows(workspace.vault)
    rotated = Rotated(rows, files, rotation.end(key))
    with workspace.open_uow() as uow:
        uow.note(KEY_CHANGED, workspace.partnership.name, rows=rows, files=files)
        uow.commit()
    return rotated


def _rows(vault: Vault) -> int:
    count, last = vault.rotation.seal_anew()
    while last is not None:
        more, last = vault.rotation.seal_anew(last)
        count += more
    return count


def _files(store: ContentStore) -> int:
    return sum(map(store.seal_anew, list(store.names())))
