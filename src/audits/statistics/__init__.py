"""Exact intervals, agreement, charts' rules and waits, and the words they allow. Pure.

estimates, interval, weighted, binomial   how many may share it
words, shares, proportions                said in words
chances                                   was everybody as likely to be drawn
change                                    did it get better
ratings, agreement, coefficients          do graders agree; agreement_range   how surely
pchart, gchart, cusum, xmr                is it more than chance; cusum_tuning   how seldom it errs
waiting                                   how long it took
"""

from audits.domain.finding import Part

from .agreement import Agreement, agreement
from .agreement_range import Range
from .binomial import Share, clopper_pearson
from .census import census_count, census_in_words
from .chances import is_even, method_of
from .change import Change, cases_to_see, compare_rounds, fisher_exact
from .cusum import CusumPoint, Tuning, cusum
from .cusum_tuning import chance_of_ringing, tuned, weeks_to_notice
from .estimates import estimate_of, share_ends
from .gchart import GChart, g_chart
from .interval import could_be_as_many_as, hypergeometric_interval
from .pchart import PChart, PPoint, exact_limits, p_chart
from .points import Count, Measure, pooled
from .proportions import GLOSSARY, proportion_word, word_for
from .ratings import Ratings, Weights, cross_tab, raw_agreement
from .shares import BARE, share_in_words, whole_percent
from .waiting import (
    InTarget,
    Wait,
    centile_in_words,
    shares_in_target,
    waiting_centile,
    working_hours,
)
from .words import estimate_in_words, in_every_100, in_words
from .xmr import Signal, Xmr, XmrPoint, xmr_chart


__all__ = [
    "BARE", "GLOSSARY", "Agreement", "Change", "Count", "CusumPoint", "GChart", "InTarget",
    "Measure", "PChart", "PPoint", "Part", "Range", "Ratings", "Share", "Signal", "Tuning", "Wait",
    "Weights", "Xmr", "XmrPoint", "agreement", "cases_to_see", "census_count",
    "census_in_words",
    "centile_in_words", "chance_of_ringing",
    "clopper_pearson", "compare_rounds", "could_be_as_many_as", "cross_tab", "cusum",
    "estimate_in_words", "estimate_of",
    "exact_limits", "fisher_exact", "g_chart", "hypergeometric_interval",
    "in_every_100", "in_words", "is_even",
    "method_of", "p_chart",
    "pooled", "proportion_word", "raw_agreement", "share_ends", "share_in_words",
    "shares_in_target", "tuned", "waiting_centile", "weeks_to_notice", "whole_percent", "word_for",
    "working_hours", "xmr_chart",
]  # fmt: skip
