"""A pack as its row keeps it: the keys of the JSON that `packs.as_content` makes."""

from typing import TypedDict


class ChoiceContent(TypedDict):
    """One value of a scale."""

    code: str
    label: str
    score: int | None
    means: str
    standing: str
    also: list[str]


class ScaleContent(TypedDict):
    """A named set of choices."""

    id: str
    title: str
    choices: list[ChoiceContent]


class QuestionContent(TypedDict):
    """One thing that was asked."""

    id: str
    number: int
    section: str
    asks: str
    type: str
    scale: ScaleContent | None
    evidence: str
    answered_by: list[str]
    guidance: str
    core: str | None
    theme: str
    required: bool
    is_grade: bool
    comparable: bool
    beside: str
    follows: str
    is_decision: bool
    is_due: bool


class CaseContent(TypedDict):
    """One case that was asked about; ``details`` are pairs of a heading and a text."""

    ref: str
    number: int
    details: list[list[str]]


class QueryContent(TypedDict):
    """One answer that was asked for again."""

    case: str
    question: str
    says: str
    wrote: str


class LastContent(TypedDict):
    """What was answered the last time."""

    question: str
    says: str


class PackContent(TypedDict):
    """Everything one unit was asked at one edition."""

    code: str
    edition: int
    cycle: str
    unit: str
    unit_name: str
    agency: str
    title: str
    asks: str
    form: str
    cases: list[CaseContent]
    questions: list[QuestionContent]
    board: str
    legal_basis: str
    deadline: str
    contact: str
    concerns_to: str
    instructions: list[str]
    about: str
    queries: list[QueryContent]
    marking: str
    certified_by: str
    last_cycle: str
    last: list[LastContent]
