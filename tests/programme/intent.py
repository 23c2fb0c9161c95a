"""What each unit means to say and how it will go about it, decided before it sees its pack."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from audits.demo.truth import Fact, fact_about
from audits.domain.pack import CONCERN, KNOWN
from audits.domain.question import AnswerType, EvidenceRule, Question
from audits.domain.seeded_chance import Dice

from .calendar import working_days_on


Key = tuple[str, int]  # case reference and question number


class Manner(StrEnum):
    """How a unit goes about its return."""

    CLEAN = "clean"
    SLOPPY = "sloppy"
    LATE = "late"
    SILENT = "silent"
    WRONG = "wrong"


class Wrong(StrEnum):
    """What a unit gets wrong, beside how it spells."""

    OTHER_CYCLE = "another cycle's pack"
    OLDER_EDITION = "an older edition after a newer"
    OFF_SCALE = "answers outside the scale"
    SORTED = "sorted rows"
    NAMES = "a surname where none may be"


MANNERS = {
    Manner.CLEAN: 58, Manner.SLOPPY: 16, Manner.LATE: 10, Manner.SILENT: 3, Manner.WRONG: 13,
}  # fmt: skip
OFF_SCALE = "More or less, I should think"
DONE_BY = ("2016-05-27", "2016-09-30", "2016-12-16")
LATEST, ANSWERS_QUERIES = 8, 0.75
OWN_PLAN = "Brief every team, then look again at ten records."


@dataclass(frozen=True, slots=True)
class Intent:
    """One unit in one cycle: what it means, and what it does to its workbook and when."""

    unit: str
    manner: Manner
    facts: Mapping[Key, Fact] = field(repr=False)
    returns_on: date | None
    wrong: Wrong | None = None
    no_notes: frozenset[Key] = frozenset()
    off_scale: frozenset[Key] = frozenset()
    unknown: str = ""
    concern: str = ""
    surname: str = field(default="", repr=False)
    queries_after: int | None = None  # working days until what is asked again is answered

    @property
    def asked_again(self) -> frozenset[Key]:
        """Return what its first return leaves to be asked again."""
        return self.no_notes | self.off_scale


@dataclass(frozen=True, slots=True)
class Asked:
    """What one unit is asked in one cycle, as far as an intention depends on it."""

    cycle: str
    unit: str
    questions: tuple[Question, ...]
    cases: tuple[str, ...]
    issued: date
    days: int  # working days to return it within
    about_children: bool
    first: bool  # one unit of each cycle answers whatever happens, or nothing could be found
    surnames: Mapping[str, str] = field(repr=False)


def decide(asked: Asked, seed: int) -> Intent:
    """Return what a unit means to say and do; the same seed decides the same."""
    dice = Dice(seed, "intent", asked.cycle, asked.unit)
    manner = dice.pick_by(MANNERS)
    if asked.first and manner is Manner.SILENT:
        manner = Manner.CLEAN
    facts = _facts(asked, seed)
    intent = Intent(asked.unit, manner, facts, _returned(asked, manner, dice))
    if manner is Manner.SILENT:
        return intent
    if manner is Manner.SLOPPY:
        intent = replace(intent, no_notes=_some_due(asked, facts, dice, share=0.12))
    if manner is Manner.LATE and asked.about_children:
        intent = replace(intent, unknown=dice.pick(asked.cases))
    if manner is Manner.WRONG:
        intent = _gone_wrong(intent, asked, dice)
    if asked.about_children and dice.chance(0.04):
        known = [case for case in asked.cases if case != intent.unknown]
        intent = replace(intent, concern=dice.pick(known)) if known else intent
    return _with_queries_answered(intent, dice)


def _with_queries_answered(intent: Intent, dice: Dice) -> Intent:
    after = 1 + dice.below(3) if dice.chance(ANSWERS_QUERIES) else None
    if not intent.asked_again:
        return intent
    if intent.wrong is Wrong.OLDER_EDITION:
        after = 1
    return replace(intent, queries_after=after)


def _returned(asked: Asked, manner: Manner, dice: Dice) -> date | None:
    due = working_days_on(asked.issued, asked.days)
    if manner is Manner.SILENT:
        return None
    if manner is Manner.LATE:
        return working_days_on(due, 1 + dice.below(LATEST))
    early = dice.below(min(asked.days, 6))
    if not early:
        return due
    return working_days_on(due, -early)


def _gone_wrong(intent: Intent, asked: Asked, dice: Dice) -> Intent:
    wrong = dice.pick(tuple(Wrong))
    if wrong is Wrong.NAMES and not asked.about_children:
        wrong = Wrong.SORTED
    facts = intent.facts
    if wrong is Wrong.OFF_SCALE:
        on_scales = [
            (case, q.number) for case in asked.cases for q in asked.questions
            if q.scale and (case, q.number) in facts
        ]  # fmt: skip
        return replace(intent, wrong=wrong, off_scale=frozenset(dice.shuffled(on_scales)[:3]))
    if wrong is Wrong.OLDER_EDITION:
        left_out = _some_due(asked, facts, dice, share=0.1)
        if not left_out:
            return intent
        return replace(intent, wrong=wrong, no_notes=left_out)
    if wrong is Wrong.NAMES:
        case = dice.pick(asked.cases)
        return replace(intent, wrong=wrong, surname=asked.surnames[case])
    return replace(intent, wrong=wrong)


def _some_due(
    asked: Asked, facts: Mapping[Key, Fact], dice: Dice, *, share: float
) -> frozenset[Key]:
    """Return some of the notes that must stand beside an answer: they will be left out."""
    return frozenset(
        (case, q.number)
        for case in asked.cases
        for q in asked.questions
        if (case, q.number) in facts and _is_due(q, facts[case, q.number]) and dice.chance(share)
    )


def _is_due(question: Question, fact: Fact) -> bool:
    if question.evidence is EvidenceRule.ALWAYS:
        return True
    best = question.scale.best.code if question.scale else ""
    return question.evidence is EvidenceRule.UNLESS_YES and fact.value != best


def _facts(asked: Asked, seed: int) -> dict[Key, Fact]:
    """Return what a unit's own record shows of each case; agencies need not agree."""
    facts: dict[Key, Fact] = {}
    for case in asked.cases:
        said = {
            q.id: fact_about(q, Dice(seed, "fact", asked.unit, case, q.id))
            for q in asked.questions
            if not q.follows
        }
        for question in asked.questions:
            fact = said.get(question.id) or _planned(question, said, asked.questions)
            if fact is not None:
                facts[case, question.number] = fact
        if asked.about_children:
            facts[case, KNOWN.number] = Fact("yes", "Yes")
    return facts


def _planned(
    question: Question, said: Mapping[str, Fact], questions: Sequence[Question]
) -> Fact | None:
    """Return what will be done, or by when, where the answer leaves something to improve."""
    before = next(each for each in questions if each.id == question.follows)
    if not _leaves_open(before, said[before.id].value):
        return None
    if question.type is AnswerType.DATE:
        day = DONE_BY[question.number % len(DONE_BY)]
        return Fact(day, day)
    return Fact(OWN_PLAN, OWN_PLAN)


def _leaves_open(question: Question, value: str) -> bool:
    scores = {c.code: c.score for c in question.scale.choices} if question.scale else {}
    judged = [score for score in scores.values() if score is not None]
    mine = scores.get(value)
    return mine is not None and mine < max(judged)


CONCERN_NUMBER, KNOWN_NUMBER = CONCERN.number, KNOWN.number
