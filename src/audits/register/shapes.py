"""What kinds of register there are: a YAML file each, with every heading a column goes by."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import field
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from audits import resource_folder
from audits.domain.errors import RegisterError
from audits.domain.spelling import folded


CLOSED = ConfigDict(extra="forbid", frozen=True)
Words = Mapping[str, tuple[str, ...]]
PERSON = ("forename", "surname", "born", "gender", "nhs_number", "postcode")
# What only serves to mask it in free text.
FAMILY = (
    "known_as", "parents", "upn", "former_upn", "home_postcode", "address", "phone", "email",
)  # fmt: skip


@dataclass(config=CLOSED)
class Column:
    """One column: its name here, headings it goes by elsewhere, and what it may hold.

    A register without a ``needed`` column is refused; one without another is read with a warning.
    ``values`` maps our word to the spellings it has in exports; ``flags`` maps an attribute to the
    codes that set it, where a cell may hold several; ``kept`` text becomes an attribute as it is,
    ``hashed`` text an attribute that shows only whether two are the same. What is ``masked`` only
    serves to mask it in free text: nobody misses it.

    What is ``counted`` may be asked for in a template's ``breakdowns``; a word in it that is not
    known here is kept apart from a blank. Counted ``only`` is what is never said of one child: it
    is no attribute, so that no frame, pack or warning has it, and nobody misses it.
    """

    name: str
    headings: tuple[str, ...]
    means: str
    needed: bool = False
    values: Words = field(default_factory=dict)
    flags: Words = field(default_factory=dict)
    kept: bool = False
    hashed: bool = False
    masked: bool = False
    counted: Literal["", "also", "only"] = ""
    title: str = ""  # of a day, as it is named to agencies; of what is counted, as papers name it

    @property
    def is_day(self) -> bool:
        """Tell whether it holds days."""
        return self.name.endswith("_on") or self.name == "born"

    @property
    def is_id(self) -> bool:
        """Tell whether it holds ids of a source system."""
        return self.name.endswith("_id")

    @property
    def goes_by(self) -> tuple[str, ...]:
        """Return every heading that it is known by: its own name is one, too."""
        return (*self.headings, self.name)

    @property
    def example(self) -> str:
        """Return a heading that it may stand under, in quotes."""
        return f"'{self.headings[0].title()}'"


@dataclass(config=CLOSED)
class Joined:
    """A list that completes the register's rows, from another sheet or file.

    Rows that agree in the columns ``on`` belong together; the list ``gives`` its columns where the
    register's own row says nothing. A list that has not those columns may have the one it goes
    ``through``, to another list that has both. ``marks`` is a column that is "yes" for whoever
    stands in the list. A list not known by its columns is one whose sheet or file is ``called`` so.
    """

    list: str
    on: tuple[str, ...]
    gives: tuple[str, ...] = ()
    through: str = ""
    marks: str = ""
    called: tuple[str, ...] = ()

    def fits(self, columns: Collection[str], titles: Collection[str]) -> bool:
        """Tell whether a table with these columns, under one of these titles, is such a list."""
        if not set(self.keys_in(columns)) <= set(columns):
            return False
        if self.called and not self.is_called(titles):
            return False
        return bool(self.marks) or not set(self.gives).isdisjoint(columns)

    def is_called(self, titles: Collection[str]) -> bool:
        """Tell whether one of a sheet's titles says that it is such a list."""
        for title in titles:
            words = f" {folded(title)} "
            if any(f" {folded(name)} " in words for name in self.called):
                return True
        return False

    def keys_in(self, columns: Collection[str]) -> tuple[str, ...]:
        """Return what a table with these columns is joined on: its own way, or the one through."""
        has_its_own = set(self.on) <= set(columns)
        if has_its_own or not self.through:
            return self.on
        return (self.through,)


@dataclass(config=CLOSED)
class RegisterShape:
    """One kind of register.

    Rows are gathered by the column ``id``, or where it is not there by what ``id_from`` names.
    ``dated`` must hold a day that has been; ``occurred_on`` names the days of which the first that
    is known places a unit in time. ``open_unless`` names the day with which a unit closes.
    ``timed`` names the day on which a unit begins to wait and the one that ends it: of these the
    time of day is kept where the source gives it.
    """

    register: str
    unit: Literal["contact", "child", "organisation"]
    id: str
    columns: tuple[Column, ...]
    sheets: tuple[str, ...] = ()
    id_from: tuple[str, ...] = ()
    dated: str = ""
    occurred_on: tuple[str, ...] = ()
    open_unless: str = ""
    joins: tuple[Joined, ...] = ()
    timed: tuple[str, ...] = ()  # none, or two
    oldest: int = 18  # years; who is older on a row's day is said

    @property
    def names(self) -> frozenset[str]:
        """Return the names of its columns."""
        return frozenset(names_of(self.columns))

    @property
    def flags(self) -> tuple[str, ...]:
        """Return the attributes that codes set."""
        return tuple(dict.fromkeys(chain.from_iterable(map(attrgetter("flags"), self.columns))))

    @property
    def needed(self) -> tuple[Column, ...]:
        """Return the columns without which a register is refused."""
        return tuple(filter(attrgetter("needed"), self.columns))

    @property
    def worded(self) -> tuple[Column, ...]:
        """Return the columns that hold one of several words."""
        return tuple(filter(attrgetter("values"), self.columns))

    @property
    def counted(self) -> Mapping[str, Column]:
        """Return the columns that may be counted in breakdowns, by name."""
        return {column.name: column for column in self.columns if column.counted}

    @property
    def hashed(self) -> frozenset[str]:
        """Return the names of the columns of which only a hash is shown."""
        return frozenset(names_of(filter(attrgetter("hashed"), self.columns)))

    @property
    def day_columns(self) -> tuple[Column, ...]:
        """Return its columns of days, birthdays too."""
        return tuple(filter(attrgetter("is_day"), self.columns))

    @property
    def days(self) -> tuple[str, ...]:
        """Return the names of its columns of days, but for birthdays."""
        return tuple(name for name in names_of(self.day_columns) if name != "born")

    def title_of(self, day: str) -> str:
        """Return what agencies read over a column of days."""
        titles = dict(map(attrgetter("name", "title"), self.columns))
        return titles.get(day) or spaced(day).capitalize()

    def is_called(self, title: str) -> bool:
        """Tell whether a sheet's title is one that this register's list goes by."""
        return folded(title) in set(map(folded, self.sheets))


SHAPE: TypeAdapter[RegisterShape] = TypeAdapter(RegisterShape)
# A key of a kind of register: which of the columns in this file it has, too.
CHARACTERISTICS = "characteristics"
NOT_UNDERSTOOD = "in other words"  # what is kept of a word that is not known, where it is counted
NOT_RECORDED = "not recorded"


def names_of(columns: Iterable[Column]) -> list[str]:
    """Return our names of these columns."""
    return list(map(attrgetter("name"), columns))


def spaced(name: str) -> str:
    """Return a column's name as words: ``family id``."""
    return name.replace("_", " ")


def load_shapes(folder: Path) -> dict[str, RegisterShape]:
    """Return the kinds of register in a folder, by name.

    Raises:
        RegisterError: if a file is none, or names a column that it does not have.
    """
    return {shape.register: shape for shape in map(_load, sorted(folder.glob("*.yaml")))}


def _load(path: Path) -> RegisterShape:
    try:
        content = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        if isinstance(content, dict) and CHARACTERISTICS in content:
            content["columns"] += _characteristics(content.pop(CHARACTERISTICS))
        shape = SHAPE.validate_python(content)
    except (YAMLError, ValidationError, KeyError) as error:
        raise RegisterError(f"{path.name} is no kind of register: {error}") from error
    joined: set[str] = set()
    for join in shape.joins:
        joined |= {*join.on, *join.gives, join.marks}
    days = {*shape.occurred_on, shape.dated, shape.open_unless, *shape.timed}
    named = {shape.id, *shape.id_from, *days, *joined} - {""}
    if named - shape.names:
        lost = ", ".join(sorted(named - shape.names))
        raise RegisterError(f"{path.name} speaks of {lost}, and has no such column. Add it.")
    return shape


def _characteristics(names: Sequence[str]) -> list[object]:
    """Return the columns of these names in the file that kinds of register share.

    Raises:
        KeyError: if it has none of a name.
    """
    shared = resource_folder("audit_templates") / "shared" / f"{CHARACTERISTICS}.yaml"
    content = YAML(typ="safe").load(shared.read_text(encoding="utf-8"))
    columns = {column["name"]: column for column in content["columns"]}
    return [columns[name] for name in names]
