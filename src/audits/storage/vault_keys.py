"""Where the keys of a vault come from: a file of ours, the environment, a file, or a command."""

import os
import subprocess
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from audits.domain.errors import WorkspaceError
from audits.domain.writing import cannot_write

from .files import write_whole


KEY_BYTES = 32  # AES-256
PATIENCE = 60  # seconds that a command has to print the key


class KeyFile:
    """The workspace's own file of keys, made with the first one where there is none."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> tuple[bytes, ...]:
        """Return the keys that there are now."""
        try:
            with suppress(FileExistsError):
                handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(handle, "w") as file:
                    file.write(os.urandom(KEY_BYTES).hex())
                    file.flush()
                    os.fsync(file.fileno())
            return keys_in(self._path.read_text(encoding="utf-8"), str(self._path))
        except OSError as error:
            raise cannot_write(f"The vault's key {self._path}", error) from error

    def add(self) -> bytes:
        """Make a key, keep it beside those there are, and return it."""
        key = os.urandom(KEY_BYTES)
        self._write((key, *self.read()))
        return key

    def keep_only(self, key: bytes) -> bool:
        """Let go of every other key."""
        self._write((key,))
        return True

    def _write(self, keys: Sequence[bytes]) -> None:
        lines = "\n".join(key.hex() for key in keys)
        write_whole(self._path, lines.encode())


class GivenKeys:
    """Keys that somebody else keeps and hands to this program."""

    def __init__(self, text: Callable[[], str], place: str) -> None:
        self._text, self._place = text, place

    def read(self) -> tuple[bytes, ...]:
        """Return the keys that there are now."""
        return keys_in(self._text(), self._place)

    def add(self) -> bytes:
        """Refuse: whoever keeps the keys makes them."""
        raise WorkspaceError(
            f"The keys come from {self._place}, and there is no new one among them. Put a new one "
            "beside the one there is, start again whatever runs, and then rotate."
        )

    def keep_only(self, key: bytes) -> bool:
        """Tell whether no other key is given any more."""
        return self.read() == (key,)


def keys_in_file(path: Path) -> GivenKeys:
    """Return the keys in a file that somebody else looks after."""

    def text() -> str:
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is no text"
            raise WorkspaceError(
                f"The vault's key {path} cannot be read: {reason}. "
                "See that the file is there and that you may read it."
            ) from error

    return GivenKeys(text, str(path))


def keys_of_command(words: Sequence[str]) -> GivenKeys:
    """Return the keys that a command prints; what else it says is shown to nobody."""
    called = f"the command {words[0]}"

    def text() -> str:
        try:
            ran = subprocess.run(  # noqa: S603 -- named in the settings by whoever runs this
                words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
                timeout=PATIENCE, check=True, text=True,
            )  # fmt: skip
        except subprocess.CalledProcessError as error:
            reason = f"it ended with code {error.returncode}"
        except subprocess.TimeoutExpired:
            reason = f"it took longer than {PATIENCE} seconds"
        except OSError as error:
            reason = str(error.strerror)
        except UnicodeDecodeError:
            reason = "it printed no text"
        else:
            return ran.stdout
        raise WorkspaceError(
            f"{called.capitalize()} printed no key of the vault: {reason}. Run it by hand to see "
            "what is wrong."
        )

    return GivenKeys(text, called)


def keys_in(text: str, place: str) -> tuple[bytes, ...]:
    """Return the keys in a text, one a line or with spaces between.

    Raises:
        WorkspaceError: if there is none, or something else.
    """
    keys = tuple(map(_key, text.split()))
    if keys and all(keys):
        return keys
    raise WorkspaceError(f"{place} is not a key: 64 hexadecimal digits are needed. Restore it.")


def _key(word: str) -> bytes:
    """Return one key; empty if it is none."""
    try:
        key = bytes.fromhex(word)
    except ValueError:
        return b""
    return key if len(key) == KEY_BYTES else b""
