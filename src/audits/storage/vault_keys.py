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
PUT_BACK = "Put the key back from its second place: no other opens the vault, and no backup has it."
PATIENCE = 60  # seconds that a command has to print the key


class KeyFile:
    """The workspace's own file of keys. Reading never makes one: what was sealed needs its own."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def make_first(self) -> None:
        """Make the first key, of a vault that holds nothing yet; one that is there stays.

        It is there whole or not at all. Of several processes at once one makes it.
        """
        made = self._path.with_name(f".{self._path.name}.new")
        try:
            if not self._path.exists():
                write_whole(made, os.urandom(KEY_BYTES).hex().encode())
                with suppress(FileExistsError, FileNotFoundError):  # somebody else was first
                    os.link(made, self._path)
            made.unlink(missing_ok=True)  # also what was left by somebody who was killed
        except OSError as error:
            raise cannot_write(f"The vault's key {self._path}", error) from error

    def read(self) -> tuple[bytes, ...]:
        """Return the keys that there are now.

        Raises:
            WorkspaceError: if the file is not there, or holds something else.
        """
        if not self._path.exists():
            raise WorkspaceError(f"The vault's key {self._path} is not there. {PUT_BACK}")
        return keys_in(_text_in(self._path, PUT_BACK), str(self._path))

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
    to_do = "See that the file is there and that you may read it."
    return GivenKeys(lambda: _text_in(path, to_do), str(path))


def _text_in(path: Path, to_do: str) -> str:
    """Return what a file of keys holds."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise WorkspaceError(f"The vault's key {path} cannot be read: {reason}. {to_do}") from error


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
    if not text.strip():
        raise WorkspaceError(f"{place} holds no key, it is empty. {PUT_BACK}")
    raise WorkspaceError(f"{place} is not a key: 64 hexadecimal digits are needed. {PUT_BACK}")


def _key(word: str) -> bytes:
    """Return one key; empty if it is none."""
    try:
        key = bytes.fromhex(word)
    except ValueError:
        return b""
    return key if len(key) == KEY_BYTES else b""
