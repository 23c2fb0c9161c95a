"""Whether a YAML file may be read here: it is tried first in the limited process.

YAML is read where its lines are known, in the rooms it is for. What is read there took little of
the process, so it takes little again.
"""

from collections.abc import Iterable, Iterator, Mapping

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from audits.domain.errors import UserError

from .reader_client import Job, ReaderDiedError, shared_reader


TRY = Job("audits.opening.yaml_files:describe", seconds=4.0, memory=512)
LARGEST = 1024 * 1024  # the longest template there is has 14 kB
MOST_VALUES = 100_000  # an alias counts as all that it stands for
DEEPEST = 50
OF_ALL_KINDS = """\
a: &a {b: 1, c: 0x1F, d: 1.5e3, e: 2017-03-09, f: 2017-03-09 10:00:00Z, g: true, h: null}
i: {<<: *a, j: 'text', k: "text"}
l: !!set {m, n}
o: !!omap [p: 1]
q: !!binary aGVsbG8=
r: |
  text
s: >
  text
t: !tag text
"""


def check_yaml(data: bytes, name: str) -> None:
    """Return if a YAML file is small enough to be read in this process, whether right or wrong.

    Raises:
        UserError: if it is not.
    """
    try:
        if len(data) <= LARGEST and shared_reader()(TRY, data)["is_small"]:
            return
    except ReaderDiedError as error:
        raise UserError(
            f"{name} is not YAML that can be read safely. Check its dates and its first line, and "
            "take out what is nested deeply or stands there many times."
        ) from error
    raise UserError(
        f"{name} holds more than can be read safely. Split it, and write out what an alias (*) "
        "stands for."
    )


def prepare() -> None:
    """Have ruamel import what it imports when it first meets a kind of value."""
    YAML(typ="rt").load(OF_ALL_KINDS)


def describe(data: bytes, _: object) -> Mapping[str, bool]:
    """Return whether a YAML file is small: run in the limited process, see `Job`."""
    try:
        content = YAML(typ="rt").load(data.decode("utf-8"))
    except (YAMLError, UnicodeDecodeError):
        return {"is_small": True}  # whoever reads it says on which line it is wrong
    values = _values(content, 0)
    return {"is_small": all(number < MOST_VALUES for number, _ in enumerate(values))}


def _values(content: object, depth: int) -> Iterator[object]:
    """Yield every value, as often as it stands there.

    Raises:
        RecursionError: if they are nested too deeply.
    """
    if depth > DEEPEST:
        raise RecursionError
    children: Iterable[object] = ()
    if isinstance(content, Mapping):
        children = (*content, *content.values())
    elif isinstance(content, list | tuple | set):
        children = content
    yield content
    for child in children:
        yield from _values(child, depth + 1)
