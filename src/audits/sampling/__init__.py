"""Draws the cases of a cycle so that anyone can draw them again. Pure, standard library only."""

from .allocation import allocate, allocate_more
from .by_hand import by_hand
from .certificate import certificate
from .certified import Certificate, CertifiedCase, CertifiedExtension, UsedReserve
from .drawing import (
    RESERVES,
    SIBLING,
    Draw,
    DrawnCase,
    Reserve,
    check_plan,
    draw,
    draw_from,
)
from .exclusion import (
    Rulings,
)
from .flags import flags_of
from .flow import flow
from .frame import Frame, FrameUnit, read_frame
from .freezing import attributes_asked, freeze_frame
from .quotas import allocate_quotas
from .rank import commitment, key_commitment, rank
from .ranking import Ranking
from .second import second_rated
from .strata import in_natural_order
from .using_reserves import Extension, extension, next_reserve
from .verification import verify


__all__ = [
    "RESERVES",
    "SIBLING",
    "Certificate",
    "CertifiedCase",
    "CertifiedExtension",
    "Draw",
    "DrawnCase",
    "Extension",
    "Frame",
    "FrameUnit",
    "Ranking",
    "Reserve",
    "Rulings",
    "UsedReserve",
    "allocate",
    "allocate_more",
    "allocate_quotas",
    "attributes_asked",
    "by_hand",
    "certificate",
    "check_plan",
    "commitment",
    "draw",
    "draw_from",
    "extension",
    "flags_of",
    "flow",
    "freeze_frame",
    "in_natural_order",
    "key_commitment",
    "next_reserve",
    "rank",
    "read_frame",
    "second_rated",
    "verify",
]
