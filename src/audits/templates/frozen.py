"""Audit templates to and from the text that a cycle freezes; YAML has no part in it."""

from functools import lru_cache

from .shape import AuditTemplate


# More frozen texts than the audits of one year; a year's papers read the same few again and again.
FROZEN_KEPT = 64


def freeze(template: AuditTemplate) -> str:
    """Return the template as text that needs no other file; equal templates give equal text."""
    return template.model_dump_json(indent=1)


@lru_cache(maxsize=FROZEN_KEPT)
def template_of(text: str) -> AuditTemplate:
    """Return the template that was frozen; parsed once in a process, for it cannot change."""
    return AuditTemplate.model_validate_json(text)
