"""What those who run the audits are called, where a test needs them without a workspace."""

from dataclasses import replace

from audits.domain.partnership import Partnership
from audits.templates.partnership import profile_file, read_partnership


A_BOARD = read_partnership(profile_file("lscb_2016"))
A_PARTNERSHIP = read_partnership(profile_file("partnership_2026"))


def a_board(name: str) -> Partnership:
    """Return a board of 2016 of another name."""
    return replace(A_BOARD, name=name)
