"""What people do to a workbook, done to its cells: each edit is one change of a filled-in pack."""

import re
from collections.abc import Callable
from copy import copy
from datetime import date

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet


HEAD = 3
Rows = list[list[object]]
Edit = Callable[[Workbook, Workbook, Workbook], None]  # on ours, theirs and our next edition
EDITS: dict[str, Edit] = {}
LOSE_NOTHING: set[str] = set()  # edits after which every answer is still read
TYPED: dict[str, tuple[str, ...]] = {}  # what an edit itself gives as answers


def edit(*, loses: bool = False) -> Callable[[Edit], Edit]:
    def add(function: Edit) -> Edit:
        name = function.__name__
        assert name not in EDITS, name
        EDITS[name] = function
        if not loses:
            LOSE_NOTHING.add(name)
        return function

    return add


def variant(name: str, function: Edit, *, loses: bool = True) -> None:
    function.__name__ = name
    edit(loses=loses)(function)


def asked(book: Workbook) -> list[Worksheet]:
    """Return the sheets with questions about cases."""
    sheets = [s for s in book.worksheets if s.cell(HEAD, 1).value == "Row reference"]
    return [s for s in sheets if s.title != "This return"]


def headings(sheet: Worksheet) -> list[str]:
    """Return the words of the headings, without the number before a question."""
    texts = [str(cell.value or "").split("\n")[0] for cell in sheet[HEAD]]
    return [re.sub(r"^\d+\. ", "", text) for text in texts]


def answer_column(sheet: Worksheet) -> int:
    """Return the column of "Your answer", or of a grid's second question."""
    texts = headings(sheet)
    return texts.index("Your answer" if "Your answer" in texts else "Question 2?") + 1


def last_column(sheet: Worksheet) -> int:
    return headings(sheet).index("Still to do") + 1


def rows_of(sheet: Worksheet, top: int = HEAD) -> Rows:
    last = last_column(sheet)
    return [
        [sheet.cell(row, column).value for column in range(1, last + 1)]
        for row in range(top, sheet.max_row + 1)
    ]


def put(sheet: Worksheet, rows: Rows, row: int, column: int) -> None:
    for down, texts in enumerate(rows):
        for across, value in enumerate(texts):
            if value is not None:
                cell = sheet.cell(row + down, column + across)
                is_day = isinstance(value, date)
                cell.value, cell.number_format = value, "yyyy-mm-dd" if is_day else "General"


def clear(sheet: Worksheet) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            cell.value = None


def counted(rows: Rows) -> Rows:
    """Return rows whose formulas were pasted as what they come to."""
    return [["0" if str(v).startswith("=") else v for v in row] for row in rows]


def instead(book: Workbook, parts: list[tuple[Rows, int, int]]) -> None:
    """Put all blocks on one new sheet, and take the sheets that they stood on away."""
    for sheet in asked(book):
        del book[sheet.title]
    sheet = book.create_sheet("all together")
    for rows, row, column in parts:
        put(sheet, counted(rows), row, column)


def halves(book: Workbook) -> list[Rows]:
    """Return the blocks of a book: a sheet each, or one sheet's rows in two."""
    sheets = asked(book)
    if len(sheets) > 1:
        return [rows_of(sheet) for sheet in sheets]
    head, *rows = rows_of(sheets[0])
    middle = len(rows) // 2
    return [[head, *rows[:middle]], [head, *rows[middle:]]]


def side_by_side(blocks: list[Rows], *, gap: int = 1, drop: int = 0) -> list[tuple[Rows, int, int]]:
    column, row, workspace = 1, 2, []
    for block in blocks:
        workspace.append((block, row, column))
        column += len(block[0]) + gap
        row += drop
    return workspace


def stacked(blocks: list[Rows], *, gap: int = 1) -> list[tuple[Rows, int, int]]:
    row, workspace = 2, []
    for block in blocks:
        workspace.append((block, row, 1))
        row += len(block) + gap
    return workspace


def turned(rows: Rows) -> Rows:
    return [list(each) for each in zip(*rows, strict=True)]


def moved(rows: Rows, at: int, to: int) -> Rows:
    made = []
    for row in rows:
        row = list(row)
        row.insert(to, row.pop(at))
        made.append(row)
    return made


def without(rows: Rows, *columns: int) -> Rows:
    return [[v for n, v in enumerate(row) if n not in columns] for row in rows]


def reworded(rows: Rows, column: int, text: object) -> Rows:
    head = list(rows[0])
    head[column] = text
    return [head, *rows[1:]]


# -- nothing, and what only moves things


@edit()
def nothing(book, theirs, again):
    pass


@edit()
def rows_inserted(book, theirs, again):
    for sheet in asked(book):
        rows = rows_of(sheet, HEAD + 1)
        clear_rows(sheet)
        put(sheet, counted(rows[:2]), HEAD + 1, 1)
        put(sheet, counted(rows[2:]), HEAD + 6, 1)


def clear_rows(sheet: Worksheet) -> None:
    for row in sheet.iter_rows(min_row=HEAD + 1):
        for cell in row:
            cell.value = None


@edit()
def sorted_backwards(book, theirs, again):
    for sheet in asked(book):
        rows = rows_of(sheet, HEAD + 1)
        clear_rows(sheet)
        put(sheet, counted(rows[::-1]), HEAD + 1, 1)


@edit()
def sorted_with_the_headings(book, theirs, again):
    for sheet in asked(book):
        rows = counted(rows_of(sheet))
        for row in sheet.iter_rows(min_row=HEAD):
            for cell in row:
                cell.value = None
        put(sheet, rows[::-1], HEAD, 1)


@edit()
def the_headings_sorted_into_the_middle(book, theirs, again):
    for sheet in asked(book):
        head, *rows = counted(rows_of(sheet))
        for row in sheet.iter_rows(min_row=HEAD):
            for cell in row:
                cell.value = None
        put(sheet, [*rows[:2], head, *rows[2:]], HEAD, 1)


@edit()
def sheets_renamed(book, theirs, again):
    for number, sheet in enumerate(book.worksheets):
        sheet.title = f"Copy of {number}"


@edit()
def other_sheets_deleted(book, theirs, again):
    for sheet in list(book.worksheets):
        if sheet not in asked(book) and sheet.title != "This return":
            del book[sheet.title]


@edit()
def sheets_doubled(book, theirs, again):
    for sheet in asked(book):
        copied = book.copy_worksheet(sheet)
        put(copied, counted(rows_of(sheet)), HEAD, 1)


def each_block(change: Callable[[Rows], Rows], *, row: int = 5, column: int = 3) -> Edit:
    def do(book, theirs, again):
        for sheet in asked(book):
            rows = change(counted(rows_of(sheet)))
            clear(sheet)
            put(sheet, rows, row, column)

    return do


variant("pasted_elsewhere", each_block(list), loses=False)
variant("turned_round", each_block(turned), loses=False)
variant("pasted_without_headings", each_block(lambda rows: rows[1:]), loses=False)
for n in (0, 1, 2, 3, 4):
    variant(f"column_{n + 1}_dropped", each_block(lambda rows, n=n: without(rows, n)))
    variant(f"column_{n + 1}_and_the_headings_dropped",
            each_block(lambda rows, n=n: without(rows[1:], n)))  # fmt: skip
variant("the_references_moved_to_the_end",
        each_block(lambda rows: moved(rows, 0, len(rows[0]))), loses=False)  # fmt: skip
variant("the_references_moved_to_the_middle", each_block(lambda rows: moved(rows, 0, 4)),
        loses=False)  # fmt: skip
variant("an_answer_moved_to_the_front", each_block(lambda rows: moved(rows, 4, 0)), loses=False)
variant("an_answer_moved_to_the_end",
        each_block(lambda rows: moved(rows, 4, len(rows[0]))), loses=False)  # fmt: skip
variant("two_columns_swapped", each_block(lambda rows: moved(rows, 4, 5)), loses=False)
variant("two_columns_swapped_below_their_headings",
        each_block(lambda rows: [rows[0], *moved(rows[1:], 2, 3)]))  # fmt: skip
variant("no_row_reference_heading", each_block(lambda rows: reworded(rows, 0, None)), loses=False)
variant("another_row_reference_heading", each_block(lambda rows: reworded(rows, 0, "Ref.")),
        loses=False)  # fmt: skip


# -- blocks on one sheet


def together(arrange: Callable[[list[Rows]], list[tuple[Rows, int, int]]]) -> Edit:
    def do(book, theirs, again):
        instead(book, arrange(halves(book)))

    return do


def later(change: Callable[[Rows], Rows]) -> Callable[[list[Rows]], list[Rows]]:
    return lambda blocks: [blocks[0], *map(change, blocks[1:])]


def every(change: Callable[[Rows], Rows]) -> Callable[[list[Rows]], list[Rows]]:
    return lambda blocks: list(map(change, blocks))


def end_with_references(rows: Rows) -> Rows:
    return moved(rows, 0, len(rows[0]))


ARRANGED = {
    "as_they_are": (list, False),
    "the_headings_once": (later(lambda rows: rows[1:]), False),
    "turned": (every(turned), False),
    "each_with_its_references_last": (every(end_with_references), True),
    "the_first_with_its_references_last":
        (lambda blocks: [end_with_references(blocks[0]), *blocks[1:]], True),
    "the_others_with_their_references_last": (later(end_with_references), True),
    "the_others_without_a_column": (later(lambda rows: without(rows, 3)), True),
    "the_others_without_a_column_and_headings": (later(lambda rows: without(rows[1:], 3)), True),
    "the_others_with_columns_swapped": (later(lambda rows: moved(rows, 4, 5)), True),
    "no_row_reference_headings": (every(lambda rows: reworded(rows, 0, None)), True),
    "only_the_first_with_row_reference": (later(lambda rows: reworded(rows, 0, None)), True),
}  # fmt: skip
for what, (change, loses) in ARRANGED.items():
    places = {
        "side_by_side": lambda blocks: side_by_side(blocks),
        "side_by_side_without_a_gap": lambda blocks: side_by_side(blocks, gap=0),
        "side_by_side_and_down": lambda blocks: side_by_side(blocks, drop=3),
        "above_each_other": lambda blocks: stacked(blocks),
        "above_each_other_without_a_gap": lambda blocks: stacked(blocks, gap=0),
    }
    for where, arrange in places.items():
        # Headings once tell nothing of what stands beside or apart from them.
        alone = what == "the_headings_once" and "side" in where
        safe = what in ("as_they_are", "turned") and not (what == "turned" and where[0] == "s")
        variant(f"{where}_{what}",
                together(lambda blocks, c=change, a=arrange: a(c(blocks))),
                loses=loses or alone or not safe)  # fmt: skip


def with_theirs(arrange: Callable[[Rows, Rows], list[tuple[Rows, int, int]]]) -> Edit:
    def do(book, theirs, again):
        instead(book, [
            part for ours, other in zip(halves(book), halves(theirs), strict=True)
            for part in _below(arrange(ours, other), ours, halves(book))
        ])  # fmt: skip

    return do


def _below(workspace, ours: Rows, blocks: list[Rows]):
    down = 3 * sum(len(each) for each in blocks[: blocks.index(ours)])
    return [(rows, row + down, column) for rows, row, column in workspace]


variant("two_packs_side_by_side", with_theirs(lambda a, b: side_by_side([a, b])), loses=False)
variant("two_packs_the_other_way", with_theirs(lambda a, b: side_by_side([b, a])), loses=False)
variant("two_packs_touching", with_theirs(lambda a, b: side_by_side([b, a], gap=0)), loses=False)
variant("two_packs_one_lower", with_theirs(lambda a, b: side_by_side([a, b], drop=2)), loses=False)
variant("two_packs_the_other_lower", with_theirs(lambda a, b: side_by_side([b, a], drop=2)),
        loses=False)  # fmt: skip
variant("two_packs_above_each_other", with_theirs(lambda a, b: stacked([b, a])), loses=False)
variant("two_packs_references_last",
        with_theirs(lambda a, b: side_by_side(every(end_with_references)([a, b]))))  # fmt: skip
variant("two_packs_without_our_headings", with_theirs(lambda a, b: side_by_side([b, a[1:]])))


# -- more columns than were issued


def beside(
    *, at: str, heading: object = ..., change: Callable[[object], object] = str,
    rows: slice = slice(None), own: object = ..., keep: bool = True,
) -> Edit:  # fmt: skip
    """Copy a column of answers to the left or right, under its own heading or another."""

    def do(book, theirs, again):
        for sheet in asked(book):
            block = counted(rows_of(sheet))
            column = answer_column(sheet) - 1
            copied: list[object] = [block[0][column] if heading is ... else heading]
            wanted = list(range(1, len(block)))[rows]
            copied += [change(r[column]) if n in wanted else None
                       for n, r in enumerate(block[1:], start=1)]  # fmt: skip
            if own is not ...:
                block[0][column] = own
            if not keep:
                block = [block[0], *([*r[:column], None, *r[column + 1 :]] for r in block[1:])]
            place = {"left": 0, "right": len(block[0]), "beside": column + 1, "before": column}[at]
            made = [[*r[:place], c, *r[place:]] for r, c in zip(block, copied, strict=True)]
            clear(sheet)
            put(sheet, made, HEAD, 1)

    return do


def other(value: object) -> object:
    """Return something that was answered before: another choice, day, number or text."""
    text = str(value)
    if text in ("Yes", "Partly", "No", "Cannot tell"):
        return "No" if text == "Yes" else "Yes"
    if text[:4].isdigit() and "-" in text:
        return "2011-11-11"
    return 999_999 if text.isdecimal() else "an older answer"


for at in ("left", "right", "beside", "before"):
    variant(f"an_old_copy_{at}", beside(at=at, change=other))
    variant(f"a_true_copy_{at}", beside(at=at), loses=False)
    variant(f"a_partly_filled_copy_{at}", beside(at=at, change=other, rows=slice(0, 2)))
    variant(f"a_copy_{at}_of_what_was_emptied", beside(at=at, change=other, keep=False))
    variant(f"a_copy_{at}_and_our_heading_gone", beside(at=at, change=other, own=None))
    variant(f"a_copy_{at}_and_our_answer_renamed",
            beside(at=at, change=other, own="Final answer"))  # fmt: skip
    variant(f"a_column_of_notes_{at}", beside(at=at, heading="My notes", change=other),
            loses=False)  # fmt: skip


# -- words that read like headings


def typed(text: str, row: int = HEAD + 2) -> Edit:
    def do(book, theirs, again):
        for sheet in asked(book):
            sheet.cell(row, answer_column(sheet)).value = text

    return do


HEADINGS_TYPED = (
    "Your answer", "By when?", "By when", "Row reference", "Question", "What the record shows",
    "Still to do", "Part", "Case",
)  # fmt: skip
for number, text in enumerate(HEADINGS_TYPED):
    variant(f"a_heading_typed_as_an_answer_{number}", typed(text))


def typed_between(*texts: str, below: bool = True) -> Edit:
    def do(book, theirs, again):
        for sheet in asked(book):
            rows = counted(rows_of(sheet, HEAD + 1))
            clear_rows(sheet)
            put(sheet, rows[:1], HEAD + 1, 1)
            put(sheet, [list(texts)], HEAD + 2, 2)
            put(sheet, rows[1:], HEAD + 3, 1)

    return do


variant("one_heading_typed_between", typed_between("Your answer"), loses=False)
variant("two_headings_typed_between", typed_between("By when", "Your answer"), loses=False)
variant("words_typed_between", typed_between("these are", "the older ones"), loses=False)


@edit()
def the_headings_repeated(book, theirs, again):
    for sheet in asked(book):
        head, *rows = counted(rows_of(sheet))
        clear_rows(sheet)
        put(sheet, [*rows[:2], head, *rows[2:]], HEAD + 1, 1)


@edit()
def a_word_changed_in_each_heading(book, theirs, again):
    for sheet in asked(book):
        for cell in sheet[HEAD]:
            if cell.column not in (1, answer_column(sheet)):
                cell.value = str(cell.value or "").replace("What", "Which") or None


# -- cells shifted within a row


def shifted(at: int, by: int, row: int = HEAD + 2) -> Edit:
    def do(book, theirs, again):
        for sheet in asked(book):
            rows = counted(rows_of(sheet))
            texts = rows[row - HEAD]
            made = (
                texts[:at] + [None] * by + texts[at:] if by > 0 else texts[:at] + texts[at - by :]
            )
            rows[row - HEAD] = made
            last = last_column(sheet) + max(0, by)
            for each in range(HEAD, HEAD + len(rows)):
                for column in range(1, last + 1):
                    sheet.cell(each, column).value = None
            put(sheet, rows, HEAD, 1)

    return do


for at in (1, 2, 3, 4, 5):
    for by in (1, 2, -1, -2):
        variant(f"cells_{'put_in' if by > 0 else 'taken_out'}_at_{at}_{abs(by)}", shifted(at, by))


# -- references


def references_changed(change: Callable[[str], str], *, loses: bool = False) -> Edit:
    def do(book, theirs, again):
        for sheet in asked(book):
            for row in range(HEAD + 1, sheet.max_row + 1):
                cell = sheet.cell(row, 1)
                cell.value = change(str(cell.value)) if cell.value else None

    return do


@edit(loses=True)
def references_dragged_down(book, theirs, again):
    for sheet in asked(book):
        for row in range(HEAD + 2, HEAD + 4):
            sheet.cell(row, 1).value = sheet.cell(HEAD + 1, 1).value


@edit(loses=True)
def references_swapped(book, theirs, again):
    for sheet in asked(book):
        one, two = sheet.cell(HEAD + 1, 1), sheet.cell(HEAD + 2, 1)
        one.value, two.value = two.value, one.value


@edit(loses=True)
def two_references_in_one_cell(book, theirs, again):
    for sheet in asked(book):
        cell = sheet.cell(HEAD + 1, 1)
        cell.value = f"{cell.value} {sheet.cell(HEAD + 2, 1).value}"


@edit(loses=True)
def references_deleted(book, theirs, again):
    for sheet in asked(book):
        for row in range(HEAD + 1, sheet.max_row + 1):
            sheet.cell(row, 1).value = None


@edit(loses=True)
def references_altered(book, theirs, again):
    for sheet in asked(book):
        cell = sheet.cell(HEAD + 1, 1)
        cell.value = str(cell.value)[:-1] + ("A" if str(cell.value)[-1] != "A" else "B")


@edit()
def a_note_that_speaks_of_another_row(book, theirs, again):
    for sheet in asked(book):
        last = last_column(sheet)
        sheet.cell(HEAD + 1, last + 2).value = f"as in {sheet.cell(HEAD + 2, 1).value}, I think"


# -- rows and cells doubled, taken away, joined


@edit()
def rows_doubled(book, theirs, again):
    for sheet in asked(book):
        rows = counted(rows_of(sheet, HEAD + 1))
        put(sheet, rows[:2], HEAD + len(rows) + 2, 1)


@edit(loses=True)
def rows_doubled_with_another_answer(book, theirs, again):
    for sheet in asked(book):
        rows = counted(rows_of(sheet, HEAD + 1))
        row = list(rows[1])
        row[answer_column(sheet) - 1] = other(row[answer_column(sheet) - 1])
        put(sheet, [row], HEAD + len(rows) + 2, 1)


@edit(loses=True)
def rows_deleted(book, theirs, again):
    for sheet in asked(book):
        rows = counted(rows_of(sheet, HEAD + 1))
        clear_rows(sheet)
        put(sheet, [rows[0], *rows[2:]], HEAD + 1, 1)


@edit()
def cells_of_words_merged(book, theirs, again):
    for sheet in asked(book):
        if sheet.cell(HEAD + 1, 2).value == sheet.cell(HEAD + 2, 2).value:
            sheet.merge_cells(start_row=HEAD + 1, end_row=HEAD + 2, start_column=2, end_column=2)


@edit(loses=True)
def answers_merged_downwards(book, theirs, again):
    for sheet in asked(book):
        at = answer_column(sheet)
        sheet.merge_cells(start_row=HEAD + 1, end_row=HEAD + 3, start_column=at, end_column=at)


@edit()
def answers_in_colour(book, theirs, again):
    for sheet in asked(book):
        for row in sheet.iter_rows(min_row=HEAD + 1):
            for cell in row:
                font = copy(cell.font)
                font.color = "FFFF0000"
                cell.font = font


@edit()
def rows_and_columns_hidden(book, theirs, again):
    for sheet in asked(book):
        sheet.row_dimensions[HEAD + 2].hidden = True
        sheet.column_dimensions["A"].hidden = True


# -- two editions in one book


def editions(arrange: Callable[[Rows, Rows], list[tuple[Rows, int, int]]]) -> Edit:
    def do(book, theirs, again):
        instead(book, [
            part for old, new in zip(halves(theirs), halves(book), strict=True)
            for part in _below(arrange(old, new), new, halves(book))
        ])  # fmt: skip

    return lambda book, theirs, again: do(book, again, theirs)


variant("editions_side_by_side", editions(lambda old, new: side_by_side([old, new])), loses=False)
variant("editions_the_newer_first", editions(lambda old, new: side_by_side([new, old])),
        loses=False)  # fmt: skip
variant("editions_above_each_other", editions(lambda old, new: stacked([old, new])), loses=False)
