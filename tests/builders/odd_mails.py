"""Mails that people and programs send: with parts of every kind, and not well formed."""

from collections.abc import Callable, Iterator
from email.message import EmailMessage
from functools import partial
from random import Random

from builders.mailboxes import XLSX, a_mail


LEAD = "lead@police.example.org"
LINK = "https://fenmere.sharepoint.com/:x:/s/mash/EdQ?e=1"
PART = """--B
Content-Type: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet; name="{name}"
Content-Disposition: attachment; filename="{name}"
Content-Transfer-Encoding: base64

UEsDBGJvb2s=
"""


def mixed(heads: str, *parts: str) -> bytes:
    """Return a mail from its headings and its parts, as they stand."""
    lines = [heads, "MIME-Version: 1.0", 'Content-Type: multipart/mixed; boundary="B"', ""]
    return "\n".join([*lines, *parts, "--B--", ""]).encode("utf-8", "surrogateescape")


def odd_heads() -> Iterator[bytes]:
    """Yield mails with a file whose From or file name is not as the standards say."""
    good = PART.format(name="pack.xlsx")
    for sender in (
        f"=?utf-8?B?QSBMZWFkA?= <{LEAD}>", f"=?utf-8?B?A?= <{LEAD}>", f"=?no-such?Q?=FF?= <{LEAD}>",
        f"=?utf-8?X?a?= <{LEAD}>", f"=?utf-8?Q?=G1=?= <{LEAD}>", f"A\udcff Lead <{LEAD}>",
        f"=?a\0b?B?QQ==?= <{LEAD}>", f'"A Lead <{LEAD}>', f"<<{LEAD}>>", "", "undisclosed:;", "@",
        f"A Lead (((<{LEAD}>", "=?punycode?B?//8=?= <a@b>",
    ):  # fmt: skip
        yield mixed(f"From: {sender}", good)
    for name in (
        "=?utf-8?B?cGFjay54bHN4A?=", "=?utf-8?B?A?=.xlsx", "p\udcffck.xlsx",
        "=?no-such?Q?=FF?=.xlsx", "pack\0.xlsx", "../../pack.xlsx", "x" * 500 + ".xlsx",
        "=?hex?Q?=41?=.xlsx",
    ):  # fmt: skip
        yield mixed(f"From: {LEAD}", PART.format(name=name))
    extended = PART.replace('; filename="{name}"', "; filename*{0}")
    for said in (
        "=no-such''%FF.xlsx", "0*=utf-8''a; filename*1=.xlsx", "=utf-8'%%%'", "99999999999=a.xlsx",
        "1=b; filename*1=c.xlsx", "=''", "0*=\0''%00.xlsx",
    ):  # fmt: skip
        yield mixed(f"From: {LEAD}", extended.format(said, name="pack.xlsx"))


def odd_shapes() -> Iterator[bytes]:
    """Yield mails whose parts cannot be told apart, or are too many."""
    good = PART.format(name="pack.xlsx")
    yield mixed(f"From: {LEAD}", good).replace(b'; boundary="B"', b"")
    yield mixed(f"From: {LEAD}", good).replace(b"--B", b"-)-B")
    yield mixed(f"From: {LEAD}", *([good] * 600))
    yield mixed(f"From: {LEAD}\nX-Long: {'a' * 200_000}", good)
    deep = good
    for n in range(30):
        deep = f'--B{n}\nContent-Type: multipart/mixed; boundary="C{n}"\n\n{deep}\n--C{n}--\n'
        deep = deep.replace(f"--B{n}", f"--C{n + 1}" if n < 29 else "--B", 1)
    yield mixed(f"From: {LEAD}", deep)
    nested = "".join(
        f'Content-Type: multipart/mixed; boundary="N{n}"\n\n--N{n}\n' for n in range(3000)
    )
    yield f"From: {LEAD}\n{nested}".encode()


def mutated(mail: bytes, seed: int) -> bytes:
    """Return a mail with a few of its bytes changed, cut out or doubled."""
    dice, found = Random(seed), bytearray(mail)
    for _ in range(dice.randint(1, 12)):
        at = dice.randrange(len(found))
        span = slice(at, at + dice.randint(1, 30))
        does: list[Callable[[], bytes]] = [
            lambda: bytes([dice.randrange(256)]),
            lambda: b"",
            partial(_doubled, bytes(found[span])),
            lambda: dice.choice([b"\r\n", b"--B", b"=?utf-8?B?A?=", b'"', b";", b"\0", b"%"]),
        ]
        found[span] = dice.choice(does)()
    return bytes(found)


def _doubled(some: bytes) -> bytes:
    return some * 2


def with_parts(*add: Callable[[EmailMessage], None], sender: str = LEAD, text: str = "") -> bytes:
    """Return a mail as an officer's program would send it, with more parts."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "audits@board.example.org", "Our return"
    mail.set_content(f"Please find attached.\n{text}")
    for each in add:
        each(mail)
    return mail.as_bytes()


def book(content: bytes = b"PK\x03\x04 book", name: str | None = "pack.xlsx", **more: str):
    """Return what attaches a workbook."""
    kind = ("application", "octet-stream") if name is None else XLSX
    return _attached(content, kind, name, **more)


def file(name: str | None, content: bytes = b"x", kind: str = "application/octet-stream", **more):
    """Return what attaches a file."""
    return _attached(content, tuple(kind.split("/")), name, **more)


def inside(mail: bytes):
    """Return what attaches a whole mail, as forwarding does."""
    from email import message_from_bytes, policy

    return lambda whole: whole.add_attachment(message_from_bytes(mail, policy=policy.default))


def forwarded(content: bytes) -> bytes:
    """Return a mail within which another brings a workbook."""
    return with_parts(inside(a_mail(("pack.xlsx", content))))


def _attached(content: bytes, kind, name: str | None, **more):
    named = {} if name is None else {"filename": name}
    return lambda mail: mail.add_attachment(
        content, maintype=kind[0], subtype=kind[1], **named, **more
    )
