"""What a row keeps as JSON has the keys and kinds that its type names, and is read back whole."""

from dataclasses import replace
from datetime import UTC, datetime
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints, is_typeddict

import pytest
from builders.packs import a_pack

from audits.domain.pack import PackForm, Query
from audits.queries.moderation_plan import (
    Direction,
    KeptFacts,
    ModerationFacts,
    RatingPairs,
    as_kept,
    facts_kept,
)
from audits.queries.pack_content import PackContent
from audits.queries.packs import as_content, pack_of
from audits.storage import IssuedPack, ModerationRow


NOW = datetime(2017, 3, 9, 17, tzinfo=UTC)
QUERY = Query("DA16-01", "consent", "Choose one of the answers.", "maybe")
FACTS = ModerationFacts(
    direction=(Direction("health", "overall", 1, 0, 2, 0, (("ri", "good", 1),)),),
    second=(RatingPairs("overall", 3, 2, (("good", "ri", 1), ("good", "good", 2))),),
    second_cases=("DA16-02",),
    unanswered=("DA16-03, health, overall",),
)


def is_of(value: Any, kind: Any) -> bool:
    """Return whether a value has the form that a type names, all the way down."""
    if is_typeddict(kind):
        hints = get_type_hints(kind)
        if not isinstance(value, dict) or value.keys() != hints.keys():
            return False
        return all(is_of(value[name], hint) for name, hint in hints.items())
    if get_origin(kind) is list:
        (of,) = get_args(kind)
        return isinstance(value, list) and all(is_of(item, of) for item in value)
    if isinstance(kind, UnionType):
        return any(is_of(value, one) for one in get_args(kind))
    return type(value) is kind


@pytest.mark.parametrize("form", PackForm)
def test_a_pack_is_kept_under_the_keys_that_its_type_names(form):
    pack = replace(a_pack(form), queries=(QUERY,))
    content = as_content(pack)
    assert is_of(content, PackContent)
    assert pack_of(IssuedPack(content=content)) == pack


def test_what_came_of_moderation_is_kept_under_the_keys_that_its_type_names():
    kept = as_kept(FACTS)
    assert is_of(kept, KeptFacts)
    row = ModerationRow(cycle="DA-2016-1", begun_at=NOW, facts=kept)
    assert facts_kept(row) == FACTS
