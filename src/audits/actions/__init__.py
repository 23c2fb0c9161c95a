"""An action's life: proposed, coloured, checked, chased, decided, weighed. Pure."""

from .bodies import is_body
from .book import (
    DECISIONS,
    MEETING_STEPS,
    MOST,
    OWNER_ASKED,
    RowAnswers,
    details_of,
    meeting_asked,
    owner_steps,
    said_by,
)
from .decisions import Decision, decided, possible, qeg_cutoff, why_brought
from .escalation import BOARD_MEMBER, ActionRung, ActionStep, due_action_rung
from .impact import Better, Impact, MeasureKind, Verdict, is_reached, weigh
from .ladder import Rung, due_rung
from .plan_columns import (
    CLAIMED as PLAN_CLAIMED,
    HEADINGS as PLAN_HEADINGS,
    NEEDED as PLAN_NEEDED,
    PLAN_COLUMNS,
    PlanColumn,
)
from .plan_lines import PlanContext, PlanLine, ReadPlan, plan_names, read_plan
from .plan_owners import Owners, owners_in
from .plan_status import CLAIM_WORDS, Claim, claim_of
from .proposals import proposed_actions
from .rag import is_unfinished, overdue_days, rag, rag_days
from .smart import lint_wording, smart_lint


__all__ = [
    "BOARD_MEMBER",
    "CLAIM_WORDS",
    "DECISIONS",
    "MEETING_STEPS",
    "MOST",
    "OWNER_ASKED",
    "PLAN_CLAIMED",
    "PLAN_COLUMNS",
    "PLAN_HEADINGS",
    "PLAN_NEEDED",
    "ActionRung",
    "ActionStep",
    "Better",
    "Claim",
    "Decision",
    "Impact",
    "MeasureKind",
    "Owners",
    "PlanColumn",
    "PlanContext",
    "PlanLine",
    "ReadPlan",
    "RowAnswers",
    "Rung",
    "Verdict",
    "claim_of",
    "decided",
    "details_of",
    "due_action_rung",
    "due_rung",
    "is_body",
    "is_reached",
    "is_unfinished",
    "lint_wording",
    "meeting_asked",
    "overdue_days",
    "owner_steps",
    "owners_in",
    "plan_names",
    "possible",
    "proposed_actions",
    "qeg_cutoff",
    "rag",
    "rag_days",
    "read_plan",
    "said_by",
    "smart_lint",
    "weigh",
    "why_brought",
]
