"""Every defect of real registers that we know of, each as the smallest file that has it.

``DEFECTS`` names them all. Each stands under one of ``LINES``: where such a defect comes from.
What becomes of each is said by the tests, under the same name.
"""

from collections.abc import Mapping

from .defects_layout import COLUMNS, FORMATS, GENERAL, GREEDY, HEADINGS, SHEETS, TITLES
from .defects_made import Defect
from .defects_values import (
    CODES,
    DATES,
    DUPLICATES,
    EXCEL,
    IDS,
    IMPOSSIBLE,
    SIBLINGS,
    VOCABULARY,
)


LINES: Mapping[str, Mapping[str, Defect]] = {
    "title row": TITLES,
    "sheet names": SHEETS,
    "headings": HEADINGS,
    "greedy patterns": GREEDY,
    "codes": CODES,
    "wrong vocabulary": VOCABULARY,
    "Excel's artefacts": EXCEL,
    "dates": DATES,
    "impossible and special": IMPOSSIBLE,
    "ids": IDS,
    "duplicates": DUPLICATES,
    "columns": COLUMNS,
    "formats": FORMATS,
    "general": GENERAL,
    "siblings": SIBLINGS,
}
DEFECTS: Mapping[str, Defect] = {
    name: defect for defects in LINES.values() for name, defect in defects.items()
}
