"""Addresses, codes and telephone numbers: what is taken, and what is refused in which words."""

import unicodedata
from email.headerregistry import Address
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given, strategies as st

from audits.domain.mail_address import address_fault, clean_address
from audits.domain.telephone import telephone_fault
from audits.domain.unit_code import code_fault


@given(st.emails())
def test_every_address_of_the_standard_is_taken(address):
    assert address_fault(address) == ""


@given(st.from_regex(r"[^\x00]{0,40}@?[^\x00]{0,40}", fullmatch=True))
def test_what_is_taken_is_one_plain_address_to_pythons_own_mail(text):
    if address_fault(text):
        return
    assert text.isascii()
    assert Address(addr_spec=text).addr_spec == text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("n.o’brien@health.example.org", "It has ’ where mail addresses have '."),
        ("sörrelby@council.example.org", "latin small letter o with diaeresis"),
        ("lead@bücher.example", "latin small letter u with diaeresis"),
        ("lead@council.example.org; deputy@council.example.org", "more than one address"),
        ("lead@council.example.org\ndeputy@council.example.org", "more than one address"),
        ("lead@council.exam\nple.org", "a space or line break"),
        ("TBC", "no @"),
        ("A Lead <lead@police.example.org>", "a space"),
        ("<lead@police.example.org>", "cannot have <"),
        ("mailto:lead@police.example.org", "cannot have :"),
        ("lead@@police.example.org", "cannot have @"),
        (".lead@police.example.org", "full stop too many"),
        ("le..ad@police.example.org", "full stop too many"),
        ("@police.example.org", "empty"),
        ("lead@police", "no domain"),
        ("lead@police..org", "no domain"),
        ("lead@-police.org", "no domain"),
        ("lead@10.0.0.1", "no domain"),
        ("l" * 65 + "@police.example.org", "too long"),
        ("lead@" + "p" * 64 + ".org", "no domain"),
        ("lead\x00@police.example.org", "a character without a name"),
    ],
)
def test_what_cannot_be_an_address_is_refused_without_quoting_it(text, says):
    assert says in address_fault(text)
    assert "lead@" not in address_fault(text)


@pytest.mark.parametrize("hidden", ["\u200b", "\ufeff", "\u00ad", "\u200e", "\u00a0 "])
def test_what_nobody_can_see_is_taken_out(hidden):
    text = f"{hidden}lead@police.example.org{hidden}"
    assert clean_address(text) == "lead@police.example.org"


def test_a_hidden_letter_within_an_address_is_taken_out_too():
    assert clean_address("lead@po\u200blice.example.org") == "lead@police.example.org"


@given(st.text())
def test_cleaning_takes_out_nothing_that_can_be_seen(text):
    gone = [each for each in text if each not in clean_address(text)]
    assert all(each.isspace() or unicodedata.category(each) == "Cf" for each in gone)


@given(st.from_regex(r"[a-zA-Z0-9_./\\ -]{0,45}", fullmatch=True) | st.text(max_size=45))
def test_a_code_that_is_taken_is_one_plain_folder_on_any_system(code):
    if code_fault(code):
        return
    assert PurePosixPath("outbox", code).parts == PureWindowsPath("outbox", code).parts
    assert PurePosixPath("outbox", code).name == code
    assert not set(code) & set('<>:"|?*/\\. ')
    assert code.isascii()


@pytest.mark.parametrize(
    "code", ["../../evil", "north/south", "north south", ".", "", "-x", "con", "LPT1", "x" * 41,
             "é", "a\n", "a/../b", "C:x"]
)  # fmt: skip
def test_a_code_that_would_lead_out_of_its_folder_is_refused(code):
    assert code_fault(code)


@pytest.mark.parametrize("code", ["police", "d81001", "social_care", "GP-12", "x", "x" * 40])
def test_usual_codes_are_taken(code):
    assert code_fault(code) == ""


@pytest.mark.parametrize(
    "text",
    ["the duty social worker, 01632 960 000", "07700 900123", "+44 (0)1632 960000",
     "0044 1632 960000", "(01632) 960000", "020 7946 0018", "ring 101, extension 4021",
     "since 2017-03-09", "audits@board.example", "+353 1 800 5000"],
)  # fmt: skip
def test_numbers_that_can_be_dialled_are_taken(text):
    assert telephone_fault(text) == ""


@pytest.mark.parametrize("text", ["01632 960 0", "01632 960 0000", "+44 1632", "0770 0900 1234 5"])
def test_numbers_with_a_digit_too_few_or_many_are_refused(text):
    assert "digits" in telephone_fault(f"the duty social worker, {text}")
