"""A finding's numbers as papers draw them: the share seen, its range, last time's, the target."""

from dataclasses import dataclass

from .forbidden_claims import check_claim


@dataclass(frozen=True, slots=True)
class LastTime:
    """What the audit before counted under the same question, turned to the same sentence.

    ``words`` say it, and whether the difference is more than chance. ``low`` and ``high`` are the
    ends of its range, shares from 0 to 1.
    """

    cycle: str
    x: int
    n: int
    low: float
    high: float
    words: str
    change: str = ""  # since then, in a word: better, improving, the same or worse

    def __post_init__(self) -> None:
        """Refuse what so few cases cannot bear."""
        check_claim(self.words, n=self.n)


@dataclass(frozen=True, slots=True)
class MeasuredFact:
    """A finding's numbers; ``words`` say how many of how many, and how many of all.

    ``share``, ``low``, ``high`` and ``target`` are from 0 to 1; without a range (a census) ``low``
    and ``high`` are ``share``. ``in_all`` says the range in cases; ``target_words`` is empty where
    ``target`` is None.
    """

    x: int
    n: int
    share: float
    low: float
    high: float
    words: str
    in_all: str = ""
    before: LastTime | None = None
    target: float | None = None
    target_words: str = ""

    def __post_init__(self) -> None:
        """Refuse what so few cases cannot bear."""
        check_claim(self.words, n=self.n)
        check_claim(self.target_words, n=self.n)
