"""An installation of several boards, some of them broken."""

from pathlib import Path

import pytest

from audits.installation import NewBoard, add_board


def installation_of(home: Path, monkeypatch: pytest.MonkeyPatch, *names: str) -> Path:
    """Make a home with these boards and let this process work for all; return it."""
    monkeypatch.setenv("AUDITS_HOME", str(home))
    monkeypatch.delenv("AUDITS_BOARD", raising=False)
    for name in names:
        add_board(NewBoard(name))
    return home


def lose_database(home: Path, board: str) -> None:
    """Take a board's database away, as a disk that was lost does."""
    (home / "boards" / board / "audits.db").unlink()


def give_wrong_key(home: Path, board: str) -> None:
    """Put another key in the place of a board's own."""
    (home / "boards" / board / "vault.key").write_text("ab" * 32)
