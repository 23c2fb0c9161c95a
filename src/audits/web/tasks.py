"""A cycle as a list of tasks: what is done and by whom, what is next, and for whom it waits."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from audits.domain.amounts import are, many
from audits.domain.status import CycleStatus
from audits.queries.cycle_page import CyclePage
from audits.queries.held_packs import HeldFor
from audits.queries.story import StoryLine

from .trail_words import entry_in_words, tells_story


class TaskState(StrEnum):
    """How a task stands."""

    DONE = "Done"
    NEXT = "Next"
    WAITS = "Waiting"
    NOT_YET = "Not yet"


@dataclass(frozen=True, slots=True)
class Task:
    """One task of a cycle; ``address`` is "" where there is nothing to see yet.

    ``done`` is who did it, when and why; ``waits_for`` who is to do it, and ``since`` from when on,
    where it is not done.
    """

    title: str
    says: str
    state: TaskState
    address: str = ""
    done: StoryLine | None = None
    waits_for: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Kind:
    """A task as it stands in every cycle: at which status it is due, and who does it."""

    at: CycleStatus
    title: str
    says: str
    address: str
    who: str


ORDER = (
    CycleStatus.PLANNED, CycleStatus.FRAMED, CycleStatus.DRAWN, CycleStatus.APPROVED,
    CycleStatus.ISSUED, CycleStatus.MODERATING, CycleStatus.ANALYSED, CycleStatus.AGREED,
    CycleStatus.PUBLISHED, CycleStatus.CLOSED,
)  # fmt: skip
OFFICE = "the business unit"
FLOW_PLACES: Mapping[str, str] = {
    "in the register": "register",
    "in the window and scope": "scope",
    "eligible": "eligible",
    "drawn at random": "cases",
}  # where the page of the draw says what each number was counted from


def tasks_of(page: CyclePage, *, group: str) -> tuple[Task, ...]:
    """Return a cycle's tasks in order; of a cancelled one none.

    ``group`` is what the quality group is called.
    """
    if page.status is CycleStatus.CANCELLED:
        return ()
    at, is_graded = f"/audits/{page.ref}", page.is_moderated
    drawn = f"{many(page.drawn, 'case')} drawn from {page.eligible or 0:,} eligible."
    issued = f"{many(page.issued, 'unit')} asked."
    sending = _Kind(CycleStatus.APPROVED, "Send the packs", issued, f"{at}#packs", OFFICE)
    cells = "Each finding opens to the answers behind it."
    draw, units = f"{at}/draw", f"{at}#units"
    kinds = [
        _Kind(CycleStatus.FRAMED, "Draw the cases", _draw_words(page, drawn), draw, OFFICE),
        _Kind(CycleStatus.DRAWN, "Approve the draw", drawn, draw, group),
        sending,
        _Kind(CycleStatus.ISSUED, "Collect the returns", _returns(page), units, _silent(page)),
        _Kind(CycleStatus.MODERATING, "Moderate the grades", "", f"{at}/moderation", group),
        _Kind(CycleStatus.ANALYSED, "Agree the findings", cells, f"{at}/findings", group),
        _Kind(CycleStatus.AGREED, "Release the papers", "", f"{at}/papers", group),
    ]
    tasks = []
    for kind in kinds:
        if page.held and kind is sending:
            tasks.append(_held_back(page))
        elif is_graded or kind.at is not CycleStatus.MODERATING:
            tasks.append(_task(kind, page))
    return tuple(tasks)


def _held_back(page: CyclePage) -> Task:
    """Return the task of sending packs that wait for somebody to look at them, or are just due."""
    number, reasons = len(page.held), set(page.held.values())
    if HeldFor.RECIPIENTS in reasons:
        address, first = f"/audits/{page.ref}/recipients", "Confirm who gets them."
    elif HeldFor.LETTERS in reasons:
        address, first = "/letters", "Read their letters first."
    else:
        says = f"{many(number, 'pack')} of {page.issued} {are(number)} not sent yet."
        return Task("Send the packs", says, TaskState.WAITS, waits_for="what is sent next")
    are_held = f"{many(number, 'pack')} of {page.issued} {are(number)} not sent."
    came = page.moves.get(page.status)
    since = came.at if came else None
    return Task(
        "Send the packs", f"{are_held} {first}", TaskState.NEXT, address, None, OFFICE, since
    )


def story_in_words(page: CyclePage) -> Iterator[tuple[str, StoryLine]]:
    """Yield what was done with a cycle, the last first, in words."""
    for line in reversed(page.story):
        if tells_story(line.what):
            yield entry_in_words(line.what), line


def _task(kind: _Kind, page: CyclePage) -> Task:
    """Return a task that is done once a cycle is past a status."""
    stands, needed = _place(page), ORDER.index(kind.at)
    if stands > needed:
        return Task(kind.title, kind.says, TaskState.DONE, kind.address, _moved_on(needed, page))
    if stands < needed:
        return Task(kind.title, "", TaskState.NOT_YET)
    state = TaskState.WAITS if kind.at is CycleStatus.ISSUED else TaskState.NEXT
    if kind.at is CycleStatus.ISSUED and len(page.held) == len(page.waits_for) > 0:
        return Task(kind.title, "", TaskState.NOT_YET)  # nobody has anything to return
    came = page.moves.get(page.status)
    since = came.at if came else None
    if kind.at is CycleStatus.FRAMED and page.lacks_register:
        state = TaskState.WAITS
    return Task(kind.title, kind.says, state, kind.address, None, kind.who, since)


def _moved_on(needed: int, page: CyclePage) -> StoryLine | None:
    """Return who took a cycle past a status, if its trail tells."""
    for status in ORDER[needed + 1 :]:
        if status in page.moves:
            return page.moves[status]
    return None


def _place(page: CyclePage) -> int:
    """Return how far a cycle is; before its frame is frozen it is to be drawn as well."""
    if page.status is CycleStatus.PLANNED:
        return ORDER.index(CycleStatus.FRAMED)
    if page.status is CycleStatus.MODERATING and not page.is_moderated:
        return ORDER.index(CycleStatus.ISSUED)
    return ORDER.index(page.status)


def _draw_words(page: CyclePage, drawn: str) -> str:
    register = page.register.replace("_", " ")
    if page.lacks_register:
        return f"The register {register} is not loaded yet."
    if page.eligible is None:
        return f"From the newest register {register}."
    return drawn if page.drawn else ""


def _returns(page: CyclePage) -> str:
    words = f"{page.returned} of {page.issued} are back"
    if page.waived:
        words += f", {page.waived} waived"
    if page.went_on_why:
        words += f". Went on without the rest: {page.went_on_why}"
    return f"{words.rstrip('.')}."


def _silent(page: CyclePage) -> str:
    return many(len(page.waits_for) - len(page.held), "unit")
