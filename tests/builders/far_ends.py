"""What lies behind each channel: a mail server, and services that speak as they are documented."""

import json
import re
import ssl
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage, Message as Mail
from email.policy import default
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

import httpx
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope
from builders.ports import free_port

from audits.domain.clock import Clock


Trouble = Callable[[httpx.Request], httpx.Response | Exception | None]
NOTIFY_KEY = "board-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0"


def no_trouble(_request: httpx.Request) -> None:
    return None


class Service:
    """A service on the web; ``before`` may answer in its place, ``after`` lose what it answers."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.before: Trouble = no_trouble
        self.after: Trouble = no_trouble
        self.requests: list[httpx.Request] = []

    @property
    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self._handle)

    def _handle(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.before(request)
        if answer is None:
            kept = self.answer(request)
            answer = self.after(request) or kept
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def answer(self, request: httpx.Request) -> httpx.Response:
        raise NotImplementedError


class FakeNotify(Service):
    """GOV.UK Notify's version 2, as its technical documentation says it answers."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.kept: list[dict[str, Any]] = []

    def files(self) -> list[bytes]:
        return [b64decode(each["file"]["file"]) for each in self.kept if each["file"]]

    def answer(self, request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            return self._take(json.loads(request.content))
        if one := re.fullmatch(r"/v2/notifications/([\w-]+)", request.url.path):
            found = [each for each in self.kept if each["id"] == one[1]]
            return httpx.Response(200, json=found[0]) if found else _no_result()
        wanted = request.url.params["reference"]
        listed = [each for each in self.kept if each["reference"] == wanted]
        return httpx.Response(200, json={"notifications": listed[::-1], "links": {"current": "x"}})

    def _take(self, said: dict[str, Any]) -> httpx.Response:
        if "nobody" in said["email_address"]:
            errors = [{"error": "ValidationError", "message": "email_address Not a valid address"}]
            return httpx.Response(400, json={"status_code": 400, "errors": errors})
        kept = {
            "id": str(UUID(int=len(self.kept) + 1)),
            "reference": said["reference"],
            "email_address": said["email_address"],
            "status": "created",
            "created_at": self.clock().isoformat().replace("+00:00", "Z"),
            "file": said["personalisation"]["file"],
        }
        self.kept.append(kept)
        return httpx.Response(201, json={"id": kept["id"], "reference": kept["reference"]})


def _no_result() -> httpx.Response:
    errors = [{"error": "NoResultFound", "message": "No result found"}]
    return httpx.Response(404, json={"status_code": 404, "errors": errors})


class FakeGraph(Service):
    """Microsoft Graph's mail, version 1.0, as its reference says it answers."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.mails: dict[str, dict[str, Any]] = {}
        self.uploads: dict[str, tuple[str, str, bytearray]] = {}
        self.made = 0

    def sent(self) -> list[dict[str, Any]]:
        return [mail for mail in self.mails.values() if not mail["isDraft"]]

    def files(self) -> list[bytes]:
        return [each["content"] for mail in self.sent() for each in mail["attachments"]]

    def put(self, name: str, content: bytes, sender: str = "lead@police.example.org") -> None:
        """Let a mail arrive in the inbox."""
        self.made += 1
        at = f"2017-03-09T{16 + self.made // 60}:{self.made % 60:02}:00Z"
        self.mails[f"M{self.made}"] = {
            "id": f"M{self.made}",
            "isDraft": False,
            "folder": "inbox-id",
            "from": {"emailAddress": {"address": sender}},
            "receivedDateTime": at,
            "hasAttachments": True,
            "internetMessageHeaders": [{"name": "From", "value": sender}],
            "attachments": [{"name": name, "content": content}],
            "body": {"contentType": "html", "content": "Please find attached."},
        }

    def put_mail(self, raw: bytes, *, shows_heads: bool = True) -> None:
        """Let a mail arrive as a server hands it over."""
        mail = message_from_bytes(raw, policy=default)
        self.put("", b"", sender=parseaddr(str(mail["From"]))[1])
        files = [part for part in mail.iter_attachments() if part.get_filename()]
        body = mail.get_body()
        heads = [{"name": name, "value": str(value)} for name, value in mail.items()]
        self.mails[f"M{self.made}"] |= {
            "raw": raw,
            "hasAttachments": bool(files),
            "internetMessageHeaders": heads if shows_heads else None,
            "attachments": [{"name": f.get_filename(), "content": f.get_content()} for f in files],
            "body": {"contentType": "html", "content": body.get_content() if body else ""},
        }

    def put_raw(self, raw: bytes) -> None:
        """Let a mail arrive of which Exchange can show nothing but that it has attachments."""
        self.put("", b"")
        self.mails[f"M{self.made}"] |= {
            "raw": raw, "from": None, "internetMessageHeaders": None, "attachments": [],
        }  # fmt: skip

    def answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.host == "login.microsoftonline.com":
            said = parse_qs(request.content.decode())
            assert said["grant_type"] == ["client_credentials"]
            return httpx.Response(200, json={"access_token": "T", "expires_in": 3600})
        if request.url.host == "upload.example":
            assert "Authorization" not in request.headers
            return self._piece(request)
        assert request.headers["Authorization"] == "Bearer T"
        path = request.url.path.removeprefix("/v1.0/users/audits@board.example.org")
        for pattern, method, does in self._routes():
            found = re.fullmatch(pattern, path)
            if found and request.method == method:
                return does(request, *found.groups())
        raise AssertionError(f"{request.method} {path} is not in the reference")

    def _routes(self) -> list[tuple[str, str, Callable[..., httpx.Response]]]:
        return [
            (r"/messages", "GET", self._search),
            (r"/messages", "POST", self._draft),
            (r"/messages/(\w+)", "DELETE", self._delete),
            (r"/messages/(\w+)", "GET", self._one),
            (r"/messages/(\w+)/\$value", "GET", self._raw),
            (r"/messages/(\w+)/send", "POST", self._send),
            (r"/messages/(\w+)/move", "POST", self._move),
            (r"/messages/(\w+)/attachments", "POST", self._attach),
            (r"/messages/(\w+)/attachments", "GET", self._list),
            (r"/messages/(\w+)/attachments/(\d+)/\$value", "GET", self._value),
            (r"/messages/(\w+)/attachments/createUploadSession", "POST", self._session),
            (r"/mailFolders/inbox/messages/delta", "GET", self._delta),
            (r"/mailFolders/inbox", "GET", lambda _r: httpx.Response(200, json={"id": "inbox-id"})),
            (r"/mailFolders", "GET", lambda _r: httpx.Response(200, json={"value": []})),
            (r"/mailFolders", "POST", lambda _r: httpx.Response(201, json={"id": "collected-id"})),
        ]

    def _search(self, request: httpx.Request) -> httpx.Response:
        wanted = request.url.params["$filter"]
        found = [m for m in self.mails.values() if f"'{m.get('internetMessageId')}'" in wanted]
        fields = ("id", "isDraft", "sentDateTime", "internetMessageId")
        return httpx.Response(200, json={"value": [{f: m.get(f) for f in fields} for m in found]})

    def _draft(self, request: httpx.Request) -> httpx.Response:
        self.made += 1
        said = json.loads(request.content)
        mail = {**said, "id": f"M{self.made}", "isDraft": True, "attachments": []}
        self.mails[mail["id"]] = mail
        return httpx.Response(201, json={"id": mail["id"]})

    def _delete(self, _request: httpx.Request, name: str) -> httpx.Response:
        del self.mails[name]
        return httpx.Response(204)

    def _send(self, _request: httpx.Request, name: str) -> httpx.Response:
        mail = self.mails[name]
        if any("nobody" in to["emailAddress"]["address"] for to in mail["toRecipients"]):
            return httpx.Response(400, json={"error": {"code": "ErrorInvalidRecipients"}})
        mail |= {"isDraft": False, "sentDateTime": self.clock().isoformat()}
        return httpx.Response(202)

    def _attach(self, request: httpx.Request, name: str) -> httpx.Response:
        said = json.loads(request.content)
        content = b64decode(said["contentBytes"])
        assert len(content) <= 3 * 1024 * 1024
        self.mails[name]["attachments"].append({"name": said["name"], "content": content})
        return httpx.Response(201, json={"id": "0"})

    def _session(self, request: httpx.Request, name: str) -> httpx.Response:
        item = json.loads(request.content)["AttachmentItem"]
        self.uploads["/u"] = (name, item["name"], bytearray())
        return httpx.Response(201, json={"uploadUrl": "https://upload.example/u"})

    def _piece(self, request: httpx.Request) -> httpx.Response:
        name, file, so_far = self.uploads[request.url.path]
        span = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+)", request.headers["Content-Range"])
        assert span is not None
        first, last, total = map(int, span.groups())
        assert len(request.content) < 4 * 1024 * 1024
        assert (first, last) == (len(so_far), len(so_far) + len(request.content) - 1)
        so_far += request.content
        if len(so_far) < total:
            return httpx.Response(200, json={"nextExpectedRanges": [f"{len(so_far)}-"]})
        self.mails[name]["attachments"].append({"name": file, "content": bytes(so_far)})
        return httpx.Response(201)

    def _delta(self, request: httpx.Request) -> httpx.Response:
        waiting = [mail for mail in self.mails.values() if mail.get("folder") == "inbox-id"]
        fields = (
            "id",
            "from",
            "receivedDateTime",
            "hasAttachments",
            "internetMessageHeaders",
            "body",
        )
        start = int(request.url.params.get("$skiptoken", 0))
        page = [{f: mail[f] for f in fields} for mail in waiting[start : start + 1]]
        said: dict[str, Any] = {"value": page, "@odata.deltaLink": "https://x/delta"}
        if len(waiting) > start + 1:  # a page of one, so that every test follows the links
            path = str(request.url).partition("?")[0]
            said = {"value": page, "@odata.nextLink": f"{path}?$skiptoken={start + 1}"}
        return httpx.Response(200, json=said)

    def _one(self, _request: httpx.Request, name: str) -> httpx.Response:
        return httpx.Response(200, json={"parentFolderId": self.mails[name]["folder"]})

    def _list(self, _request: httpx.Request, name: str) -> httpx.Response:
        listed = [
            {
                "@odata.type": each.get("type", "#microsoft.graph.fileAttachment"),
                "id": str(number),
                "name": each["name"],
                "contentType": "application/octet-stream",
                "isInline": False,
            }
            for number, each in enumerate(self.mails[name]["attachments"])
        ]
        return httpx.Response(200, json={"value": listed})

    def _raw(self, _request: httpx.Request, name: str) -> httpx.Response:
        return httpx.Response(
            200, content=self.mails[name].get("raw") or _as_mime(self.mails[name])
        )

    def _value(self, _request: httpx.Request, name: str, number: str) -> httpx.Response:
        return httpx.Response(200, content=self.mails[name]["attachments"][int(number)]["content"])

    def _move(self, request: httpx.Request, name: str) -> httpx.Response:
        self.mails[name]["folder"] = json.loads(request.content)["destinationId"]
        return httpx.Response(201, json={"id": name})


def _as_mime(mail: dict[str, Any]) -> bytes:
    """Return a mail as MIME: what is attached as a file is in it, a link is not."""
    whole = EmailMessage()
    whole["From"] = mail["from"]["emailAddress"]["address"]
    whole.set_content(mail["body"]["content"])
    for each in mail["attachments"]:
        if each.get("type", "#microsoft.graph.fileAttachment").endswith("fileAttachment"):
            whole.add_attachment(
                each["content"], maintype="application", subtype="octet-stream",
                filename=each["name"],
            )  # fmt: skip
    return whole.as_bytes()


class Post:
    """A mail server's mailbox; ``says`` may answer in its place when the mail is handed over."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self.says = ""

    def files(self) -> list[bytes]:
        return [part.get_content() for mail in self.mails for part in mail.iter_attachments()]

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if "nobody" in address:
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802 - as above
        if self.says.startswith(("4", "5")):
            return self.says
        self.mails.append(message_from_bytes(envelope.content, policy=default))
        if self.says == "silence":
            server.transport.abort()
        return "250 OK"


def make_authority(folder: Path) -> tuple[trustme.CA, Path]:
    """Return an authority of our own and the file that says to trust it."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "authority.pem")
    return authority, folder / "authority.pem"


def server_side(authority: trustme.CA, name: str = "127.0.0.1") -> ssl.SSLContext:
    """Return what a server of this name shows."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


def _let_in(_server: Any, _session: Any, _envelope: Any, _how: str, data: Any) -> AuthResult:
    return AuthResult(success=data.password == b"right", handled=False)


@contextmanager
def mail_server(
    post: Post, context: ssl.SSLContext | None, *, implicit: bool = False
) -> Iterator[int]:
    """Run a mail server that wants encryption and a password, and give its port."""
    server = Controller(
        post,
        hostname="127.0.0.1",
        port=free_port(),
        ssl_context=context if implicit else None,
        tls_context=None if implicit else context,
        require_starttls=context is not None and not implicit,
        auth_required=context is not None and not implicit,  # aiosmtpd takes none without STARTTLS
        authenticator=_let_in,
    )
    server.start()
    try:
        yield server.port
    finally:
        server.stop()
