"""What the README and the guides point at is there: tests, files, headings."""

import re
from pathlib import Path

import pytest
from builders.repository import ROOT


PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
TESTS = sorted((ROOT / "tests").rglob("*.py"))
FUNCTIONS = {
    name
    for path in TESTS
    for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
}


def _text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def _stands(name: str) -> bool:
    """Return whether a test that a page names is there; `test_one_...` is the start of a name."""
    if name.startswith("tests/"):
        return (ROOT / name).exists()
    if name.endswith(".py"):
        return any(path.name == name for path in TESTS)
    if name.endswith("..."):
        return any(function.startswith(name.removesuffix("...")) for function in FUNCTIONS)
    return name in FUNCTIONS


def _anchors(page: Path) -> set[str]:
    """Return a page's headings as GitHub's anchors."""
    outside_code = re.sub(r"```.*?```", "", _text(page), flags=re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", outside_code, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_test_that_a_page_names_is_there(page):
    named = re.findall(r"`(tests/[\w/.]+|test_\w+(?:\.py|\.\.\.)?)`", _text(page))
    assert [name for name in named if not _stands(name)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_somewhere(page):
    links = re.findall(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)", _text(page))
    dead = []
    for path, anchor in links:
        target = page.parent / path if path else page
        if not target.exists() or (anchor and anchor not in _anchors(target)):
            dead.append(f"{path}#{anchor}")
    assert dead == []


def test_a_name_that_is_no_test_is_told_from_one_that_is():
    assert _stands("tests/unit/repository/test_guides.py")
    assert _stands("test_every_test_that_a_...")
    assert not _stands("tests/unit/repository/test_of_another_house.py")
    assert not _stands("test_nothing_of_the_kind")
    assert not _stands("test_of_another_house.py")
