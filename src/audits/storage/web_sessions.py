"""Sessions and links of the website: bookkeeping that stands in no trail.

Tokens are kept as their digests: whoever reads the database can open nothing with it. Each change
is one statement in a transaction of its own, as with the leases on ticks.
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, delete, insert, update
from sqlmodel import Session, col, func, select

from audits.domain.access import (
    LONGEST_SESSION,
    MAILED_CODE_LASTS,
    NO_FORM,
    PROVIDER_VISIT_LASTS,
    SEEN_AGAIN_AFTER,
    SESSION_FORGOTTEN,
    STAGE_LASTS,
    KeptForm,
    LinkPurpose,
    OpenSession,
    SignedIn,
    Stage,
    UnitLinkHolder,
    is_over,
)
from audits.domain.clock import Clock
from audits.domain.permissions import Role

from .cipher import Cipher
from .database import reading, write_if_free
from .tables_access import Account, AccountLink, AwayAtProvider, UnitLink, WebSession
from .tables_board import TrailEntry
from .token_digest import digest_of_token
from .unit_links import standing_link


def _open_session(row: WebSession) -> OpenSession:
    return OpenSession(row.token_sha256, row.browser, row.begun_at, row.seen_at)


def _account_of(row: Account | None) -> dict[str, Any] | None:
    """Return who is signed in with an account; None if nobody is, or it is disabled."""
    if row is None or row.disabled_at is not None:
        return None
    return {
        "account": row.id, "name": row.name, "role": row.role, "agencies": tuple(row.agencies),
    }  # fmt: skip


def _holder_of(link: UnitLinkHolder | None) -> dict[str, Any] | None:
    """Return who is signed in by a unit's link; None if it does not stand any more."""
    if link is None:
        return None
    return {
        "account": f"contact {link.contact}", "name": link.name, "role": Role.CONTACT,
        "agencies": (link.agency,), "unit": link.unit,
    }  # fmt: skip


class WebSessions:
    """Who uses the website of one workspace, and with what."""

    def __init__(self, engine: Engine, clock: Clock, cipher: Cipher) -> None:
        self._engine = engine
        self._clock = clock
        self._cipher = cipher

    def begin(
        self,
        account: str,
        form: KeptForm = NO_FORM,
        *,
        browser: str = "",
        stage: Stage = Stage.SIGNED_IN,
    ) -> str:
        """Begin a session and return its token, which is kept nowhere.

        A form that was typed before is kept with it, sealed, and where to go on is too.
        """
        return self._begin({"account": account, "browser": browser}, form, stage)

    def begin_by_link(
        self, link: int, form: KeptForm = NO_FORM, *, browser: str = "", code: str = ""
    ) -> str:
        """Begin a session of a unit's link and return its token; with a code it waits for that.

        A form that was typed before is kept with it, sealed.
        """
        whose = {"link": link, "browser": browser}
        if not code:
            return self._begin(whose, form, Stage.SIGNED_IN)
        return self._begin(whose, KeptForm("/", {"code": code}), Stage.MAILED)

    def _begin(self, whose: Mapping[str, object], form: KeptForm, stage: Stage) -> str:
        token, now = secrets.token_urlsafe(32), self._clock()
        digest = digest_of_token(token)
        row: dict[str, Any] = {
            **whose, "token_sha256": digest, "begun_at": now, "seen_at": now,
            "ends_at": now + LONGEST_SESSION, "kept_for": "", "kept": b"", "stage": stage,
        }  # fmt: skip
        if form.fields or stage is not Stage.SIGNED_IN:
            row |= {"kept_for": form.path, "kept": self._sealed(form.fields, digest)}
        self._write(insert(WebSession).values(**row))
        self._write(delete(WebSession).where(col(WebSession.ends_at) < now - SESSION_FORGOTTEN))
        return token

    def find(self, token: str) -> SignedIn | None:
        """Return who is signed in with a token; None if nobody is, or no longer."""
        digest, now = digest_of_token(token), self._clock()
        trail_end = select(func.max(TrailEntry.seq)).scalar_subquery()
        wanted = (
            select(WebSession, Account, trail_end)
            .join(Account, col(Account.id) == col(WebSession.account), isouter=True)
            .where(
                col(WebSession.token_sha256) == digest,
                col(WebSession.stage) == Stage.SIGNED_IN,
            )
        )
        with Session(reading(self._engine)) as session:
            joined = session.exec(wanted).first()
            if joined is None:
                return None
            row, account, last_entry = joined
            over = is_over(begun_at=row.begun_at, seen_at=row.seen_at, now=now)
            of_link = col(UnitLink.id) == row.link
            who = _account_of(account) or _holder_of(standing_link(session, now, of_link))
            if over or who is None:
                return None
            signed_in = SignedIn(
                **who, session=digest, begun_at=row.begun_at, seen_at=row.seen_at,
                trail_end=last_entry or 0, kept_for=row.kept_for,
            )  # fmt: skip
        if now - signed_in.seen_at > SEEN_AGAIN_AFTER:
            seen = update(WebSession).where(col(WebSession.token_sha256) == digest)
            write_if_free(self._engine, seen.values(seen_at=now))
            return replace(signed_in, seen_at=now)
        return signed_in

    def waiting(self, token: str, stage: Stage) -> tuple[str, KeptForm] | None:
        """Return whose session waits at a stage, with the form that is kept; None if none does."""
        digest = digest_of_token(token)
        wanted = select(WebSession).where(
            col(WebSession.token_sha256) == digest,
            col(WebSession.stage) == stage,
            col(WebSession.begun_at) >= self._clock() - STAGE_LASTS,
        )
        with Session(reading(self._engine)) as session:
            row = session.exec(wanted).first()
            if row is None or row.account is None:
                return None
            return row.account, KeptForm(row.kept_for, self._unsealed(row.kept, digest))

    def waiting_for_mail(self, token: str) -> tuple[int, str] | None:
        """Return whose link's session waits for a code by mail, with the code; None if none."""
        digest = digest_of_token(token)
        wanted = select(WebSession).where(
            col(WebSession.token_sha256) == digest,
            col(WebSession.stage) == Stage.MAILED,
            col(WebSession.begun_at) >= self._clock() - MAILED_CODE_LASTS,
        )
        with Session(reading(self._engine)) as session:
            row = session.exec(wanted).first()
            if row is None or row.link is None:
                return None
            return row.link, self._unsealed(row.kept, digest)["code"]

    def of(self, account: str) -> list[OpenSession]:
        """Return the sessions of an account that are not over, the newest first."""
        wanted = (
            select(WebSession)
            .where(col(WebSession.account) == account, col(WebSession.stage) == Stage.SIGNED_IN)
            .order_by(col(WebSession.begun_at).desc(), col(WebSession.token_sha256))
        )
        with Session(reading(self._engine)) as session:
            return list(filter(self._goes_on, map(_open_session, session.exec(wanted))))

    def _goes_on(self, row: OpenSession) -> bool:
        return not is_over(begun_at=row.begun_at, seen_at=row.seen_at, now=self._clock())

    def kept_form(self, session: str) -> dict[str, str]:
        """Return what was typed before a session began, by the digest of its token."""
        wanted = select(WebSession.kept).where(col(WebSession.token_sha256) == session)
        with Session(reading(self._engine)) as reader:
            sealed = reader.exec(wanted).first()
        return dict(self._unsealed(sealed, session)) if sealed else {}

    def forget_form(self, session: str) -> None:
        """Forget what was typed before a session began: it is sent now."""
        mine = update(WebSession).where(col(WebSession.token_sha256) == session)
        self._write(mine.values(kept_for="", kept=b""))

    def end(self, session: str) -> bool:
        """End one session, by the digest of its token; tell whether it was there until now."""
        ending = delete(WebSession).where(col(WebSession.token_sha256) == session)
        with self._engine.begin() as connection:
            return connection.execute(ending).rowcount == 1

    def end_of(self, account: str, *, only: str = "", but: str = "") -> None:
        """End sessions of an account: one, or all but one, by the digest of its token."""
        mine = [col(WebSession.account) == account]
        if only:
            mine.append(col(WebSession.token_sha256) == only)
        if but:
            mine.append(col(WebSession.token_sha256) != but)
        self._write(delete(WebSession).where(*mine))

    def end_all(self, account: str) -> None:
        """End every session of an account, and every link to it."""
        self._write(delete(WebSession).where(col(WebSession.account) == account))
        self._write(delete(AccountLink).where(col(AccountLink.account) == account))

    # -- links

    def make_link(self, account: str, purpose: LinkPurpose, *, lasts: timedelta) -> str:
        """Make a link that works once and return its token."""
        token = secrets.token_urlsafe(32)
        row = {
            "token_sha256": digest_of_token(token), "account": account, "purpose": purpose,
            "ends_at": self._clock() + lasts,
        }  # fmt: skip
        self._write(insert(AccountLink).values(**row))
        return token

    def account_of_link(self, token: str, purpose: LinkPurpose) -> str | None:
        """Return whose link this is; None if it does not work, or no longer."""
        wanted = select(AccountLink.account).where(*self._works(token, purpose))
        with Session(reading(self._engine)) as session:
            return session.exec(wanted).first()

    def use_link(self, token: str, purpose: LinkPurpose) -> str | None:
        """Use a link up and return whose it was; one statement decides, so it works once."""
        using = (
            update(AccountLink)
            .where(*self._works(token, purpose))
            .values(used_at=self._clock())
            .returning(col(AccountLink.account))
        )
        with self._engine.begin() as connection:
            row = connection.execute(using).first()
        return None if row is None else str(row[0])

    def _works(self, token: str, purpose: LinkPurpose) -> tuple[Any, ...]:
        return (
            col(AccountLink.token_sha256) == digest_of_token(token),
            col(AccountLink.purpose) == purpose,
            col(AccountLink.used_at).is_(None),
            col(AccountLink.ends_at) >= self._clock(),
        )

    # -- who is with their organisation's sign-in service

    def let_go(self, visitor: str, state: str, kept: Mapping[str, str]) -> None:
        """Remember somebody until they come back, sealed; who stays away is forgotten."""
        digest, now = digest_of_token(state), self._clock()
        row = {
            "state_sha256": digest, "visitor_sha256": digest_of_token(visitor),
            "kept": self._sealed(kept, digest), "ends_at": now + PROVIDER_VISIT_LASTS,
        }  # fmt: skip
        self._write(delete(AwayAtProvider).where(col(AwayAtProvider.ends_at) < now))
        self._write(insert(AwayAtProvider).values(**row))

    def take_back(self, visitor: str, state: str) -> dict[str, str] | None:
        """Return what was remembered of somebody, once; None if nothing is, or of another."""
        digest = digest_of_token(state)
        taking = (
            delete(AwayAtProvider)
            .where(
                col(AwayAtProvider.state_sha256) == digest,
                col(AwayAtProvider.visitor_sha256) == digest_of_token(visitor),
                col(AwayAtProvider.ends_at) >= self._clock(),
            )
            .returning(col(AwayAtProvider.kept))
        )
        with self._engine.begin() as connection:
            row = connection.execute(taking).first()
        return None if row is None else self._unsealed(row[0], digest)

    def _sealed(self, content: Mapping[str, str], name: str) -> bytes:
        return self._cipher.seal(json.dumps(dict(content)).encode(), name)

    def _unsealed(self, sealed: bytes, name: str) -> dict[str, str]:
        content: dict[str, str] = json.loads(self._cipher.unseal(sealed, name))
        return content

    def _write(self, statement: Any) -> None:
        with self._engine.begin() as connection:
            connection.execute(statement)
