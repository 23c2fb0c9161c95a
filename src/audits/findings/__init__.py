"""Answers and rules in, findings out. Pure."""

from .attention import (
    Reason,
    calling_for_a_person,
    is_out_of_line,
    may_be_agreed,
    panel_may_agree,
    split_waiting,
)
from .judge import judge_cases
from .moderating import (
    Change,
    Ratings,
    Waiting,
    WaitsFor,
    changes,
    differs,
    ratings,
    waiting,
    wants_follow_up,
)
from .pattern import pattern
from .rules import EstimateOf, cases_behind, findings_from
from .tally import Tally, tally
from .wording import numbers_added


__all__ = [
    "Change",
    "EstimateOf",
    "Ratings",
    "Reason",
    "Tally",
    "Waiting",
    "WaitsFor",
    "calling_for_a_person",
    "cases_behind",
    "changes",
    "differs",
    "findings_from",
    "is_out_of_line",
    "judge_cases",
    "may_be_agreed",
    "numbers_added",
    "panel_may_agree",
    "pattern",
    "ratings",
    "split_waiting",
    "tally",
    "waiting",
    "wants_follow_up",
]
