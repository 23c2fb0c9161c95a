"""Which letters each unit must have had, and on which day, by the truth's own calendar."""

from datetime import date

from .calendar import working_days_on
from .play_days import GO_ON
from .record import Told


def letters_of(told: Told) -> dict[tuple[str, str, date], bool]:
    """Return every reminder and escalation that was due while a unit had not returned."""
    due = working_days_on(told.opened, told.days)
    found: dict[tuple[str, str, date], bool] = {}
    for unit, intent in told.intents.items():
        # The morning's letters go before what comes at noon.
        until = intent.returns_on or working_days_on(due, GO_ON)
        above = {working_days_on(due, each.after): str(each.to) for each in told.escalate}
        escalated = min(above)
        for step in told.remind:
            day = working_days_on(due, step)
            if told.opened < day <= until and day < escalated:
                found[unit, "reminder", day] = True
        found |= {(unit, to, day): True for day, to in above.items() if day <= until}
    return found
