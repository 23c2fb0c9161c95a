"""A register read whole: files in, candidates and a matching report out, or one clear refusal."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from audits.domain.candidate import Candidate
from audits.domain.errors import RegisterError

from .census import census_sheets
from .collapsing import collapse
from .matching import Table, match
from .profile import Profile
from .report import MatchingReport, Notice
from .rows import RowReader
from .shapes import RegisterShape
from .tables import Sheet, Source, sheets_of


CANDIDATES: TypeAdapter[tuple[Candidate, ...]] = TypeAdapter(tuple[Candidate, ...])


@dataclass(frozen=True, slots=True)
class RegisterLoad:
    """A register as read: what can be drawn, how it was matched, and the profile that says so."""

    candidates: tuple[Candidate, ...] = field(repr=False)
    report: MatchingReport
    profile: Profile


def read_register(
    sources: Sequence[Source],
    *,
    shape: RegisterShape,
    today: date,
    profile: Profile | None = None,
) -> RegisterLoad:
    """Read the files of one register.

    ``profile`` says which heading is which; without one the headings that are known are looked
    for, and the profile that comes back is what was found, ready to be saved.

    Raises:
        RegisterError: if it is no such register: no id, date or outcome column, no rows, no file.
    """
    if profile and profile.shape != shape.register:
        raise RegisterError(f"The profile is for '{profile.shape}', not for '{shape.register}'.")
    sheets = [sheet for source in sources for sheet in _sheets(source)]
    tables = match(sheets, shape, profile)
    reader = RowReader(shape, profile, today)
    candidates, repeated, disagreed = collapse(
        (row for table in tables for row in reader.read(table)), shape, today
    )
    _check_any(candidates, sources[0], reader)
    notices = (*_absent(tables, shape), *_made_ids(tables, shape), *reader.tally.notices)
    read = {table.sheet.title for table in tables}
    report = MatchingReport(
        sha256=_sha256(sources),
        units=len(candidates),
        repeated=repeated,
        columns={name: heading for table in tables for name, heading in table.headings.items()},
        ignored=tuple(dict.fromkeys(h for table in tables for h in table.ignored)),
        warnings=(*notices, *disagreed),
        sheets=tuple(table.sheet.title for table in tables),
        left=tuple(sheet.title for sheet in sheets if sheet.title not in read),
        **_counted(reader),
    )
    return RegisterLoad(candidates, report, _profile(report, shape, profile))


def _counted(reader: RowReader) -> dict[str, Any]:
    """Return what was met on the way through the rows, as the report holds it."""
    tally = reader.tally
    return {
        "rows_in": tally.rows_in,
        "rejected": tally.rejected,
        "footers": tally.footers,
        "unmatched": {name: tuple(sorted(v)) for name, v in sorted(tally.unmatched.items())},
        "values": {
            name: tuple((said, word, n) for (said, word), n in found.most_common())
            for name, found in tally.values.items()
        },
    }


def _check_any(candidates: Sequence[Candidate], source: Source, reader: RowReader) -> None:
    if not candidates:
        raise RegisterError(
            f"{source.name} has no row with an id and a date that can be read. "
            f"{reader.tally.rejected} rows were looked at."
        )


def _profile(report: MatchingReport, shape: RegisterShape, given: Profile | None) -> Profile:
    """Return what was found, ready to be saved, with the words that were given."""
    words = given.values if given else {}
    return Profile(shape=shape.register, columns=dict(report.columns), values=words)


def dump_candidates(candidates: Sequence[Candidate]) -> bytes:
    """Return candidates as bytes to be sealed; the same ones give the same bytes."""
    return CANDIDATES.dump_json(tuple(candidates))


def load_candidates(data: bytes) -> tuple[Candidate, ...]:
    """Return the candidates that were dumped."""
    return CANDIDATES.validate_json(data)


def _sheets(source: Source) -> Iterator[Sheet]:
    is_xml = source.data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    return census_sheets(source) if is_xml else sheets_of(source)


def _absent(tables: Sequence[Table], shape: RegisterShape) -> Iterator[Notice]:
    for table in tables:
        for column in shape.columns:
            if column.name not in table.columns and column.name != shape.id:
                says = f"There is no column for {column.means}; it stays empty."
                yield Notice("no_column", says, table.sheet.title, column=column.name)


def _made_ids(tables: Sequence[Table], shape: RegisterShape) -> Iterator[Notice]:
    for table in tables:
        if shape.id not in table.columns:
            of = ", ".join(name.replace("_", " ") for name in shape.id_from)
            says = (
                f"There is no id of the {shape.unit}; rows that agree on {of} were taken for one."
            )
            yield Notice("id_made", says, table.sheet.title, column=shape.id)


def _sha256(sources: Sequence[Source]) -> str:
    """Return the SHA-256 of the file; of several, that of their digests in order, as hex text."""
    digests = [hashlib.sha256(source.data).hexdigest() for source in sources]
    if len(digests) == 1:
        return digests[0]
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()
