"""What is wrong with a YAML file, as sentences with the file's name and the line."""

import functools
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from audits.domain.errors import TemplateError
from audits.opening.yaml_files import check_yaml

from .refusals_in_excel import complaint
from .vocabulary import keys_at


M = TypeVar("M", bound=BaseModel)
Steps = tuple[int | str, ...]
UNKNOWN_KEY = ("extra_forbidden", "unexpected_keyword_argument")
NO_KEY = ("missing", "missing_argument")
MISSING, SEVERAL = " is missing. Add it.", 2


class Located(Protocol):
    """What people wrote, and a sentence that says where in it something stands."""

    @property
    def content(self) -> Mapping[str, Any]:
        """Return what was written, as plain values."""
        ...

    def place(self, steps: Sequence[int | str]) -> str:
        """Return where something stands, as its reader finds it."""
        ...

    def refusal(self, steps: Sequence[int | str], says: str) -> str:
        """Return one sentence with where and what."""
        ...


@dataclass(frozen=True, slots=True)
class Written:
    """A YAML file's content, which knows on which line each thing stands."""

    name: str
    content: dict[str, Any]
    text: str

    def line(self, steps: Sequence[int | str]) -> int:
        """Return the line of what these steps lead to, or of the nearest thing around it."""
        node = _with_places(self.text)
        line = 1
        for step in steps:
            if not _holds(node, step):
                break
            place_of = node.lc.key if isinstance(node, CommentedMap) else node.lc.item
            place = place_of(step)
            if place is None:  # of what has a tag of its own, ruamel keeps no places
                break
            line, node = place[0] + 1, node[step]
        return line

    def place(self, steps: Sequence[int | str]) -> str:
        """Return the file and the line of something, or of the nearest thing around it."""
        return f"{self.name}, line {self.line(steps)}"

    def refusal(self, steps: Sequence[int | str], says: str) -> str:
        """Return one sentence with where and what."""
        return f"{self.place(steps)}: {says}"


def read_yaml(path: Path) -> Written:
    """Return a YAML file's content.

    Raises:
        TemplateError: if it cannot be read, is not YAML, or is not a mapping.
    """
    try:
        text = path.read_text(encoding="utf-8")
        content = _parsed(text)
    except OSError as error:
        raise TemplateError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise TemplateError(f"{path.name} is not text in UTF-8. Save it again as UTF-8.") from error
    except YAMLError as error:
        raise TemplateError(_not_yaml(path.name, error)) from error
    if not isinstance(content, dict):
        raise TemplateError(f"{path.name}, line 1: a template is a list of 'key: value' lines.")
    return Written(path.name, content, text)


def read_given_yaml(path: Path) -> Written:
    """Return the content of a YAML file that somebody gives us: tried where it can do no harm.

    Raises:
        TemplateError: as `read_yaml` does.
        UserError: if it holds more than can be read safely.
    """
    try:
        check_yaml(path.read_bytes(), path.name)
    except OSError as error:
        raise TemplateError(f"{path} cannot be read: {error.strerror}.") from error
    return read_yaml(path)


@functools.lru_cache(maxsize=64)
def _parsed(text: str) -> Any:
    """Return what a YAML text holds; the shared files are read with each template.

    A seventh of the time is enough where nobody asks for a line. What the fast reader may take
    otherwise, and what it refuses, is left to the one that knows its lines.
    """
    if "\t" not in text and not text.startswith("%"):
        with suppress(YAMLError, TypeError, ValueError):
            return YAML(typ="safe").load(text)
    return _with_places(text)


@functools.lru_cache(maxsize=8)
def _with_places(text: str) -> Any:
    """Return what a YAML text holds, with the line of each thing."""
    return YAML(typ="rt").load(text)


def shaped(written: Located, model: type[M]) -> M:
    """Return the content in its shape.

    Raises:
        TemplateError: naming every place that does not fit, a sentence a line.
    """
    try:
        return model.model_validate(written.content)
    except ValidationError as error:
        errors = error.errors(include_url=False)
        raise TemplateError("\n".join(_lines(written, errors))) from error


def nearest(wrong: str, known: Iterable[str]) -> str:
    """Return advice: the nearest of the known words, or all of them."""
    names = sorted(known)
    for close in get_close_matches(wrong, names, n=1):
        return f"Did you mean '{close}'?"
    return f"There are: {', '.join(names)}."


def there_is_no(what: str, name: str, known: Iterable[str]) -> str:
    """Return that nothing of a kind has this name, and which names there are."""
    return f"there is no {what} '{name}'. {nearest(name, known)}"


def _holds(content: object, step: int | str) -> bool:
    if isinstance(content, Mapping):
        return step in content
    return isinstance(content, list) and isinstance(step, int) and step < len(content)


def _not_yaml(name: str, error: YAMLError) -> str:
    line = 1
    if isinstance(error, MarkedYAMLError) and error.problem_mark:
        line = error.problem_mark.line + 1
    if isinstance(error, DuplicateKeyError):
        return f"{name}, line {line}: the same key stands here twice. Remove one of them."
    return (
        f"{name}, line {line}: this is not YAML. Check the spaces at the start of the line, "
        "the colons, and that quotes are closed."
    )


def _lines(written: Located, errors: Iterable[ErrorDetails]) -> list[str]:
    """Return one line for each place in the file, with all that is wrong there."""
    by_value: dict[Steps, list[ErrorDetails]] = {}
    for error in errors:
        by_value.setdefault(_way_to(written.content, error), []).append(error)
    lines: dict[str, list[str]] = {}
    for way, faults in by_value.items():
        # What is wrong within a value says more than that it is none of the others it may be.
        if not any(len(other) > len(way) and other[: len(way)] == way for other in by_value):
            place, says = _sentence(written, way, faults)
            lines.setdefault(place, []).append(says)
    return [f"{place}: {' '.join(_together(says))}" for place, says in lines.items()]


def _together(says: Iterable[str]) -> list[str]:
    """Return each sentence once, and what is missing in one place in one of them."""
    missing, others = [], []
    once = list(dict.fromkeys(says))
    for sentence in once:
        if sentence.endswith(MISSING):
            missing.append(sentence.removesuffix(MISSING))
        else:
            others.append(sentence)
    if len(missing) < SEVERAL:
        return once
    return [f"{', '.join(missing[:-1])} and {missing[-1]} are missing. Add them.", *others]


def _way_to(content: Any, error: ErrorDetails) -> Steps:
    """Return the way to what is wrong; pydantic's names for members of a union are no steps."""
    *steps, last = error["loc"] or ("",)
    way: list[int | str] = []
    for step in steps:
        if _holds(content, step):
            content = content[step]
            way.append(step)
    if error["type"] in (*UNKNOWN_KEY, *NO_KEY) or _holds(content, last):
        way.append(last)
    return tuple(way)


def _sentence(written: Located, way: Steps, errors: list[ErrorDetails]) -> tuple[str, str]:
    """Return where it is, and what is wrong there."""
    key = str(way[-1]) if way else ""
    kinds = {error["type"] for error in errors}
    if kinds & set(UNKNOWN_KEY):
        return written.place(way), f"'{key}' is not a key I know. {_advice(written, way)}"
    if kinds & set(NO_KEY):
        return written.place(way[:-1]), f"'{key}'{MISSING}"
    return written.place(way), f"{_where(written, way)}: {complaint(errors)}."


def _advice(written: Located, steps: Steps) -> str:
    """Return which keys there are at this place, by asking the model that stands there."""
    used = _at(written.content, steps[:-1])
    return nearest(str(steps[-1]), set(keys_at(steps[:-1])) - set(used))


def _at(content: Any, steps: Steps) -> Mapping[str, object]:
    for step in steps:
        if not _holds(content, step):
            return {}
        content = content[step]
    if not isinstance(content, Mapping):
        return {}
    return content


def _where(written: Located, steps: Steps) -> str:
    """Return the last key on the way; pydantic's names for members of a union are no keys."""
    where = "this"
    content: Any = written.content
    for step in steps:
        if _holds(content, step):
            content = content[step]
            if isinstance(step, str):
                where = f"'{step}'"
    return where
