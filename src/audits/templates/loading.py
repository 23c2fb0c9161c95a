"""Audit templates from their folder, and to and from the text that a cycle freezes."""

from pathlib import Path

from audits.domain.errors import TemplateError

from .joining import Shared, joined
from .past import PastFile
from .refusals import read_yaml, shaped
from .shape import AuditTemplate
from .written import CoreFile, ScalesFile, TemplateFile


SHARED = "shared"
FEW = 8  # judged cases; a share of fewer moves by more than a tenth with each case


def load_templates(folder: Path) -> dict[str, AuditTemplate]:
    """Return every template of a folder by its kind.

    Raises:
        TemplateError: if one is not well formed, or two are of one kind.
    """
    templates: dict[str, AuditTemplate] = {}
    for path in sorted(folder.glob("*.yaml")):
        template = load_template(path)
        if template.kind in templates:
            raise TemplateError(f"{path.name}: another file holds the kind '{template.kind}' too.")
        templates[template.kind] = template
    return templates


def load_template(path: Path) -> AuditTemplate:
    """Return one template, with the scales and core questions that lie beside it filled in.

    Raises:
        TemplateError: saying in which file, on which line, what is wrong and what to do.
    """
    written = read_yaml(path)
    return joined(shaped(written, TemplateFile), _shared(path.parent / SHARED), written)


def load_past(path: Path) -> PastFile:
    """Return the audits of earlier years that a file tells of.

    Raises:
        TemplateError: saying on which line what is wrong.
    """
    return shaped(read_yaml(path), PastFile)


def check_template(path: Path) -> tuple[str, ...]:
    """Return what is allowed but looks like a slip, in a template that is well formed.

    Raises:
        TemplateError: as `load_template` does.
    """
    template = load_template(path)
    if template.sample.is_census:
        return ()
    small = template.sample.size or FEW
    return tuple(
        f"{path.name}: the finding '{rule.theme}' judges a share of {rule.minimum} cases or more, "
        f"but only {small} are drawn. Use count_at_least."
        for rule in template.findings
        if rule.minimum > small and _judges_a_share(rule.development_when, rule.strength_when)
    )


def freeze(template: AuditTemplate) -> str:
    """Return the template as text that needs no other file; equal templates give equal text."""
    return template.model_dump_json(indent=1)


def thaw(text: str) -> AuditTemplate:
    """Return the template that was frozen."""
    return AuditTemplate.model_validate_json(text)


def _judges_a_share(*rules: object) -> bool:
    return any(rule is not None and getattr(rule, "count_at_least", 0) is None for rule in rules)


def _shared(folder: Path) -> Shared:
    scales = shaped(read_yaml(folder / "scales.yaml"), ScalesFile)
    core = shaped(read_yaml(folder / "core_questions.yaml"), CoreFile)
    return Shared(scales.scales, core.core_questions)
