"""Audit templates from their folder."""

from collections.abc import Callable, Sequence
from pathlib import Path

from audits.domain.errors import TemplateError

from .file_models import CoreFile, ScalesFile, TemplateFile
from .law import Law, LawFile, LegalText
from .past import PastFile
from .refusals import read_given_yaml, read_yaml, shaped
from .resolving import Shared, joined
from .shape import AuditTemplate
from .warnings import warnings_about


SHARED = "shared"
LAW = "law.yaml"


def load_templates(folder: Path, *, beside: Path | None = None) -> dict[str, AuditTemplate]:
    """Return every template of a folder by its kind.

    A folder that has no shared scales and core questions of its own uses those of ``beside``.

    Raises:
        TemplateError: if one is not well formed, or two are of one kind.
    """
    templates: dict[str, AuditTemplate] = {}
    for path in sorted(folder.glob("*.yaml")):
        template = load_template(path, beside=beside)
        if template.kind in templates:
            raise TemplateError(f"{path.name}: another file holds the kind '{template.kind}' too.")
        templates[template.kind] = template
    return templates


def load_template(path: Path, *, beside: Path | None = None) -> AuditTemplate:
    """Return one template, with the scales and core questions that lie beside it filled in.

    Raises:
        TemplateError: saying in which file, on which line, what is wrong and what to do.
    """
    written = read_yaml(path)
    shared = read_shared(path.parent, beside=beside)
    return joined(shaped(written, TemplateFile), shared, written)


def load_past(path: Path) -> PastFile:
    """Return the audits of earlier years that a file tells of.

    Raises:
        TemplateError: saying on which line what is wrong.
    """
    return shaped(read_given_yaml(path), PastFile)


def check_template(path: Path, *, beside: Path | None = None) -> tuple[str, ...]:
    """Return what is allowed but looks like a slip, in a template that is well formed.

    Raises:
        TemplateError: as `load_template` does.
    """
    written = read_given_yaml(path)
    template = load_template(path, beside=beside)
    return warnings_about(template, shaped(written, TemplateFile), written)


def refusal_in(path: Path) -> Callable[[Sequence[int | str], str], str]:
    """Return what makes a sentence of a fault in a template's file: with the file and the line."""
    return read_given_yaml(path).refusal


def read_shared(folder: Path, *, beside: Path | None = None) -> Shared:
    """Return the scales and core questions of a folder, or of ``beside`` where it has none.

    Raises:
        TemplateError: if they are not there or not well formed.
    """
    lies_in = folder / SHARED
    if beside is not None and not lies_in.is_dir():
        lies_in = beside / SHARED
    scales = shaped(read_yaml(lies_in / "scales.yaml"), ScalesFile)
    core = shaped(read_yaml(lies_in / "core_questions.yaml"), CoreFile)
    return Shared(scales.scales, core.core_questions, read_law(folder, beside=beside))


def read_law(folder: Path, *, beside: Path | None = None) -> Law:
    """Return the law of ``beside``, with the entries of a folder's own in their place.

    Raises:
        TemplateError: if it is not there or not well formed.
    """
    own = folder / SHARED / LAW
    law = dict[str, tuple[LegalText, ...]]()
    if beside is not None:
        law |= read_law(beside)
    if beside is None or own.is_file():
        law |= shaped(read_yaml(own), LawFile).law
    return law
