"""Audit templates: YAML in, a frozen `AuditTemplate` or a refusal in plain English out."""

from .loading import (
    check_template,
    freeze,
    load_past,
    load_template,
    load_templates,
    thaw,
)
from .past import PastCycle, PastFile
from .shape import AuditTemplate, PackSettings, Population, RefRule, Schedule, Timeline


__all__ = [
    "AuditTemplate",
    "PackSettings",
    "PastCycle",
    "PastFile",
    "Population",
    "RefRule",
    "Schedule",
    "Timeline",
    "check_template",
    "freeze",
    "load_past",
    "load_template",
    "load_templates",
    "thaw",
]
