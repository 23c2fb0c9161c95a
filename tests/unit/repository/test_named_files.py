"""A file that a guide names is there: above all the test that shows a claim."""

import re

import pytest
from builders.repository import ROOT


PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
NAMED = re.compile(r"`((?:tests|src|docs|flows|audit_templates)/[\w./-]+)`|`(test_\w+\.py)`")
TESTS = {path.name for path in (ROOT / "tests").rglob("test_*.py")}


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_that_a_guide_names_is_there(page):
    named = [match.groups() for match in NAMED.finditer(page.read_text(encoding="utf-8"))]
    missing = {path for path, _ in named if path and not (ROOT / path).exists()}
    missing |= {name for _, name in named if name and name not in TESTS}
    assert missing == set()


def test_the_claims_name_tests():
    assert len(NAMED.findall((ROOT / "docs/validation.md").read_text(encoding="utf-8"))) > 300
