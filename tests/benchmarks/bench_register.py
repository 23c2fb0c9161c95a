"""A year of contacts loaded, cleaned and collapsed, against polars reading the same CSV as text."""

from datetime import date
from io import BytesIO

import polars
from builders.measuring import median_of, peak_of

from audits.demo import make_contacts
from audits.register import Source, read_register
from audits.wiring import build_shapes


def rows():
    """Return the row of the register."""
    today = date(2017, 3, 9)
    data = make_contacts(until=today)
    text = data.decode("cp1252").encode()

    def ours():
        return read_register(
            [Source("c.csv", data)], shape=build_shapes(None)["mash_contacts"], today=today
        )

    def bare():
        return polars.read_csv(
            BytesIO(text), skip_lines=2, infer_schema=False, truncate_ragged_lines=True
        )

    count = len(ours().candidates)
    what = f"load {count:,} contacts: match, clean, collapse, report"
    reference = "polars reading the same CSV as text"
    return [(what, median_of(ours, 3), reference, median_of(bare), peak_of(ours))]
