"""Files that a person names: read, or written whole."""

from pathlib import Path

from audits.domain.errors import NotFoundError, UserError
from audits.storage import write_whole


LARGEST = 1024**3  # bytes; a register of a million rows has a tenth of it


def read_bytes(file: Path) -> bytes:
    """Return a file's bytes.

    Raises:
        UserError: if it cannot be read.
    """
    try:
        if file.stat().st_size > LARGEST:
            raise UserError(f"{file} is larger than a gigabyte. Give a smaller file.")
        return file.read_bytes()
    except FileNotFoundError as error:
        raise NotFoundError(f"There is no file {file}. Check its name and folder.") from error
    except OSError as error:
        raise UserError(f"{file} cannot be read: {error.strerror}.") from error


def write_bytes(file: Path, data: bytes) -> None:
    """Write a file that a person named, whole, and readable by its owner alone.

    Raises:
        WorkspaceError: if the disk is full or may not be written.
        UserError: if something else is there: a folder, a device.
    """
    if file.exists() and not file.is_file():
        raise UserError(f"{file} is no file, and is left as it is. Name another.")
    write_whole(file, data)


def check_new(file: Path) -> None:
    """Check that nothing is overwritten.

    Raises:
        UserError: if there is such a file.
    """
    if file.exists():
        raise UserError(f"{file} is there already. Name another file.")
