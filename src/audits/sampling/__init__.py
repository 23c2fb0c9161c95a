"""Draws the cases of a cycle so that anyone can draw them again. Pure, standard library only."""

from .allocation import allocate
from .by_hand import by_hand
from .certificate import certificate
from .drawing import SIBLING, Draw, DrawnCase, Reserve, draw, shortfall
from .frame import Frame, FrameUnit, read_frame
from .freezing import AUDITED_RECENTLY, NO_STRATA, NOT_RECORDED, RESTRICTED, freeze_frame
from .rank import commitment, rank
from .replacing import next_reserve, replacement_faults
from .second import second_rated
from .verification import verify


__all__ = [
    "AUDITED_RECENTLY",
    "NOT_RECORDED",
    "NO_STRATA",
    "RESTRICTED",
    "SIBLING",
    "Draw",
    "DrawnCase",
    "Frame",
    "FrameUnit",
    "Reserve",
    "allocate",
    "by_hand",
    "certificate",
    "commitment",
    "draw",
    "freeze_frame",
    "next_reserve",
    "rank",
    "read_frame",
    "replacement_faults",
    "second_rated",
    "shortfall",
    "verify",
]
