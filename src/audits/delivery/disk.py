"""The few things the folder channel does to a disk, one method each, so that a test can cut any."""

import os
from pathlib import Path


class Disk:
    """A real disk, written so that what is reported as written outlives a power cut."""

    def make_folder(self, folder: Path) -> None:
        """Make a folder unless it is there; the one above it must be."""
        folder.mkdir(exist_ok=True)

    def write(self, path: Path, content: bytes) -> None:
        """Write a file and return when it is on the disk itself."""
        with path.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    def rename(self, path: Path, to: Path) -> None:
        """Give a file its final name in one step, in place of any that has it."""
        path.replace(to)

    def settle(self, folder: Path) -> None:
        """Return when the names in a folder are on the disk itself."""
        if not hasattr(os, "O_DIRECTORY"):  # pragma: no cover -- Windows keeps names by itself
            return
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
