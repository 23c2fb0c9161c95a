"""An inbox with no folder behind it."""

from collections.abc import Iterator
from contextlib import contextmanager

from audits.collection import Arrival
from audits.domain.errors import TryAgainError


class FakeInbox:
    """Files in memory, oldest first; ``put`` is the sender's side."""

    def __init__(self) -> None:
        self.files: dict[Arrival, bytes] = {}
        self.put_so_far = 0
        self.taken = False

    def put(self, name: str, content: bytes) -> None:
        self.put_so_far += 1
        for earlier in [arrival for arrival in self.files if arrival.name == name]:
            del self.files[earlier]
        self.files[Arrival(f"fake-{self.put_so_far}", name)] = content

    @contextmanager
    def turn(self) -> Iterator[None]:
        if self.taken:
            raise TryAgainError("taken")
        self.taken = True
        try:
            yield
        finally:
            self.taken = False

    def waiting(self) -> tuple[Arrival, ...]:
        return tuple(self.files)

    def read(self, arrival: Arrival) -> bytes:
        if arrival not in self.files:
            raise TryAgainError("gone")
        return self.files[arrival]

    def settle(self, arrival: Arrival) -> None:
        self.files.pop(arrival, None)
