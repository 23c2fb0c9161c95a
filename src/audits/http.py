"""Every call over the web is made here, so that what its failure leaves known is said once.

                                    nothing was done    may have been done
    no connection, 429              TryAgainError
    401, 403: key or rights         TryAgainError, after an hour
    no answer, 5xx                  TryAgainError       UnansweredError
                                    (a look)            (an act)
Any other answer is the caller's to judge.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeAlias

from pydantic import SecretStr

from audits.domain.clock import Clock
from audits.domain.days import moment_in_words
from audits.domain.errors import TryAgainError, UnansweredError


if TYPE_CHECKING:
    import httpx  # loaded by the first call: a workspace without web channels makes none

Transport: TypeAlias = "httpx.BaseTransport"
Answer: TypeAlias = "httpx.Response"
TIMEOUT = 30.0  # seconds: well within any lease
AN_HOUR = timedelta(hours=1)
LONGEST = timedelta(hours=24)


def wait_until(answer: Answer, now: datetime) -> datetime:
    """Return until when a refused caller is asked to wait: a minute unless it is said."""
    asked = answer.headers.get("Retry-After", "")
    if asked.isascii() and asked.isdigit():
        return now + min(timedelta(seconds=int(asked[:6])), LONGEST)
    try:
        at = parsedate_to_datetime(asked)
    except ValueError:
        return now + timedelta(minutes=1)
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max(at, now), now + LONGEST)


class Web:
    """One service on the web, called with its key."""

    def __init__(
        self,
        base: str,
        clock: Clock,
        *,
        headers: Callable[[], Mapping[str, str]] = dict,
        until: Callable[[Answer, datetime], datetime] = wait_until,
        transport: "Transport | None" = None,
    ) -> None:
        import httpx

        self._client = httpx.Client(base_url=base, timeout=TIMEOUT, transport=transport)
        self._clock, self._headers, self._until = clock, headers, until

    def look(self, path: str, **request: Any) -> Answer:
        """Ask for something; nothing changes by it.

        Raises:
            TryAgainError: if it cannot be asked at present.
        """
        try:
            return self._call("GET", path, request)
        except UnansweredError as error:
            raise TryAgainError(str(error)) from error

    def act(self, path: str, *, method: str = "POST", **request: Any) -> Answer:
        """Have something done.

        Raises:
            TryAgainError: if certainly nothing was done.
            UnansweredError: if it may have been.
        """
        return self._call(method, path, request)

    def put_piece(self, address: str, piece: bytes, place: str) -> Answer:
        """Send one piece of a large file to an address that needs no key."""
        headers = {"Content-Range": place}
        return self._judged(self._answer("PUT", address, headers, {"content": piece}))

    def _call(self, method: str, path: str, request: dict[str, Any]) -> Answer:
        headers = {**self._headers(), **request.pop("headers", {})}
        return self._judged(self._answer(method, path, headers, request))

    def _answer(
        self, method: str, path: str, headers: Mapping[str, str], request: dict[str, Any]
    ) -> Answer:
        import httpx

        try:
            return self._client.request(method, path, headers=headers, **request)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as failure:
            raise self._not_reached(failure) from failure
        except httpx.TransportError as failure:
            name = type(failure).__name__
            raise UnansweredError(f"{self._host} gave no answer ({name}).") from failure

    def _not_reached(self, failure: "httpx.TransportError") -> TryAgainError:
        if "CERTIFICATE_VERIFY_FAILED" in str(failure):
            return TryAgainError(
                f"The certificate of {self._host} does not match its name or is not trusted. "
                "Nothing was sent. Ask whoever keeps your network; it is tried again in an hour.",
                until=self._clock() + AN_HOUR,
            )
        return TryAgainError(
            f"{self._host} cannot be reached. Nothing was sent. Check that this machine is online; "
            "it is tried again."
        )

    def _judged(self, answer: Answer) -> Answer:
        now, code = self._clock(), answer.status_code
        if code == HTTPStatus.TOO_MANY_REQUESTS:
            until = self._until(answer, now)
            raise TryAgainError(
                f"{self._host} takes no more at present. Nothing was sent; it is tried again "
                f"from {moment_in_words(until)}.",
                until=until,
            )
        if code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            raise TryAgainError(
                f"{self._host} does not accept the key, or the key may not do this ({code}). "
                "Nothing was sent. Give it a key that is valid; it is tried again in an hour.",
                until=now + AN_HOUR,
            )
        if answer.is_server_error:
            raise UnansweredError(f"{self._host} failed ({code}).")
        return answer

    @property
    def _host(self) -> str:
        return self._client.base_url.host


class Token:
    """The right to call a service in a program's own name (OAuth 2.0 client credentials)."""

    def __init__(
        self,
        web: Web,
        path: str,
        clock: Clock,
        *,
        client_id: str,
        secret: SecretStr,
        scope: str,
    ) -> None:
        self._web, self._path, self._clock = web, path, clock
        self._form = {"client_id": client_id, "scope": scope, "grant_type": "client_credentials"}
        self._secret = secret
        self._value, self._ends = "", None

    _ends: datetime | None

    def __call__(self) -> dict[str, str]:
        """Return the header that carries it, fetched anew five minutes before it runs out.

        Raises:
            TryAgainError: if there is none to be had; nothing was sent.
        """
        if self._ends is None or self._clock() >= self._ends:
            self._fetch()
        return {"Authorization": f"Bearer {self._value}"}

    def _fetch(self) -> None:
        form = {**self._form, "client_secret": self._secret.get_secret_value()}
        try:
            answer = self._web.act(self._path, data=form)
        except UnansweredError as error:
            raise TryAgainError(str(error)) from error
        if not answer.is_success:
            raise TryAgainError(
                f"The sign-in service refused this program's id or secret ({answer.status_code}). "
                "Nothing was sent. Put them right; it is tried again in an hour.",
                until=self._clock() + AN_HOUR,
            )
        answered = answer.json()
        self._value = answered["access_token"]
        self._ends = self._clock() + timedelta(seconds=max(0, int(answered["expires_in"]) - 300))
