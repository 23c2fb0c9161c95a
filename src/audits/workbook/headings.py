"""The columns of a sheet with one question a row."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from audits.domain.pack import Pack

from .table import Heading, Role


YOUR_ANSWER, YOUR_NOTE = "Your answer", "What the record shows"
YOUR_EVIDENCE, YOUR_PLAN, BY_WHEN = (
    "Evidence: where it is kept", "What will be done to improve it", "By when",
)  # fmt: skip
TO_DO = "Still to do"
LAST_TIME, LAST_WIDTH = "Last time ({})", 18
ROW_HEADINGS = (  # together they fit the width of a landscape page
    Heading("Row reference", Role.REFERENCE, 11),
    Heading("Part", Role.TEXT, 14),
    Heading("Question", Role.TEXT, 38),
    Heading("What to look for", Role.TEXT, 42),
    Heading(YOUR_ANSWER, Role.ANSWER, 22),
    Heading(YOUR_NOTE, Role.NOTE, 44),
    Heading(TO_DO, Role.TO_DO, 9),
)
# Together as wide as can be read across one page, these and those that follow.
OWN_HEADINGS = (
    Heading("Row reference", Role.REFERENCE, 11),
    Heading("Part", Role.TEXT, 17),
    Heading("Question", Role.TEXT, 50),
    Heading("What to look for", Role.TEXT, 28),
    Heading(YOUR_ANSWER, Role.ANSWER, 20),
    Heading(YOUR_EVIDENCE, Role.NOTE, 46),
    Heading(TO_DO, Role.TO_DO, 8),
)
PLAN_HEADINGS = (
    Heading("Row reference", Role.REFERENCE, 11),
    Heading("Part", Role.TEXT, 14),
    Heading("Question", Role.TEXT, 38),
    Heading("What to look for", Role.TEXT, 24),
    Heading(YOUR_ANSWER, Role.ANSWER, 16),
    Heading(YOUR_EVIDENCE, Role.NOTE, 26),
    Heading(YOUR_PLAN, Role.ANSWER, 26, follows=1),
    Heading(BY_WHEN, Role.ANSWER, 18, follows=2),
    Heading(TO_DO, Role.TO_DO, 7),
)
# What they lose to the column of the last time, so that a page holds them still.
NARROWER = {
    "Part": 10, "Question": 32, "What to look for": 20, YOUR_EVIDENCE: 23, YOUR_PLAN: 25,
}  # fmt: skip


def with_last_time(headings: Iterable[Heading], cycle: str) -> Iterator[Heading]:
    """Yield these columns, a little narrower, and before the first answer that of the last time."""
    is_there = False
    for heading in headings:
        if heading.role is Role.ANSWER and not is_there:
            is_there = True
            yield Heading(LAST_TIME.format(cycle), Role.PAST, LAST_WIDTH)
        yield replace(heading, width=NARROWER.get(heading.text, heading.width))


def row_headings(pack: Pack) -> tuple[Heading, ...]:
    """Return the columns of a sheet with one question a row."""
    if pack.about.is_own:
        return OWN_HEADINGS
    return ROW_HEADINGS
