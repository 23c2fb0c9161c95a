"""What came of loading: the one place that knows how a load is made of its parts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest

from audits.domain.candidate import Candidate
from audits.domain.errors import RegisterError
from audits.domain.remedies import Missing
from audits.register import Orders, Profile, RegisterLoad, Source, read_register
from audits.wiring import build_shapes


SHAPES = build_shapes(None)
TODAY, LATER = date(2017, 3, 9), date(2018, 1, 8)


def load(
    sources: Source | Sequence[Source], register: str, profile: Profile | None = None
) -> RegisterLoad:
    """Load files as a register, on 9 March 2017."""
    files = [sources] if isinstance(sources, Source) else list(sources)
    return read_register(files, shape=SHAPES[register], today=TODAY, profile=profile)


def read(
    source: Source,
    dates: Orders | None = None,
    profile: Profile | None = None,
    today: date = LATER,
) -> RegisterLoad:
    """Load a file of contacts, ten months later, as a person says which comes first."""
    shape = SHAPES["mash_contacts"]
    return read_register([source], shape=shape, today=today, dates=dates, profile=profile)


def refused(source: Source, dates: Orders | None = None, today: date = LATER) -> str:
    """Return why a file of contacts is refused."""
    with pytest.raises(RegisterError) as error:
        read(source, dates, today=today)
    return str(error.value)


def orders_offered(source: Source, dates: Orders | None = None) -> list[str]:
    """Return which orders of day and month a person may say of a file that is refused."""
    with pytest.raises(RegisterError) as error:
        read(source, dates)
    assert {remedy.verb for remedy in error.value.remedy} == {Missing.DAY_ORDER}
    return [remedy.ref for remedy in error.value.remedy]


def units_of(found: RegisterLoad) -> list[Candidate]:
    """Return what a load holds, in the order of the file."""
    return list(found.candidates)


def unit(found: RegisterLoad, id_: str) -> Candidate:
    """Return the unit with this id."""
    [one] = [each for each in units_of(found) if each.id == id_]
    return one


def told(found: RegisterLoad) -> list[Candidate]:
    """Return the units without what is empty, for an empty cell says as much as no column."""
    return [
        replace(
            each,
            attributes=_filled(each.attributes),
            identity=tuple(_filled(person) for person in each.identity),
        )
        for each in units_of(found)
    ]


def _filled(said: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in said.items() if text}


def row_notices(found: RegisterLoad) -> set[tuple[str, int]]:
    """Return what was said of rows: the code, and the row as a spreadsheet numbers it."""
    return {(each.code, each.row) for each in found.report.warnings if each.row is not None}


def codes(found: RegisterLoad) -> set[str]:
    """Return the codes of everything that was said."""
    return {each.code for each in found.report.warnings}
