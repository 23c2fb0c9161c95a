"""An author's workbook read back: what it says, and in which cell."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from audits.domain.errors import TemplateError
from audits.domain.form import Field, Form, ScaleContent, SectionContent, from_cell
from audits.domain.remedies import Remedy, Verb
from audits.domain.spelling import folded
from audits.opening import FileSheet, NotReadableError, cell_name, read_file, why_not_read

from .author_layout import (
    AUDIT,
    FINDINGS,
    KEY,
    PART,
    QUESTIONS,
    SCALE_ID,
    SCALE_TITLE,
    SCALES,
    VALUE,
    columns_of,
)


Steps = tuple[int | str, ...]
Record = dict[str, Any]  # as a template's file holds it: its keys are the fields of a form


@dataclass(slots=True)
class Authored:
    """What a workbook says, in the shape of a template's file, and where it says each thing."""

    content: Record = field(default_factory=dict)
    places: dict[Steps, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell that something was written in."""

    field: Field
    text: str
    place: str


def read_template_book(data: bytes, form: Form) -> Authored:
    """Return what an author's workbook says.

    Raises:
        TemplateError: if it is no workbook, or lacks a sheet or a column; naming which.
    """
    sheets = _sheets(data)
    authored = Authored()
    for cell in _audit(_sheet(sheets, AUDIT), form):
        _keep(authored, authored.content, (), cell)
    _read_questions(authored, _sheet(sheets, QUESTIONS), form)
    _read_scales(authored, _sheet(sheets, SCALES), form)
    for number, cells in enumerate(_rows(_sheet(sheets, FINDINGS), FINDINGS, form)):
        finding: Record = {}
        authored.content.setdefault("findings", []).append(finding)
        _keep_all(authored, finding, ("findings", number), cells)
    return authored


def _sheets(data: bytes) -> Mapping[str, FileSheet]:
    try:
        contents = read_file(data)
    except NotReadableError as error:
        why = why_not_read(error.problem.code)
        raise TemplateError(f"The template cannot be read. {why}") from error
    return {folded(sheet.title): sheet for sheet in contents.sheets}


def _sheet(sheets: Mapping[str, FileSheet], title: str) -> FileSheet:
    if folded(title) in sheets:
        return sheets[folded(title)]
    raise TemplateError(
        f"The workbook has no sheet '{title}'.", remedy=Remedy(Verb.EXPORT_TEMPLATE)
    )


def _read_questions(authored: Authored, sheet: FileSheet, form: Form) -> None:
    sections: list[SectionContent] = []
    for cells in _rows(sheet, QUESTIONS, form):
        named, rest = _parted(cells, (PART,))
        part = named.get(PART)
        if part is None and not sections:
            raise TemplateError(f"{cells[0].place}: no part is named. Fill in 'Part'.")
        if part is not None and (not sections or sections[-1]["title"] != part.text.strip()):
            sections.append({"title": part.text.strip(), "questions": []})
            authored.places["sections", len(sections) - 1] = part.place
        questions = sections[-1]["questions"]
        steps = ("sections", len(sections) - 1, "questions", len(questions))
        questions.append({})
        authored.places[steps] = cells[0].place
        _keep_all(authored, questions[-1], steps, rest)
    if not sections:
        raise TemplateError(f"The sheet '{QUESTIONS}' holds no question. Add one.")
    authored.content["sections"] = sections


def _read_scales(authored: Authored, sheet: FileSheet, form: Form) -> None:
    name = ""
    for cells in _rows(sheet, SCALES, form):
        named, rest = _parted(cells, (SCALE_ID, SCALE_TITLE))
        if SCALE_ID in named:
            name = named[SCALE_ID].text.strip()
        if not name:
            raise TemplateError(f"{cells[0].place}: no scale is named. Fill in 'List'.")
        scales: dict[str, ScaleContent] = authored.content.setdefault("scales", {})
        scale = scales.setdefault(name, {"choices": []})
        authored.places.setdefault(("scales", name), cells[0].place)
        if SCALE_TITLE in named and "title" not in scale:
            scale["title"] = named[SCALE_TITLE].text.strip()
        steps = ("scales", name, "choices", len(scale["choices"]))
        scale["choices"].append({})
        _keep_all(authored, scale["choices"][-1], steps, rest)


def _parted(
    cells: Iterable[_Cell], fields: Sequence[Field]
) -> tuple[Mapping[Field, _Cell], list[_Cell]]:
    """Return the cells of some fields of a row, by those fields, and the rest of its cells."""
    named, rest = {}, []
    for cell in cells:
        if cell.field in fields:
            named[cell.field] = cell
        else:
            rest.append(cell)
    return named, rest


def _keep_all(authored: Authored, record: Record, steps: Steps, cells: list[_Cell]) -> None:
    for cell in cells:
        authored.places.setdefault(steps, cell.place)
        _keep(authored, record, steps, cell)


def _keep(authored: Authored, record: Record, steps: Steps, cell: _Cell) -> None:
    """Put a cell's value where its path leads, and remember the cell."""
    *before, last = cell.field.path
    holder = record
    for step in before:
        holder = holder.setdefault(step, {})
    holder[last] = from_cell(cell.text, cell.field)
    for length in range(1, len(cell.field.path) + 1):
        authored.places.setdefault((*steps, *cell.field.path[:length]), cell.place)


def _audit(sheet: FileSheet, form: Form) -> Iterator[_Cell]:
    known = _by_key(form.audit)
    row, heads = _head(sheet, (VALUE, KEY))
    columns = {head: column for column, head in reversed(heads.items())}  # the first of its name
    value, key = columns[VALUE], columns[KEY]
    for at in range(row + 1, _last_row(sheet) + 1):
        name, text = sheet.cells.get((at, key), "").strip(), sheet.cells.get((at, value), "")
        if not text.strip():
            continue
        place = f"{AUDIT}!{cell_name(at, value)}"
        if name not in known:
            raise TemplateError(f"{AUDIT}!{cell_name(at, key)}: {_unknown(name, known)}")
        yield _Cell(known[name], text, place)


def _by_key(fields: Iterable[Field]) -> dict[str, Field]:
    return {field.key: field for field in fields}


def _rows(sheet: FileSheet, title: str, form: Form) -> Iterator[list[_Cell]]:
    """Yield what is written in each row of a table that has anything written in it."""
    known = _by_key(columns_of(title, form))
    first = next(iter(known))
    row, heads = _head(sheet, (first,), title=title)
    for column, head in heads.items():
        if head not in known:
            raise TemplateError(f"{title}!{cell_name(row, column)}: {_unknown(head, known)}")
    for at in range(row + 1, _last_row(sheet) + 1):
        cells = []
        for column, head in heads.items():
            text = sheet.cells.get((at, column), "")
            if text.strip():
                cells.append(_Cell(known[head], text, f"{title}!{cell_name(at, column)}"))
        if cells:
            yield cells


def _head(
    sheet: FileSheet, names: tuple[str, ...], *, title: str = AUDIT
) -> tuple[int, dict[int, str]]:
    """Return the row of headings, and the last line of each, by column."""
    by_row: dict[int, dict[int, str]] = {}
    for (row, column), text in sorted(sheet.cells.items()):
        if text.strip():
            by_row.setdefault(row, {})[column] = text.strip().splitlines()[-1].strip()
    for row, heads in by_row.items():
        if set(names) <= set(heads.values()):
            return row, heads
    raise TemplateError(
        f"The sheet '{title}' has no heading '{names[0]}'. Keep the headings as they were written."
    )


def _last_row(sheet: FileSheet) -> int:
    return max((row for row, _ in sheet.cells), default=0)


def _unknown(name: str, known: Mapping[str, Field]) -> str:
    if not name:
        return "the key is gone from beside this value. Write it again, or clear the value."
    advice = f"There are: {', '.join(known)}."
    for close in get_close_matches(name, known, n=1):
        advice = f"Did you mean '{close}'?"
    return f"'{name}' is not a key I know. {advice}"
