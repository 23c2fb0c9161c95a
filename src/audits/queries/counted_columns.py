"""What a template may count of the children: the columns that its register may be counted by."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from audits.domain.errors import TemplateError
from audits.register import RegisterShape
from audits.templates import AuditTemplate


Shapes = Mapping[str, RegisterShape]
NOT_COUNTED = (
    "The register {} cannot count by '{}', which the breakdowns of {} name. It can by: {}."
)
TELLS = (
    "{} uses '{}' to draw or to describe single cases, and so would tell it of a child. Ask for it "
    "in 'breakdowns', where it is only counted."
)
Steps = tuple[int | str, ...]  # the way to something in a template's file


def check_counted(
    template: AuditTemplate, shapes: Shapes, refusal: Callable[[Sequence[int | str], str], str]
) -> None:
    """Refuse a template that would count what its register cannot say, or say it of one child.

    ``refusal`` makes a sentence of the way to something and of what is wrong with it.

    Raises:
        TemplateError: naming each column, and what to do.
    """
    refusals = [refusal(steps, says) for steps, says in faults_of_counting(template, shapes)]
    if refusals:
        raise TemplateError("\n".join(refusals))


def faults_of_counting(template: AuditTemplate, shapes: Shapes) -> Iterator[tuple[Steps, str]]:
    """Yield where a template counts wrongly, and why, in a sentence that names the column."""
    shape = shapes.get(template.population.name)
    if shape is None:
        return
    can = ", ".join(shape.counted) or "nothing"
    for at, name in enumerate(template.breakdowns):
        if name not in shape.counted:
            says = NOT_COUNTED.format(shape.register, name, template.kind, can)
            yield ("breakdowns", at), says
    only = {name for name, column in shape.counted.items() if column.counted == "only"}
    for steps, name in _used(template):
        if name in only:
            yield steps, TELLS.format(template.kind, name)


def _used(template: AuditTemplate) -> Iterator[tuple[Steps, str]]:
    """Yield every column that says something of single cases, with the way to it."""
    for at, name in enumerate(template.pack.details):
        yield ("pack", "details", at), name
    for name in template.population.where:
        yield ("population", "where", name), name
    for name in template.sample.quotas:
        yield ("sample", "quotas", name), name
    if template.sample.strata is not None:
        yield ("sample", "strata", "by"), template.sample.strata.by
