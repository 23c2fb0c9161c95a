"""Loads every table: they point at one another, and who writes one row must know them all."""

from . import (
    tables_access as tables_access,
    tables_action as tables_action,
    tables_background_tasks as tables_background_tasks,
    tables_board as tables_board,
    tables_breakdown as tables_breakdown,
    tables_chasing as tables_chasing,
    tables_content as tables_content,
    tables_cycle as tables_cycle,
    tables_learning as tables_learning,
    tables_moderation as tables_moderation,
    tables_other_sources as tables_other_sources,
    tables_papers as tables_papers,
    tables_retention as tables_retention,
    tables_return as tables_return,
    tables_ticks as tables_ticks,
    tables_waits as tables_waits,
)
