"""Tables: who let a public paper out."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class PaperSignOff(SQLModel, table=True):
    """A person's word that a public paper, as it then read, identifies nobody; all stay.

    ``about`` is a cycle's reference, or a year; ``sha256`` is of what the paper said.
    """

    __tablename__ = "paper_sign_off"
    id: int | None = Field(default=None, primary_key=True)
    about: str = Field(index=True)
    paper: str
    sha256: str
    signed_by: str
    why: str
    at: datetime
    noted_by: str
