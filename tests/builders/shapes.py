"""What a database's tables look like, as the database itself says."""

from typing import Any

from sqlalchemy import Engine, inspect


def shape_of(engine: Engine) -> dict[str, dict[str, Any]]:
    """Return each table's columns, keys, references, constraints and indexes, but Alembic's own."""
    inspector = inspect(engine)
    names = set(inspector.get_table_names()) - {"alembic_version"}
    return {
        name: {
            "columns": {
                column["name"]: (str(column["type"]), column["nullable"], column["default"])
                for column in inspector.get_columns(name)
            },
            "primary key": inspector.get_pk_constraint(name),
            "references": _in_order(inspector.get_foreign_keys(name)),
            "unique": _in_order(inspector.get_unique_constraints(name)),
            "checks": _in_order(inspector.get_check_constraints(name)),
            "indexes": _in_order(inspector.get_indexes(name)),
        }
        for name in sorted(names)
    }


def _in_order(parts: list[Any]) -> list[Any]:
    """Return what a table has under names in the order of the names, its conditions as text."""
    for part in parts:
        options = part.get("dialect_options", {})
        part["dialect_options"] = {name: str(option) for name, option in options.items()}
    return sorted(parts, key=lambda part: part["name"])
