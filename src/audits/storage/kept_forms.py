"""What was typed when a unit's link's session was over, until the same contact comes back.

Whoever has an account signs in on the page that holds what they typed. Whoever came by a link
comes back by their letter, maybe in another browser: so it waits here, sealed, in the row of the
session that is over, for the contact whose session that was.
"""

import json
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, update
from sqlmodel import Session, col, select

from audits.domain.access import IDLE, NO_FORM, KeptForm, Stage, UnitLinkHolder
from audits.domain.clock import Clock

from .cipher import Cipher
from .database import reading
from .tables_access import UnitLink, WebSession
from .token_digest import digest_of_token


OVER = IDLE + timedelta(seconds=1)  # since somebody was seen whose session is over


class KeptForms:
    """The forms of one workspace that wait for whoever typed them."""

    def __init__(self, engine: Engine, clock: Clock, cipher: Cipher) -> None:
        self._engine = engine
        self._clock = clock
        self._cipher = cipher

    def keep(self, token: str, form: KeptForm) -> bool:
        """Keep a form with the link's session that a token was of, which is over from now on.

        Tell whether it was one. One that was forgotten keeps nothing; what was typed before is
        kept where nothing is typed.
        """
        digest, now = digest_of_token(token), self._clock()
        changed: dict[str, Any] = {"seen_at": now - OVER, "ends_at": now}
        if form.fields:
            sealed = self._cipher.seal(json.dumps(dict(form.fields)).encode(), digest)
            changed |= {"kept_for": form.path, "kept": sealed}
        keeping = (
            update(WebSession)
            .where(
                col(WebSession.token_sha256) == digest,
                col(WebSession.link).is_not(None),
                col(WebSession.stage) == Stage.SIGNED_IN,
            )
            .values(**changed)
        )
        with self._engine.begin() as connection:
            return connection.execute(keeping).rowcount == 1

    def of(self, holder: UnitLinkHolder) -> KeptForm:
        """Return the form that a contact typed last when a session of theirs was over."""
        wanted = (
            select(WebSession)
            .where(*self._is_theirs(holder))
            .order_by(col(WebSession.seen_at).desc(), col(WebSession.token_sha256))
        )
        with Session(reading(self._engine)) as session:
            row = session.exec(wanted).first()
            if row is None:
                return NO_FORM
            fields = json.loads(self._cipher.unseal(row.kept, row.token_sha256))
            return KeptForm(row.kept_for, fields)

    def forget(self, holder: UnitLinkHolder) -> None:
        """Forget what waits for a contact: they have it back."""
        theirs = update(WebSession).where(*self._is_theirs(holder))
        with self._engine.begin() as connection:
            connection.execute(theirs.values(kept_for="", kept=b""))

    def _is_theirs(self, holder: UnitLinkHolder) -> tuple[Any, ...]:
        """Return what holds of a form that waits: it is of this person and this unit alone."""
        links = select(UnitLink.id).where(
            col(UnitLink.contact) == holder.contact,
            col(UnitLink.unit) == holder.unit,
            col(UnitLink.email) == holder.email,
        )
        return (
            col(WebSession.link).in_(links),
            col(WebSession.kept_for) != "",
            col(WebSession.seen_at) <= self._clock() - OVER,
        )
