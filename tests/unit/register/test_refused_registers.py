"""A file that is no register is refused in one sentence: which file, what is wrong, what to do."""

import re

import pytest
from builders.registers.reading import load, units_of
from builders.registers.refused import HARMFUL, REFUSED

from audits.domain.errors import RegisterError


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_names_the_file_what_is_wrong_and_what_to_do(name):
    refusal = REFUSED[name]
    source = refusal.source()
    with pytest.raises(RegisterError) as refused:
        load(source, refusal.register)
    message = str(refused.value)
    assert source.name in message
    assert re.search(refusal.says, message)
    assert re.search(refusal.does, message.replace(source.name, ""))


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_is_short_and_holds_no_dump(name):
    refusal = REFUSED[name]
    with pytest.raises(RegisterError) as refused:
        load(refusal.source(), refusal.register)
    message = str(refused.value)
    assert "\n" not in message
    assert len(message) < 400
    assert not re.search(r"Traceback|Error\b|0x[0-9a-f]{4}|\bNone\b", message)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", HARMFUL)
def test_a_file_that_would_unfold_is_refused_or_read_without_unfolding(name):
    source = HARMFUL[name]()
    said, ids = "", set()
    try:
        found = load(source, "mash_contacts")
    except RegisterError as error:
        said = str(error)
    else:
        ids = {each.id for each in units_of(found)}
        said = f"{source.name} {found.report.as_json('mash_contacts')}"
    assert source.name in said
    assert ids in (set(), {"C001", "C002", "C003"})
    assert "lollol" not in said
