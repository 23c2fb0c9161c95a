"""What the list of cycles says of each: the words of the website's pages, and values as JSON."""

import csv
from io import StringIO

import pytest
from builders import workspace as ws
from builders.cli import runner


@pytest.fixture
def audits(home, issued_home, monkeypatch, capsys):
    """A partnership whose packs are written, and not sent."""
    return runner(ws.copy_of(issued_home, home), monkeypatch, capsys)


def test_a_list_of_cycles_says_where_each_stands_in_the_words_of_the_pages(audits):
    assert "3 packs not sent yet" in audits("cycle", "list").out
    [copied] = csv.DictReader(StringIO(audits("cycle", "list", "--csv").out))
    assert copied["status"] == "3 packs not sent yet"
    audits("dispatch", "send")
    listed = audits("cycle", "list").out
    assert "With the agencies" in listed
    assert "issued" not in listed


def test_json_and_the_filter_keep_the_values(audits):
    [row] = audits("cycle", "list", "--json").json
    assert row["status"] == "issued"
    for typed in ("issued", "with the agencies"):
        assert ws.REF in audits("cycle", "list", "--status", typed).out
    assert ws.REF not in audits("cycle", "list", "--status", "closed").out
