"""Which passwords will do, by a list of those that were found out most often."""

import pytest
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from audits.domain.access import LONGEST_PASSWORD, SHORTEST_PASSWORD
from audits.identity import password_fault


FOUND_OUT = [word for word in FREQUENCY_LISTS["passwords"] if len(word) >= SHORTEST_PASSWORD]


def fault(password: str) -> str:
    return password_fault(password, name="Kim Officer", email="kim.officer@board.example")


def test_none_that_was_found_out_often_will_do():
    assert len(FOUND_OUT) > 100
    assert [word for word in FOUND_OUT if not fault(word)] == []


@pytest.mark.parametrize(
    "password",
    ["password1234", "Password1234!", "qwertyuiop123", "aaaaaaaaaaaaaaaa", "123456789012",
     "passwordpassword", "kim.officer@board.example", "KimOfficer2026", "officerofficer",
     "safeguarding1", "P@ssw0rdP@ssw0rd", "abcdefghijklm"],
)  # fmt: skip
def test_what_is_tried_first_will_not_do(password):
    assert "harder to guess" in fault(password)


@pytest.mark.parametrize(
    "password",
    ["correct horse battery staple", "purple-lantern-gravel", "Zwölf süße Äpfel rollen",
     "m" + "ore than enough of it " * 11],
)  # fmt: skip
def test_what_is_hard_to_guess_will_do_whatever_it_is_made_of(password):
    assert fault(password) == ""


def test_a_password_is_neither_short_nor_without_end():
    assert "12 characters or more" in fault("x9-k2_Tq!vB")
    assert "at most 256" in fault("x9-k2_Tq!vB" * 24)
    assert fault(("purple-lantern-gravel " * 12)[:LONGEST_PASSWORD]) == ""
