"""A real OpenID Connect service on this machine, and somebody who signs in at it.

The service is oidc-provider-mock. ``Service.lie`` changes what its id tokens say, signed with its
own key: as a service would that is not to be trusted.
"""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import flask
import httpx
from builders.web_pages import ADDRESS, token_in, visitor
from fastapi import FastAPI
from fastapi.testclient import TestClient
from joserfc import jwt
from joserfc.jwk import RSAKey
from oidc_provider_mock import User, _app as mock
from pydantic import SecretStr
from werkzeug.serving import make_server

from audits.identity import OpenIdProvider, ProviderSettings


CLIENT_ID = "audits"
Lie = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass
class Service:
    """One sign-in service."""

    users: dict[str, dict[str, Any]] = field(default_factory=dict)
    lie: Lie | None = None
    address: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)  # for tokens, with what

    def app(self) -> flask.Flask:
        app = mock.app(user_claims=[User(sub=sub, claims=self.users[sub]) for sub in self.users])

        @app.before_request
        def remember() -> None:
            if flask.request.path == "/oauth2/token":
                self.asked.append(flask.request.form.to_dict())

        @app.after_request
        def tell(response: flask.Response) -> flask.Response:
            if flask.request.path == "/oauth2/token" and response.status_code == 200 and self.lie:
                tokens = response.get_json()
                key = RSAKey.import_key(flask.g.oidc_provider_mock_storage.jwk.as_dict(True))
                claims = jwt.decode(tokens["id_token"], key).claims
                tokens["id_token"] = jwt.encode({"alg": "RS256"}, self.lie(claims), key)
                response.set_data(flask.json.dumps(tokens))
            return response

        return app

    def provider(self, *, site: str = ADDRESS, **settings: Any) -> OpenIdProvider:
        """Return our side of it, as the settings make it, with the address of our site."""
        made = ProviderSettings(
            issuer=self.address, client_id=CLIENT_ID, secret=SecretStr("s"), **settings
        )
        return made.build(site)


@contextmanager
def sign_in_service(**users: dict[str, Any]) -> Iterator[Service]:
    """Run a service that knows some people, by the name it has for each."""
    service = Service(users)
    server = make_server("127.0.0.1", 0, service.app(), threaded=True)
    service.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def leave(browser: TestClient, *, shown_at: str = "/sign-in", **fields: str) -> str:
    """Press the button that leads to the service, and return the address it leads to."""
    page = browser.get(shown_at)
    data = {"form_token": token_in(page.text), **fields}
    answer = browser.post("/sign-in/organisation", data=data)
    assert answer.status_code == 200, answer.text
    return unescape(re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', answer.text)[1])


def at_the_service(address: str, who: str) -> str:
    """Sign in at the service and return the path of ours that it sends one back to."""
    answer = httpx.post(address, data={"sub": who})
    assert answer.status_code == 302, answer.text
    back = answer.headers["location"]
    assert back.startswith(ADDRESS)
    return back.removeprefix(ADDRESS)


def signed_in_by(
    app: FastAPI, who: str, *, shown_at: str = "/sign-in", **fields: str
) -> tuple[TestClient, Any]:
    """Return a browser in which somebody came back from the service, and what it was answered."""
    browser = visitor(app)
    return browser, browser.get(at_the_service(leave(browser, shown_at=shown_at, **fields), who))
