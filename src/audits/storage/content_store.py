"""What every place of content offers: bytes that are found again by their SHA-256."""

from collections.abc import Collection, Iterator
from typing import Protocol


# Each is a folder of this name in the workspace and in every backup, wherever it is kept.
STORES = ("registers", "returns", "frames", "packs", "evidence", "uploads")


class ContentStore(Protocol):
    """Keeps bytes under their SHA-256: in a folder (`ContentFiles`) or a table (`ContentTable`)."""

    def keep(self, data: bytes, suffix: str = "") -> str:
        """Keep bytes for good and return their SHA-256; keeping them again changes nothing.

        Once this returns the bytes survive a power cut.
        """
        ...

    def has(self, sha256: str) -> bool:
        """Tell whether bytes with this SHA-256 are kept."""
        ...

    def read(self, sha256: str) -> bytes:
        """Return the bytes with this SHA-256.

        Raises:
            NotFoundError: if they are not kept here.
            WorkspaceError: if they are no longer what was kept.
        """
        ...

    def remove(self, sha256: str) -> None:
        """Remove the bytes with this SHA-256, if they are kept."""
        ...

    def sweep(self, named: Collection[str]) -> int:
        """Remove everything whose SHA-256 is not among those named; return how much that was.

        So goes what a killed process left. Only while nobody else keeps anything here.
        """
        ...

    def names(self) -> Iterator[str]:
        """Yield the name of everything that is kept: its SHA-256, and the suffix it was given."""
        ...

    def seal_anew(self, name: str) -> bool:
        """Seal what is kept under a name with the key that seals now; tell whether it was not."""
        ...

    def as_kept(self, name: str) -> bytes:
        """Return what is kept under a name as it lies there, sealed where it is sealed.

        Raises:
            NotFoundError: if it is not kept here.
        """
        ...
