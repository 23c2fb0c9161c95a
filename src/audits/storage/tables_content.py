"""Table: the files of a workspace, where its settings keep them in the database."""

from sqlmodel import Field, SQLModel


class ContentRow(SQLModel, table=True):
    """One file: in which store, named by the SHA-256 of what it holds; sealed where it may name."""

    __tablename__ = "content"
    store: str = Field(primary_key=True)
    sha256: str = Field(primary_key=True)
    suffix: str
    data: bytes
