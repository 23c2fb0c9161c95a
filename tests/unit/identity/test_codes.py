"""Codes from a telephone, by the examples of RFC 6238, appendix B."""

from base64 import b32encode
from datetime import UTC, datetime

import pytest
from defusedxml import ElementTree

from audits.identity import address_of_secret, new_secret, picture_of, step_of_code


SECRET = b32encode(b"12345678901234567890").decode()
# The last six of the eight digits given there: a code of six is the same number, cut.
EXAMPLES = {59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924",
            2000000000: "279037"}  # fmt: skip


def at(second: float) -> datetime:
    return datetime.fromtimestamp(second, tz=UTC)


@pytest.mark.parametrize(("second", "code"), EXAMPLES.items())
def test_a_code_is_that_of_its_half_minute(second, code):
    assert step_of_code(code, SECRET, at(second)) == second // 30
    assert step_of_code(f"{code[:3]} {code[3:]}", SECRET, at(second)) == second // 30


@pytest.mark.parametrize(("off", "counts"), [(-31, True), (31, True), (-61, False), (61, False)])
def test_a_telephone_may_be_half_a_minute_early_or_late(off, counts):
    second = 1234567890  # the first of its half minute
    step = step_of_code(EXAMPLES[second], SECRET, at(second + 15 + off))
    assert step == (second // 30 if counts else None)


@pytest.mark.parametrize("typed", ["", "000000", "2870820", "28708", "２８７０８２", "abcdef"])
def test_what_is_no_code_of_now_is_none(typed):
    assert step_of_code(typed, SECRET, at(59)) is None


def test_a_secret_is_of_160_bits_and_never_the_same():
    secrets = {new_secret() for _ in range(20)}
    assert len(secrets) == 20
    assert {len(secret) for secret in secrets} == {32}  # letters of five bits each


def test_the_picture_is_an_image_without_styles():
    address = address_of_secret(SECRET, owner="kim@board.example", partnership="A & B")
    picture = picture_of(address)
    assert ElementTree.fromstring(picture).tag.endswith("svg")
    assert "style=" not in picture
    assert "issuer=A%20%26%20B" in address
