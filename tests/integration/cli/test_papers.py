"""What a person types to make papers, read them and let them out."""

from pathlib import Path

import pytest
from builders import census as c
from builders.cli import runner


@pytest.fixture
def typed(tmp_path, monkeypatch, capsys):
    c.with_organisations(tmp_path / "home", ("police", "ccg"))
    run = runner(tmp_path / "home", monkeypatch, capsys)
    run("cycle", "import", "annual_report_2016_17")
    return run


@pytest.mark.parametrize("words", [("actions",), ("board", "2016/17"), ("annual", "2016/17")])
@pytest.mark.parametrize("format", ["html", "docx", "pdf"])
def test_a_papers_file_is_named_once_it_is_made(typed, words, format):
    said = typed("paper", *words, "--format", format)
    assert said.code == 0
    assert Path("".join(said.out.split())).stat().st_size > 1000


def test_a_public_paper_is_read_signed_and_made(typed):
    public = ("paper", "annual", "2016/17", "--version", "public")
    refused = typed(*public)
    assert (refused.code, refused.is_one_sentence) == (2, True), refused.err
    assert "Nothing of what it found is printed." in typed("paper", "read", "2016/17", "annual").out
    sign = ("paper", "sign", "2016/17", "annual")
    assert typed(*sign).code == 2
    assert typed(*sign, "--by", "Chair of QEG", "--why", "Read").code == 0
    assert typed(*public).code == 0


def test_what_there_is_not_is_refused_in_one_sentence(typed):
    for words in (("board", "2016"), ("annual", "2016/17", "--format", "odt"),
                  ("read", "2016/17", "poem"), ("read", "X-1", "census")):  # fmt: skip
        said = typed("paper", *words)
        assert (said.code, said.is_one_sentence) == (2, True), words
