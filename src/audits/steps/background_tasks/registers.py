"""A register that somebody sent to a page: read and told of, and kept once it is right."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypedDict

from audits.domain.background_task import BackgroundTask
from audits.domain.errors import RegisterError
from audits.register import (
    Column,
    Order,
    Orders,
    Profile,
    Proposed,
    RegisterLoad,
    RegisterShape,
    ReportAsJson,
    Source,
    clock_name,
    in_short,
    propose,
)
from audits.steps.sample.load_register import load_register
from audits.steps.sample.profiles import keep_profile, kept_profile
from audits.steps.sample.uploads import held_files
from audits.workspace import Workspace


WORDS = 40  # of a column, that are asked about at once
NOTICES = 100


class ReadColumn(TypedDict):
    """One of our columns: under which heading it was found, and how its cells could be read.

    ``holds`` is what can be said of its cells: "days", "words", "ids", "texts" or "times", of the
    column ``day``. ``words`` are
    texts that are not known, each with the word of ours that is nearest, or "".
    """

    name: str
    means: str
    holds: str
    day: str
    needed: bool
    heading: str
    read: int
    filled: int
    how: str
    ours: list[str]
    words: list[list[str]]


class ReadRegister(TypedDict):
    """What was read of a register, as the page shows it; counts are 0 where it was refused."""

    headings: list[str]
    columns: list[ReadColumn]
    rows_in: int
    units: int
    rejected: int
    repeated: int
    notices: list[str]
    not_used: list[str]
    sheets_left: list[str]
    profile: dict[str, Any]


def read_held_register(task: BackgroundTask, workspace: Workspace) -> ReadRegister:
    """Read the files of a background task and keep nothing; return what was recognised.

    Raises:
        RegisterError: as the step does that loads a register, holding what may be matched.
    """
    shape, sources = workspace.shape(task.about), _sources(task, workspace)
    try:
        loaded = _load(task, sources, workspace, dry_run=True)
    except RegisterError as error:
        raise MatchError(str(error), _what_may_be(sources, shape, _given(task))) from error
    return _what_was_read(loaded, shape)


def keep_held_register(task: BackgroundTask, workspace: Workspace) -> dict[str, int]:
    """Load the files of a background task, keep how they were matched, and return the counts."""
    loaded = _load(task, _sources(task, workspace), workspace, dry_run=False)
    keep_profile(loaded.profile, workspace=workspace)
    report = loaded.report
    return {"rows_in": report.rows_in, "units": report.units, "rejected": report.rejected}


class MatchError(RegisterError):
    """A register was refused; ``result`` has its headings, for somebody to match them."""

    def __init__(self, says: str, result: ReadRegister | None) -> None:
        super().__init__(says)
        self.result = result


def _sources(task: BackgroundTask, workspace: Workspace) -> list[Source]:
    sources = []
    for name, data in held_files(task.asked["held"], workspace=workspace):
        sources.append(Source(name, data))
    return sources


def _load(
    task: BackgroundTask,
    sources: Sequence[Source],
    workspace: Workspace,
    *,
    dry_run: bool,
) -> RegisterLoad:
    return load_register(
        sources, name=task.about, workspace=workspace, profile=_profile(task, workspace),
        dates=_orders(task), dry_run=dry_run,
    )  # fmt: skip


def _profile(task: BackgroundTask, workspace: Workspace) -> Profile | None:
    """Return how the files are to be matched: as somebody says now, or as they were last."""
    given = task.asked.get("profile")
    if given:
        return Profile.model_validate(given)
    return kept_profile(task.about, workspace=workspace) if task.asked["as_before"] else None


def _given(task: BackgroundTask) -> Mapping[str, Sequence[str]]:
    """Return the headings of our columns as somebody has matched them on the page."""
    profile: Mapping[str, Any] = task.asked.get("profile") or {}
    columns: Mapping[str, Sequence[str]] = profile.get("columns", {})
    return columns


def _orders(task: BackgroundTask) -> Orders | None:
    given = task.asked.get("dates")
    return {"all": Order(given)} if given else None


def _what_was_read(loaded: RegisterLoad, shape: RegisterShape) -> ReadRegister:
    report = loaded.report.as_json(shape.register)
    headings = list(dict.fromkeys([*report["columns"].values(), *report["ignored"]]))
    return ReadRegister(
        headings=headings,
        columns=list(_columns(shape, report)),
        rows_in=report["rows_in"],
        units=report["units"],
        rejected=report["rejected"],
        repeated=report["repeated"],
        notices=list(in_short(report["warnings"]))[:NOTICES],
        not_used=report["ignored"],
        sheets_left=report["sheets_left"],
        profile=loaded.profile.model_dump(mode="json"),
    )


def _columns(shape: RegisterShape, report: ReportAsJson) -> Iterator[ReadColumn]:
    """Yield our columns as they were read; with each day that has one its column of times."""
    for column in shape.columns:
        heading = report["columns"].get(column.name, "")
        read, filled = report["cells"].get(heading, [0, 0])
        unknown = report["unmatched"].get(heading, [])[:WORDS] if column.values else []
        yield ReadColumn(
            name=column.name, means=column.means, holds=_holds(column),
            day="", needed=column.needed,
            heading=heading, read=read, filled=filled, how=report["readings"].get(heading, ""),
            ours=list(column.values), words=[[text, ""] for text in unknown],
        )  # fmt: skip
    for day in shape.timed:
        yield _clock(day, report["columns"].get(clock_name(day), ""))


def _clock(day: str, heading: str) -> ReadColumn:
    return ReadColumn(
        name=clock_name(day), means="the time of day, where it stands apart", holds="times",
        day=day, needed=False, heading=heading, read=0, filled=0, how="", ours=[], words=[],
    )  # fmt: skip


def _holds(column: Column, day: str = "") -> str:
    if day:
        return "times"
    if column.is_day:
        return "days"
    if column.values:
        return "words"
    return "ids" if column.is_id else "texts"


def _what_may_be(
    sources: Sequence[Source], shape: RegisterShape, given: Mapping[str, Sequence[str]]
) -> ReadRegister | None:
    """Return the headings of refused files with what is proposed; None where there are none."""
    proposed = list(_proposed(sources, shape))
    if not proposed:
        return None
    columns: dict[str, ReadColumn] = {}
    for one_file in proposed:
        for column in _proposed_columns(one_file, given, shape):
            if column["name"] not in columns or not columns[column["name"]]["heading"]:
                columns[column["name"]] = column
    headings: dict[str, None] = {}
    for one_file in proposed:
        headings |= dict.fromkeys(one_file.headings)
    return ReadRegister(
        headings=list(headings), columns=list(columns.values()), rows_in=0, units=0, rejected=0,
        repeated=0, notices=[], not_used=[], sheets_left=[], profile={},
    )  # fmt: skip


def _proposed(sources: Sequence[Source], shape: RegisterShape) -> Iterator[Proposed]:
    for source in sources:
        try:
            yield propose(source, shape)
        except RegisterError:
            continue  # it has no headings to be matched; why it was refused is told already


def _proposed_columns(
    proposed: Proposed, given: Mapping[str, Sequence[str]], shape: RegisterShape
) -> Iterator[ReadColumn]:
    days = {clock_name(day): day for day in shape.timed}
    for proposal in proposed.proposals:
        column = proposal.column
        heading = _first_there(given.get(column.name, ()), proposed) or proposal.heading or ""
        words = proposed.unknown_words(column, heading)
        day = days.get(column.name, "")
        yield ReadColumn(
            name=column.name, means=column.means, holds=_holds(column, day),
            day=day, needed=column.needed,
            heading=heading, read=0, filled=0, how="", ours=list(column.values),
            words=list(map(list, words.items()))[:WORDS],
        )  # fmt: skip


def _first_there(headings: Sequence[str], proposed: Proposed) -> str:
    for heading in headings:
        if heading in proposed.headings:
            return heading
    return ""
