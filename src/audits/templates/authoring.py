"""Templates as officers write them elsewhere: plain content out, a template or refusals in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from audits.domain.errors import NotFoundError
from audits.domain.form import Form, TemplateContent

from .file_models import TemplateFile
from .form import form_of
from .loading import read_shared
from .refusals import Steps, read_yaml, shaped
from .resolving import joined
from .shape import AuditTemplate
from .warnings import warnings_about


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
        for length in range(len(steps), 0, -1):
            cell = self.places.get(tuple(steps[:length]))
            if cell is not None:
                return cell
        return self.name

    def refusal(self, steps: Sequence[int | str], says: str) -> str:
        """Return one sentence with the cell and what is wrong."""
        return f"{self.place(steps)}: {says}"


def find_template(kind: str, folders: Sequence[Path]) -> Path:
    """Return the file that holds a kind of audit; in the last folder that has one.

    Raises:
        NotFoundError: naming the kinds there are.
    """
    kinds: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.yaml")):
            kinds[str(read_yaml(path).content.get("kind"))] = path
    if kind not in kinds:
        known = ", ".join(sorted(kinds))
        raise NotFoundError(f"There is no audit template '{kind}'. There are: {known}.")
    return kinds[kind]


def template_content(path: Path, *, beside: Path | None = None) -> TemplateContent:
    """Return a template as its file writes it, once it is known to be well formed.

    Raises:
        TemplateError: if it is not well formed.
    """
    written = read_yaml(path)
    shared = read_shared(path.parent, beside=beside)
    joined(shaped(written, TemplateFile), shared, written)
    content: TemplateContent = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
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
    return _read(Placed(name, content, places), folder, beside)[1]


def doubts_about(
    content: Mapping[str, Any],
    places: Mapping[Steps, str],
    *,
    name: str,
    folder: Path,
    beside: Path | None = None,
) -> tuple[str, ...]:
    """Return what is allowed but looks like a slip in a template that was written in cells.

    Raises:
        TemplateError: as `template_from` does.
    """
    written = Placed(name, content, places)
    file, template = _read(written, folder, beside)
    return warnings_about(template, file, written)


def _read(written: Placed, folder: Path, beside: Path | None) -> tuple[TemplateFile, AuditTemplate]:
    file = shaped(written, TemplateFile)
    return file, joined(file, read_shared(folder, beside=beside), written)


def as_yaml(content: Mapping[str, object]) -> str:
    """Return content as the text of a template's file."""
    yaml = YAML(pure=True)
    yaml.width = 100
    yaml.indent(mapping=2, sequence=4, offset=2)
    file = StringIO()
    yaml.dump(_quoted(content), file)
    return file.getvalue()


def _quoted(value: object) -> object:
    """Return a value with quotation marks around each text in it that others take for truth."""
    if isinstance(value, Mapping):
        return {_quoted(name): _quoted(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return list(map(_quoted, value))
    if isinstance(value, str) and value.casefold() in TAKEN_FOR_TRUTH:
        return DoubleQuotedScalarString(value)
    return value
