"""A pack written against bare openpyxl, and a return read against bare calamine."""

import subprocess
import sys
from copy import copy
from datetime import UTC, date, datetime
from io import BytesIO

from builders.measuring import median_of, peak_of
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from audits.demo import fill_clean, make_truth
from audits.domain.pack import Pack, PackCase
from audits.templates import AuditTemplate
from audits.wiring import build_templates
from audits.workbook import read_return, write_pack


KEY = b"k" * 32
FRESH = (
    "import sys; from io import BytesIO; from python_calamine import CalamineWorkbook as C\n"
    "b = C.from_filelike(BytesIO(sys.stdin.buffer.read()))\n"
    "[b.get_sheet_by_name(n).to_python() for n in b.sheet_names]"
)
MADE_AT = datetime(2017, 3, 9, 17, tzinfo=UTC)


def rows():
    """Return the rows of writing and reading."""
    pack = the_pack(build_templates(None)["mash_weekly"])
    written = write_pack(pack, KEY, made_at=MADE_AT)
    truth = make_truth([case.ref for case in pack.cases], pack.questions)
    filled = fill_clean(written, truth)
    model = load_workbook(BytesIO(written))

    def write():
        return write_pack(pack, KEY, made_at=MADE_AT)

    def read():
        return read_return(filled, find_pack=lambda _: pack, key=KEY)

    return [
        (
            "write a pack of 10 cases and 15 questions", median_of(write),
            "openpyxl writing the same cells and styles", median_of(lambda: rewritten(model)),
            peak_of(write),
        ),
        (
            "read and check a return, in a fork of its own", median_of(read),
            "calamine reading the same file in this one", median_of(lambda: bare_read(filled)),
            peak_of(read),
        ),
        (
            "the same return", median_of(read),
            "calamine, in a process started for it", median_of(lambda: fresh_read(filled)),
            None,
        ),
    ]  # fmt: skip


def the_pack(template: AuditTemplate) -> Pack:
    """Return a pack of the weekly audit."""
    details = (("outcome", "Early help"), ("source", "Police"), ("age_band", "1 to 4"))
    return Pack(
        code="P7", edition=1, cycle="MASH-2017-W10", unit="social_care",
        unit_name="Social care in the MASH", agency="social_care", title=template.title,
        asks=template.asks, form=template.pack.form,
        cases=tuple(PackCase(f"MASH17W10-{n:02d}", n, details) for n in range(1, 11)),
        questions=template.questions, board="A board",
        legal_basis=template.legal_basis_on(date(2017, 3, 9)),
        deadline="5pm on Friday 10 March 2017", contact="the business unit",
        concerns_to="the duty social worker", instructions=template.pack.instructions,
    )  # fmt: skip


def rewritten(model: Workbook) -> bytes:
    """Write the same cells, styles, heights, rules and formats with nothing but openpyxl."""
    book = Workbook()
    book.remove(book.active)
    for name in ("_fonts", "_fills", "_borders", "_alignments", "_protections", "_cell_styles"):
        setattr(book, name, copy(getattr(model, name)))
    for source in model.worksheets:
        sheet = book.create_sheet(source.title)
        for row in source.iter_rows():
            for cell in row:
                new = sheet.cell(cell.row, cell.column, cell.value)
                new._style = copy(cell._style)
        copy_rules(source, sheet)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def copy_rules(source: Worksheet, sheet: Worksheet) -> None:
    """Give a sheet another one's row heights, rules and conditional formats."""
    for number, size in source.row_dimensions.items():
        sheet.row_dimensions[number].height = size.height
    for rule in source.data_validations.dataValidation:
        sheet.add_data_validation(rule)
    for span in source.conditional_formatting:
        for rule in span.rules:
            sheet.conditional_formatting.add(str(span.sqref), rule)


def bare_read(data: bytes) -> list[list[list[object]]]:
    """Return every sheet's rows."""
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def fresh_read(data: bytes) -> None:
    """Read a file in a process that is started for it."""
    subprocess.run([sys.executable, "-I", "-c", FRESH], input=data, check=True)
