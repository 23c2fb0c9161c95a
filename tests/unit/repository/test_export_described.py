"""Every column that an export writes is explained: a new one is described, or left out."""

from audits.steps.handing_over.export import described
from audits.storage.open_tables import open_columns


def test_every_column_is_described():
    words = described()
    missing = []
    for table, columns in open_columns().items():
        texts = {**words["common"], **words.get(table, {})}
        missing += [f"{table}.{column}" for column in ("says", *columns) if column not in texts]
    assert missing == []
