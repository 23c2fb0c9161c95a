"""What is told of a workbook by the limited process, as it comes back from there, see `cells`."""

from typing import Literal, NotRequired, TypedDict


Odd = Literal["formulas", "errors"]
At = tuple[int, int]  # row and column, counted from one


class SheetFacts(TypedDict):
    """One sheet; ``struck`` and ``drawn`` are known where it was looked at closer."""

    title: str
    visible: bool
    cells: list[tuple[int, int, str]]
    merged: list[tuple[int, int, int, int]]  # top, left, bottom and right
    struck: NotRequired[list[tuple[int, int, str]]]  # and what is left
    drawn: NotRequired[list[tuple[str, str]]]  # a kind and the text in it


class FileFacts(TypedDict):
    """All sheets, and which of their cells hold formulas, errors or comments.

    ``has_extras``, where the file was checked in the same go, tells of macros and the like.
    """

    sheets: list[SheetFacts]
    formulas: list[tuple[str, int, int]]
    errors: list[tuple[str, int, int]]
    comments: list[tuple[str, int, int, str]]
    has_extras: NotRequired[bool]
