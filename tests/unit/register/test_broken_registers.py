"""Files that are large where nothing is, or broken anywhere: read or refused, never a crash."""

from pathlib import Path

import pytest
from builders.registers.apart import outcomes_of
from builders.registers.files import as_csv
from builders.registers.national import census, census_child
from builders.registers.reading import load
from builders.registers.refused import TABLE, blank_rows, cut, flipped, stray_cell
from hypothesis import example, given, strategies as st

from audits.domain.errors import RegisterError
from audits.register import Source


READ = "read C001 C002 C003"


def written(folder: Path, name: str, data: bytes) -> Path:
    file = folder / name
    file.write_bytes(data)
    return file


def refused_or_read(data: bytes, register: str = "mash_contacts") -> None:
    try:
        load(Source("some file.csv", data), register)
    except RegisterError as error:
        said = str(error)
        assert "some file.csv" in said


@pytest.mark.parametrize("place", ["Z5000", "Z1048576", "XFD200"])
def test_a_stray_blank_far_from_the_table_changes_nothing(place, tmp_path):
    file = written(tmp_path, "stray.xlsx", stray_cell(place))
    assert outcomes_of([file], seconds=100) == [READ]


def test_a_stray_blank_in_the_last_corner_changes_nothing_or_is_refused(tmp_path):
    file = written(tmp_path, "stray.xlsx", stray_cell("XFD1048576"))
    [line] = outcomes_of([file], seconds=100)
    assert line == READ or line.startswith("refused stray.xlsx")


def test_rows_formatted_down_to_the_last_change_nothing(tmp_path):
    file = written(tmp_path, "formatted.xlsx", blank_rows(1_048_576))
    assert outcomes_of([file], seconds=60) == [READ]


@pytest.mark.slow
def test_a_bit_turned_over_anywhere_is_read_or_refused(tmp_path):
    files = [written(tmp_path, f"flip {seed}.xlsx", flipped(seed)) for seed in range(150)]
    found = outcomes_of(files, seconds=120)
    assert len(found) == 150
    assert {line.split()[0] for line in found} == {"read", "refused"}


def test_a_workbook_cut_anywhere_is_refused_by_name(tmp_path):
    parts = (0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99)
    files = [written(tmp_path, f"cut {n}.xlsx", cut(part)) for n, part in enumerate(parts)]
    for file, line in zip(files, outcomes_of(files, seconds=60), strict=True):
        assert line.startswith("refused ")
        assert file.name in line


@given(
    st.binary(max_size=300), st.sampled_from([b"", b"\xff\xfe", b"\xef\xbb\xbf", b"<", b"%PDF-"])
)
@example(b"\x0b", b"")  # a lone control character is no line
def test_any_bytes_are_read_or_refused(data, start):
    refused_or_read(start + data)


@given(st.text(max_size=200))
def test_any_text_below_good_headings_is_read_or_refused(text):
    head = as_csv(TABLE[:1])
    refused_or_read((head + text).encode("utf-8", errors="surrogatepass"))


@given(st.data())
def test_a_csv_with_any_bytes_changed_is_read_or_refused(data):
    good = bytearray(as_csv(TABLE).encode("cp1252"))
    for _ in range(data.draw(st.integers(1, 4))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    refused_or_read(bytes(good))


@given(st.data())
def test_a_census_with_any_bytes_changed_is_read_or_refused(data):
    good = bytearray(census(census_child(1, factors=["3A"]), census_child(2)))
    for _ in range(data.draw(st.integers(1, 3))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    refused_or_read(bytes(good), "assessments")
