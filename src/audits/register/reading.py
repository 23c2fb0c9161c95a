"""A register read whole: files in, candidates and a matching report out, or one clear refusal."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from pydantic import TypeAdapter

from audits.domain.candidate import Candidate
from audits.domain.errors import RegisterError

from .collapsing import collapse
from .matching import Table, match
from .profile import Profile
from .report import MatchingReport, Notice
from .rows import RowReader
from .shapes import Column, columns_of
from .tables import Source, sheets_of


CANDIDATES: TypeAdapter[tuple[Candidate, ...]] = TypeAdapter(tuple[Candidate, ...])


@dataclass(frozen=True, slots=True)
class RegisterLoad:
    """A register as read: what can be drawn, how it was matched, and the profile that says so."""

    candidates: tuple[Candidate, ...] = field(repr=False)
    report: MatchingReport
    profile: Profile


def read_register(
    sources: Sequence[Source], *, shape: str, today: date, profile: Profile | None = None
) -> RegisterLoad:
    """Read the files of one register.

    ``profile`` says which heading is which; without one the headings that are known are looked
    for, and the profile that comes back is what was found, ready to be saved.

    Raises:
        RegisterError: if it is no such register: no id, date or outcome column, no rows, no file.
    """
    columns = columns_of(shape)
    if profile and profile.shape != shape:
        raise RegisterError(f"The profile is for '{profile.shape}', not for '{shape}'.")
    sheets = [sheet for source in sources for sheet in sheets_of(source)]
    tables = match(sheets, columns, profile)
    reader = RowReader(columns, profile, today)
    candidates, repeated, disagreed = collapse(r for table in tables for r in reader.read(table))
    if not candidates:
        raise RegisterError(
            f"{sources[0].name} has no row with an id and a date that can be read. "
            f"{reader.tally.rejected} rows were looked at."
        )
    headings = {name: heading for table in tables for name, heading in table.headings.items()}
    report = MatchingReport(
        sha256=_sha256(sources),
        rows_in=reader.tally.rows_in,
        units=len(candidates),
        rejected=reader.tally.rejected,
        repeated=repeated,
        columns=headings,
        ignored=tuple(dict.fromkeys(h for table in tables for h in table.ignored)),
        warnings=(*_absent(tables, columns), *reader.tally.notices, *disagreed),
        unmatched={name: tuple(sorted(v)) for name, v in sorted(reader.tally.unmatched.items())},
    )
    own_words = profile.values if profile else {}
    return RegisterLoad(
        candidates, report, Profile(shape=shape, columns=headings, values=own_words)
    )


def dump_candidates(candidates: Sequence[Candidate]) -> bytes:
    """Return candidates as bytes to be sealed; the same ones give the same bytes."""
    return CANDIDATES.dump_json(tuple(candidates))


def load_candidates(data: bytes) -> tuple[Candidate, ...]:
    """Return the candidates that were dumped."""
    return CANDIDATES.validate_json(data)


def _absent(tables: Sequence[Table], columns: Sequence[Column]) -> Iterator[Notice]:
    for table in tables:
        for column in columns:
            if column.name not in table.columns:
                says = f"There is no column for {column.means}; it stays empty."
                yield Notice("no_column", says, table.sheet.title, column=column.name)


def _sha256(sources: Sequence[Source]) -> str:
    """Return the SHA-256 of the file; of several, that of their digests in order, as hex text."""
    digests = [hashlib.sha256(source.data).hexdigest() for source in sources]
    if len(digests) == 1:
        return digests[0]
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()
