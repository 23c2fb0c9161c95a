"""What identifies somebody is found however it is written, and ordinary notes are left alone."""

import gc
import re
import time
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest
from builders.personal_notes import FAMILY, WORD_NAMES, ordinary_notes, ways_to_write
from hypothesis import given, strategies as st

from audits.masking import MASK, Masker


GUIDES = Path(__file__).parents[3] / "docs"
LEFT_OF_IT = re.compile(r"\b(s|nhs|no|tel|id|mum|flat|t00 00 00|09 30|2)\b")  # beside what was told


def plain(text: str) -> str:
    """Return what can be read in a text: small letters, digits and spaces."""
    seen = (c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    return re.sub(r"[\W_]+", " ", "".join(seen)).casefold().strip()


def test_of_2000_ways_to_write_what_the_register_knows_none_stays():
    masker, stayed = Masker(FAMILY), []
    for told, note in ways_to_write(2_000, seed=20170723):
        before, _, after = note.partition(told)
        masked = masker.text(note)
        assert masked.startswith(before), note
        assert masked.endswith(after), note
        rest = masked[len(before) : len(masked) - len(after)].replace(MASK, " ")
        if LEFT_OF_IT.sub("", plain(rest)).strip():
            stayed.append(told)
    assert stayed == []


def test_of_2000_ordinary_notes_none_is_taken_for_a_detail():
    masker = Masker(FAMILY)
    assert [note for note in ordinary_notes(2_000, seed=3) if masker.text(note) != note] == []


def test_of_the_words_in_our_guides_hardly_one_is_taken_for_a_name_that_is_a_word_too():
    """Eighty families whose names are words; what is left are headings and quoted names."""
    masker = Masker({"surname": name} for name in WORD_NAMES)
    lines = [line for path in GUIDES.glob("*.md") for line in path.read_text("utf-8").splitlines()]
    words = sum(len(line.split()) for line in lines)
    found = [line[a:b] for line in lines for a, b in masker.spans(line) if "@" not in line]
    assert words > 20_000
    assert len(found) < words / 500


# Letters of other scripts, accents and what cannot be seen: none of it is part of what was told.
AROUND = st.text(
    st.sampled_from("\u0433\u03b4\u4e2d\U0001f642\ufb01\u00df\u0130\u0301\u200b\u00ad .,;\n")
)


@given(AROUND, st.integers(0, 10_000), AROUND)
def test_exactly_what_was_told_is_cut_out(before, seed, after):
    [(told, _)] = ways_to_write(1, seed)
    told = told.strip("\u200b\u200c\u200d\u2060\ufeff\u00ad")
    before, after = f"{before}\u4e2d ", f" \u4e2d{after}"
    masked = Masker(FAMILY).text(f"{before}{told}{after}")
    assert masked.startswith(f"{before}")
    assert masked.endswith(f"{after}")
    assert MASK in masked


@pytest.mark.parametrize(("person", "text"), [
    ({"forename": "Edward"}, "Ed was seen"), ({"forename": "Made"}, "We saw Made"),
    ({"forename": "Made"}, "Made said so"), ({"forename": "May"}, "We met May and her aunt"),
    ({"forename": "Grace", "surname": "Hill"}, "the Hills"), ({"surname": "Kelly"}, "the kellies"),
    ({"surname": "van der Berg"}, "Van der Berg"), ({"child_id": "1042"}, "child 1042"),
    ({"child_id": "12"}, "child id 12"), ({"child_id": "2004"}, "no. 2004"),
    ({"address": "The Old Mill, 3 High St"}, "at 3 High Street"),
    ({"parents": "Ms Tamsin O\u2019Dea; father unknown"}, "tamsin o'dea"),
    ({"unit": "Riverside Medical Practice"}, "Riverside Surgery's list"),
    ({"forename": "Katharina"}, "Katarina came"), ({"forename": "Katharina"}, "Kahtarina came"),
])  # fmt: skip
def test_it_is_found_by_word_and_case(person, text):
    assert MASK in Masker([person]).text(text)


@pytest.mark.parametrize(("person", "text"), [
    ({"forename": "Edward"}, "went to ED"), ({"forename": "Made"}, "Made a referral. It was made."),
    ({"forename": "May"}, "in May, 3rd May 2017, May 2017, May and June, from May to July"),
    ({"surname": "Mark"}, "marks on the arm, and a mark"),
    ({"surname": "Case"}, "this case's notes"),
    ({"child_id": "12"}, "12 visits, child 12 of 14"), ({"child_id": "2004"}, "born in 2004"),
    ({"child_id": "120317"}, "on 12/03/17"), ({"child_id": "1042"}, "\u00a31,042 at 10.42"),
    ({"forename": "Unborn", "surname": "Baby"}, "the unborn baby"),
    ({"address": "3 High St, Northtown"}, "in Northtown"), ({"forename": "Katharina"}, "katarinas"),
    ({"unit": "The Practice"}, "the practice's nurse"), ({"surname": "de la Cruz"}, "a la carte"),
    ({"parents": "mother and father"}, "the mother and the father"), ({"born": ""}, "on 1/1/2017"),
])  # fmt: skip
def test_an_ordinary_word_date_or_number_is_left(person, text):
    assert Masker([person]).text(text) == text


HOSTILE = (
    "@", "a", "a@", "a@a.", "a(at)", "1", "1 ", "0 ", "+44 (0", "sw1a   ", "a1", "a 12345678901 ",
    "nhs ", "nhs 1 ", "((", "katherine-", "k ", "K", "Katherinx ", "anne ", "o'",
    "9 4 3 4 7 6 5 9 ",
    "7th of march ", "\n", " ", "e\u0301", "k\u200b", "\u00ad", "\u0301", "May. ", "2017-07-2",
    "Katherine ", "14 acacia ", "c410",
)  # fmt: skip


def seconds(text: str) -> float:
    """Return the processor time that it takes to mask a text, and nothing else of this process."""
    masker = Masker(FAMILY)
    gc.disable()  # what other tests left behind is swept at any moment, and takes as long as a note
    try:
        begun = time.process_time()
        masker.text(text)
        return time.process_time() - begun
    finally:
        gc.enable()


# One for each pattern, as a long note takes a second a megabyte for each.
ONE_EACH = ("a@a.", "a(at)", "0 ", "a1", "a 12345678901 ", "nhs 1 ", "k ", "Katherinx ", "e\u0301")


def steepest(small: int, times: int, pieces: Sequence[str] = HOSTILE) -> list[tuple[str, float]]:
    """Return how much longer each hostile text takes that is so many times as long; too much only.

    Linear is ``times``; three times that leaves room for a busy machine, and a pattern that is
    quadratic is at ``times`` squared.
    """
    found = []
    for piece in pieces:
        first, second = (seconds(piece * (size // len(piece))) for size in (small, small * times))
        ratio = second / max(first, 0.002)
        found += [(piece, ratio)] if ratio > 3 * times else []
    return found


def test_no_note_takes_more_than_its_length_is_worth():
    assert steepest(4_000, times=16) == []


@pytest.mark.slow
def test_no_note_of_two_megabytes_does():
    assert steepest(125_000, 16, ONE_EACH) == []


@pytest.mark.exhaustive
def test_no_note_of_ten_megabytes_does():
    assert steepest(625_000, 16, ONE_EACH) == []
