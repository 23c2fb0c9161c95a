"""What kinds of register there are: a YAML file each, with every heading a column goes by."""

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from audits.domain.errors import RegisterError
from audits.domain.spelling import folded


CLOSED = ConfigDict(extra="forbid", frozen=True)
Words = Mapping[str, tuple[str, ...]]
PERSON = ("forename", "surname", "born", "gender", "nhs_number", "postcode")


@dataclass(config=CLOSED)
class Column:
    """One column: its name here, headings it goes by elsewhere, and what it may hold.

    A register without a ``needed`` column is refused; one without another is read with a warning.
    ``values`` maps our word to the spellings it has in exports; ``flags`` maps an attribute to the
    codes that set it, where a cell may hold several; ``kept`` text becomes an attribute as it is.
    """

    name: str
    headings: tuple[str, ...]
    means: str
    needed: bool = False
    values: Words = field(default_factory=dict)
    flags: Words = field(default_factory=dict)
    kept: bool = False

    @property
    def is_day(self) -> bool:
        """Tell whether it holds days."""
        return self.name.endswith("_on") or self.name == "born"


@dataclass(config=CLOSED)
class RegisterShape:
    """One kind of register.

    Rows are gathered by the column ``id``, or where it is not there by what ``id_from`` names.
    ``dated`` must hold a day that has been; ``occurred_on`` names the days of which the first that
    is known places a unit in time. ``open_unless`` names the day with which a unit closes.
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

    @property
    def names(self) -> frozenset[str]:
        """Return the names of its columns."""
        return frozenset(column.name for column in self.columns)

    def is_called(self, title: str) -> bool:
        """Tell whether a sheet's title is one that this register's list goes by."""
        return folded(title) in {folded(name) for name in self.sheets}


SHAPE: TypeAdapter[RegisterShape] = TypeAdapter(RegisterShape)


def load_shapes(folder: Path) -> dict[str, RegisterShape]:
    """Return the kinds of register in a folder, by name.

    Raises:
        RegisterError: if a file is none, or names a column that it does not have.
    """
    return {shape.register: shape for shape in map(_load, sorted(folder.glob("*.yaml")))}


def _load(path: Path) -> RegisterShape:
    try:
        shape = SHAPE.validate_python(YAML(typ="safe").load(path.read_text(encoding="utf-8")))
    except (YAMLError, ValidationError) as error:
        raise RegisterError(f"{path.name} is no kind of register: {error}") from error
    named = {shape.id, *shape.id_from, *shape.occurred_on, shape.dated, shape.open_unless} - {""}
    if named - shape.names:
        lost = ", ".join(sorted(named - shape.names))
        raise RegisterError(f"{path.name} speaks of {lost}, and has no such column. Add it.")
    return shape
