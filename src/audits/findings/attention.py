"""Which grades call for a person, and why; every other grade may be agreed with at once."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import starmap

from audits.domain.grade import Grade, GradedAnswer, Subject
from audits.domain.grounds import is_cannot_tell, is_good_grade, rests_on_little
from audits.domain.plan import Moderation
from audits.domain.question import EvidenceRule, Question, Standing
from audits.domain.status import DisagreementStatus

from .moderating import Waiting, WaitsFor, wants_follow_up


HALF = 0.5  # of a unit's judged answers on a case


class Reason(StrEnum):
    """Why a person must look at a grade."""

    DIFFERS = "agencies differ"
    CHANGED = "moderation changed it"
    DISPUTED = "disputed"
    LOWEST = "the lowest grade"
    FOLLOW_UP = "needs a follow-up"
    TWICE = "rated twice"
    NO_EVIDENCE = "no evidence beside it"
    OUT_OF_LINE = "does not fit the answers"


Answers = Sequence[tuple[Question, str]]  # a unit's answers on a case, each with its choice


def calling_for_a_person(
    graded: Sequence[GradedAnswer],
    plan: Moderation,
    answers: Mapping[tuple[str, str], Answers],
) -> dict[Subject, tuple[Reason, ...]]:
    """Return the grades that a person must look at, each with the reasons.

    Args:
        graded: Every grade of a cycle.
        plan: How the cycle is moderated.
        answers: What each unit answered on each case, by case and unit.
    """
    split = _where_agencies_differ(graded)
    by_subject = {}
    for grade in graded:
        if not (grade.own or grade.moderated or grade.panel):
            continue
        of_unit = answers.get((grade.subject.case, grade.subject.unit), ())
        reasons = tuple(_reasons(grade, plan, of_unit, split))
        if reasons:
            by_subject[grade.subject] = reasons
    return by_subject


def may_be_agreed(
    graded: Iterable[GradedAnswer], reasons: Mapping[Subject, object]
) -> tuple[GradedAnswer, ...]:
    """Return the units' own grades that call for nobody and that nobody has confirmed yet."""
    return tuple(
        grade
        for grade in graded
        if grade.own and not (grade.moderated or grade.panel) and grade.subject not in reasons
    )


def panel_may_agree(
    graded: Iterable[GradedAnswer], plan: Moderation, reasons: Mapping[Subject, object]
) -> tuple[GradedAnswer, ...]:
    """Return the grades on which unit and desk are at one and that the panel has not given yet.

    Nothing is open about them: no dispute, and no blind rating that is to come or differs. Without
    a desk they are the units' own that call for nobody.
    """
    if not plan.panel:
        return ()
    if not plan.desk:
        return may_be_agreed(graded, reasons)
    return tuple(filter(_is_at_one, graded))


def split_waiting(
    waiting: Iterable[Waiting], reasons: Mapping[Subject, object]
) -> tuple[tuple[Waiting, ...], dict[str, int]]:
    """Return what waits one by one, and how many other grades of each unit may be agreed with."""
    one_by_one, others = [], Counter[str]()
    for missing in waiting:
        if missing.waits_for is WaitsFor.DESK and missing.subject not in reasons:
            others[missing.subject.unit] += 1
        else:
            one_by_one.append(missing)
    return tuple(one_by_one), dict(others)


def is_out_of_line(grade: Question, value: str, answers: Answers) -> bool:
    """Tell whether a grade does not fit the same unit's answers about the same case.

    It is in the better half of its scale though half of the judged answers or more are the lowest
    of theirs, or though the record could not say most of what was asked; or in the worse half
    though every judged answer is the best.
    """
    if not grade.is_grade or not _is_judged(grade, value):
        return False
    others = [(question, code) for question, code in answers if not question.is_grade]
    judged = [(question, code) for question, code in others if _is_judged(question, code)]
    if not is_good_grade(grade, value):
        return bool(judged) and not any(starmap(Question.is_below_best, judged))
    silent = sum(starmap(is_cannot_tell, others))
    lowest = sum(starmap(Question.is_lowest, judged))
    return rests_on_little(silent, len(others)) or (lowest > 0 and lowest >= HALF * len(judged))


def _reasons(
    grade: GradedAnswer, plan: Moderation, answers: Answers, split: set[tuple[str, str]]
) -> Iterator[Reason]:
    own, decided = grade.own, grade.panel or grade.moderated
    is_changed = decided is not None and (own is None or decided.value != own.value)
    holds = {
        Reason.DIFFERS: (grade.subject.case, grade.subject.question) in split,
        Reason.CHANGED: is_changed,
        Reason.DISPUTED: grade.disagreement is DisagreementStatus.DISPUTED,
        Reason.LOWEST: grade.is_lowest,
        Reason.FOLLOW_UP: wants_follow_up(grade, plan) and not grade.is_lowest,
        Reason.TWICE: grade.is_second_rated,
        Reason.NO_EVIDENCE: own is not None and _lacks_evidence(grade.question, own),
        Reason.OUT_OF_LINE: own is not None and is_out_of_line(grade.question, own.value, answers),
    }
    for reason, is_so in holds.items():
        if is_so:
            yield reason


def _is_at_one(graded: GradedAnswer) -> bool:
    own, desk, second = graded.own, graded.moderated, graded.visible_second
    if own is None or desk is None or graded.panel is not None:
        return False
    is_open = graded.disagreement not in (None, DisagreementStatus.SETTLED)
    if is_open or (graded.is_second_rated and second is None):
        return False
    return own.value == desk.value and (second is None or second.value == own.value)


def _where_agencies_differ(graded: Sequence[GradedAnswer]) -> set[tuple[str, str]]:
    """Return the cases and questions that were graded differently by different units."""
    values: dict[tuple[str, str], set[str]] = defaultdict(set)
    for grade in graded:
        if grade.own and _is_judged(grade.question, grade.own.value):
            values[grade.subject.case, grade.subject.question].add(grade.own.value)
    return {key for key, given in values.items() if len(given) > 1}


def _lacks_evidence(question: Question, own: Grade) -> bool:
    if own.why.strip() or question.evidence in (EvidenceRule.NEVER, EvidenceRule.OPTIONAL):
        return False
    return question.evidence is EvidenceRule.ALWAYS or question.is_below_best(own.value)


def _is_judged(question: Question, code: str) -> bool:
    choice = question.choice(code)
    return choice is not None and choice.standing is Standing.JUDGED
