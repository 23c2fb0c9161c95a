"""The secrets from which telephones make codes: sealed, and each code taken once."""

from sqlalchemy import Engine, delete, insert, or_, update
from sqlmodel import Session, col, func, select

from audits.domain.clock import Clock

from .cipher import Cipher
from .database import reading
from .tables_access import SecondFactorRow


class SecondFactors:
    """Which accounts have a second factor, and its secret."""

    def __init__(self, engine: Engine, clock: Clock, cipher: Cipher) -> None:
        self._engine = engine
        self._clock = clock
        self._cipher = cipher

    def propose(self, account: str, secret: str) -> None:
        """Keep a secret that counts once its owner has shown a code of it.

        One that counts already stays as it is.
        """
        unproved = col(SecondFactorRow.since).is_(None)
        row = {
            "account": account, "secret": self._cipher.seal(secret.encode(), account),
            "last_step": None, "since": None,
        }  # fmt: skip
        mine = select(SecondFactorRow.account).where(col(SecondFactorRow.account) == account)
        with self._engine.begin() as connection:
            connection.execute(
                delete(SecondFactorRow).where(col(SecondFactorRow.account) == account, unproved)
            )
            if connection.execute(mine).first() is None:
                connection.execute(insert(SecondFactorRow).values(**row))

    def secret(self, account: str, *, proved: bool = True) -> str:
        """Return the secret of an account; "" if there is none, or none of which a code came."""
        wanted = select(SecondFactorRow).where(
            col(SecondFactorRow.account) == account,
            col(SecondFactorRow.since).is_not(None) == proved,
        )
        with Session(reading(self._engine)) as session:
            row = session.exec(wanted).first()
            return self._cipher.unseal(row.secret, account).decode() if row else ""

    def accounts(self) -> frozenset[str]:
        """Return the accounts of which codes are asked."""
        proved = col(SecondFactorRow.since).is_not(None)
        with Session(reading(self._engine)) as session:
            return frozenset(session.exec(select(SecondFactorRow.account).where(proved)))

    def use(self, account: str, step: int) -> bool:
        """Take the code of one half minute, once; tell whether it was not taken before.

        From the first on the secret counts.
        """
        last = col(SecondFactorRow.last_step)
        using = (
            update(SecondFactorRow)
            .where(col(SecondFactorRow.account) == account, or_(last.is_(None), last < step))
            .values(last_step=step, since=func.coalesce(col(SecondFactorRow.since), self._clock()))
        )
        with self._engine.begin() as connection:
            return connection.execute(using).rowcount == 1

    def seal_anew(self) -> int:
        """Seal every secret with the key that seals now; return how many were not yet."""
        with Session(reading(self._engine)) as session:
            rows = session.exec(select(SecondFactorRow.account, SecondFactorRow.secret)).all()
        count = 0
        for account, sealed in rows:
            anew = self._cipher.sealed_anew(sealed, account)
            if anew is not None:
                count += self._replace(account, sealed, anew)
        return count

    def _replace(self, account: str, sealed: bytes, anew: bytes) -> int:
        """Put the same secret sealed anew, if it is still the one that was read."""
        mine = col(SecondFactorRow.account) == account, col(SecondFactorRow.secret) == sealed
        with self._engine.begin() as connection:
            replacing = update(SecondFactorRow).where(*mine).values(secret=anew)
            return connection.execute(replacing).rowcount

    def forget(self, account: str) -> None:
        """Let an account have no second factor."""
        mine = delete(SecondFactorRow).where(col(SecondFactorRow.account) == account)
        with self._engine.begin() as connection:
            connection.execute(mine)
