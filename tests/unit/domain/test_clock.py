"""By which clock a command goes."""

from datetime import UTC, datetime

from audits.domain.clock import clock_here, going_by, system_clock


def test_a_command_goes_by_the_clock_that_is_passed_and_others_by_the_machines():
    morning = datetime(2026, 10, 8, 9, tzinfo=UTC)
    with going_by(lambda: morning):
        assert clock_here()() == morning
    assert clock_here() is system_clock
