"""What the answers in one row of a returned action workbook ask to be changed."""

from collections.abc import Mapping
from dataclasses import replace

from audits.actions import Decision, RowAnswers, decided
from audits.domain.answer import Answer
from audits.domain.errors import UserError
from audits.domain.pack import FILLED_IN_BY, MINUTED
from audits.domain.question import Question
from audits.domain.status import ENDED_ACTION, ActionStatus
from audits.steps.actions.change import Change
from audits.storage import ActionBook, ActionRow


class RowError(UserError):
    """What one row says cannot be taken; ``asked`` is the cell to look at again, if any helps."""

    def __init__(self, says: str, asked: str = "") -> None:
        super().__init__(says)
        self.asked = asked


def change_in(
    answers: RowAnswers, action: ActionRow, book: ActionBook, once: Mapping[str, Answer], group: str
) -> Change:
    """Return what a row's answers ask to be changed; ``once`` are those of the whole workbook.

    ``group`` is the short name of the quality group.

    Raises:
        RowError: if what it says cannot be taken.
    """
    by, minute = _who(once, book, group)
    change = Change(text_of(answers, book), by=by, minute=minute)
    if book.meeting is not None:
        return decision_in(answers, action, replace(change, meeting=book.meeting), group)
    return _owners_word(answers, action, change, group)


def text_of(answers: RowAnswers, book: ActionBook) -> str:
    """Return what a row says, in one text."""
    if book.meeting is not None:
        return decision_in_words(answers)
    texts = filter(None, (answers.text, answers.evidence, answers.why))
    text = ". ".join(text.rstrip(". ") for text in texts)
    if text:
        return text
    if answers.percent_done:
        return f"{answers.percent_done} per cent done."
    return "Nothing new."


def decision_in_words(answers: RowAnswers) -> str:
    """Return what a meeting decided and why, in one text."""
    spoken = answers.choice.replace("_", " ").capitalize()
    return f"{spoken}: {answers.text}" if answers.text else f"{spoken}."


def _who(once: Mapping[str, Answer], book: ActionBook, group: str) -> tuple[str, str]:
    """Return who filled a workbook in, and where a meeting's decisions are minuted."""
    role = _value_of(FILLED_IN_BY, once)
    who = ", ".join(filter(None, (role, book.agency))) or group
    return who, _value_of(MINUTED, once)


def _value_of(question: Question, once: Mapping[str, Answer]) -> str:
    answer = once.get(question.id)
    if answer is None:
        return ""
    return answer.value or ""


def _owners_word(answers: RowAnswers, action: ActionRow, change: Change, group: str) -> Change:
    if action.status in ENDED_ACTION:
        raise RowError(
            f"{action.id} is {action.status}, so nothing was written about it. If it has to go "
            f"on, ask {group} to reopen it."
        )
    is_complete = answers.choice == "complete" and action.status is not ActionStatus.COMPLETE
    if is_complete and not answers.evidence:
        raise RowError("Say what shows that it is complete, and where that is kept.", "evidence")
    due = answers.due if answers.due != action.due else None
    if due and not answers.why:
        raise RowError("Say why the date must move.", "why")
    change = replace(change, due=due, evidence=answers.evidence)
    if is_complete:
        return replace(change, percent_done=None, status=ActionStatus.COMPLETE)
    return replace(change, percent_done=_percent(answers.percent_done), status=None)


def _percent(text: str) -> int | None:
    number = in_hundreds(text)
    if number is None:
        return None
    if text == "1":  # what a cell holds that shows 100 %, too
        raise RowError("Is this 1 per cent or 100? Write 100 if all is done, or else 1%.", "done")
    if not 0 <= number <= 100:
        raise RowError("Enter a percentage: a number from 0 to 100.", "done")
    return round(number)


def in_hundreds(text: str) -> float | None:
    """Return a percentage from 0 to 100, None where nothing is written."""
    if not text:
        return None
    number = float(text)
    if 0 < number < 1:  # 0.6, where a cell was made a percentage
        return number * 100
    return number


def decision_in(answers: RowAnswers, action: ActionRow, change: Change, group: str) -> Change:
    """Return a change with what a meeting's answers decide about an action.

    Raises:
        RowError: if no decision is chosen, or it lacks its reason or its day.
        StatusError: if it cannot be decided about an action that stands so.
    """
    if not answers.choice:
        raise RowError("Something is written here, but no decision is chosen.", "decision")
    decision = Decision(answers.choice)
    status = decided(action.id, action.status, decision, group)
    if decision in (Decision.CLOSE, Decision.WITHDRAW) and not answers.text:
        raise RowError("Say what has changed in practice, or the reason.", "reason")
    if decision is Decision.TAKE_ON and not (action.due or answers.due):
        raise RowError("It has no day. Give the day by which it will be done.", "new_due")
    return replace(change, due=answers.due, status=status, reason=answers.text)
