"""The command line as a person types it, in this process."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from audits.cli import main


@dataclass(frozen=True)
class Said:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def is_one_sentence(self) -> bool:
        """Tell whether a refusal is one line, and each line after it names what to type."""
        return is_one_sentence(self.err)


def is_one_sentence(refusal: str) -> bool:
    """Tell whether a refusal is one line, and each line after it names what to type."""
    said, *remedies = refusal.splitlines() or [""]
    return bool(said) and all("audits " in line for line in remedies)


Run = Callable[..., Said]


def runner(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return what runs ``audits ...`` in a workspace."""
    monkeypatch.setenv("AUDITS_HOME", str(home))
    monkeypatch.setenv("AUDITS_ACTOR", "a business unit")

    def run(*words: str) -> Said:
        monkeypatch.setattr(sys, "argv", ["audits", *words])
        capsys.readouterr()
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return run
