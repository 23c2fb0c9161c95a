"""Audit templates: YAML in, a frozen `AuditTemplate` or a refusal in plain English out."""

from .authoring import as_yaml, find_template, template_content, template_form, template_from
from .loading import check_template, freeze, load_template, load_templates, thaw
from .shape import AuditTemplate, PackSettings, Population, RefRule, Schedule, Timeline


__all__ = [
    "AuditTemplate",
    "PackSettings",
    "Population",
    "RefRule",
    "Schedule",
    "Timeline",
    "as_yaml",
    "check_template",
    "find_template",
    "freeze",
    "load_template",
    "load_templates",
    "template_content",
    "template_form",
    "template_from",
    "thaw",
]
