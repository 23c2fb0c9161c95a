"""An action's life: proposed, coloured, checked, chased. Pure."""

from .escalation import ActionRung, ActionStep, due_action_rung
from .ladder import Rung, due_rung
from .proposals import proposed_actions
from .rag import is_unfinished, overdue_days, rag
from .smart import lint_wording, smart_lint


__all__ = [
    "ActionRung",
    "ActionStep",
    "Rung",
    "due_action_rung",
    "due_rung",
    "is_unfinished",
    "lint_wording",
    "overdue_days",
    "proposed_actions",
    "rag",
    "smart_lint",
]
