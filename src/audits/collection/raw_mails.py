"""From a mail's bytes to what it holds, as plain values.

Nothing here is called but in the limited process: `arrivals` asks for it.
"""

import encodings
import pkgutil
from email import message_from_bytes
from email.generator import BytesGenerator  # noqa: F401 -- mail is written with it, and a fork can import nothing
from importlib import import_module
from typing import Any

import flufl.bounce  # noqa: F401 -- likewise

from .contents import NOT_WELL_FORMED, UNKNOWN_CONTENTS, Contents, contents_of, sender_of
from .notices import Notice, read_notice
from .plain_mail import PlainMail, plain_notice


def look(data: bytes, asked: Any) -> PlainMail:
    """Return who a mail is from, what a machine says in it, its files' names, and what is unread.

    ``asked`` says how many files of it are known to be kept elsewhere, as ``linked``.
    """
    sender, notice, contents = _opened(data, int(asked["linked"]))
    return {
        "sender": sender,
        "notice": plain_notice(notice) if notice is not None else None,
        "files": [file.name for file in contents.files],
        "unread": [kind.name for kind in contents.unread],
    }


def take(data: bytes, asked: Any) -> bytes:
    """Return a file of a mail, ``asked`` for by its ``number``, from one."""
    return _opened(data, 0)[2].files[int(asked["number"]) - 1].content


def _opened(raw: bytes, linked: int) -> tuple[str, Notice | None, Contents]:
    try:
        mail = message_from_bytes(raw)
        sender = sender_of(mail)
    except NOT_WELL_FORMED:
        return "", None, UNKNOWN_CONTENTS  # it is put aside whole
    try:
        notice = read_notice(mail)
        contents = Contents() if notice else contents_of(mail, linked)
        return sender, notice, contents
    except NOT_WELL_FORMED:
        return sender, None, UNKNOWN_CONTENTS


def _with_every_encoding() -> None:
    """Import what text may be written in: a fork can open no file, and so import nothing."""
    for module in pkgutil.iter_modules(encodings.__path__):
        if module.name not in ("mbcs", "oem"):  # Windows' own
            import_module(f"encodings.{module.name}")


_with_every_encoding()
