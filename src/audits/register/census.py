"""The children in need census as tables: one of assessments, one of plans, one of enquiries.

Nothing here is called but in the limited process, as `raw_tables`.
"""

from collections.abc import Collection, Iterable, Iterator
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from audits.domain.errors import RegisterError

from .tables import Sheet, Source, as_cells


# Department for Education, children in need census: what repeats within a child's episode.
EPISODE = "CINdetails"
LISTS = ("Assessments", "ChildProtectionPlans", "Section47", "CINPlanDates")
Leaves = dict[str, str]


def census_sheets(source: Source, message: Element) -> Iterator[Sheet]:
    """Yield a table for each list of the census, and one of episodes, with element names on top.

    Raises:
        RegisterError: if it is no such census.
    """
    children = list(called("Child", message.iter()))
    if not children:
        raise RegisterError(
            f"{source.name} is XML, but not a children in need census (it has no Child in it), nor "
            "an SSDA903 return (it has no EPISODE with DECOM). Export its tables as CSV."
        )
    rows: dict[str, list[Leaves]] = {name: [] for name in (EPISODE, *LISTS)}
    for child in children:
        for name, row in _rows(child):
            rows[name].append(row)
    if not any(map(any, rows.values())):
        raise RegisterError(f"{source.name} is a census in which no Child has an episode.")
    for name, leaves in rows.items():
        if any(leaves):
            yield sheet_of(source, name, leaves)


def message_in(source: Source) -> Element:
    """Return the root of a file that begins as XML does.

    Raises:
        RegisterError: if it is a web page, not whole, or declares entities.
    """
    start = source.data[:2_000].lower()
    if b"<html" in start or b"<table" in start:
        raise RegisterError(
            f"{source.name} is a web page (HTML) under another name. Open it in a spreadsheet "
            "program, save it as .xlsx, and load that."
        )
    try:
        root: Element = fromstring(source.data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise RegisterError(
            f"{source.name} declares entities, which no census does. It was not read."
        ) from error
    except (ParseError, ValueError, LookupError) as error:  # the latter of an odd encoding
        raise RegisterError(f"{source.name} is not whole XML. Export it again.") from error
    return root


def _rows(child: Element) -> Iterator[tuple[str, Leaves]]:
    """Yield the rows of a child: each with who it is, its episode, and what is in the list."""
    person: Leaves = {}
    for part in child:
        if name_of(part) != EPISODE:
            person |= leaves_of(part)
    if not person.get("PersonBirthDate"):  # of an unborn child the expected day is known
        person["PersonBirthDate"] = person.pop("ExpectedPersonBirthDate", "")
    for episode in called(EPISODE, child):
        details = {**person, **leaves_of(episode)}
        yield EPISODE, details
        for part in episode:
            if name_of(part) in LISTS:
                yield name_of(part), {**details, **leaves_of(part)}


def leaves_of(element: Element, lists: Collection[str] = LISTS) -> Leaves:
    """Return the texts below an element, but for its lists; one that repeats is joined."""
    leaves: Leaves = {}
    for child in element:
        name = name_of(child)
        if name in lists:
            continue
        texts = {name: (child.text or "").strip()}
        if len(child):
            texts = leaves_of(child, lists)
        for leaf, text in texts.items():
            before = leaves.get(leaf)
            leaves[leaf] = f"{before} {text}" if before else text
    return leaves


def sheet_of(source: Source, name: str, rows: list[Leaves]) -> Sheet:
    """Return rows of texts by heading as a table."""
    headings: dict[str, str] = {}
    for row in rows:
        headings |= dict.fromkeys(row, "")
    table = [list(headings)]
    for row in rows:
        # Each row in the order of the headings, with nothing where it lacks one.
        table.append(list({**headings, **row}.values()))
    return Sheet(source.name, name, as_cells(table))


def called(name: str, elements: Iterable[Element]) -> Iterator[Element]:
    """Yield those of these elements that have this name."""
    for element in elements:
        if name_of(element) == name:
            yield element


def name_of(element: Element) -> str:
    """Return an element's name without its namespace."""
    return element.tag.rpartition("}")[2]
