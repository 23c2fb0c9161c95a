"""What must be true at the end of a story, looked up apart from the product's own queries."""

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
from builders.story_people import LEADS
from builders.story_tellers import ByClicking
from builders.story_units import PostOffice, Way


OK, NOT_THERE = 200, 404
A_CODE = "Your code for the audits of "  # begins the subject of a mail that is in no ledger


def check_returns(home: Path, handed_in: Mapping[str, int]) -> None:
    """Expect each workbook that was handed in to be kept once, under its unit, and the last whole.

    ``handed_in`` is how often each unit gave one back.
    """
    rows = _rows(home, "SELECT unit, outcome, sha256 FROM return_file ORDER BY rowid")
    assert len({digest for *_, digest in rows}) == len(rows)
    outcomes: dict[str, list[str]] = {}
    for unit, outcome, _ in rows:
        outcomes.setdefault(unit, []).append(outcome)
    for unit, times in handed_in.items():
        assert outcomes.pop(unit) == ["superseded"] * (times - 1) + ["accepted"]
    assert outcomes == {}


def check_messages(offices: PostOffice) -> None:
    """Expect each message that was due to have gone out once, to its own unit alone.

    A code has gone to its unit as often as one was asked for.
    """
    rows = _rows(offices.home, "SELECT unit, channel, status, subject FROM dispatch")
    assert {status for _, _, status, _ in rows} == {"sent"}
    by_mail = Counter((unit, subject) for unit, way, _, subject in rows if way == Way.MAIL)
    mailed = offices.mailed()
    codes = Counter({key: times for key, times in mailed.items() if key[1].startswith(A_CODE)})
    asked_for = _rows(offices.home, "SELECT about FROM trail WHERE verb = 'code asked for'")
    assert [(unit,) for unit, _ in codes.elements()] == asked_for
    assert mailed - codes == by_mail
    letters = Counter(file.parent.name for file in (offices.home / "outbox").glob("*/*.txt"))
    assert letters == Counter(unit for unit, way, *_ in rows if way == Way.FOLDER)


def check_others_are_not_there(tell: ByClicking) -> None:
    """Try, as each lead, every address of another unit: its page, packs, returns and actions.

    What is another's is not there under a lead's own unit either, nor for whoever came by a link.
    """
    for lead in filter(lambda unit: tell.offices.ways[unit].has_page, LEADS):
        kept = tell.person(lead).page.context.cookies()
        session = {"Cookie": "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in kept)}
        with httpx.Client(base_url=tell.board.address, headers=session, timeout=60) as browser:
            assert browser.get(f"/units/{lead}").status_code == OK
            for path, unit in _addresses(tell.home, lead):
                if unit != lead:
                    assert browser.get(path).status_code == NOT_THERE, (lead, path)


def _addresses(home: Path, lead: str) -> Iterator[tuple[str, str]]:
    """Yield every address that names something of a unit, with that unit."""
    for unit, _ in _rows(home, "SELECT code, name FROM unit"):
        yield f"/units/{unit}", unit
    for pack, unit in _rows(home, "SELECT id, unit FROM issued_pack"):
        yield f"/units/{unit}/packs/{pack}", unit
        yield f"/units/{lead}/packs/{pack}", unit
    for received, unit in _rows(home, "SELECT id, unit FROM return_file"):
        yield f"/units/{unit}/returns/{received}", unit
        yield f"/units/{lead}/returns/{received}", unit
    for action, owner in _rows(home, "SELECT id, owner FROM action"):
        yield f"/actions/{action}", owner


def _rows(home: Path, asks: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(home / "audits.db") as database:
        return database.execute(asks).fetchall()
