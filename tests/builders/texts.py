"""Texts of every plane of Unicode, and those that Word and telephones write."""

from hypothesis import strategies as st


ODD = (
    "Ring_x000B_back", "soft\x0bbreak", "bell\x07", "tick \u2705", "thumb \U0001f44d\U0001f3fd",
    "half \ud83d", "mark \ufeff\u202e", "tag \U000e0041", "private \ue000", "\u4e2d\u6587", "\x00",
    "e\u0301", "\u05d0\u0627", "line\u2028end", "unassigned \u0378", "manat \u20bc", "=1+1",
)  # fmt: skip
# Few of a million code points fall into the planes people write in, so each plane has its turn.
PLANES = st.integers(0, 16).flatmap(
    lambda plane: st.integers(plane << 16, (plane << 16) + 0xFFFF).map(chr)
)
ANY_TEXT = st.text(st.characters(exclude_categories=()) | PLANES, min_size=1, max_size=12)
