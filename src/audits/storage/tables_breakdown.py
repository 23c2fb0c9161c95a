"""Tables: who the children of an audit were, counted, with small counts already withheld."""

from enum import StrEnum

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from .columns import words


class BreakdownPart(StrEnum):
    """What a line of a breakdown counts; the first three say how well it was recorded."""

    ALL = "all"
    NOT_RECORDED = "not_recorded"
    IN_OTHER_WORDS = "in_other_words"
    GROUP = "group"
    NOTHING_SAID = "nothing_said"  # the register says it of nobody


class Breakdown(SQLModel, table=True):
    """How many children of an audit, and of the others it could have drawn, are of one group.

    A count of a group is empty where it was withheld: what would give a child away is not kept.
    """

    __tablename__ = "breakdown"
    __table_args__ = (CheckConstraint("(part = 'group') = (value <> '')", name="value"),)
    cycle: str = Field(primary_key=True, foreign_key="cycle.ref")
    name: str = Field(primary_key=True)  # of the register's column
    place: int = Field(primary_key=True)
    title: str
    part: BreakdownPart = Field(sa_type=words(BreakdownPart, "breakdown_part"))
    value: str = ""
    audited: int | None = None
    others: int | None = None
