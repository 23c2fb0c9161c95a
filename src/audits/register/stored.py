"""How a register is kept: its units with nothing that identifies, and apart from them its rows."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from itertools import chain
from operator import attrgetter
from typing import Any, Literal

import polars as pl

from audits.domain.candidate import Candidate, Candidates
from audits.domain.spelling import folded_name

from .collapsing import ADDED, OCCURRED, shown_attributes
from .columns import columns_in
from .matching import FILLED
from .people import candidate_of, known_people_in
from .reading import RegisterLoad
from .rows import UNIT
from .shapes import RegisterShape


Digests = Callable[[Sequence[str]], list[bytes]]
# With spaces: no column of a register is named so.
UNIT_HASH, FAMILY_HASH, CHILD_HASHES = "unit hash", "family hash", "child hashes"
LINE = "line of the unit"
HOME, POSTCODES = "postcode alone", ("postcode", "home_postcode")
HASHES = frozenset({UNIT_HASH, FAMILY_HASH, CHILD_HASHES, LINE})
HASH_BYTES = 32  # of an HMAC-SHA256
EACH_HASH = "(.{64})"  # the same in hex digits


@dataclass(frozen=True, slots=True)
class StoredRegister:
    """A register as bytes to be sealed: ``units`` hold keyed hashes only, ``rows`` say who."""

    units: bytes = field(repr=False)
    rows: bytes = field(repr=False)


def store_register(load: RegisterLoad, digests: Digests) -> StoredRegister:
    """Return a load as it is kept, every id of its units hashed once and for all.

    The units stand in the order of their hashes, as a frame does. A row says in ``LINE`` which
    line of the units it is about, so that nothing is hashed again.
    """
    hashes = pl.Series(UNIT_HASH, digests(load.units[UNIT].to_list()), dtype=pl.Binary)
    ordered = load.units.with_columns(hashes).sort(UNIT_HASH).with_row_index(LINE)
    rows = load.rows.drop(FILLED).join(ordered.select(UNIT, LINE), on=UNIT, how="left")
    units = ordered.select(
        UNIT_HASH,
        _hashed(ordered["family_id"], digests).alias(FAMILY_HASH),
        _children(rows, digests),
        OCCURRED,
        *_attributes(ordered, load.shape, digests),
    )
    return StoredRegister(_parquet(units, "uncompressed"), _parquet(rows, "lz4"))


def store_candidates(candidates: Sequence[Candidate], digests: Digests) -> StoredRegister:
    """Return candidates that were made here, of what stands open, as a register is kept."""
    ids = pl.Series(UNIT, list(map(attrgetter("id"), candidates)), dtype=pl.String)
    attributes: dict[str, pl.Series] = {}
    names = chain.from_iterable(map(attrgetter("attributes"), candidates))
    for name in dict.fromkeys(names):
        values = [candidate.attributes.get(name, "") for candidate in candidates]
        attributes[name] = pl.Series(values, dtype=pl.String)
    nobody = pl.Series([b""] * len(candidates), dtype=pl.Binary)
    units = pl.DataFrame(
        {
            UNIT_HASH: pl.Series(digests(ids.to_list()), dtype=pl.Binary),
            FAMILY_HASH: nobody,
            CHILD_HASHES: nobody,
            OCCURRED: list(map(attrgetter("occurred_on"), candidates)),
            **attributes,
        }
    )
    none = pl.lit(None, pl.String)
    rows = ids.to_frame().with_row_index(LINE)
    rows = rows.with_columns(none.alias("child_id"), none.alias("family_id"))
    return StoredRegister(_parquet(units, "uncompressed"), _parquet(rows, "lz4"))


def candidates_in(units: bytes, attributes: Collection[str]) -> Candidates:
    """Return what may be drawn from a kept register, with those of these attributes it has."""
    file = BytesIO(units)
    asked = [name for name in pl.read_parquet_schema(file) if name in attributes]
    ids = [UNIT_HASH, FAMILY_HASH, CHILD_HASHES]
    table = pl.read_parquet(file, columns=[*ids, OCCURRED, *asked])
    return Candidates(
        units=table[UNIT_HASH].bin.encode("hex").to_list(),
        occurred_on=_shared(table[OCCURRED]),
        families=table[FAMILY_HASH].bin.encode("hex").to_list(),
        children=_spaced(table[CHILD_HASHES]).to_list(),
        attributes={name: _shared(table[name]) for name in asked},
    )


def days_in(
    units: bytes, rows: bytes, days: Sequence[str], wanted: Collection[str] | None = None
) -> dict[str, Mapping[str, date]]:
    """Return some days of a kept register: of each, those of its units, by the unit's hash.

    Where some units are ``wanted``, only theirs.
    """
    there = pl.read_parquet_schema(BytesIO(rows))
    hashes = pl.read_parquet(BytesIO(units), columns=[UNIT_HASH]).with_row_index(LINE)
    if wanted is not None:
        hashes = hashes.filter(_is_wanted(wanted))
    known: dict[str, Mapping[str, date]] = {}
    for day in days:
        known[day] = {}
        if day in there:
            of = pl.read_parquet(BytesIO(rows), columns=[LINE, day]).drop_nulls()
            first = of.unique(LINE, keep="first", maintain_order=True)
            by_hash = hashes.join(first, on=LINE).select(pl.col(UNIT_HASH).bin.encode("hex"), day)
            known[day] = dict(by_hash.iter_rows())
    return known


def counts_in(
    units: bytes, rows: bytes, column: str, wanted: Collection[str]
) -> Mapping[str, int] | None:
    """Return how many children of some units a kept register says what of, in one column.

    A child of a contact counts for itself, and one of whom nothing is said under "". None if the
    register says it of nobody.
    """
    if column not in pl.read_parquet_schema(BytesIO(rows)):
        return None
    hashes = pl.read_parquet(BytesIO(units), columns=[UNIT_HASH]).with_row_index(LINE)
    kept = hashes.filter(_is_wanted(wanted)).select(LINE)
    everybody = pl.read_parquet(BytesIO(rows), columns=[LINE, column])
    if everybody[column].null_count() == everybody.height:
        return None
    wanted_rows = everybody.join(kept, on=LINE)
    return dict(wanted_rows[column].fill_null("").value_counts().iter_rows())


def known_ids(rows: bytes) -> list[str]:
    """Return the ids of the units in a kept register."""
    return pl.read_parquet(BytesIO(rows), columns=[UNIT])[UNIT].unique().to_list()


def lines_about(rows: bytes, detail: str) -> int:
    """Return on how many lines of a kept register a detail stands.

    Neither spaces nor the case of letters count, of the detail too.
    """
    table = pl.read_parquet(BytesIO(rows)).select(pl.col(pl.String))
    if not table.columns:
        return 0
    plain = pl.all().str.replace_all(r"\s", "").str.to_uppercase()
    has_it = pl.any_horizontal(plain == detail)
    return int(table.select(has_it.fill_null(value=False).sum()).item())


def cases_in(units: bytes, rows: bytes, wanted: Collection[str]) -> Mapping[str, Candidate]:
    """Return the wanted units of a kept register by their hash, with who they are.

    ``relatives`` of each are who stands in the same family or at the same postcode elsewhere in
    the register, and the child once more with what is only known to be masked.
    """
    lines = pl.read_parquet(BytesIO(units)).with_row_index(LINE)
    kept = lines.filter(_is_wanted(wanted))
    families = kept[FAMILY_HASH].filter(kept[FAMILY_HASH].bin.size() > 0).unique()
    is_wanted, is_family = pl.col(LINE).is_in(kept[LINE].implode()), pl.col(FAMILY_HASH)
    near = lines.filter(is_wanted | is_family.is_in(families.implode()))[LINE]
    everybody = _with_postcodes(pl.read_parquet(BytesIO(rows)))
    homes = everybody.filter(is_wanted)[HOME].drop_nulls().unique()
    people = everybody.filter(
        pl.col(LINE).is_in(near.implode()) | pl.col(HOME).is_in(homes.implode())
    ).join(lines.select(LINE, FAMILY_HASH), on=LINE)
    return {line[UNIT_HASH].hex(): _candidate(line, people) for line in kept.iter_rows(named=True)}


def _is_wanted(wanted: Collection[str]) -> pl.Expr:
    return pl.col(UNIT_HASH).is_in(list(map(bytes.fromhex, wanted)))


def _with_postcodes(rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows with ``HOME``: the postcode without its spaces, null where none is known."""
    postcode = pl.coalesce(*columns_in(rows, POSTCODES), pl.lit(None, pl.String))
    plain = postcode.str.to_uppercase().str.replace_all(r"\W", "")
    return rows.with_columns(pl.when(plain != "").then(plain).alias(HOME))


def _candidate(line: Mapping[str, Any], people: pl.DataFrame) -> Candidate:
    own = people.filter(pl.col(LINE) == line[LINE])
    is_near = (pl.col(LINE) == line[LINE]) | pl.col(HOME).is_in(own[HOME].drop_nulls().implode())
    if line[FAMILY_HASH]:
        is_near |= pl.col(FAMILY_HASH) == line[FAMILY_HASH]
    attributes = {name: value for name, value in line.items() if name not in HASHES}
    return candidate_of(attributes, own, known_people_in(people.filter(is_near)))


def _spaced(hashes: pl.Series) -> pl.Series:
    """Return the hashes of children as hex text, a space between those of one unit."""
    text = hashes.bin.encode("hex")
    several = (hashes.bin.size() > HASH_BYTES).arg_true()
    spaced = text.gather(several).str.replace_all(EACH_HASH, "$1 ").str.strip_chars_end(" ")
    if several.is_empty():
        return text
    return text.scatter(several, spaced)


def _shared(column: pl.Series) -> list[Any]:
    """Return a column as a list in which what is the same is one object: a tenth of the memory."""
    known = column.unique()
    places = column.replace_strict(known, pl.int_range(len(known), eager=True))
    values = known.to_list()
    return list(map(values.__getitem__, places.to_list()))


def _attributes(
    units: pl.DataFrame, shape: RegisterShape, digests: Digests
) -> list[pl.Expr | pl.Series]:
    """Return a unit's attributes; "" where nothing was said, a hash of what is not to be read."""
    plain = [*shown_attributes(shape), *ADDED]
    hashed = [_hashed_name(units[name], digests) for name in sorted(shape.hashed)]
    return [pl.col(plain).fill_null(""), *hashed]


def _hashed_name(names: pl.Series, digests: Digests) -> pl.Series:
    """Return what shows only whether two names are the same, as ``hash_of_worker`` does."""

    def hashes(texts: Sequence[str]) -> list[bytes]:
        return digests([f"{names.name} {folded_name(text)}" for text in texts])

    return _hashed(names, hashes).bin.encode("hex").alias(f"{names.name}_hash")


def _hashed(ids: pl.Series, digests: Digests) -> pl.Series:
    """Return the keyed hash of each id, each hashed once; no byte where there is none."""
    spellings = ids.drop_nulls().unique()
    hashes = pl.Series(digests(spellings.to_list()), dtype=pl.Binary)
    return ids.replace_strict(spellings, hashes, default=b"", return_dtype=pl.Binary)


def _children(rows: pl.DataFrame, digests: Digests) -> pl.Series:
    """Return the hashes of each unit's children, one after the other, sorted."""
    pairs = rows.select(LINE, _hashed(rows["child_id"], digests).alias("child"))
    several = pairs[LINE].is_duplicated()
    hexed = pl.col("child").bin.encode("hex").unique().sort().str.join("")
    gathered = pairs.filter(several).group_by(LINE).agg(hexed)
    joined = gathered.with_columns(pl.col("child").str.decode("hex"))
    return pl.concat([pairs.filter(~several), joined]).sort(LINE)["child"].alias(CHILD_HASHES)


def _parquet(table: pl.DataFrame, compression: Literal["lz4", "uncompressed"]) -> bytes:
    """Return a table as Parquet; hashes do not get smaller by compressing."""
    file = BytesIO()
    table.write_parquet(file, compression=compression, statistics=False)
    return file.getvalue()
