"""A sheet with questions: its columns, its rows, and where they meet in what is answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from audits.domain.question import Question
from audits.domain.spelling import folded
from audits.xlsx import column_letter


HEADING_ROW = 3  # below the sheet's title and one line of help
STANDARD = 90  # from this number on, questions are those of every pack


def numbered(question: Question) -> str:
    """Return what a question asks, after its number if it is one of a template's own."""
    if question.number < STANDARD:
        return f"{question.number}. {question.asks}"
    return question.asks


class Role(StrEnum):
    """What a column is for."""

    REFERENCE = "reference"
    TEXT = "text"
    PAST = "past"  # what was answered the last time
    ANSWER = "answer"
    NOTE = "note"
    TO_DO = "to_do"


@dataclass(frozen=True)
class Heading:
    """One column. ``question`` is what a grid's column asks; ``width`` is in characters.

    ``follows`` counts the questions that a row's own question brings with it, from one.
    ``guidance`` is what to look for, small below the words.
    """

    text: str
    role: Role
    width: int
    question: Question | None = None
    follows: int = 0
    guidance: str = ""

    @property
    def words(self) -> str:
        """Return the words as they are shown: a question that a heading asks has its number."""
        if self.question is None or self.role is not Role.ANSWER:
            return self.text
        return numbered(self.question)

    @property
    def variants(self) -> tuple[str, ...]:
        """Return the texts that may stand in it: as it is written now, and as it was once."""
        return self.text, self.words, f"{self.words}\n{self.guidance}"

    @cached_property  # asked once for each row below it
    def part(self) -> str:
        """Return the part of the reference in the heading, "" where there is none."""
        if self.question is None:
            return ""
        letter = "N" if self.role is Role.NOTE else "Q"
        return f"{letter}{self.question.number:02d}"

    @cached_property
    def name(self) -> str:
        """Return what the heading is known by: its reference, or else its words."""
        return self.part or folded(self.text)


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its reference's part, the texts of its fixed columns, and what it asks about."""

    part: str
    texts: tuple[str, ...]
    case: str = ""
    question: Question | None = None
    followers: tuple[Question, ...] = ()
    past: str = ""  # what was answered the last time
    number: int = 0  # that people are shown before its question, 0 for none

    def asked_in(self, heading: Heading) -> Question | None:
        """Return what is asked where this row meets a column of answers."""
        if heading.follows:
            place = heading.follows - 1
            if place >= len(self.followers):
                return None
            return self.followers[place]
        return heading.question or self.question


@dataclass(frozen=True, slots=True)
class Slot:
    """Where one question about one case is answered; rows and columns count from one."""

    case: str
    question: Question
    row: int
    column: int
    note_column: int | None

    @property
    def cell(self) -> str:
        """Return the name of the answer's cell, as ``B4``."""
        return f"{column_letter(self.column)}{self.row}"

    @property
    def note_cell(self) -> str:
        """Return the name of the note's cell, "" where there is none."""
        if not self.note_column:
            return ""
        return f"{column_letter(self.note_column)}{self.row}"


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet with questions."""

    title: str
    help: str
    headings: tuple[Heading, ...]
    lines: tuple[Line, ...]

    @property
    def is_grid(self) -> bool:
        """Tell whether a row is a case, and each of its columns of answers a question."""
        return self.lines[0].question is None

    @property
    def widths(self) -> list[int]:
        """Return how wide its columns are, in characters."""
        return [heading.width for heading in self.headings]

    @property
    def to_do(self) -> int:
        """Return the column, from one, that counts what is still to do in each row."""
        return 1 + next(place for place, h in enumerate(self.headings) if h.role is Role.TO_DO)

    @property
    def to_fill_in(self) -> tuple[Heading, ...]:
        """Return the columns of answers and of notes."""
        return tuple(h for h in self.headings if h.role in (Role.ANSWER, Role.NOTE))

    def slots(self) -> Iterator[Slot]:
        """Yield every place to be filled in, row by row."""
        for row, line in enumerate(self.lines, start=HEADING_ROW + 1):
            for column, heading in enumerate(self.headings, start=1):
                question = line.asked_in(heading)
                if heading.role is Role.ANSWER and question is not None:
                    note = self._note_column(column)
                    yield Slot(line.case, question, row, column, note)

    def _note_column(self, column: int) -> int | None:
        after = self.headings[column : column + 1]
        return column + 1 if after and after[0].role is Role.NOTE else None
