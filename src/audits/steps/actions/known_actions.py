"""Which actions of a plan are in ours already: by their document and number, or their words."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from operator import attrgetter

from audits.actions import PlanLine
from audits.domain.spelling import folded
from audits.storage import ActionRow


Key = tuple[str, ...]


class KnownActions:
    """The actions that are in the plan, and those that a file adds to them, to compare with.

    Where a document is named, an action is known by its number in it: reworded, it is the same. A
    number that stands over several actions, there or here, tells nothing: then words must.
    """

    def __init__(self, rows: Iterable[ActionRow], lines: Iterable[PlanLine], document: str) -> None:
        self._document = document
        self._by_number: dict[Key, dict[str, str]] = defaultdict(dict)
        self._by_words: dict[Key, str] = {}
        self._times = Counter(map(attrgetter("number"), lines))
        for row in rows:
            self.add(row)

    def add(self, row: ActionRow) -> None:
        """Note an action that is in the plan now."""
        number, words = _keys(row)
        self._by_words.setdefault(words, row.id)
        self._by_number[number][folded(row.title)] = row.id

    def find(self, row: ActionRow, line: PlanLine) -> str:
        """Return the id under which an action is in the plan already, "" if it is not."""
        number, words = _keys(row)
        if not (self._document and line.number):
            return self._by_words.get(words, "")
        same = self._by_number.get(number, {})
        if len(same) == 1 and self._times[line.number] == 1:
            return next(iter(same.values()))
        return same.get(folded(row.title), "")


def _keys(row: ActionRow) -> tuple[Key, Key]:
    """Return an action's document and number, and its words and owner."""
    source = folded(row.source)
    return (source, row.recommendation), (folded(row.title), row.owner, source)
