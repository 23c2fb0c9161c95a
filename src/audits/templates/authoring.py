"""Templates as officers write them elsewhere: plain content out, a template or refusals in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from audits.domain.errors import NotFoundError
from audits.domain.form import Form

from .file_models import TemplateFile
from .form import form_of
from .loading import read_shared
from .refusals import Steps, read_yaml, shaped
from .resolving import joined
from .shape import AuditTemplate


# What YAML 1.1 takes for true and false; other programs still read it so.
TAKEN_FOR_TRUTH = {"yes", "no", "on", "off", "y", "n"}


@dataclass(frozen=True, slots=True)
class Placed:
    """Content that was written in cells, which knows in which cell each thing stands."""

    name: str
    content: Mapping[str, Any]
    places: Mapping[Steps, str]

    def place(self, steps: Sequence[int | str]) -> str:
        """Return the cell of something, or the nearest one around it."""
        ways = (tuple(steps[:length]) for length in range(len(steps), 0, -1))
        return next((self.places[way] for way in ways if way in self.places), self.name)

    def refusal(self, steps: Sequence[int | str], says: str) -> str:
        """Return one sentence with the cell and what is wrong."""
        return f"{self.place(steps)}: {says}"


def find_template(kind: str, folders: Sequence[Path]) -> Path:
    """Return the file that holds a kind of audit; in the last folder that has one.

    Raises:
        NotFoundError: naming the kinds there are.
    """
    kinds = {
        str(read_yaml(path).content.get("kind")): path
        for folder in folders
        for path in sorted(folder.glob("*.yaml"))
    }
    if kind not in kinds:
        known = ", ".join(sorted(kinds))
        raise NotFoundError(f"There is no audit template '{kind}'. There are: {known}.")
    return kinds[kind]


def template_content(path: Path, *, beside: Path | None = None) -> dict[str, Any]:
    """Return a template as its file says it, as plain values.

    Raises:
        TemplateError: if it is not well formed.
    """
    written = read_yaml(path)
    shared = read_shared(path.parent, beside=beside)
    joined(shaped(written, TemplateFile), shared, written)
    content: dict[str, Any] = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    return content


def template_form(folder: Path, *, beside: Path | None = None) -> Form:
    """Return the form of templates that lie in a folder, with what they may use."""
    return form_of(read_shared(folder, beside=beside))


def template_from(
    content: Mapping[str, Any],
    places: Mapping[Steps, str],
    *,
    name: str,
    folder: Path,
    beside: Path | None = None,
) -> AuditTemplate:
    """Return the template that was written in cells, with what it may use in ``folder``.

    Raises:
        TemplateError: naming every cell that does not fit, a sentence a line.
    """
    written = Placed(name, content, places)
    return joined(shaped(written, TemplateFile), read_shared(folder, beside=beside), written)


def as_yaml(content: Mapping[str, Any]) -> str:
    """Return content as the text of a template's file."""
    yaml = YAML(pure=True)
    yaml.width = 100
    yaml.indent(mapping=2, sequence=4, offset=2)
    file = StringIO()
    yaml.dump(_quoted(content), file)
    return file.getvalue()


def _quoted(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {_quoted(name): _quoted(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_quoted(each) for each in value]
    if isinstance(value, str) and value.casefold() in TAKEN_FOR_TRUTH:
        return DoubleQuotedScalarString(value)
    return value
