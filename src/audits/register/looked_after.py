"""The SSDA903 return on children looked after as XML: its episodes, each with who it is about."""

from collections.abc import Iterator
from itertools import chain
from xml.etree.ElementTree import Element

from .census import called, leaves_of, name_of, sheet_of
from .tables import Sheet, Source


EPISODE, BEGAN = "EPISODE", "DECOM"
# What the XML calls otherwise than the CSV files of the same return.
NAMES = {"CHILDID": "CHILD", "PL": "PLACE"}
WHO = {"CHILDID", "CHILD", "DOB"}


def is_looked_after(message: Element) -> bool:
    """Tell whether XML is such a return: it has an episode with the day on which that began."""
    episodes = called(EPISODE, message.iter())
    return BEGAN in map(name_of, chain.from_iterable(episodes))


def looked_after_sheets(source: Source, message: Element) -> Iterator[Sheet]:
    """Yield one table, a row an episode, named as in the CSV files of the return."""
    rows = []
    for child in message.iter():
        episodes = list(called(EPISODE, child))
        if not episodes:
            continue
        who = _who(child)
        for episode in episodes:
            texts = {**who, **leaves_of(episode, ())}
            rows.append({NAMES.get(name, name): text for name, text in texts.items()})
    yield sheet_of(source, "Episodes", rows)


def _who(child: Element) -> dict[str, str]:
    """Return what is said of a child itself, its lists of reviews and absences left out."""
    return leaves_of(child, set(map(name_of, filter(_is_list, child))))


def _is_list(part: Element) -> bool:
    """Tell whether a part holds other things than one text, and does not say who a child is."""
    return len(part) > 0 and WHO.isdisjoint(map(name_of, part))
