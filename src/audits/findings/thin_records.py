"""Records that were too thin to judge: one finding, however many questions they left open."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from operator import attrgetter

from audits.domain.finding import CaseAnswer, Estimate, FindingKind, JudgedCase
from audits.domain.question import Question, Standing

from .claim import Claim
from .judge import all_answers, judge_cases
from .tally import Tally, tally


# A record that does not say is itself practice to put right, but one or two such cases are chance.
# Counted, not estimated: at least three, and at least one in five of the cases it was asked of.
CANNOT_TELL_CASES = 3
CANNOT_TELL_ONE_IN = 5
THEME = "Recording"
# Which of a case's places under several questions stands: a record that does not say, first.
_FIRST = (Standing.CANNOT_TELL, Standing.JUDGED, Standing.NOT_APPLICABLE)


def thin_records(
    questions: Sequence[Question],
    answers: Sequence[CaseAnswer],
    *,
    estimate: Callable[[Sequence[JudgedCase], Tally], Estimate],
) -> Claim | None:
    """Return what too many records did not say, None where they said enough.

    One cause is one finding: a case is counted once if its record left any of these questions open.
    """
    thin, by_question = [], []
    for question in questions:
        if question.scale is None:
            continue
        cases = judge_cases(question, answers)
        if _is_thin(tally(cases)):
            thin.append(question)
            by_question.append(cases)
    if not thin:
        return None
    counts = tally(_together(by_question))
    asked_of = counts.judged + counts.cannot_tell
    # The silent cases are what is counted here, so none is left over to be counted apart.
    shown = replace(counts, judged=asked_of, cannot_tell=())
    theme, question_id = THEME, ""
    if len(thin) == 1:
        theme, question_id = _name(thin[0]), thin[0].id
    return Claim(
        theme,
        question_id,
        FindingKind.DEVELOPMENT,
        _in_words(thin),
        asked_of,
        shown,
        estimate(counts.cannot_tell, shown),
    )


def _is_thin(counts: Tally) -> bool:
    silent, asked_of = len(counts.cannot_tell), len(counts.judged) + len(counts.cannot_tell)
    return silent >= CANNOT_TELL_CASES and silent * CANNOT_TELL_ONE_IN >= asked_of


def _together(by_question: Sequence[tuple[JudgedCase, ...]]) -> list[JudgedCase]:
    """Return each case once, as it stands under all these questions, with every answer to them."""
    by_case: dict[str, list[JudgedCase]] = defaultdict(list)
    for cases in by_question:
        for case in cases:
            by_case[case.case].append(case)
    return list(map(_one, by_case.values()))


def _one(cases: Sequence[JudgedCase]) -> JudgedCase:
    standings = set(map(attrgetter("standing"), cases))
    first = next((standing for standing in _FIRST if standing in standings), None)
    return replace(cases[0], value=None, standing=first, answers=all_answers(cases))


def _name(question: Question) -> str:
    return question.theme or question.core or question.section


def _in_words(questions: Sequence[Question]) -> str:
    if len(questions) == 1:
        return f"Records did not say enough to answer: {questions[0].asks}"
    names = dict.fromkeys(_name(question).replace("_", " ") for question in questions)
    return f"Records were too thin to judge at least one of these: {'; '.join(names)}."
