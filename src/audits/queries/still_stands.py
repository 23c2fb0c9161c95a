"""Whether what somebody looked at still stands when they decide: the trail tells."""

from dataclasses import dataclass, field

from audits.domain.errors import ChangedError, ChangeMade
from audits.storage import TrailEntry, View, none_of, one_of


# What stands in the trail and changed nothing that a form shows.
LOOKS = (
    "evidence opened", "original opened", "signed in", "signed out", "sign-in refused",
    "password chosen", "link made", "link used", "link locked", "link revoked", "code asked for",
    "code not sent", "code refused",
)  # fmt: skip


@dataclass
class StillStands:
    """What a form was made from: asked once, at the begin of the transaction that acts on it.

    ``about`` is what it changes, as the trail calls it; ``since`` how long the trail was.
    """

    about: tuple[str, ...]
    since: int
    _is_asked: bool = field(default=False, init=False)

    def __call__(self, view: View) -> None:
        """Refuse to go on if it was changed; what a step does later is its own.

        Raises:
            ChangedError: with who changed it, when, what and why.
        """
        if self._is_asked:
            return
        self._is_asked = True
        later = view.all(
            TrailEntry,
            TrailEntry.seq > self.since,
            one_of(TrailEntry.about, self.about),
            none_of(TrailEntry.verb, LOOKS),
            order_by=TrailEntry.seq,
        )
        if later:
            raise ChangedError(
                "Somebody changed this while you had it open. Nothing of yours was saved over it.",
                tuple(map(_change, later)),
            )


def _change(entry: TrailEntry) -> ChangeMade:
    return ChangeMade(entry.at, entry.actor, entry.verb, entry.why)
