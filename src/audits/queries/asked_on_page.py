"""What a unit is asked on its page: answers that need another look, and about which children."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter

from audits.domain.answer import TypedAnswer
from audits.domain.days import day_in_words
from audits.domain.errors import NotFoundError
from audits.domain.pack import Pack, PackCase, Query
from audits.domain.question import AnswerType, EvidenceRule, Question
from audits.storage import AnswerRow, Cycle, IssuedPack, View
from audits.workspace import Workspace

from .editions import newest_edition
from .own_units import Agencies, own_unit
from .packs import pack_of
from .still_asked import Key, PackCells, answers_given, asked_by, open_queries


ONCE = "return"  # in an address: what is asked once a return
MOST_AT_ONCE = 20  # answers on one page; where there are more, each case has a page


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """One answer that is asked again: what is asked, what is wrong, and what stands there now.

    ``stands`` and ``note`` are as their fields show them; ``wrote`` is what could not be taken.
    """

    case: str
    question: Question
    problems: tuple[str, ...]
    stands: str = field(repr=False)
    note: str = field(repr=False)
    wrote: str = field(repr=False)
    last: str = field(repr=False)  # what was answered the last time, "" if that is not known

    @property
    def at(self) -> str:
        """Return what the fields of a form call it."""
        return f"{self.case}:{self.question.id}"

    def typed(self, words: str, note: str, *, stays: bool) -> Iterator[TypedAnswer]:
        """Yield what was typed, if anything was: ``stays`` says that it is right as it stands."""
        is_left = (words, note) == (self.stands, self.note) or not (words or note)
        if stays or not is_left:
            yield TypedAnswer(self.case, self.question.id, words, note)

    @property
    def takes_note(self) -> bool:
        """Tell whether there is a place for a note beside the answer."""
        return self.question.evidence is not EvidenceRule.NEVER


@dataclass(frozen=True, slots=True)
class AskedCase:
    """What is asked again about one case, or once a return: then ``case`` is ""."""

    case: str
    details: tuple[tuple[str, str], ...]
    asked: tuple[AskedAgain, ...]

    @property
    def name(self) -> str:
        """Return what an address calls it."""
        return self.case or ONCE


@dataclass(frozen=True, slots=True)
class AskedOnPage:
    """What a unit is asked about one pack, and whom to ring about a child at risk.

    ``cases`` hold what is asked again; ``children`` are those of the pack, in its order; none
    where it is about no child.
    """

    unit: str
    unit_name: str
    cycle: str
    title: str
    pack: str
    edition: str
    due_at: datetime
    cases: tuple[AskedCase, ...]
    children: tuple[PackCase, ...]

    @property
    def number(self) -> int:
        """Return how many answers are asked again."""
        return sum(len(case.asked) for case in self.cases)

    @property
    def fits_a_page(self) -> bool:
        """Tell whether all of it is asked on one page."""
        return self.number <= MOST_AT_ONCE

    def only(self, name: str) -> "AskedCase":
        """Return what is asked again about one case, by its name in an address.

        Raises:
            NotFoundError: if nothing is asked about such a case.
        """
        for case in self.cases:
            if case.name == name:
                return case
        raise NotFoundError("Nothing is asked about this case any more.")


def asked_on_page(unit: str, pack: str, agencies: Agencies, *, workspace: Workspace) -> AskedOnPage:
    """Return what a unit of somebody's agencies is asked about a pack, by its code.

    Raises:
        NotFoundError: if the unit is not theirs, or has no such pack.
    """
    with workspace.open_view() as view:
        name = own_unit(unit, agencies, view).name
        row = newest_edition(IssuedPack, pack, view)
        if row is None or row.unit != unit:
            raise NotFoundError("There is no such workbook.")
        title = view.get(Cycle, row.cycle).title
        content = pack_of(row)
        asked = tuple(_asked(row, content, view))
    children: tuple[PackCase, ...] = ()
    if content.is_about_children:
        children = content.cases
    return AskedOnPage(
        unit=unit, unit_name=name, cycle=row.cycle, title=title, pack=row.code, edition=row.id,
        due_at=row.due_at, cases=tuple(_by_case(asked, content)), children=children,
    )  # fmt: skip


def _asked(row: IssuedPack, pack: Pack, view: View) -> Iterator[AskedAgain]:
    """Yield each answer that is asked again once, in the order of the workbook."""
    from audits.workbook import questions_of  # most pages ask nothing again

    given, cells = answers_given(row.code, view), PackCells(pack)
    queries: dict[Key, list[Query]] = {}
    for problem in open_queries(row.code, view):
        for query in asked_by(problem, cells, given):
            queries.setdefault(query.about, []).append(query)
    if not queries:
        return
    questions = {question.id: question for question in questions_of(pack)}
    for about in cells.all:
        if about in queries:
            last = pack.said_last(about[1])
            yield _one(queries[about], questions[about[1]], given.get(about), last)


def _one(
    queries: list[Query], question: Question, answer: AnswerRow | None, last: str
) -> AskedAgain:
    first = queries[0]
    stands, note = "", ""
    if answer is not None:
        stands, note = _in_field(question, answer.value), answer.note
    problems = dict.fromkeys(query.says for query in queries)
    wrote = first.wrote if not stands else ""
    return AskedAgain(first.case, question, tuple(problems), stands, note, wrote, last)


def _in_field(question: Question, value: str | None) -> str:
    """Return an answer as its field shows it: a choice by its label, a day in words."""
    choice = question.choice(value)
    if choice:
        return choice.label
    if value and question.type is AnswerType.DATE:
        return day_in_words(date.fromisoformat(value))
    return value or ""


def _by_case(asked: tuple[AskedAgain, ...], pack: Pack) -> Iterator[AskedCase]:
    details: Mapping[str, tuple[tuple[str, str], ...]] = dict(
        map(attrgetter("ref", "details"), pack.cases)
    )
    for case, answers in groupby(asked, key=attrgetter("case")):
        yield AskedCase(case, details.get(case, ()), tuple(answers))
