"""What a flow tries again within the minute, and what it leaves to the next tick."""

from datetime import UTC, datetime
from typing import Any

import pytest

from audits.domain.errors import RefusedError, TryAgainError, UnansweredError
from flows.running import may_try_again


class Ended:
    """A task's end with an error."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def result(self, *, raise_on_failure: bool) -> Any:
        assert not raise_on_failure
        return self.error


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (TryAgainError("no line"), True),
        (TryAgainError("at midnight", until=datetime(2017, 3, 10, tzinfo=UTC)), False),
        (UnansweredError("no answer"), False),
        (RefusedError("never"), False),
    ],
)
def test_only_what_certainly_was_not_sent_and_need_not_wait_is_tried_again(error, again):
    ended: Any = Ended(error)
    assert may_try_again(None, None, ended) is again
