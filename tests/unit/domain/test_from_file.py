"""Files that people write are read closely: what is misspelt in one is refused, not passed over."""

import sys

import pytest
from pydantic import TypeAdapter, ValidationError

from audits.domain import ladder, partnership, plan
from audits.domain.from_file import FromFile
from audits.templates import shape


def is_in_use(part):
    """Return whether a class is the one of its name: with slots, a dataclass is made twice."""
    return getattr(sys.modules[part.__module__], part.__name__) is part


PARTS = list(filter(is_in_use, FromFile.__subclasses__()))


def test_the_parts_of_plans_ladders_and_partnerships_are_among_them():
    named = {partnership.Partnership, partnership.Partner, plan.Strata, ladder.Escalation}
    assert {*named, shape.Population} <= set(PARTS)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_a_key_that_a_part_does_not_have_is_refused(part):
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(part).validate_python({"no_such_key": 1})
    faults = [(fault["type"], fault["loc"]) for fault in refused.value.errors()]
    assert ("unexpected_keyword_argument", ("no_such_key",)) in faults
