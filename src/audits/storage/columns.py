"""Column types that mean the same on SQLite and PostgreSQL."""

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Dialect, Enum, TypeDecorator
from sqlalchemy.types import TypeEngine
from sqlmodel import SQLModel


# Named before the first table, so that a later migration can name what it changes.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# Tables take and give what they hold as it is; where one is checked it is built then. Building all
# of them takes a fifth of the time that a short command does.
SQLModel.model_config["defer_build"] = True


class Json(TypeDecorator[Any]):
    """What JSON can say: JSONB on PostgreSQL, whose module is loaded only there."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the type as this database has it."""
        if dialect.name != "postgresql":
            return super().load_dialect_impl(dialect)
        from sqlalchemy.dialects.postgresql import JSONB

        return dialect.type_descriptor(JSONB())


def words(kind: type[StrEnum], name: str) -> Any:
    """Return a column type that holds one of an enum's words, checked by the database."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=20,
        values_callable=lambda members: [member.value for member in members],
    )
