"""Whatever is wrong with a register, nothing that is said about it says who is in it."""

import json
import re
import traceback

import pytest
from builders.registers import joined
from builders.registers.defects import DEFECTS
from builders.registers.people import SECRETS
from builders.registers.reading import load
from builders.registers.refused import HARMFUL, REFUSED

from audits.domain.errors import RegisterError
from audits.register import write_profile


def everything_said(sources, register: str) -> str:
    """Return all that a person, a log or a traceback would show of loading these files."""
    try:
        found = load(sources, register)
    except RegisterError as error:
        return "".join(traceback.format_exception(error)) + repr(error)
    said = [repr(found), str(found), repr(found.report), json.dumps(found.report.as_json(register))]
    return "\n".join([*said, write_profile(found.profile), *map(repr, sources)])


# A workbook is saved at another moment each time, and in 64 digits any five may come by chance.
DIGEST = re.compile(r"\b[0-9a-f]{64}\b")


def named(text: str) -> set[str]:
    text = DIGEST.sub("digest", text)
    return {secret for secret in SECRETS if secret in text}


@pytest.mark.parametrize("name", DEFECTS)
def test_nothing_said_of_a_defect_says_who(name):
    defect = DEFECTS[name]
    assert named(everything_said(defect.sources(), defect.register)) == set()


@pytest.mark.parametrize("name", REFUSED)
def test_no_refusal_says_who(name):
    refusal = REFUSED[name]
    assert named(everything_said([refusal.source()], refusal.register)) == set()


@pytest.mark.parametrize("name", HARMFUL)
def test_nothing_said_of_a_harmful_file_says_who(name):
    assert named(everything_said([HARMFUL[name]()], "mash_contacts")) == set()


def test_nothing_said_of_files_that_are_joined_says_who():
    files = [joined.list_1(), joined.some_outcomes(), joined.families()]
    assert named(everything_said(files, "mash_contacts")) == set()


def test_the_secrets_that_are_looked_for_do_stand_in_the_files():
    text = DEFECTS["UTF-8"].sources()[0].data.decode()
    assert len(named(text)) > 5


@pytest.mark.parametrize("name", DEFECTS)
def test_no_notice_of_a_row_quotes_an_id(name):
    defect = DEFECTS[name]
    try:
        said = [each.message for each in load(defect.sources(), defect.register).report.warnings]
    except RegisterError as error:
        said = [str(error)]
    assert not [message for message in said if "41000" in message or "C00" in message]
