"""What programs make of a filled-in workbook, done to its XML: each edit changes its parts."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from builders.drawings import DML, XDR, box


Parts = dict[str, str]
Raw = Callable[[Parts], Parts]
RAW_EDITS: dict[str, Raw] = {}
KEEPS: set[str] = set()  # edits after which every answer is still read
CELL = re.compile(r'<c r="([A-Z]+)(\d+)"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
TEXT = re.compile(r"<is><t[^>]*>(.*?)</t></is>", re.DOTALL)
ANSWERED = re.compile(r"<t[^>]*>(\d\. )?(Your answer<|Question \d\?)")  # over a column of answers
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
BOOK, TYPES, RELS = "xl/workbook.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
HEAD = 3


def raw(*, loses: bool = False) -> Callable[[Raw], Raw]:
    def add(function: Raw) -> Raw:
        name = function.__name__
        assert name not in RAW_EDITS, name
        RAW_EDITS[name] = function
        if not loses:
            KEEPS.add(name)
        return function

    return add


def edited(data: bytes, change: Raw) -> bytes:
    """Return a workbook after an edit; parts are text, and stay in their order."""
    with ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    return zipped(change(parts))


def zipped(parts: Parts, how: int = ZIP_DEFLATED) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", how) as archive:
        for name, text in parts.items():
            archive.writestr(name, text.encode("utf-8", "surrogatepass"))
    return made.getvalue()


def sheets(parts: Parts) -> list[str]:
    return sorted(name for name in parts if name.startswith("xl/worksheets/sheet"))


def asking(parts: Parts) -> list[str]:
    """Return the sheets with questions about cases."""
    found = [name for name in sheets(parts) if ">Row reference<" in parts[name]]
    return [name for name in found if ">This return<" not in parts[name]]


def cells(change: Callable[[str, int, str, str], str | None], names=asking) -> Raw:
    """Return an edit of each cell: what is returned stands instead of it, None leaves it."""

    def do(parts: Parts) -> Parts:
        for name in names(parts):

            def one(found: re.Match[str]) -> str:
                letters, row, attributes, inside = found.groups()
                made = change(letters, int(row), attributes, inside or "")
                return found.group() if made is None else made

            parts[name] = CELL.sub(one, parts[name])
        return parts

    return do


def answers(change: Callable[[str, str, str], str | None]) -> Raw:
    """Return an edit of each cell with an answer: below "Your answer" or a grid's questions."""

    def do(parts: Parts) -> Parts:
        for name in asking(parts):
            heads = {m[1]: m[4] or "" for m in CELL.finditer(parts[name]) if int(m[2]) == HEAD}
            columns = {at for at, inside in heads.items() if ANSWERED.search(inside)}

            def one(found: re.Match[str], columns: set[str] = columns) -> str:
                letters, row, attributes, inside = found.groups()
                if letters not in columns or int(row) <= HEAD:
                    return found.group()
                made = change(f"{letters}{row}", attributes, inside or "")
                return found.group() if made is None else made

            parts[name] = CELL.sub(one, parts[name])
        return parts

    return do


def everywhere(change: Callable[[str], str], names=sheets) -> Raw:
    def do(parts: Parts) -> Parts:
        for name in names(parts):
            parts[name] = change(parts[name])
        return parts

    return do


def add(name: str, change: Raw, *, loses: bool = False) -> None:
    change.__name__ = name
    raw(loses=loses)(change)


def look_of(attributes: str) -> str:
    found = re.search(r's="\d+"', attributes)
    return f" {found.group()}" if found else ""


def typed(place: str, attributes: str, inside: str, text: str) -> str:
    return f'<c r="{place}"{look_of(attributes)} t="inlineStr"><is><t>{text}</t></is></c>'


def words(inside: str) -> str:
    """Return what stands in a cell."""
    found = TEXT.search(inside) or re.search(r"<v>(.*?)</v>", inside)
    return found.group(1) if found else ""


# -- how texts are stored


@raw()
def nothing(parts):
    return parts


def with_shared(parts: Parts, item: Callable[[str], str]) -> Parts:
    """Put every text into the table of shared strings, as Excel does."""
    texts: dict[str, int] = {}

    def share(found: re.Match[str]) -> str:
        letters, row, attributes, inside = found.groups()
        text = TEXT.fullmatch(inside or "")
        if not text:
            return found.group()
        number = texts.setdefault(text.group(1), len(texts))
        return f'<c r="{letters}{row}"{look_of(attributes)} t="s"><v>{number}</v></c>'

    for name in sheets(parts):
        parts[name] = CELL.sub(share, parts[name])
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{"".join(map(item, texts))}</sst>'
    parts[RELS] = parts[RELS].replace("</Relationships>", (
        f'<Relationship Id="rIdS" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>"))  # fmt: skip
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    parts[TYPES] = parts[TYPES].replace(
        "</Types>", f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    )
    return parts


def run(text: str, look: str = "") -> str:
    return f'<r>{f"<rPr>{look}</rPr>" if look else ""}<t xml:space="preserve">{text}</t></r>'


FURIGANA = '<rPh sb="0" eb="1"><t>kana</t></rPh><phoneticPr fontId="0"/>'
NOT_STRUCK = '<strike val="0"/>'


def runs(text: str, look: str = "") -> str:
    """Return a text in two pieces, as it is kept once half of it had another look."""
    middle = 0 if "&" in text else len(text) // 2
    return "".join(run(part, look) for part in (text[:middle], text[middle:]) if part)


for name, item in {
    "shared_strings": lambda t: f'<si><t xml:space="preserve">{t}</t></si>',
    "shared_strings_in_runs": lambda t: f"<si>{runs(t)}</si>",
    "shared_strings_in_bold": lambda t: f"<si>{run(t, '<b/>')}</si>",
    "shared_strings_not_struck":
        lambda t: f"<si>{runs(t, NOT_STRUCK)}</si>",
    "shared_strings_with_furigana":
        lambda t: f"<si><t>{t}</t>{FURIGANA}</si>",
}.items():  # fmt: skip
    add(name, lambda parts, item=item: with_shared(parts, item))

add("texts_as_results_without_formulas", cells(
    lambda c, r, a, i: f'<c r="{c}{r}"{look_of(a)} t="str"><v>{words(i)}</v></c>'
    if TEXT.fullmatch(i) else None))  # fmt: skip
add("texts_with_preserved_spaces", answers(
    lambda p, a, i: f'<c r="{p}"{look_of(a)} t="inlineStr"><is><t xml:space="preserve">  '
    f"{words(i)} \n</t></is></c>" if TEXT.fullmatch(i) else None))  # fmt: skip
add(
    "texts_with_escaped_line_ends",
    answers(lambda p, a, i: typed(p, a, i, f"{words(i)}_x000D_\n") if TEXT.fullmatch(i) else None),
)
add("an_older_answer_struck_in_a_run", answers(
    lambda p, a, i: f'<c r="{p}"{look_of(a)} t="inlineStr"><is>{run("Gone ", "<strike/>")}'
    f"{run(words(i))}</is></c>" if TEXT.fullmatch(i) else None))  # fmt: skip
add("answers_struck_in_their_only_run", answers(
    lambda p, a, i: f'<c r="{p}"{look_of(a)} t="inlineStr"><is>'
    f'{run(words(i), "<strike/>")}</is></c>' if TEXT.fullmatch(i) else None),
    loses=True)  # fmt: skip

# -- numbers and days


def serial(inside: str) -> str:
    found = re.search(r"<v>(\d{5})</v>", inside)
    return found.group(1) if found else ""


def day_of(number: str) -> date:
    return (datetime(1899, 12, 30, tzinfo=UTC) + timedelta(days=int(number))).date()


def days(change: Callable[[str, str, str], str]) -> Raw:
    """Return an edit of each cell with a day."""

    def one(letters: str, row: int, attributes: str, inside: str) -> str | None:
        is_day = row > HEAD and serial(inside)
        return change(f"{letters}{row}", attributes, inside) if is_day else None

    return cells(one)


add("numbers_in_scientific_notation", cells(
    lambda c, r, a, i: f'<c r="{c}{r}"{look_of(a)}><v>{float(words(i)):.6E}</v></c>'
    if re.fullmatch(r"<v>\d+</v>", i) and 't="n"' in a else None))  # fmt: skip
add("numbers_with_a_point", cells(
    lambda c, r, a, i: f'<c r="{c}{r}"{look_of(a)}><v>{words(i)}.0</v></c>'
    if re.fullmatch(r"<v>\d+</v>", i) and 't="n"' in a else None))  # fmt: skip
add(
    "days_as_iso_8601",
    days(lambda p, a, i: f'<c r="{p}"{look_of(a)} t="d"><v>{day_of(serial(i))}</v></c>'),
)
add(
    "days_as_iso_8601_with_midnight",
    days(lambda p, a, i: f'<c r="{p}"{look_of(a)} t="d"><v>{day_of(serial(i))}T00:00:00</v></c>'),
)
add("days_as_text", days(lambda p, a, i: typed(p, a, i, f"{day_of(serial(i)):%d/%m/%Y}")))
add("days_without_their_look", days(lambda p, _, i: f'<c r="{p}"><v>{serial(i)}</v></c>'))
add(
    "days_with_a_time_of_day",
    days(lambda p, a, i: f'<c r="{p}"{look_of(a)}><v>{serial(i)}.375</v></c>'),
)


@raw()
def days_of_the_1904_epoch(parts):
    parts[BOOK] = parts[BOOK].replace("<workbookPr/>", '<workbookPr date1904="1"/>')
    change = days(lambda p, a, i: f'<c r="{p}"{look_of(a)}><v>{int(serial(i)) - 1462}</v></c>')
    return change(parts)


# -- answers that are none


add("answers_as_formulas", answers(
    lambda p, a, i: f'<c r="{p}"{look_of(a)} t="str"><f>B2&amp;""</f><v>{words(i)}</v></c>'),
    loses=True)  # fmt: skip
add("answers_as_array_formulas", answers(
    lambda p, a, i: f'<c r="{p}"{look_of(a)} t="str"><f t="array" ref="{p}">B2</f>'
    f"<v>{words(i)}</v></c>"), loses=True)  # fmt: skip
add(
    "answers_as_errors",
    answers(lambda p, a, _: f'<c r="{p}"{look_of(a)} t="e"><v>#N/A</v></c>'),
    loses=True,
)
add("answers_as_truth_values", answers(
    lambda p, a, i: f'<c r="{p}"{look_of(a)} t="b"><v>1</v></c>' if words(i) == "Yes" else None),
    loses=True)  # fmt: skip
add(
    "answers_empty_with_a_look",
    answers(lambda p, a, i: f'<c r="{p}"{look_of(a)}/>' if words(i)[:5] != "text " else None),
    loses=True,
)


# -- the XML of a sheet


add("no_dimension", everywhere(lambda p: re.sub(r"<dimension [^>]*/>", "", p)))
add(
    "a_dimension_too_small",
    everywhere(lambda p: re.sub(r'<dimension ref="[^"]*"', '<dimension ref="A1"', p)),
)
add(
    "a_dimension_of_the_whole_sheet",
    everywhere(lambda p: re.sub(r'<dimension ref="[^"]*"', '<dimension ref="A1:XFD1048576"', p)),
)
add("a_mark_of_byte_order", everywhere(lambda p: "\ufeff" + p))
add(
    "a_declaration",
    everywhere(lambda p: '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n' + p),
)
add("comments_in_the_xml", everywhere(lambda p: p.replace("<row ", "<!-- row --><row ")))
add("unknown_attributes", everywhere(
    lambda p: re.sub('<c r="(?!A)', '<c cm="1" vm="2" ph="1" r="', p)))  # fmt: skip
add("rows_with_spans_and_heights", everywhere(
    lambda p: p.replace("<row ", '<row spans="1:7" x14ac:dyDescent="0.25" ').replace(
        "<worksheet ", '<worksheet xmlns:x14ac="http://schemas.microsoft.com/office/'
        'spreadsheetml/2009/9/ac" ', 1)))  # fmt: skip
add("other_content_for_other_programs", everywhere(
    lambda p: p.replace("</worksheet>", '<mc:AlternateContent xmlns:mc="http://schemas.openxml'
    'formats.org/markup-compatibility/2006"><mc:Choice Requires="x14"/><mc:Fallback/>'
    "</mc:AlternateContent></worksheet>")))  # fmt: skip
add("validations_in_an_extension", everywhere(
    lambda p: re.sub(r"<dataValidations.*?</dataValidations>", "", p, flags=re.DOTALL).replace(
        "</worksheet>", '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"/></extLst>'
        "</worksheet>")))  # fmt: skip
add("rows_out_of_order", everywhere(
    lambda p: re.sub(r"(<sheetData>)(.*)(</sheetData>)", lambda m: m[1] + "".join(
        reversed(re.findall(r"<row .*?</row>", m[2], re.DOTALL))) + m[3], p, flags=re.DOTALL),
    asking))  # fmt: skip
add(
    "cells_out_of_order",
    everywhere(
        lambda p: re.sub(
            r"(<row [^>]*>)(.*?)(</row>)",
            lambda m: m[1] + "".join(reversed([c.group() for c in CELL.finditer(m[2])])) + m[3],
            p,
            flags=re.DOTALL,
        ),
        asking,
    ),
)
add("rows_and_cells_that_are_only_counted", everywhere(
    lambda p: re.sub(r'<row r="\d+"', "<row", re.sub(r'<c r="[A-Z]+\d+"', "<c", p)), asking),
    loses=True)  # fmt: skip
add(
    "a_prefix_for_every_element",
    everywhere(
        lambda p: re.sub(r"<(/?)(?![?!])", r"<\1x:", p).replace(
            f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"'
        )
    ),
)
add(
    "rows_hidden_and_without_height",
    everywhere(
        lambda p: re.sub(r'<row r="(?![123]")', r'<row hidden="1" zeroHeight="1" r="', p), asking
    ),
)
add(
    "columns_hidden", everywhere(lambda p: p.replace("<col width", '<col hidden="1" width'), asking)
)
add("protected_with_a_hash", everywhere(
    lambda p: re.sub(r"<sheetProtection [^>]*/>", '<sheetProtection algorithmName="SHA-512" '
    'hashValue="AAAA" saltValue="AAAA" spinCount="100000" sheet="1"/>', p)))  # fmt: skip
FILTER = '<filterColumn colId="1"><filters><filter val="Yes"/></filters></filterColumn>'
add("filtered", everywhere(
    lambda p: re.sub(r'<autoFilter ref="([^"]*)"/>',
                     rf'<autoFilter ref="\1">{FILTER}</autoFilter>', p), asking))  # fmt: skip
add("answers_merged_with_values_beneath", everywhere(
    lambda p: p.replace("</sheetData>", '</sheetData><mergeCells count="1"><mergeCell '
    'ref="E4:E8"/></mergeCells>'), asking))  # fmt: skip
add("a_merge_of_half_the_sheet", everywhere(
    lambda p: p.replace("</sheetData>", '</sheetData><mergeCells count="1"><mergeCell '
    'ref="AA100:ZZ900000"/></mergeCells>'), asking))  # fmt: skip
add("sixty_thousand_blank_rows", everywhere(
    lambda p: p.replace("</sheetData>", "".join(
        f'<row r="{n}" s="1" customFormat="1"/>' for n in range(100, 60_100)) + "</sheetData>"),
    lambda parts: asking(parts)[:1]))  # fmt: skip


# -- references as programs leave them


def reworked(change: Callable[[str], str]) -> Raw:
    return cells(
        lambda c, r, a, i: typed(f"{c}{r}", a, i, change(words(i)))
        if c == "A" and r > HEAD and words(i).startswith("P7.") else None)  # fmt: skip


for name, change in {
    "with_long_dashes": lambda t: t.replace("-", "\u2013"), "in_small_letters": str.lower,
    "with_hard_hyphens": lambda t: t.replace("-", "\u2011"), "with_spaces": lambda t: f" {t} ",
    "with_zero_widths": lambda t: t.replace("-", "\u200b-"),
    "with_a_line_break": lambda t: t.replace("-", "-\n", 1),
    "with_a_remark": lambda t: f"{t} (done)",
}.items():  # fmt: skip
    add(f"references_{name}", reworked(change))


# -- the workbook around them


add("strict_namespaces", everywhere(
    lambda p: p.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main").replace(
        OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships"),
    lambda parts: [*sheets(parts), BOOK, "xl/styles.xml"]))  # fmt: skip


@raw()
def parts_named_with_backslashes(parts):
    return {name.replace("/", "\\") if name.startswith("xl/") else name: text
            for name, text in parts.items()}  # fmt: skip


@raw()
def absolute_targets(parts):
    parts[RELS] = re.sub(r'Target="/?(?:xl/)?', 'Target="/xl/', parts[RELS])
    return parts


@raw()
def sheets_in_parts_of_other_names(parts):
    for name in sheets(parts):
        made = name.replace("worksheets/sheet", "worksheets/Hoja")
        parts[made] = parts.pop(name)
        for at in (RELS, TYPES):
            parts[at] = parts[at].replace(name.removeprefix("xl/"), made.removeprefix("xl/"))
    return parts


@raw()
def no_properties_and_theme(parts):
    for name in [n for n in parts if n.startswith("docProps") or "theme" in n]:
        del parts[name]
        parts[TYPES] = re.sub(f'<Override PartName="/{re.escape(name)}"[^>]*/>', "", parts[TYPES])
    parts[RELS] = re.sub(r"<Relationship [^>]*theme[^>]*/>", "", parts[RELS])
    parts["_rels/.rels"] = re.sub(r"<Relationship [^>]*docProps[^>]*/>", "", parts["_rels/.rels"])
    return parts


@raw()
def no_defined_names(parts):
    parts[BOOK] = re.sub(r"<definedNames>.*</definedNames>", "", parts[BOOK])
    return parts


def renamed(change: Callable[[int], str]) -> Raw:
    def do(parts: Parts) -> Parts:
        count = iter(range(1, 100))
        parts = no_defined_names(parts)
        parts[BOOK] = re.sub(r' name="[^"]*"', lambda _: f' name="{change(next(count))}"',
                             parts[BOOK])  # fmt: skip
        return parts

    return do


for name, title in {
    "with_slashes": "Cases {}/2 [old]", "with_quotes": "it&apos;s &quot;{}&quot;",
    "with_signs": "a &amp; b &lt;{}&gt;", "in_another_script": "\u0643\u0634\u0641 {}",
    "with_a_smile": "\U0001f600 {}", "too_long": "x" * 60 + "{}", "with_spaces": "  {}  ",
    "as_a_formula": "=cmd|{}",
}.items():  # fmt: skip
    add(f"sheets_renamed_{name}", renamed(title.format))
add("sheets_of_one_name", renamed(lambda n: "Cases" if n > 1 else "Start"), loses=True)


@raw()
def sheets_in_another_order(parts):
    found = re.findall(r"<sheet [^>]*/>", parts[BOOK])
    parts = no_defined_names(parts)
    made = f"<sheets>{''.join(reversed(found))}</sheets>"
    parts[BOOK] = re.sub(r"<sheets>.*</sheets>", lambda _: made, parts[BOOK])
    return parts


for state in ("hidden", "veryHidden"):
    add(f"sheets_{state}", everywhere(
        lambda p, state=state: p.replace('state="visible"', f'state="{state}"'),
        lambda _: [BOOK]))  # fmt: skip


# -- what lies beside the cells


def related(parts: Parts, sheet: str, kind: str, target: str) -> None:
    name = sheet.replace("worksheets/", "worksheets/_rels/") + ".rels"
    parts[name] = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rIdX" Type="{OFFICE}/{kind}" '
        f'Target="../{target}"/></Relationships>'
    )


def emptied(parts: Parts) -> dict[str, dict[str, str]]:
    """Take the answers away and return them, by sheet and cell."""
    taken: dict[str, dict[str, str]] = {}

    def take(place: str, attributes: str, inside: str) -> str:
        taken.setdefault("", {})[place] = words(inside)
        return f'<c r="{place}"{look_of(attributes)}/>'

    found = {}
    for name in asking(parts):
        one = answers(take)({name: parts[name]})
        parts[name] = one[name]
        found[name] = taken.pop("", {})
    return found


@raw(loses=True)
def answers_in_comments(parts):
    for number, (name, said) in enumerate(emptied(parts).items()):
        lines = "".join(f'<comment ref="{p}" authorId="0"><text>{run(t)}</text></comment>'
                        for p, t in said.items())  # fmt: skip
        parts[f"xl/comments{number}.xml"] = (
            f'<comments xmlns="{MAIN}"><authors><author/></authors><commentList>{lines}'
            "</commentList></comments>"
        )
        related(parts, name, "comments", f"comments{number}.xml")
    return parts


@raw(loses=True)
def answers_in_threaded_comments(parts):
    space = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    for number, (name, said) in enumerate(emptied(parts).items()):
        lines = "".join(f'<threadedComment ref="{p}"><text>{t}</text></threadedComment>'
                        for p, t in said.items())  # fmt: skip
        target = f"threadedComments/threadedComment{number}.xml"
        parts[f"xl/{target}"] = f'<ThreadedComments xmlns="{space}">{lines}</ThreadedComments>'
        related(parts, name, "threadedComment", target)
    return parts


def drawn(parts: Parts, name: str, number: int, inside: str) -> None:
    parts[name] = parts[name].replace("</worksheet>", '<drawing r:id="rIdX"/></worksheet>')
    parts[name] = parts[name].replace("<worksheet ", f'<worksheet xmlns:r="{OFFICE}" ', 1)
    parts[f"xl/drawings/drawing{number}.xml"] = (
        f'<xdr:wsDr xmlns:xdr="{XDR}" xmlns:a="{DML}"><xdr:twoCellAnchor>{inside}'
        "</xdr:twoCellAnchor></xdr:wsDr>"
    )
    related(parts, name, "drawing", f"drawings/drawing{number}.xml")


@raw(loses=True)
def answers_in_a_text_box(parts):
    for number, (name, said) in enumerate(emptied(parts).items()):
        drawn(parts, name, number, box("; ".join(said.values())))
    return parts


@raw(loses=True)
def answers_pasted_as_a_picture(parts):
    for number, name in enumerate(emptied(parts)):
        drawn(parts, name, number, "<xdr:pic><xdr:nvPicPr/></xdr:pic>")
    return parts


@raw()
def a_picture_beside_the_answers(parts):
    for number, name in enumerate(asking(parts)):
        drawn(parts, name, number, "<xdr:pic><xdr:nvPicPr/></xdr:pic>")
    return parts


@raw()
def tables_with_a_style(parts):
    for number, name in enumerate(asking(parts), start=1):
        parts[name] = parts[name].replace(
            "</worksheet>",
            '<tableParts count="1"><tablePart r:id="rIdX"/></tableParts></worksheet>',
        )
        parts[name] = parts[name].replace("<worksheet ", f'<worksheet xmlns:r="{OFFICE}" ', 1)
        parts[f"xl/tables/table{number}.xml"] = (
            f'<table xmlns="{MAIN}" id="{number}" name="T{number}" displayName="T{number}" '
            'ref="A3:B5"><tableColumns count="2"><tableColumn id="1" name="Row reference"/>'
            '<tableColumn id="2" name="x"/></tableColumns></table>'
        )
        related(parts, name, "table", f"tables/table{number}.xml")
    return parts


@raw()
def macros_and_links_beside(parts):
    parts["xl/vbaProject.bin"] = "not one"
    parts["xl/externalLinks/externalLink1.xml"] = f'<externalLink xmlns="{MAIN}"/>'
    return parts


@raw()
def a_chart_sheet_among_them(parts):
    parts["xl/chartsheets/sheet1.xml"] = f'<chartsheet xmlns="{MAIN}"><sheetViews/></chartsheet>'
    parts[RELS] = parts[RELS].replace("</Relationships>", (
        f'<Relationship Id="rIdC" Type="{OFFICE}/chartsheet" Target="chartsheets/sheet1.xml"/>'
        "</Relationships>"))  # fmt: skip
    parts[BOOK] = parts[BOOK].replace(
        "</sheets>", (f'<sheet xmlns:r="{OFFICE}" name="Chart" sheetId="99" r:id="rIdC"/></sheets>')
    )
    return parts


# -- the archive itself


def stored(data: bytes) -> bytes:
    with ZipFile(BytesIO(data)) as archive:
        return zipped({n: archive.read(n).decode() for n in archive.namelist()}, ZIP_STORED)


def with_folders(data: bytes) -> bytes:
    made = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for folder in ("xl/", "xl/worksheets/", "docProps/", "_rels/"):
            new.writestr(ZipInfo(folder), "")
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return made.getvalue()


def with_a_remark(data: bytes) -> bytes:
    made = BytesIO(data)
    with ZipFile(made, "a") as archive:
        archive.comment = b"made by a scanner of mails"
    return made.getvalue()


def with_bytes_behind(data: bytes) -> bytes:
    return data + bytes(64)


def in_utf_16(data: bytes) -> bytes:
    made = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, part.decode().encode("utf-16") if "sheet2" in name else part)
    return made.getvalue()


ZIPPED: dict[str, tuple[Callable[[bytes], bytes], bool]] = {  # and whether every answer is read
    "stored_without_packing": (stored, True), "with_folders": (with_folders, True),
    "with_a_remark": (with_a_remark, True), "with_bytes_behind": (with_bytes_behind, False),
    "a_sheet_in_utf_16": (in_utf_16, False),
}  # fmt: skip
