"""What an action workbook asks: of an action's owner, and of the meeting that decides."""

from dataclasses import dataclass, replace
from datetime import date

from audits.domain.action import Action
from audits.domain.answer import Answer
from audits.domain.question import AnswerType, Choice, EvidenceRule, Question, Scale

from .decisions import Decision


MOST = 999  # actions in one workbook: its references count cases with three digits

STANDING = Scale(
    "action_standing", "Is it complete?",
    (
        Choice("not_yet", "Not yet", 1, also=("no", "n", "open", "in progress")),
        Choice("complete", "Complete", 0, "It is done, and there is something to show for it.",
               also=("yes", "y", "done", "completed")),
    ),
)  # fmt: skip
DECISIONS = Scale(
    "qeg_decision", "What {quality_group} decides",
    (
        Choice(Decision.TAKE_ON, "Take on", 4, "A proposed action becomes an open one."),
        Choice(Decision.CLOSE, "Close", 3, "It is complete, and practice has changed."),
        Choice(Decision.KEEP_OPEN, "Keep open", 2, "More is wanted, or it is not yet done."),
        Choice(Decision.REOPEN, "Reopen", 1, "It was complete or closed, and has to go on."),
        Choice(Decision.WITHDRAW, "Withdraw", 0, "It is not going to be done. Say why."),
    ),
)  # fmt: skip


def _text(
    id: str, number: int, asks: str, guidance: str = "", *, is_counted: bool = False
) -> Question:
    return Question(
        id, number, "Actions", asks, type=AnswerType.TEXT, evidence=EvidenceRule.NEVER,
        guidance=guidance, required=is_counted,
    )  # fmt: skip


def _choice(id: str, number: int, scale: Scale, *, is_counted: bool = False) -> Question:
    return Question(
        id, number, "Actions", scale.title, scale=scale, evidence=EvidenceRule.NEVER,
        required=is_counted,
    )  # fmt: skip


def _typed(id: str, number: int, asks: str, type: AnswerType) -> Question:
    return Question(
        id, number, "Actions", asks, type=type, evidence=EvidenceRule.NEVER, required=False
    )


# What is counted as still to do is a nudge: a row that says nothing is no problem.
OWNER_ASKED = (
    _text("happened", 1, "What has been done since the last update?", is_counted=True),
    _typed("done", 2, "How much is done, in per cent?", AnswerType.NUMBER),
    _choice("complete", 3, STANDING),
    _text("evidence", 4, "If complete: what shows it?", "What it is, and where it is kept."),
    _typed("new_due", 5, "If the date must move: to which day?", AnswerType.DATE),
    _text("why", 6, "Why must the date move?"),
)
MEETING_ASKED = (
    _choice("decision", 1, DECISIONS, is_counted=True),
    _text("reason", 2, "What has changed in practice, or the reason for the decision",
          "To close an action: the impact that was seen. If nothing shows it: why it is closed."),
    _typed("new_due", 3, "New due date, if it moves", AnswerType.DATE),
)  # fmt: skip
OWNER_STEPS = (
    "Each row of the sheet Actions is one action that your agency is accountable for.",
    "Say of each what has been done since the last update; 'nothing yet' will do.",
    "Complete is your word: say what shows it. {quality_group} closes an action once practice has "
    "changed.",
    "A date that must move keeps what it was, so say why.",
)
MEETING_STEPS = (
    "Each row of the sheet Actions is one action that this meeting has to decide about.",
    "Choose a decision for each. A row without one comes back at the next meeting.",
    "To close an action, say what has changed in practice.",
)


def meeting_asked(group: str) -> tuple[Question, ...]:
    """Return what a meeting is asked of each action, in the name of the quality group."""
    decision, *others = MEETING_ASKED
    asks = decision.asks.format(quality_group=group)
    return (replace(decision, asks=asks, scale=replace(DECISIONS, title=asks)), *others)


def owner_steps(group: str) -> tuple[str, ...]:
    """Return how an owner's workbook is filled in, in the name of the quality group."""
    return tuple(step.format(quality_group=group) for step in OWNER_STEPS)


@dataclass(frozen=True, slots=True)
class RowAnswers:
    """What one row of an action workbook says; None and "" where it says nothing."""

    action: str
    text: str = ""
    percent_done: str = ""
    choice: str = ""
    evidence: str = ""
    due: date | None = None
    why: str = ""


def details_of(
    action: Action, *, owner: str, colour: str, last: str = "", why: str = "", impact: str = ""
) -> tuple[tuple[str, str], ...]:
    """Return what a workbook says about an action beside its number, without what is empty.

    ``owner`` is left out where every row has the same; ``why`` and ``impact`` are for a meeting.
    """
    details = [("what_is_to_be_done", action.title)]
    if owner:
        details.append(("owner", owner))
    details += [("due", _due(action)), ("stands", colour), ("measure", action.measure)]
    if why:
        details.append(("to_decide", why))
    details.append(("last_said", last))
    if why:
        details.append(("impact", impact))
    return tuple(details)


def _due(action: Action) -> str:
    if action.due is None:
        return "no date"
    words = f"{action.due:%d/%m/%Y}"
    if action.times_moved:
        words += f", first {action.original_due:%d/%m/%Y}"
    return words


def said_by(action: str, answers: dict[str, Answer]) -> RowAnswers:
    """Return what the answers about one action come to, by the id of what was asked."""

    def value(*ids: str) -> str:
        for question in ids:
            answer = answers.get(question)
            if answer is not None and answer.value:
                return answer.value
        return ""

    new_due = value("new_due")
    due = date.fromisoformat(new_due) if new_due else None
    return RowAnswers(
        action,
        text=value("happened", "reason"),
        percent_done=value("done"),
        choice=value("complete", "decision"),
        evidence=value("evidence"),
        due=due,
        why=value("why"),
    )
