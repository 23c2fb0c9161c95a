"""Tables: what came back."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from audits.domain.status import ReturnOutcome

from .columns import Json, words


class ReturnFile(SQLModel, table=True):
    """What one received file says about one pack; its bytes are sealed elsewhere.

    No outcome: kept, not yet read; ``claimed_by`` names who reads it. A file with the rows of
    several packs has a row for each, all but the first ``part_of`` it. What was handed in on a
    unit's own page, ``only_for`` it, is taken for no other unit. ``typed`` are the cases and
    questions that were answered on that page, None where a file was handed in.
    """

    __tablename__ = "return_file"
    id: str = Field(primary_key=True)
    sha256: str = Field(index=True)
    received_at: datetime
    size: int
    route: str
    outcome: ReturnOutcome | None = Field(
        default=None, sa_type=words(ReturnOutcome, "return_outcome"), nullable=True
    )
    cycle: str | None = Field(default=None, foreign_key="cycle.ref", index=True)
    unit: str | None = Field(default=None, foreign_key="unit.code")
    pack: str | None = None
    late: bool = False
    supersedes: str | None = None
    part_of: str | None = None
    claimed_at: datetime | None = None
    claimed_by: str | None = None
    only_for: str | None = None
    typed: list[list[str]] | None = Field(default=None, sa_type=Json)


class ReturnProblem(SQLModel, table=True):
    """Something wrong with a return, in the sentence its sender gets.

    A query is ``asked_in`` an edition of the pack and settled by a later return; ``raised_at`` is
    when it was first found, however often it was found again.
    """

    __tablename__ = "return_problem"
    __table_args__ = (
        CheckConstraint("(settled_at IS NULL) = (settled_by IS NULL)", name="settled"),
    )
    id: int | None = Field(default=None, primary_key=True)
    return_id: str = Field(foreign_key="return_file.id", index=True)
    code: str
    message: str
    sheet: str = ""
    cell: str = ""
    case_ref: str = ""
    question: str = ""
    is_query: bool = True
    raised_at: datetime
    asked_in: str | None = Field(default=None, foreign_key="issued_pack.id")
    settled_at: datetime | None = None
    settled_by: str | None = Field(default=None, foreign_key="return_file.id")


class AnswerRow(SQLModel, table=True):
    """One answer, never overwritten: a later one takes ``current`` from it."""

    __tablename__ = "answer"
    __table_args__ = (
        Index(
            "uq_answer_current",
            "pack",
            "case_ref",
            "question",
            unique=True,
            # On PostgreSQL too, as the migration says; said here it would load all of its drivers.
            # SQLite takes an index only for the very words of a question: "current = 1".
            sqlite_where=text("current = 1"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    return_id: str = Field(foreign_key="return_file.id", index=True)
    pack: str
    cycle: str = Field(foreign_key="cycle.ref", index=True)
    unit: str = Field(foreign_key="unit.code")
    case_ref: str
    question: str
    value: str | None = None
    original: str = Field(repr=False)
    note: str = Field(default="", repr=False)
    sheet: str = Field(default="", repr=False)
    cell: str = ""
    edition: int = 1
    current: bool = True


class Certification(SQLModel, table=True):
    """That whoever holds an office at a unit certified its return; their name is the contact's.

    ``last_answer`` is the last of the unit's answers that it covers. The last one that was not
    withdrawn counts.
    """

    __table_args__ = (
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_why = '')", name="withdrawn"),
        CheckConstraint("office <> ''", name="office"),
    )
    id: int | None = Field(default=None, primary_key=True)
    cycle: str = Field(foreign_key="cycle.ref", index=True)
    unit: str = Field(foreign_key="unit.code")
    pack: str = Field(index=True)
    office: str
    contact: int = Field(foreign_key="contact.id")
    certified_on: date
    return_id: str = Field(foreign_key="return_file.id")
    last_answer: int
    at: datetime
    noted_by: str
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""
    withdrawn_why: str = ""


class CertifiedElsewhere(SQLModel, table=True):
    """That answers of a unit were certified at another partnership and taken over from there.

    ``carried`` are the answers of its file that were taken, or stood already, by question.
    """

    __tablename__ = "certified_elsewhere"
    __table_args__ = (UniqueConstraint("pack", "sha256"),)
    id: int | None = Field(default=None, primary_key=True)
    cycle: str = Field(foreign_key="cycle.ref", index=True)
    unit: str = Field(foreign_key="unit.code")
    pack: str
    partnership: str
    from_cycle: str
    office: str
    certified_on: date
    seal: str  # what the other partnership's seal is called
    sha256: str  # of the file
    carried: dict[str, str] = Field(default_factory=dict, sa_type=Json)
    at: datetime
    noted_by: str


class LeftInInbox(SQLModel, table=True):
    """What lay in an inbox at its last collection and cannot be collected, and why."""

    __tablename__ = "left_in_inbox"
    reference: str = Field(primary_key=True)
    inbox: str
    says: str
    since: datetime


class Concern(SQLModel, table=True):
    """A unit's immediate concern about a child, and who took it up.

    ``additions`` are the returns in which it was said again in other words, and when.
    """

    __table_args__ = (
        UniqueConstraint("return_id", "case_ref"),
        CheckConstraint("(acknowledged_at IS NULL) = (acknowledged_by IS NULL)", name="taken_up"),
    )
    id: int | None = Field(default=None, primary_key=True)
    return_id: str = Field(foreign_key="return_file.id")
    cycle: str = Field(foreign_key="cycle.ref")
    unit: str = Field(foreign_key="unit.code")
    case_ref: str
    raised_at: datetime
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    done: str = ""
    additions: list[dict[str, str]] = Field(default_factory=list, sa_type=Json)
