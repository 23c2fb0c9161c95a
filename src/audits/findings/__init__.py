"""Answers and rules in, findings out. Pure."""

from .judge import judge_cases
from .moderating import Change, Ratings, Waiting, WaitsFor, changes, differs, ratings, waiting
from .pattern import Pattern, UnitSaid, pattern
from .rules import EstimateOf, findings_from
from .tally import Tally, tally
from .wording import numbers_added


__all__ = [
    "Change",
    "EstimateOf",
    "Pattern",
    "Ratings",
    "Tally",
    "UnitSaid",
    "Waiting",
    "WaitsFor",
    "changes",
    "differs",
    "findings_from",
    "judge_cases",
    "numbers_added",
    "pattern",
    "ratings",
    "tally",
    "waiting",
]
