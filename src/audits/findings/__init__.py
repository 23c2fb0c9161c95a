"""Answers and rules in, findings out. Pure."""

from .judge import judge_cases
from .rules import findings_from


__all__ = ["findings_from", "judge_cases"]
