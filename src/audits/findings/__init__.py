"""Answers and rules in, findings out. Pure."""

from .judge import judge_cases
from .moderating import Change, Ratings, Waiting, WaitsFor, changes, differs, ratings, waiting
from .rules import EstimateOf, findings_from


__all__ = [
    "Change",
    "EstimateOf",
    "Ratings",
    "Waiting",
    "WaitsFor",
    "changes",
    "differs",
    "findings_from",
    "judge_cases",
    "ratings",
    "waiting",
]
