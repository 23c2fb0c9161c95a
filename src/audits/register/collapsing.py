"""From rows to contacts: a contact about three children is one thing to draw, not three."""

from collections.abc import Iterator
from datetime import date

import polars as pl

from .columns import columns_in, disagreeing
from .report import Notice
from .rows import UNIT
from .shapes import Column, RegisterShape, names_of


# From published tables (children in need census age bands); the last day of each band in years.
BANDS = ((1, "under 1"), (5, "1 to 4"), (10, "5 to 9"), (16, "10 to 15"), (18, "16 to 17"))
OCCURRED = "occurred on"  # with a space, as ORDER: no column of a register is named so
ORDER = "order met"
ADDED = ("age_band", "children", "opened_on")  # attributes that follow from a unit's rows
UNITS = {"contact": "contacts", "child": "children", "organisation": "organisations"}
PERSONAL = frozenset({"gender", "restricted"})  # of each child of a contact its own
SEVERAL = r"[^0-9A-Za-z]+"


def one_row_a_child(
    rows: pl.DataFrame, shape: RegisterShape, today: date
) -> tuple[pl.DataFrame, int]:
    """Return one row for each child of each unit, with its attributes, and how many were repeats.

    Of a child's rows the latest counts; of a contact's, the first one a child.
    """
    rows = _whole(rows, shape).with_row_index(ORDER).with_columns(*_attributes(shape, today))
    several = rows[UNIT].is_duplicated()
    again = rows.filter(several)
    if shape.unit == "child" and shape.dated:
        again = again.sort(shape.dated, descending=True, maintain_order=True)
    keys = [UNIT]
    if shape.unit == "contact":
        keys.append("child_id")
    kept = again.unique(keys, keep="first", maintain_order=True)
    once = pl.concat([rows.filter(~several), kept]).sort(ORDER)
    return once, rows.height - once.height


def collapse(rows: pl.DataFrame, shape: RegisterShape, today: date) -> pl.DataFrame:
    """Return a line for each unit: when it occurred, its family, and its attributes.

    A contact occurred on the day it was decided, for a cycle asks what was closed since the last
    one; an organisation on the day it was loaded, for it has no other.
    """
    several = rows[UNIT].is_duplicated()
    one = rows.filter(~several).with_columns(pl.lit(1, pl.UInt32).alias("children"))
    gathered = _gathered(rows.filter(several), shape)
    units = pl.concat([one.select(gathered.columns), gathered]).sort(ORDER)
    opened = pl.col(shape.dated).cast(pl.String) if shape.dated else pl.lit("")
    return units.with_columns(
        pl.coalesce(*shape.occurred_on, pl.lit(today)).alias(OCCURRED),
        opened.alias("opened_on"),
        pl.col("children").cast(pl.String),
    ).with_columns(_age_band().alias("age_band"))


def _gathered(rows: pl.DataFrame, shape: RegisterShape) -> pl.DataFrame:
    """Return a line for each unit of several rows: what they say first, or any of them says."""
    flags = [*shape.flags, "restricted"]
    names = [name for name in attribute_names(shape) if name not in flags]
    first = dict.fromkeys([*names, *shape.occurred_on, shape.dated, "family_id"])
    first.pop("", None)  # of a register without a day
    return rows.group_by(UNIT, maintain_order=True).agg(
        pl.col(ORDER).first(),
        pl.col(list(first)).drop_nulls().first(),
        *map(_any_yes, flags),
        pl.col("born").max(),
        pl.len().alias("children"),
    )


def _any_yes(name: str) -> pl.Expr:
    """Return "yes" where any row says so, otherwise what the first says that says anything."""
    column = pl.col(name)
    return (
        pl.when(column.eq("yes").any())
        .then(pl.lit("yes"))
        .otherwise(column.drop_nulls().first())
        .alias(name)
    )


def attribute_names(shape: RegisterShape) -> list[str]:
    """Return the names of what may be asked of a unit of this register, in order."""
    asked = [column for column in shape.columns if column.counted != "only"]
    names = [column.name for column in asked if column.values or column.kept or column.hashed]
    names += shape.flags
    if shape.open_unless:
        names.append("status")
    return list(dict.fromkeys([*names, "restricted"]))


def shown_attributes(shape: RegisterShape) -> list[str]:
    """Return the names of those attributes that are shown as they are, and not as a hash."""
    hidden = shape.hashed
    return [name for name in attribute_names(shape) if name not in hidden]


def disagreements(rows: pl.DataFrame, shape: RegisterShape) -> Iterator[Notice]:
    """Say, a column, how many units have rows that compete and do not say the same.

    All rows of a contact compete; of a child's only those of the latest day.
    """
    secret = [column.name for column in shape.counted.values() if column.counted == "only"]
    names = [name for name in names_of(shape.worded) if name not in {*PERSONAL, *secret}]
    several = rows.filter(rows[UNIT].is_duplicated())
    if shape.unit == "contact":
        names += [shape.dated]
    elif shape.dated:
        several = several.filter(pl.col(shape.dated) == pl.col(shape.dated).max().over(UNIT))
    names = columns_in(rows, sorted(names))
    if not names or not several.height:
        return
    for name, count in disagreeing(several, UNIT, names):
        of = UNITS[shape.unit]
        says = f"{count} {of} have rows that disagree on {name}; the first was taken."
        yield Notice("rows_disagree", says, column=name)


def _whole(rows: pl.DataFrame, shape: RegisterShape) -> pl.DataFrame:
    """Return rows with every column that a register of this shape may have."""
    days = {"born", *names_of(shape.day_columns)}
    names = dict.fromkeys(["child_id", "family_id", "born", "restricted", *sorted(shape.names)])
    absent = []
    for name in names:
        if name not in rows.columns:
            kind = pl.Date() if name in days else pl.String()
            absent.append(pl.lit(None, kind).alias(name))
    return rows.with_columns(*absent)


def _attributes(shape: RegisterShape, today: date) -> Iterator[pl.Expr]:
    """Yield what follows from other columns: flags, and whether it is open.

    A flag is "yes" if any column sets it, "no" if one that might have does not, else not known.
    """
    for flag in shape.flags:
        setters = [_sets(column, flag) for column in shape.columns if flag in column.flags]
        known = pl.when(pl.any_horizontal(setters).not_()).then(pl.lit("no"))
        yield pl.when(pl.any_horizontal(setters)).then(pl.lit("yes")).otherwise(known).alias(flag)
    if shape.open_unless:
        closed = pl.col(shape.open_unless) <= today
        word = pl.when(closed).then(pl.lit("closed")).otherwise(pl.lit("open"))
        yield word.alias("status")


def _sets(column: Column, flag: str) -> pl.Expr:
    """Tell whether one of the codes in a cell sets a flag; null where nothing stands."""
    codes = pl.col(column.name).str.to_lowercase().str.replace_all(SEVERAL, " ")
    padded = pl.concat_str(pl.lit(" "), codes, pl.lit(" "))
    return padded.str.contains_any([f" {code.casefold()} " for code in column.flags[flag]])


def _age_band() -> pl.Expr:
    """Return the band of the youngest child whose birthday is known."""
    on, born = pl.col(OCCURRED), pl.col("born")
    before = (on.dt.month() * 100 + on.dt.day()) < (born.dt.month() * 100 + born.dt.day())
    years = on.dt.year() - born.dt.year() - before.cast(pl.Int32)
    band: pl.Expr = pl.lit("18 and over")
    for limit, name in reversed(BANDS):
        band = pl.when(years < limit).then(pl.lit(name)).otherwise(band)
    return pl.when(born.is_null()).then(pl.lit("not recorded")).otherwise(band)
