"""The children in need census as tables: one of assessments, one of plans, one of enquiries."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from audits.domain.errors import RegisterError

from .tables import Sheet, Source, as_cells


# Department for Education, children in need census: what repeats within a child's episode.
LISTS = ("Assessments", "ChildProtectionPlans", "Section47", "CINPlanDates")
Leaves = dict[str, str]


def census_sheets(source: Source) -> Iterator[Sheet]:
    """Yield a table for each list of the census, and one of episodes, with element names on top.

    Raises:
        RegisterError: if it is no such census, or declares entities.
    """
    message = _message(source)
    children = [each for each in message.iter() if _name(each) == "Child"]
    if not children:
        raise RegisterError(
            f"{source.name} is XML, but not a children in need census: it has no Child in it."
        )
    rows: dict[str, list[Leaves]] = {"CINdetails": [], **{name: [] for name in LISTS}}
    for child in children:
        for name, row in _rows(child):
            rows[name].append(row)
    if not any(map(any, rows.values())):
        raise RegisterError(f"{source.name} is a census in which no Child has an episode.")
    for name, found in rows.items():
        if any(found):
            yield _sheet(source, name, found)


def _message(source: Source) -> Element:
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
        if _name(part) != "CINdetails":
            person |= _leaves(part)
    if not person.get("PersonBirthDate"):  # of an unborn child the expected day is known
        person["PersonBirthDate"] = person.pop("ExpectedPersonBirthDate", "")
    for episode in child:
        if _name(episode) == "CINdetails":
            details = {**person, **_leaves(episode)}
            yield "CINdetails", details
            for part in episode:
                if _name(part) in LISTS:
                    yield _name(part), {**details, **_leaves(part)}


def _leaves(element: Element) -> Leaves:
    """Return the texts below an element, but for its lists; one that repeats is joined."""
    found: Leaves = {}
    for each in element:
        if _name(each) in LISTS:
            continue
        texts = _leaves(each) if len(each) else {_name(each): (each.text or "").strip()}
        for name, text in texts.items():
            found[name] = f"{found[name]} {text}" if found.get(name) else text
    return found


def _sheet(source: Source, name: str, rows: list[Leaves]) -> Sheet:
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    table = [[row.get(heading, "") for heading in headings] for row in rows]
    return Sheet(source.name, name, as_cells([headings, *table]))


def _name(element: Element) -> str:
    """Return an element's name without its namespace."""
    return element.tag.rpartition("}")[2]
