"""The sheets around the questions: where to start, what the answers mean, the hidden lists."""

from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter, itemgetter

from audits.domain.amounts import many
from audits.domain.pack import ABOUT_ACTIONS, Pack, PackForm, Query
from audits.domain.question import Scale, Standing
from audits.xlsx import (
    ORANGE,
    Book,
    Looks,
    Sheet,
    add_sheet,
    column_letter,
    fit_row,
    link,
    name_list,
    print_on,
    put,
    put_formula,
    set_widths,
)

from .how_long import how_long
from .layout import HIDDEN, MEANINGS, QUERIES, RETURN, START, by_id, case_numbers, questions_of
from .progress import Counted, answered
from .references import reference
from .rules import list_name, scales_of
from .set_up import by_row
from .table import HEADING_ROW, Table


WIDTH, COUNT_WIDTH = 80, 16
QUERY_COLUMNS = (
    ("Go to", 22), ("Case", 14), ("Question", 44), ("What you wrote", 26), ("What is needed", 56),
    ("Row reference", 18),
)  # fmt: skip
LISTED = "What needs another look. Click on a cell to go there."
EXPLAINED = "Each list that cells offer, and when to choose what."
MEANING_COLUMNS = (("List", 24), ("Choice", 28), ("Choose it when", 80))
FILL_IN, LEFT = "How to fill it in", "Still to do"
HANDLING = "Do not write names, dates of birth, NHS numbers or addresses in it."
RETURN_IT = (
    "Save the workbook and send it to us by {deadline}. The letter that came with it says where. "
    "You can send it more than once: we use the last one."
)
THIS_RETURN, ANSWERED = "This return", "Answered"
NEXT = (
    "We check your return when it arrives. If something is missing or unclear, we send this "
    "workbook back with only those cells open. Then the agencies agree what was found, and you "
    "get the report."
)
NEXT_OWN = (
    "We check your return when it arrives. If something is missing or unclear, we send this "
    "workbook back with only those cells open. Then we put all returns together, and you get the "
    "report."
)
NEXT_ACTIONS = "We put what you say into the action plan, and the next meeting sees it."
RETURN_ACTIONS = "Save the workbook and return it; a later one adds to what an earlier one said."


def write_cover(
    book: Book, pack: Pack, *, token: str, tables: tuple[Table, ...], looks: Looks
) -> list[Counted]:
    """Write the first sheet; return its cells that count what is answered and still to do."""
    sheet = add_sheet(book, START)
    set_widths(sheet, (26, WIDTH, COUNT_WIDTH))
    put(sheet, 1, 1, pack.title, looks.title)
    put(sheet, 2, 1, pack.asks, looks.help)
    row = 4
    for name, value in _facts(pack, token):
        put(sheet, row, 1, name, looks.strong)
        put(sheet, row, 2, value, looks.text)
        fit_row(sheet, row, [(value, WIDTH)])
        row += 1
    row = _steps(sheet, pack, row + 1, looks)
    counts = _progress(sheet, pack, tables, row + 1, looks)
    sheet.protection.sheet = True
    sheet.sheet_properties.tabColor = "FF1D3557"
    print_on(sheet, "portrait")
    return counts


def write_queries(
    book: Book,
    pack: Pack,
    key: bytes,
    places: Mapping[tuple[str, str], tuple[str, str]],
    looks: Looks,
) -> None:
    """Write the sheet that lists what is asked again, each line a link to its cell.

    Each row has its reference, by which an answer is known that is typed there all the same.
    """
    sheet = add_sheet(book, QUERIES, 1)
    put(sheet, 1, 1, QUERIES, looks.title)
    put(sheet, 2, 1, LISTED, looks.help)
    parts = query_parts(pack)
    widths = [width for _, width in QUERY_COLUMNS[1:-1]]
    _head(sheet, QUERY_COLUMNS, looks)
    for row, query in enumerate(pack.queries, start=HEADING_ROW + 1):
        title, cell = places[query.case, query.question]
        link(put(sheet, row, 1, f"{title}, cell {cell}", looks.link), title, cell)
        texts = texts_of_query(pack, query)
        for column, text in enumerate(texts, start=2):
            put(sheet, row, column, text, looks.boxed)
        own = reference(pack.token, parts[query.case, query.question], key)
        put(sheet, row, len(QUERY_COLUMNS), own, looks.small)
        fit_row(sheet, row, zip(texts, widths, strict=True))
    sheet.freeze_panes = f"A{HEADING_ROW + 1}"
    sheet.protection.sheet = True
    sheet.sheet_properties.tabColor = ORANGE
    print_on(sheet, "landscape", rows=f"{HEADING_ROW}:{HEADING_ROW}")


def write_meanings(book: Book, scales: tuple[Scale, ...], looks: Looks) -> None:
    """Write what each choice of each scale means; grades stand with their descriptors."""
    sheet = add_sheet(book, MEANINGS)
    put(sheet, 1, 1, MEANINGS, looks.title)
    put(sheet, 2, 1, EXPLAINED, looks.help)
    _head(sheet, MEANING_COLUMNS, looks)
    row = HEADING_ROW
    for scale in scales:
        for choice in scale.choices:
            row += 1
            means = choice.means or _plain(choice.standing)
            for column, text in enumerate((scale.title, choice.label, means), start=1):
                put(sheet, row, column, text, looks.boxed)
            fit_row(sheet, row, [(scale.title, 24), (choice.label, 28), (means, 80)])
    sheet.protection.sheet = True
    print_on(sheet, "landscape", rows=f"{HEADING_ROW}:{HEADING_ROW}")


def _head(sheet: Sheet, columns: Sequence[tuple[str, int]], looks: Looks) -> None:
    texts, widths = zip(*columns, strict=True)
    for column, text in enumerate(texts, start=1):
        put(sheet, HEADING_ROW, column, text, looks.heading)
    set_widths(sheet, widths)


def write_lists(book: Book, scales: tuple[Scale, ...], token: str) -> None:
    """Write the hidden sheet that the lists and the routing hint live on."""
    sheet = add_sheet(book, HIDDEN)
    sheet.sheet_state = "hidden"
    put(sheet, 1, 1, token)
    for column, scale in enumerate(scales, start=2):
        for row, choice in enumerate(scale.choices, start=1):
            put(sheet, row, column, choice.label)
        name_list(book, list_name(scale), HIDDEN, column, (1, len(scale.choices)))


def query_parts(pack: Pack) -> Mapping[tuple[str, str], str]:
    """Return the part of the reference of each row of the sheet Queries: ``R003-Q07``."""
    numbers, questions = case_numbers(pack), by_id(questions_of(pack))
    parts = {}
    for query in pack.queries:
        number = questions[query.question].number
        parts[query.case, query.question] = f"R{numbers.get(query.case, 0):03d}-Q{number:02d}"
    return parts


def texts_of_query(pack: Pack, query: Query) -> tuple[str, str, str, str]:
    """Return what stands in a row of the sheet Queries beside its link and its reference."""
    question = by_id(questions_of(pack))[query.question]
    return query.case, question.asks, query.wrote, query.says


def texts_around(pack: Pack) -> Iterator[str]:
    """Yield every text that stands on the sheets around the questions, as they were issued."""
    yield from (pack.title, pack.asks, FILL_IN, LEFT, MEANINGS, EXPLAINED, QUERIES, LISTED)
    yield from (THIS_RETURN, ANSWERED, *map(attrgetter("ref"), pack.cases))
    yield from map(itemgetter(0), (*QUERY_COLUMNS, *MEANING_COLUMNS))
    for fact in _facts(pack, pack.token):
        yield from fact
    for number, text in enumerate((*pack.instructions, _how_back(pack)), start=1):
        yield f"{number}. {text}"
    for scale in scales_of(pack):
        yield scale.title
        for choice in scale.choices:
            yield from (choice.label, choice.means or _plain(choice.standing))
    for query in pack.queries:
        yield from texts_of_query(pack, query)


def _facts(pack: Pack, token: str) -> tuple[tuple[str, str], ...]:
    if pack.form in ABOUT_ACTIONS:
        return (
            ("For", pack.unit_name),
            ("Actions", str(len(pack.cases))),
            ("Return by", pack.deadline),
            ("What comes next", NEXT_ACTIONS),
            ("Questions about it", pack.contact),
            ("Why we may ask", pack.legal_basis),
            ("Handling", f"{pack.marking}. {HANDLING}"),
            ("Sent by", pack.board),
            ("Reference", token),
        )
    return (
        ("For", f"{pack.unit_name} ({pack.unit})"),
        ("Audit", f"{pack.cycle}, {_size(pack)}"),
        ("Return by", pack.deadline),
        *_certifier(pack),
        ("How long it takes", how_long(pack)),
        ("What comes next", NEXT_OWN if pack.about.is_own else NEXT),
        ("Questions about it", pack.contact),
        ("A child at risk now", f"Do not wait for the return: {pack.concerns_to}"),
        ("Why we may ask", pack.legal_basis),
        ("Handling", f"{pack.marking}. {HANDLING}"),
        ("Sent by", pack.board),
        ("Reference", token),
    )


def _certifier(pack: Pack) -> Iterator[tuple[str, str]]:
    if pack.certified_by:
        says = (
            f"The {pack.certified_by} certifies it on the sheet {RETURN}. It counts from then on."
        )
        yield "Certified by", says


def _size(pack: Pack) -> str:
    """Say how much is asked; what follows from an answer is not counted."""
    asked = sum(not question.follows for question in pack.questions)
    if pack.form is PackForm.SELF_ASSESSMENT:
        return many(asked, "question")
    case = pack.about.in_words if pack.about.is_own else "case"
    return f"{many(len(pack.cases), case)}, {many(asked, 'question')} each"


def _how_back(pack: Pack) -> str:
    if pack.form in ABOUT_ACTIONS:
        return RETURN_ACTIONS
    return RETURN_IT.format(deadline=pack.deadline)


def _steps(sheet: Sheet, pack: Pack, row: int, looks: Looks) -> int:
    back = _how_back(pack)
    put(sheet, row, 1, FILL_IN, looks.strong)
    for number, text in enumerate((*pack.instructions, back), start=1):
        put(sheet, row, 2, f"{number}. {text}", looks.text)
        fit_row(sheet, row, [(text, WIDTH - 4)])
        row += 1
    return row


def _progress(
    sheet: Sheet, pack: Pack, tables: tuple[Table, ...], row: int, looks: Looks
) -> list[Counted]:
    """Write how far the return is: a line for each sheet, and for each case of a grid."""
    for column, text in enumerate((THIS_RETURN, ANSWERED, LEFT), start=1):
        put(sheet, row, column, text, looks.heading)
    counts = []
    for table in tables:
        slots = tuple(table.slots())
        letter = column_letter(table.to_do)
        rows = range(HEADING_ROW + 1, HEADING_ROW + 1 + len(table.lines))
        parts = [(table.title, "A1", slots, rows)]
        if table.is_grid and pack.form not in ABOUT_ACTIONS:
            for of_case in by_row(slots).values():
                at = of_case[0].row
                parts.append((of_case[0].case, f"A{at}", tuple(of_case), range(at, at + 1)))
        for name, to, asked, lines in parts:
            row += 1
            link(put(sheet, row, 1, name, looks.link), table.title, to)
            span = f"{letter}{lines[0]}:{letter}{lines[-1]}"
            cell = put_formula(sheet, row, 3, f"=SUM('{table.title}'!{span})", looks.count)
            to_do = tuple(f"{letter}{line}" for line in lines)
            counts.append(Counted(cell.coordinate, table.title, to_do))
            put(sheet, row, 2, "", looks.answered)
            if not pack.queries and (len(lines) == 1 or not table.is_grid):
                formula = answered(asked, table.title)
                cell = put_formula(sheet, row, 2, formula, looks.answered)
                counts.append(Counted(cell.coordinate, table.title, slots=asked))
    return counts


def _plain(standing: Standing) -> str:
    if standing is Standing.JUDGED:
        return ""
    return standing.value.replace("_", " ").capitalize()
