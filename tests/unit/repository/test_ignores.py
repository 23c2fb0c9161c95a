"""Each rule that is set aside says why, where it is set aside."""

import re
from pathlib import Path

import pytest


HOUSE = Path(__file__).resolve().parents[3]
ROOMS = ("src", "flows", "tests", "docs")
SET_ASIDE = re.compile(r"#\s*(?:noqa|type: ignore|pragma: no cover)(?P<rest>.*)$")
WHY = re.compile(r"^(?::?\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*|\[[a-z, -]+\])?\s*(?:--?|#)\s*\w")


def without_reason(text: str) -> list[str]:
    found = ((line, SET_ASIDE.search(line)) for line in text.splitlines())
    return [line.strip() for line, aside in found if aside and not WHY.match(aside["rest"])]


@pytest.mark.parametrize("room", ROOMS)
def test_no_rule_is_set_aside_without_a_reason(room):
    files = [path for path in (HOUSE / room).rglob("*.py") if path != Path(__file__)]
    bare = {
        path.name: lines for path in files if (lines := without_reason(path.read_text("utf-8")))
    }
    assert bare == {}


def test_a_bare_one_is_seen():
    assert without_reason("x = 1  # noqa: E501")
    assert without_reason("x = 1  # type: ignore[arg-type]")
    assert without_reason("x = 1  # noqa")
    assert not without_reason("x = 1  # noqa: E501 - a table\nx = 1  # type: ignore[x]  # stubs")
