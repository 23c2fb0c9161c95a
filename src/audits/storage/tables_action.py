"""Tables: what is done about what was found, and how one sees that it worked."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from audits.domain.action import ActionKind, Origin, Rag
from audits.domain.status import ActionStatus

from .columns import Json, words


class ActionRow(SQLModel, table=True):
    """What one accountable agency will do, by when, measured how.

    There is no column for its colour, which is worked out: nobody can write that it is green. Who
    completed it and on what evidence, and who closed it and with what impact, stand or fall with
    its status. Only the action of an audit before our time may lack an owner or a day.
    """

    __tablename__ = "action"
    __table_args__ = (
        CheckConstraint("percent_done BETWEEN 0 AND 100", name="percent_done"),
        CheckConstraint("title <> ''", name="said"),
        CheckConstraint("owner <> '' OR cycle IS NOT NULL", name="owned"),
        CheckConstraint("(due IS NULL) = (original_due IS NULL)", name="dated"),
        CheckConstraint("times_moved > 0 OR due = original_due", name="moved"),
        CheckConstraint(
            "(status IN ('complete', 'closed')) = "
            "(completed_at IS NOT NULL AND completed_by <> '' AND evidence <> '')",
            name="complete",
        ),
        CheckConstraint(
            "(status = 'closed') = (closed_at IS NOT NULL AND closed_by <> '' AND impact <> '')",
            name="closed",
        ),
        CheckConstraint(
            "typed_rag IS NULL OR (typed_rag IN ('amber', 'red') AND typed_why <> '')",
            name="typed_rag",
        ),
        Index("ix_action_standing", "status", "due"),
    )
    id: str = Field(primary_key=True)
    title: str
    source: str
    recommendation: str = ""  # its number in the document that it comes from
    origin: Origin = Field(default=Origin.OTHER, sa_type=words(Origin, "action_origin"))
    kind: ActionKind = Field(default=ActionKind.PRACTICE, sa_type=words(ActionKind, "action_kind"))
    cycle: str | None = Field(default=None, foreign_key="cycle.ref")
    theme: str = ""
    owner: str = Field(index=True)
    lead: str = ""  # the post that answers for it in the owner's house, and who stands in
    deputy: str = ""
    start_on: date | None = None
    due: date | None = None
    original_due: date | None = None
    times_moved: int = 0
    status: ActionStatus = Field(sa_type=words(ActionStatus, "action_status"))
    opened_on: date
    measure: str = ""
    percent_done: int = 0
    updated_at: datetime | None = None
    updated_by: str = ""
    typed_rag: Rag | None = Field(
        default=None, sa_type=words(Rag, "action_typed_rag"), nullable=True
    )
    typed_why: str = ""
    evidence: str = ""
    completed_at: datetime | None = None
    completed_by: str = ""
    impact: str = ""
    closed_at: datetime | None = None
    closed_by: str = ""
    closed_why: str = ""  # the quality group's reason where no measure shows that it worked
    meeting: date | None = None  # the last that decided about it, and where it is minuted
    minute: str = ""
    reaudit_kind: str = ""
    reaudit_on: date | None = None
    reaudit_cycle: str | None = Field(default=None, foreign_key="cycle.ref")
    answer: int | None = Field(default=None, foreign_key="answer.id")  # that promised it
    factors: str = ""  # codes of what it is to put right, with commas between


class ActionFinding(SQLModel, table=True):
    """One finding that one action is about; either may have many."""

    __tablename__ = "action_finding"
    action: str = Field(primary_key=True, foreign_key="action.id", ondelete="CASCADE")
    finding: str = Field(primary_key=True, foreign_key="finding.id", ondelete="CASCADE", index=True)


class ActionAgency(SQLModel, table=True):
    """An agency or unit that contributes to an action another is accountable for."""

    __tablename__ = "action_agency"
    action: str = Field(primary_key=True, foreign_key="action.id", ondelete="CASCADE")
    agency: str = Field(primary_key=True)


class ActionMeasure(SQLModel, table=True):
    """What shows that an action worked: where it stood, where it should be, where it is.

    With ``of``, a level is a count of so many cases; without, a figure that covers everybody.
    """

    __tablename__ = "action_measure"
    __table_args__ = (
        CheckConstraint("(baseline IS NULL) = (baseline_on IS NULL)", name="baseline"),
        CheckConstraint("(target IS NULL) = (target_on IS NULL)", name="target"),
        CheckConstraint("(after IS NULL) = (after_on IS NULL)", name="after"),
        CheckConstraint("kind IN ('question', 'figure')", name="kind"),
        CheckConstraint("better IN ('up', 'down')", name="better"),
    )
    action: str = Field(primary_key=True, foreign_key="action.id", ondelete="CASCADE")
    kind: str
    name: str
    better: str = "up"
    baseline: float | None = None
    baseline_of: int | None = None
    baseline_on: date | None = None
    target: float | None = None
    target_of: int | None = None
    target_on: date | None = None
    after: float | None = None
    after_of: int | None = None
    after_on: date | None = None
    after_cycle: str | None = Field(default=None, foreign_key="cycle.ref")


class ActionUpdate(SQLModel, table=True):
    """One thing said about an action; a moved date and a new status keep what they were."""

    __tablename__ = "action_update"
    __table_args__ = (
        CheckConstraint("text <> ''", name="said"),
        CheckConstraint("due_before IS NULL OR due_after IS NOT NULL", name="moved"),
        CheckConstraint("(status_before IS NULL) = (status_after IS NULL)", name="status"),
    )
    id: int | None = Field(default=None, primary_key=True)
    action: str = Field(foreign_key="action.id", index=True)
    at: datetime
    by: str
    text: str
    due_before: date | None = None
    due_after: date | None = None
    percent_done: int | None = None
    status_before: str | None = None
    status_after: str | None = None
    reason: str = ""
    meeting: date | None = Field(default=None, index=True)
    minute: str = ""
    return_id: str | None = Field(default=None, foreign_key="return_file.id")


class ActionEvidence(SQLModel, table=True):
    """One file that shows what became of an action; its bytes are kept sealed, without its name."""

    __tablename__ = "action_evidence"
    __table_args__ = (
        UniqueConstraint("action", "sha256"),
        CheckConstraint("shows <> ''", name="said"),
    )
    action: str = Field(primary_key=True, foreign_key="action.id", ondelete="CASCADE")
    number: int = Field(primary_key=True)
    sha256: str
    extension: str
    size: int
    shows: str
    at: datetime
    by: str


class ActionRung(SQLModel, table=True):
    """One step of the ladder that an action reached, with the date it was due by then."""

    __tablename__ = "action_rung"
    action: str = Field(primary_key=True, foreign_key="action.id", ondelete="CASCADE")
    step: str = Field(primary_key=True)
    due: date = Field(primary_key=True)
    reached_on: date
    told: str = ""  # the unit that was written to; "" where a meeting takes it up by itself


class Meeting(SQLModel, table=True):
    """A day on which a body of the partnership meets; the ladder and agendas count on it."""

    __table_args__ = (CheckConstraint("body <> ''", name="body"),)
    body: str = Field(primary_key=True)
    day: date = Field(primary_key=True)


class MeetingDecision(SQLModel, table=True):
    """That a meeting approved a draw, or signed a public paper, and where it is minuted."""

    __tablename__ = "meeting_decision"
    meeting: date = Field(primary_key=True)
    cycle: str = Field(primary_key=True, foreign_key="cycle.ref")
    paper: str = Field(default="", primary_key=True)  # "" where it was about the draw
    decided: str
    minute: str = ""
    at: datetime
    noted_by: str


class ActionBook(SQLModel, table=True):
    """One edition of an action workbook: an agency's own, or a meeting's agenda."""

    __tablename__ = "action_book"
    __table_args__ = (CheckConstraint("(agency = '') = (meeting IS NOT NULL)", name="whose"),)
    id: str = Field(primary_key=True)
    code: str = Field(index=True)
    edition: int
    agency: str = ""
    meeting: date | None = None
    file_name: str
    content: dict[str, Any] = Field(sa_type=Json)
    made_at: datetime
    due_at: datetime | None = None
    sha256: str = ""


class Challenge(SQLModel, table=True):
    """What one partner put to another about practice, and what came of it."""

    __table_args__ = (
        CheckConstraint("(settled_on IS NULL) = (outcome = '')", name="settled"),
        CheckConstraint("text <> ''", name="said"),
    )
    id: str = Field(primary_key=True)
    raised_on: date
    raised_by: str
    put_to: str
    text: str
    theme: str = ""
    action: str | None = Field(default=None, foreign_key="action.id")
    settled_on: date | None = None
    outcome: str = ""


class Shared(SQLModel, table=True):
    """What was learnt about a theme, and with whom it was shared."""

    id: int | None = Field(default=None, primary_key=True)
    theme: str = Field(index=True)
    shared_with: str
    how: str
    on: date
    by: str


class TrainingNeed(SQLModel, table=True):
    """Something that training has to bring home, until it does."""

    __tablename__ = "training_need"
    __table_args__ = (CheckConstraint("(met_on IS NULL) = (met_how = '')", name="met"),)
    id: str = Field(primary_key=True)
    theme: str = Field(index=True)
    text: str
    audience: str
    raised_on: date
    action: str | None = Field(default=None, foreign_key="action.id")
    met_on: date | None = None
    met_how: str = ""
