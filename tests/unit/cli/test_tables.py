"""A table is as wide as its window, and nothing in it is cut."""

import pytest
from hypothesis import given, strategies as st

from audits.cli.tables import GAP, column_widths, print_table


WORDS = st.text(st.sampled_from("abcdefg/-"), min_size=1, max_size=70)
TEXTS = st.lists(WORDS, max_size=12).map(" ".join)
TABLES = st.integers(1, 5).flatmap(
    lambda columns: st.lists(
        st.lists(TEXTS, min_size=columns, max_size=columns), min_size=1, max_size=4
    )
)
KEY = "MASH-2017-W10/social_care/draft-findings/round-1"
LONG = "Send every referrer the outcome and its reasons within one working day of the decision"


@given(TABLES, st.integers(20, 200))
def test_a_table_fits_its_window_with_every_word_whole(rows, room):
    headings = [f"c{place}" for place in range(len(rows[0]))]
    widths = column_widths(headings, rows, room=room)
    longest = [
        max(len(word) for text in column for word in ("", *text.split()))
        for column in zip(headings, *rows, strict=True)
    ]
    if widths is None:  # a text is not squeezed below twelve characters if it has more
        assert sum(max(width, 12) for width in longest) + GAP * (len(longest) - 1) > room
    else:
        assert sum(widths) + GAP * (len(widths) - 1) <= room
        assert all(width >= word for width, word in zip(widths, longest, strict=True))


@pytest.mark.parametrize("window", ["30", "60", "80", "120"])
def test_a_key_is_never_cut_however_narrow_the_window(window, monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", window)
    print_table(("key", "status", "why"), [(KEY, "sent", LONG), ("K2", "due", None)], wide=False)
    shown = capsys.readouterr().out
    assert KEY in shown
    assert " ".join(shown.split()).count("referrer") == 1


@pytest.mark.parametrize("window", ["80", "120"])
def test_a_table_is_as_wide_as_its_window(window, monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", window)
    print_table(("key", "status", "why"), [(KEY, "sent", LONG)], wide=False)
    lines = capsys.readouterr().out.splitlines()
    assert max(len(line) for line in lines) <= int(window)
    assert len(lines) > 2


def test_a_window_too_narrow_for_a_table_has_a_line_for_each_value(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "40")
    print_table(("key", "status", "why"), [(KEY, "sent", None), ("K2", "due", "x")], wide=False)
    assert capsys.readouterr().out.splitlines() == [
        f"key: {KEY}", "  status: sent", "key: K2", "  status: due", "  why: x",
    ]  # fmt: skip


def test_wide_wraps_nothing(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "40")
    print_table(("key", "why"), [(KEY, LONG)], wide=True)
    assert capsys.readouterr().out.splitlines()[1] == f"{KEY}  {LONG}"


def test_printed_to_no_window_nothing_is_wrapped(monkeypatch, capsys):
    monkeypatch.delenv("COLUMNS", raising=False)
    print_table(("key", "why"), [(KEY, LONG)], wide=False)
    assert capsys.readouterr().out.splitlines()[1] == f"{KEY}  {LONG}"
