"""A unit's contact, the letter that they had, and the link in it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

from builders import workspace as ws
from builders.channels import smtp_channel
from builders.far_ends import Post, mail_server, make_authority, server_side
from builders.web_pages import send, visitor
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from audits.steps.dispatch.recipients import confirm_recipients
from audits.storage import Contact
from audits.workspace import Workspace


LINK = re.compile(r"/link/([\w-]{43})\b")
CODE = re.compile(r"\b(\d{6})\b")


def issued_with_links(home: Path) -> Path:
    """Make a workspace whose week's packs are written, with links in the letters that wait."""
    ws.loaded(home, contacts=300)
    ws.issue(replace(ws.workspace_of(home), letters_have_links=True))
    return home


@contextmanager
def by_mail(home: Path, folder: Path, **more: object) -> Iterator[tuple[Workspace, Post]]:
    """Give a workspace whose letters go by mail and have links, and what the server took."""
    workspace, post = ws.workspace_of(home), Post()
    authority, trusted = make_authority(folder)
    with mail_server(post, server_side(authority)) as port:
        channels = {"folder": smtp_channel(port, trusted, workspace.clock)}
        yield replace(workspace, channels=channels, letters_have_links=True, **more), post


def contact_of(email: str, workspace: Workspace) -> int:
    """Return the number of whoever has an address."""
    with workspace.open_view() as view:
        return view.first(Contact, Contact.email == email).id


def sent(workspace: Workspace) -> None:
    """Send the week's packs to people somebody has looked at."""
    confirm_recipients(ws.REF, why="looked", workspace=workspace)
    ws.send(workspace)


def text_of(mail: EmailMessage) -> str:
    return mail.get_body().get_content()


def mails_to(address: str, post: Post) -> list[EmailMessage]:
    """Return the mails to somebody, in the order in which they came."""
    return [mail for mail in post.mails if address in mail["To"]]


def pack_letter(address: str, post: Post) -> str:
    """Return the letter that carried somebody's pack."""
    (letter,) = [mail for mail in mails_to(address, post) if "audit pack" in mail["Subject"]]
    return text_of(letter)


def link_in(text: str, name: str = "") -> str:
    """Return the token of the link in a letter, or of the one below somebody's name."""
    found = LINK.search(text, text.index(f"{name}:") if name else 0)
    assert found, text
    return found[1]


def pressed(browser: TestClient, token: str) -> Response:
    """Press the button of a link's page."""
    return send(browser, f"/link/{token}")


def code_to(address: str, post: Post) -> str:
    """Return the code of the newest mail to somebody."""
    found = CODE.search(text_of(mails_to(address, post)[-1]))
    assert found
    return found[1]


def let_in(browser: TestClient, token: str, address: str, post: Post) -> TestClient:
    """Open a link, and type the code that comes by mail."""
    assert pressed(browser, token).headers["location"] == "/link-code"
    answer = send(browser, "/link-code", {"code": code_to(address, post)})
    assert answer.status_code == 303, answer.text
    return browser


def type_wrong(
    app: FastAPI, token: str, address: str, post: Post, workspace: Workspace, times: int
) -> None:
    """Type codes that are not right, as many as may be at a time, and wait in between."""
    typed, browser = 0, visitor(app)
    while typed < times:
        assert pressed(browser, token).status_code == 303
        wrong = f"{(int(code_to(address, post)) + 1) % 1_000_000:06}"
        for _ in range(min(5, times - typed)):
            assert send(browser, "/link-code", {"code": wrong}).status_code in (410, 422)
            typed += 1
        workspace.clock.now += timedelta(minutes=16)
