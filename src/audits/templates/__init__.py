"""Audit templates: YAML in, a frozen `AuditTemplate` or a refusal in plain English out."""

from .authoring import as_yaml, find_template, template_content, template_form, template_from
from .history import QuestionPast, differences, question_history, rescaled
from .law import Law, ended_law, text_on
from .loading import (
    check_template,
    freeze,
    load_past,
    load_template,
    load_templates,
    read_law,
    thaw,
)
from .past import PastAction, PastCycle, PastFile
from .shape import AuditTemplate, PackSettings, Population, RefRule, Schedule, Timeline, run_ref


__all__ = [
    "AuditTemplate",
    "Law",
    "PackSettings",
    "PastAction",
    "PastCycle",
    "PastFile",
    "Population",
    "QuestionPast",
    "RefRule",
    "Schedule",
    "Timeline",
    "as_yaml",
    "check_template",
    "differences",
    "ended_law",
    "find_template",
    "freeze",
    "load_past",
    "load_template",
    "load_templates",
    "question_history",
    "read_law",
    "rescaled",
    "run_ref",
    "template_content",
    "template_form",
    "template_from",
    "text_on",
    "thaw",
]
