"""A template as a workbook that an officer writes audits in."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from audits.domain.form import NO, YES, Field, Form, Kind, TemplateContent, as_cell
from audits.domain.question import AnswerType
from audits.xlsx import (
    Book,
    Cellstate,
    Looks,
    Sheet,
    add_sheet,
    choose_from,
    choose_one_of,
    column_letter,
    explain,
    finish,
    fit_row,
    name_list,
    new_book,
    only_explain,
    print_on,
    put,
    saved,
    set_widths,
)

from .author_layout import (
    AUDIT,
    FINDINGS,
    FIRST_ROW,
    HEADING_ROW,
    KEY,
    LABEL,
    MEANS,
    OFFERED,
    PART,
    QUESTIONS,
    SCALE_ID,
    SCALE_TITLE,
    SCALES,
    START,
    VALUE,
    columns_of,
    label_of,
    width_of,
)


Record = Mapping[str, Any]
CHANGED_HERE = "Change it here, then take it in again. Nothing is lost either way."
CHOOSE = "Choose from the list, or clear the cell."
SPARE = 20  # empty lines below what is there
WIDE = 180  # characters that can be read across a landscape A4 page
STEPS = (
    ("Audit", "Once for the whole audit: what it asks, of whom, about which cases, by when."),
    ("Questions", "One line a question, in the order of the pack. Lines with the same part stay "
     "together. A core question needs nothing but its name and its part."),
    ("Scales", "Own lists, one line a choice. The last sheet "
     "lists those that all audits share. Use them where you can, so that audits can be compared."),
    ("Findings", "One line a rule: which answers are an area for development, or a strength."),
    ("What there is", "Shared scales, core questions, agencies: to read, not to fill in."),
)  # fmt: skip
RULES = (
    "Yellow cells are yours. Leave a cell empty to leave the thing out.",
    "Where a cell holds several things, write one a line (Alt and Enter begins a new line).",
    "Keep the small words in the headings, and the column Key: by them the workbook is read.",
    "Never use a question's id, or a choice's code, again for something else.",
    "Raise the version by one for every change once a cycle has been opened.",
    "When the template is taken in, what does not fit is named, cell by cell.",
)


def write_template_book(content: TemplateContent, form: Form, *, made_at: datetime) -> bytes:
    """Return a template's content as an .xlsx workbook that `read_template_book` reads back."""
    book = new_book()
    looks = Looks(book)
    _start(book, content, looks)
    offered = _offered(content, form)
    _audit(book, content, form, looks)
    tables = (
        (QUESTIONS, list(_questions(content))),
        (SCALES, list(_scales(content))),
        (FINDINGS, content.get("findings") or []),
    )
    for title, rows in tables:
        _table(book, title, columns_of(title, form), rows, looks=looks, offered=offered)
    _what_there_is(book, offered, looks)
    title = str(content.get("title", ""))
    finish(book, title, "", made_at=made_at, footer=title)
    return saved(book)


def _questions(content: TemplateContent) -> Iterator[Record]:
    for section in content["sections"]:
        for line in section["questions"]:
            yield {**line, PART.key: section["title"]}


def _scales(content: TemplateContent) -> Iterator[Record]:
    for name, scale in (content.get("scales") or {}).items():
        for choice in scale["choices"]:
            yield {**choice, SCALE_ID.key: name, SCALE_TITLE.key: scale["title"]}


def _offered(content: TemplateContent, form: Form) -> dict[str, dict[str, str]]:
    """Return the words that fields offer: those that all audits share, and this one's own."""
    offered = {name: dict(words) for name, words in form.offered.items()}
    scales = offered.setdefault("scales", {})
    for name, scale in (content.get("scales") or {}).items():
        scales[name] = ", ".join(str(choice["label"]) for choice in scale["choices"])
    offered["agencies"] = dict.fromkeys(map(str, content.get("respondents", ())), "")
    offered["questions"] = _question_words(content, form.offered.get("core", {}))
    return offered


def _question_words(content: TemplateContent, core: Mapping[str, str]) -> dict[str, str]:
    """Return what each question of an audit asks, by its id; a core question has its own words."""
    words = {}
    for section in content["sections"]:
        for line in section["questions"]:
            name = str(line.get("id") or line.get("core"))
            words[name] = str(line.get("asks") or core.get(str(line.get("core")), ""))
    return words


def _start(book: Book, content: TemplateContent, looks: Looks) -> None:
    sheet = add_sheet(book, START)
    set_widths(sheet, (20, 96))
    put(sheet, 1, 1, f"Write an audit: {content.get('title', '')}", looks.title)
    put(sheet, 2, 1, CHANGED_HERE, looks.help)
    row = 4
    for name, meaning in STEPS:
        put(sheet, row, 1, name, looks.strong)
        put(sheet, row, 2, meaning, looks.text)
        fit_row(sheet, row, [(meaning, 96)])
        row += 1
    put(sheet, row + 1, 1, "Good to know", looks.strong)
    for number, rule in enumerate(RULES, start=1):
        put(sheet, row + number, 2, f"{number}. {rule}", looks.text)
    sheet.sheet_properties.tabColor = "FF1D3557"
    print_on(sheet, "portrait")


def _audit(book: Book, content: TemplateContent, form: Form, looks: Looks) -> None:
    sheet = add_sheet(book, AUDIT)
    put(sheet, 1, 1, AUDIT, looks.title)
    put(sheet, 2, 1, "Once for the whole audit. Fill in the yellow cells.", looks.help)
    for column, text in enumerate((LABEL, VALUE, MEANS, KEY), start=1):
        put(sheet, HEADING_ROW, column, text, looks.heading)
    set_widths(sheet, (30, 72, 52, 24))
    for row, field in enumerate(form.audit, start=HEADING_ROW + 1):
        text = _text(content, field)
        label = f"{label_of(field)} *" if field.needed else label_of(field)
        put(sheet, row, 1, label, looks.case)
        put(sheet, row, 2, text, looks.answers[Cellstate.OPEN, AnswerType.TEXT])
        put(sheet, row, 3, field.means, looks.boxed)
        put(sheet, row, 4, field.key, looks.small)
        fit_row(sheet, row, [(label_of(field), 28), (text, 70), (field.means, 50)])
        _accept(sheet, field, f"B{row}", {})
    sheet.freeze_panes = f"B{HEADING_ROW + 1}"
    sheet.sheet_properties.tabColor = "FF1D70B8"
    print_on(sheet, "landscape", rows=f"{HEADING_ROW}:{HEADING_ROW}")


def _table(
    book: Book,
    title: str,
    columns: Sequence[Field],
    rows: Sequence[Record],
    *,
    looks: Looks,
    offered: Mapping[str, Mapping[str, str]],
) -> None:
    sheet = add_sheet(book, title)
    put(sheet, 1, 1, title, looks.title)
    put(sheet, 2, 1, f"{dict(STEPS)[title].partition('. ')[0].rstrip('.')}.", looks.help)
    last = FIRST_ROW + len(rows) + SPARE
    _heads(sheet, columns, looks)
    for column, field in enumerate(columns, start=1):
        letter = column_letter(column)
        _accept(sheet, field, f"{letter}{FIRST_ROW}:{letter}{last}", offered)
    empty: list[Record] = [{}] * (SPARE + 1)
    for row, record in enumerate([*rows, *empty], start=FIRST_ROW):
        _row(sheet, row, columns, record, looks)
    right = column_letter(len(columns))
    sheet.freeze_panes = f"C{FIRST_ROW}"
    sheet.sheet_view.zoomScale = 90
    sheet.sheet_properties.tabColor = "FF1D70B8"
    print_on(
        sheet, "landscape", pages_wide=-(-sum(map(width_of, columns)) // WIDE),
        rows=f"{HEADING_ROW}:{FIRST_ROW - 1}", columns="A:B",
    )  # fmt: skip
    sheet.print_area = f"A1:{right}{max(last - SPARE - 1, FIRST_ROW)}"


def _heads(sheet: Sheet, columns: Sequence[Field], looks: Looks) -> None:
    """Write each column's name, and below it in small letters the key that it is read by."""
    heads = []
    for column, field in enumerate(columns, start=1):
        put(sheet, HEADING_ROW, column, label_of(field), looks.heading)
        put(sheet, FIRST_ROW - 1, column, field.key, looks.small)
        heads.append((label_of(field), width_of(field) * 0.8))
    set_widths(sheet, map(width_of, columns))
    fit_row(sheet, HEADING_ROW, heads)


def _row(sheet: Sheet, row: int, columns: Sequence[Field], record: Record, looks: Looks) -> None:
    texts = []
    for column, field in enumerate(columns, start=1):
        text = _text(record, field)
        put(sheet, row, column, text, looks.answers[Cellstate.OPEN, AnswerType.TEXT])
        texts.append((text, width_of(field) * 0.95))
    fit_row(sheet, row, texts)


def _text(record: Record, field: Field) -> str:
    """Return what a record holds in a field, "" where it holds nothing."""
    value: Any = record
    for step in field.path:
        if not isinstance(value, Mapping):
            return ""
        value = value.get(step)
    if value is None or value in ([], {}):
        return ""
    return as_cell(value, field)


def _accept(
    sheet: Sheet, field: Field, cells: str, offered: Mapping[str, Mapping[str, str]]
) -> None:
    """Put what a field offers, and what it means, on its cells."""
    if field.kind is Kind.FLAG:
        rule = choose_one_of((YES, NO))
    elif field.choices:
        rule = choose_one_of(field.choices)
    elif offered.get(field.offers):
        rule = choose_from(f"offers_{field.offers}")
    else:
        rule = only_explain()
    # A list of words that are offered may grow: a scale or an agency that is new, several agencies.
    explain(rule, label_of(field), field.means, CHOOSE, refuses=not field.offers)
    rule.add(cells)
    sheet.add_data_validation(rule)


def _what_there_is(book: Book, offered: Mapping[str, Mapping[str, str]], looks: Looks) -> None:
    sheet = add_sheet(book, OFFERED)
    put(sheet, 1, 1, OFFERED, looks.title)
    put(sheet, 2, 1, "What cells offer. Changing it here changes nothing.", looks.help)
    texts: dict[int, list[tuple[str, float]]] = {}
    for number, (name, words) in enumerate(offered.items()):
        column = 2 * number + 1
        put(sheet, HEADING_ROW, column, name.capitalize(), looks.heading)
        put(sheet, HEADING_ROW, column + 1, "", looks.heading)
        for row, (word, means) in enumerate(words.items(), start=HEADING_ROW + 1):
            put(sheet, row, column, word, looks.boxed)
            put(sheet, row, column + 1, means, looks.boxed)
            texts.setdefault(row, []).extend(((word, 24), (means, 60)))
        end = HEADING_ROW + max(len(words), 1)
        name_list(book, f"offers_{name}", OFFERED, column, (HEADING_ROW + 1, end))
    set_widths(sheet, (24, 60) * len(offered))
    for row, beside in texts.items():
        fit_row(sheet, row, beside)
    sheet.freeze_panes = f"A{HEADING_ROW + 1}"
    sheet.protection.sheet = True
    print_on(sheet, "landscape", pages_wide=2)
