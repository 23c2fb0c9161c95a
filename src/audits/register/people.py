"""Who stands in the rows of a register, and what is drawn with them."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from audits.domain.candidate import Candidate

from .collapsing import OCCURRED
from .columns import columns_in
from .rows import UNIT
from .shapes import FAMILY, PERSON


def candidate_of(
    line: Mapping[str, Any], rows: pl.DataFrame, relatives: Sequence[Mapping[str, str]] = ()
) -> Candidate:
    """Return one unit, from its line and the rows behind it."""
    own = people_in(rows)
    attributes = {name: value or "" for name, value in line.items() if name not in (UNIT, OCCURRED)}
    return Candidate(
        id=rows[UNIT][0],
        occurred_on=line[OCCURRED],
        attributes=attributes,
        children=tuple(rows["child_id"].drop_nulls()),
        family=next(iter(rows["family_id"].drop_nulls()), ""),
        identity=own,
        relatives=tuple(person for person in relatives if person not in own),
    )


def people_in(rows: pl.DataFrame) -> tuple[Mapping[str, str], ...]:
    """Return who stands in rows: child id, name, birthday and whatever else a key list needs."""
    return _people(rows, PERSON)


def known_people_in(rows: pl.DataFrame) -> tuple[Mapping[str, str], ...]:
    """Return who stands in rows with all that is known of them: what is masked in free text."""
    return _people(rows, (*PERSON, *FAMILY))


def _people(rows: pl.DataFrame, columns: Sequence[str]) -> tuple[Mapping[str, str], ...]:
    present = rows.select("child_id", *columns_in(rows, columns))
    texts = present.with_columns(pl.all().cast(pl.String).fill_null(""))
    return tuple(texts.iter_rows(named=True))
