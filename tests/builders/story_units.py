"""The units of a story: how each is reached, what it means to say, and how its workbook comes back.

Some have leads with accounts, who use their own pages; one comes to its pages by the link in its
letter; some get and send mail; some are given a folder. Mail goes through a real server and comes
from a real mailbox.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

import pytest
from builders.far_ends import Post, mail_server, make_authority, server_side
from builders.mailboxes import PASSWORD, USER, a_mail, drop, imap_server
from builders.unit_links import code_to, link_in, mails_to, text_of
from builders.web_board import let_lie
from programme.intent import Asked, Intent, Manner, decide

from audits.domain.pack import KNOWN, Pack
from audits.queries.packs import pack_of
from audits.storage import IssuedPack
from audits.workspace import Workspace


class Way(StrEnum):
    """How a unit gets its workbook and gives it back."""

    PAGE = "page"  # its own page; what is sent to it goes by folder, too
    LINK = "link"  # its own page, by the link in its letter; what is sent to it goes by mail
    MAIL = "mail"
    FOLDER = "folder"

    @property
    def has_page(self) -> bool:
        """Tell whether its lead fetches and hands in at the website."""
        return self in (Way.PAGE, Way.LINK)

    @property
    def has_mail(self) -> bool:
        """Tell whether what is sent to it goes by mail."""
        return self in (Way.MAIL, Way.LINK)


SETTINGS = """
public_address = "http://127.0.0.1:8000"
[channels.folder]
kind = "folder"
root = "{home}/outbox"
[channels.mail]
kind = "smtp"
host = "127.0.0.1"
port = {sends}
sender = "audits@board.example.org"
user = "audits"
authority = "{home}/authority.pem"
[inboxes.folder]
kind = "folder"
root = "{home}/inbox"
still_for_seconds = 0
[inboxes.mail]
kind = "imap"
host = "127.0.0.1"
port = {mailbox}
tls = "starttls"
user = "{user}"
authority = "{home}/authority.pem"
"""
SECRETS = {"AUDITS_CHANNELS_MAIL_SECRET": PASSWORD, "AUDITS_INBOXES_MAIL_SECRET": PASSWORD}
SOME_DAY = date(2017, 3, 9)  # an intent has a day; in a story each unit answers in its turn
HEADINGS = "agency,agency_name,unit,unit_name,contact,email,role,deputy,route"


def units_csv(units: Mapping[str, Way]) -> bytes:
    """Return the list of agencies, a unit and a contact each, and the business unit."""
    lines = [HEADINGS]
    for unit, way in (*units.items(), ("business_unit", Way.FOLDER)):
        route = Way.MAIL if way.has_mail else Way.FOLDER
        agency = "board" if unit == "business_unit" else unit
        name = name_of(unit)
        lines.append(f"{agency},{name},{unit},{name},A Person,{address_of(unit)},Lead,no,{route}")
    return "\n".join(lines).encode()


def name_of(unit: str) -> str:
    """Return what a unit is called."""
    return f"Fenmere {unit.replace('_', ' ').title()}"


def address_of(unit: str) -> str:
    """Return where a unit's contact has mail."""
    return f"lead@{unit.replace('_', '-')}.example.org"


@dataclass(frozen=True)
class PostOffice:
    """What units see of a story: their outbox, their mail, and where they put what they filled in.

    ``ways`` says how each is reached.
    """

    home: Path
    ways: Mapping[str, Way]
    post: Post
    mailbox: int
    trusted: Path

    def newest_pack(self, unit: str, ref: str) -> bytes:
        """Return the newest edition that a unit was sent of an audit's workbook."""
        if self.ways[unit].has_mail:
            return self._mailed(unit, ref)[-1]
        packs = (self.home / "outbox" / unit).glob(f"{ref}-{unit}-pack-*.xlsx")
        return sorted(packs)[-1].read_bytes()

    def gives_back(self, unit: str, workbook: bytes) -> None:
        """Send a unit's workbook by mail, or put it into the folder."""
        if self.ways[unit] is Way.MAIL:
            mail = a_mail((f"{unit}.xlsx", workbook), sender=f"A Person <{address_of(unit)}>")
            drop(self.mailbox, self.trusted, mail)
            return
        (self.home / "inbox" / f"{unit}.xlsx").write_bytes(workbook)
        let_lie(self.home / "inbox")

    def mailed(self) -> Counter[tuple[str, str]]:
        """Return how often each unit was sent mail of each subject."""
        units = {address_of(unit): unit for unit in self.ways}
        return Counter((units[str(mail["To"])], str(mail["Subject"])) for mail in self.post.mails)

    def link(self, unit: str) -> str:
        """Return the token of the link in a unit's first letter that has one."""
        for mail in mails_to(address_of(unit), self.post):
            if "/link/" in text_of(mail):
                return link_in(text_of(mail))
        raise AssertionError(f"no letter to {unit} has a link")

    def code(self, unit: str) -> str:
        """Return the code of the newest mail to a unit."""
        return code_to(address_of(unit), self.post)

    def _mailed(self, unit: str, ref: str) -> list[bytes]:
        packs = []
        for mail in mails_to(address_of(unit), self.post):
            for part in mail.iter_attachments():
                if str(part.get_filename()).startswith(f"{ref}-{unit}-pack-"):
                    packs.append(part.get_content())
        return packs


@contextmanager
def a_post_office(home: Path, ways: Mapping[str, Way]) -> Iterator[PostOffice]:
    """Run a mail server and a mailbox for a workspace, and set it to use them while they run."""
    authority, trusted = make_authority(home)
    post = Post()
    with (
        mail_server(post, server_side(authority)) as sends,
        imap_server(home, authority) as mailbox,
        pytest.MonkeyPatch.context() as environment,
    ):
        for name, secret in SECRETS.items():
            environment.setenv(name, secret)
        before, _, _ = (home / "audits.toml").read_text("utf-8").partition(SETTINGS[:20])
        settings = SETTINGS.format(home=home, sends=sends, mailbox=mailbox, user=USER)
        (home / "audits.toml").write_text(before + settings, "utf-8")
        yield PostOffice(home, ways, post, mailbox, trusted)


def packs_of(ref: str, workspace: Workspace) -> dict[str, Pack]:
    """Return what each unit is asked, by unit; of several editions the first."""
    with workspace.open_view() as view:
        rows = view.all(IssuedPack, IssuedPack.cycle == ref, order_by=IssuedPack.number)
    packs: dict[str, Pack] = {}
    for row in rows:
        packs.setdefault(row.unit, pack_of(row))
    return packs


def intents_of(packs: Iterable[Pack]) -> dict[str, Intent]:
    """Return what each unit means to say, decided from its own record before it fills anything in.

    Each fills its workbook in with care and gives everything that is asked for.
    """
    intents = {}
    for pack in packs:
        cases = tuple(case.ref for case in pack.cases)
        asked = Asked(
            cycle=pack.cycle, unit=pack.unit, questions=pack.questions, cases=cases,
            issued=SOME_DAY, days=20, about_children=not pack.about.is_own, first=True,
            surnames=dict.fromkeys(cases, "Thimblewright"),
        )  # fmt: skip
        facts = decide(asked, seed=1).facts
        intents[pack.unit] = Intent(pack.unit, Manner.CLEAN, facts, SOME_DAY)
    return intents


def truth_of(intents: Mapping[str, Intent]) -> dict[tuple[str, str, int], str]:
    """Return what must be kept of each unit in the end, by unit, case and question number."""
    truth = {}
    for unit, intent in intents.items():
        for (case, number), fact in intent.facts.items():
            if case != intent.unknown:
                truth[unit, case, number] = fact.value
        if intent.unknown:
            truth[unit, intent.unknown, KNOWN.number] = "no"
    return truth


def kept_answers(
    home: Path, ref: str, packs: Mapping[str, Pack]
) -> dict[tuple[str, str, int], str]:
    """Return what is kept of each unit, straight from the database; what was left empty is not."""
    numbers = {}
    for unit, pack in packs.items():
        for question in pack.questions:
            numbers[unit, question.id] = question.number
        numbers[unit, KNOWN.id] = KNOWN.number
    kept = {}
    with sqlite3.connect(home / "audits.db") as database:
        rows = database.execute(
            "SELECT unit, case_ref, question, value FROM answer "
            "WHERE cycle = ? AND current AND value IS NOT NULL",
            [ref],
        )
        for unit, case, question, value in rows:
            number = numbers.get((unit, question))
            if number is not None:
                assert (unit, case, number) not in kept, "an answer stands twice"
                kept[unit, case, number] = value
    return kept
