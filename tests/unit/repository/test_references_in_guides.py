"""What the README and the guides point at is there: tests, files, headings, commands."""

import re
from pathlib import Path

import pytest
from builders.repository import ROOT
from builders.typed import commands, options_of


PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
TYPED = commands()
GROUPS = {words.rsplit(" ", 1)[0] for words in TYPED} | {"audits", "audits NOUN"}
LARGEST_PICTURE = 150_000  # bytes
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


def _typed(page: Path) -> list[str]:
    """Return every command that a page shows, in a block of lines or within a sentence."""
    joined = _text(page).replace("\\\n", " ")
    blocks = re.findall(r"```sh\n(.*?)```", joined, re.DOTALL)
    lines = [line.strip() for block in blocks for line in block.splitlines()]
    spans = re.sub(r"```.*?```", "", joined, flags=re.DOTALL)
    within = [span.replace("\n", " ") for span in re.findall(r"`(audits [^`]+)`", spans)]
    shown = [line.removeprefix("AUDITS_HOME=/restored ") for line in lines] + within
    return [line.split(" #")[0].strip() for line in shown if line.startswith("audits ")]


def _can_be_typed(line: str) -> bool:
    """Return whether a command and its options exist; a noun alone stands for its commands."""
    words = [word for word in line.split() if word != "--help"]
    named = next((n for n in (3, 2) if " ".join(words[:n]) in TYPED), None)
    if named is None:
        return " ".join(words) in GROUPS
    unquoted = re.sub(r'"[^"]*"', "", " ".join(words))
    options = set(re.findall(r"(?<!\S)--[a-z-]+", unquoted))
    return options <= options_of(TYPED[" ".join(words[:named])])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_that_a_page_shows_can_be_typed(page):
    assert [line for line in _typed(page) if not _can_be_typed(line)] == []


def test_a_command_that_cannot_be_typed_is_told_from_one_that_can():
    assert _can_be_typed('audits cycle open mash_weekly --why "not --this"')
    assert _can_be_typed("audits chase")
    assert not _can_be_typed("audits cycle begin mash_weekly")
    assert not _can_be_typed("audits cycle open mash_weekly --until 2017-03-09")
    assert not _can_be_typed("audits hunt")


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


def test_every_picture_stands_on_a_page_and_is_quick_to_load():
    pictures = sorted((ROOT / "docs" / "pictures").glob("*.png"))
    assert len(pictures) > 20
    text = "".join(map(_text, PAGES))
    assert [path.name for path in pictures if f"pictures/{path.name})" not in text] == []
    assert [path.name for path in pictures if path.stat().st_size > LARGEST_PICTURE] == []


def test_a_name_that_is_no_test_is_told_from_one_that_is():
    assert _stands("tests/unit/repository/test_guides.py")
    assert _stands("test_every_test_that_a_...")
    assert not _stands("tests/unit/repository/test_of_another_house.py")
    assert not _stands("test_nothing_of_the_kind")
    assert not _stands("test_of_another_house.py")


def test_every_decision_is_in_the_contents_of_its_page():
    page = ROOT / "docs" / "decisions.md"
    linked = set(re.findall(r"^- \[.*\]\(#(.+)\)$", _text(page), re.MULTILINE))
    missing = _anchors(page) - linked - {"decisions", "contents"}
    assert missing == set(), "Add each to the contents at the top of docs/decisions.md."


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_nothing_stands_twice_on_a_page(page):
    """Two changes of one page that are brought together easily leave both."""
    lines = _text(page).splitlines()
    said = [line for line in lines if line.startswith("## ") or (line[:2] == "| " and line[60:])]
    assert sorted(line for line in set(said) if said.count(line) > 1) == []
