"""What stands on the agenda of a meeting."""

from enum import StrEnum


class ItemKind(StrEnum):
    """What a meeting decides about, in the order in which it does."""

    FINDINGS = "findings"  # all those of one audit
    DRAW = "draws"  # the cases drawn for one audit
    PAPER = "papers"  # the public version of one paper
    ACTION = "actions"
