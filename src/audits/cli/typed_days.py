"""A day as people type it, on the command line."""

import re
from datetime import date
from typing import Any

import typer

from audits.domain.days import day_from


NUMBERS = re.compile(r"\d{1,4}([./-])\d{1,2}\1\d{1,4}|\d{1,2} [A-Za-z]+ \d{2,4}")
AS_IN = "Write it as 26/11/2026, 26 Nov 2026 or 2026-11-26."


def typed_day(text: str) -> date:
    """Return the day that somebody typed: 26/11/2026, 26 Nov 2026 or 2026-11-26.

    Raises:
        BadParameter: if there is no such day, or it is no day at all.
    """
    plain = " ".join(text.split())
    day = None if plain.isdecimal() else day_from(plain)  # a spreadsheet's number is no typed day
    if day is not None:
        return day
    if NUMBERS.fullmatch(plain):
        raise typer.BadParameter(f"There is no such day: {plain}. {AS_IN}")
    raise typer.BadParameter(f"'{plain}' is no day. {AS_IN}")


def day_option(says: str, *names: str) -> Any:
    """Return an option that takes a day; ``says`` is its help."""
    return typer.Option(*names, parser=typed_day, metavar="DAY", help=says)
