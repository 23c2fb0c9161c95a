"""Tokens by which programs read in somebody's name: kept as digests, as sessions are."""

import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, delete, insert, update
from sqlmodel import Session, col, func, select

from audits.domain.access import SEEN_AGAIN_AFTER, KeptToken, SignedIn
from audits.domain.clock import Clock

from .database import reading, write_if_free
from .tables_access import Account, ApiToken
from .token_digest import digest_of_token


class ApiTokens:
    """The tokens of one workspace's accounts."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def make(self, account: str, name: str, *, lasts: timedelta) -> str:
        """Make a token of 256 bits and return it; it is kept nowhere. Those that ended are gone."""
        token, now = secrets.token_urlsafe(32), self._clock()
        mine = col(ApiToken.account) == account
        self._write(delete(ApiToken).where(mine, col(ApiToken.ends_at) <= now))
        row = {
            "token_sha256": digest_of_token(token), "account": account, "name": name,
            "made_at": now, "ends_at": now + lasts, "used_at": None,
        }  # fmt: skip
        self._write(insert(ApiToken).values(**row))
        return token

    def find(self, token: str) -> SignedIn | None:
        """Return in whose name a token reads; None if it does not work, or no longer."""
        digest, now = digest_of_token(token), self._clock()
        wanted = (
            select(ApiToken, Account)
            .join(Account, col(Account.id) == col(ApiToken.account))
            .where(
                col(ApiToken.token_sha256) == digest,
                col(ApiToken.ends_at) > now,
                col(Account.disabled_at).is_(None),
            )
        )
        with Session(reading(self._engine)) as session:
            joined = session.exec(wanted).first()
            if joined is None:
                return None
            row, owner = joined
            used_at = row.used_at
            signed_in = SignedIn(
                owner.id, owner.name, owner.role, tuple(owner.agencies),
                session=digest, begun_at=row.made_at, seen_at=now,
            )  # fmt: skip
        if used_at is None or now - used_at > SEEN_AGAIN_AFTER:
            used = update(ApiToken).where(col(ApiToken.token_sha256) == digest)
            write_if_free(self._engine, used.values(used_at=now))
        return signed_in

    def of(self, account: str | None = None) -> list[KeptToken]:
        """Return the tokens of an account, or of everybody, the newest first."""
        wanted: Any = select(ApiToken, Account.name).join(
            Account, col(Account.id) == col(ApiToken.account)
        )
        if account is not None:
            wanted = wanted.where(col(ApiToken.account) == account)
        newest_first = (col(ApiToken.made_at).desc(), col(ApiToken.token_sha256))
        with Session(reading(self._engine)) as session:
            rows = session.exec(wanted.order_by(*newest_first)).all()
            return [self._kept(row, owner) for row, owner in rows]

    def count(self, account: str) -> int:
        """Return how many tokens of an account work."""
        mine = (col(ApiToken.account) == account, col(ApiToken.ends_at) > self._clock())
        with Session(reading(self._engine)) as session:
            return session.exec(select(func.count()).select_from(ApiToken).where(*mine)).one()

    def revoke(self, digest: str, *, account: str | None = None) -> KeptToken | None:
        """Revoke a token and return it; None if there is none, or it is not this account's.

        One statement decides, so that of two who revoke it at once one has.
        """
        tokens = {token.digest: token for token in self.of(account)}
        if digest not in tokens:
            return None
        revoking = delete(ApiToken).where(col(ApiToken.token_sha256) == digest)
        with self._engine.begin() as connection:
            is_revoked = connection.execute(revoking).rowcount == 1
        return tokens[digest] if is_revoked else None

    def revoke_all(self, account: str) -> None:
        """Revoke every token of an account."""
        self._write(delete(ApiToken).where(col(ApiToken.account) == account))

    def _kept(self, row: ApiToken, owner: str) -> KeptToken:
        has_ended = row.ends_at <= self._clock()
        return KeptToken(
            row.token_sha256, row.account, owner, row.name,
            row.made_at, row.ends_at, row.used_at, has_ended,
        )  # fmt: skip

    def _write(self, statement: Any) -> None:
        with self._engine.begin() as connection:
            connection.execute(statement)
