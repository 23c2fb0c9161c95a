"""What looks like a slip in how a template's window lies beside what it looks for."""

from collections.abc import Iterator, Mapping

from audits.domain.spelling import folded
from audits.register import RegisterShape
from audits.templates import AuditTemplate


def window_warnings(template: AuditTemplate, shapes: Mapping[str, RegisterShape]) -> Iterator[str]:
    """Yield where the window is by another day than the one that the audit is about.

    Who looks for what is closed and counts by the day it began leaves out what began long ago,
    however lately it was closed.
    """
    population = template.population
    shape = shapes.get(population.register or "")
    if shape is None:
        return
    dated_by = population.dated_by
    if dated_by and dated_by not in shape.days:
        there = ", ".join(shape.days)
        yield f"the register {shape.register} has no day '{dated_by}'. Its days are: {there}."
        return
    by, closes = dated_by or next(iter(shape.occurred_on), ""), shape.open_unless
    if population.window != "everything" and closes and by != closes and _is_of_closed(template):
        yield (
            f"it looks for what is closed, but its window of {population.window} is by '{by}': "
            f"what began earlier is left out, however lately it closed. Say 'dated_by: {closes}' "
            "in 'population'."
        )


def _is_of_closed(template: AuditTemplate) -> bool:
    for values in template.population.where.values():
        if any("closed" in folded(value).split() for value in values):
            return True
    return False
