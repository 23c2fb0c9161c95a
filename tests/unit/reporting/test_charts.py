"""Charts: the same bytes each time, and the words, the table and the picture say one thing."""

import re
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from xml.etree import ElementTree

import pytest
from PIL import Image

from audits.reporting.charts import (
    Chart,
    GradedTwice,
    Month,
    grades_chart,
    month_chart,
    strip_chart,
)
from audits.reporting.flow_charts import Stage, exclusion_flow
from audits.reporting.gap_chart import SHOWN, Gaps, gap_chart
from audits.reporting.matrix_chart import matrix_chart
from audits.reporting.paper import Level, Mark, Strip
from audits.reporting.response_chart import response_curve


SCALE = ("Outstanding", "Good", "Requires improvement", "Inadequate")
LEVELS = {"Y": Level.BEST, "P": Level.MIDDLE, "N": Level.WORST, "?": Level.ASIDE}


def strip(label: str, letters: str) -> Strip:
    marks = tuple(Mark(letter, LEVELS[letter], letter) for letter in letters)
    return Strip(label, marks, f"{letters.count('Y')} of {len(letters)} yes")


def strips() -> Chart:
    weeks = [strip("Week of 2 March", "YYYPNYYY?Y"), strip("Week of 9 March", "YYNY")]
    return strip_chart("Was feedback given?", weeks, "Y yes, P partly, N no, ? cannot tell")


def months() -> Chart:
    counts = [
        Month("Apr", 34, 40, 27, 40),
        Month("May", 26, 40, 27, 40, signals=True),
        Month("Jun", 0, 0, 0, 0),
        Month("Jul", 38, 39, 20, 37, signals=True),
    ]
    return month_chart("Right threshold", counts, centre=0.86, trial=True)


def grades() -> Chart:
    items = [
        GradedTwice("Leadership", (5, 9, 2, 1), (2, 9, 5, 1)),
        GradedTwice("Safer recruitment", (0, 0, 170, 1), (0, 0, 0, 0)),
    ]
    return grades_chart("Self against moderated", SCALE, items)


def matrix() -> Chart:
    table = ((0, 0, 0, 0), (1, 34, 3, 0), (0, 2, 0, 0), (0, 0, 0, 0))
    return matrix_chart("Two graders", SCALE, table, ("Police", "Health"))


def flow() -> Chart:
    lost = (("audited in the last 12 months", 14), ("sibling already drawn", 8))
    stages = [Stage("closed", 1_284), Stage("eligible", 1_262, lost), Stage("as framed", 1_262)]
    return exclusion_flow("From register to frame", stages)


def response() -> Chart:
    return response_curve("Returns", [0, 2, 5, 9], expected=14, due_day=2, reminders=(1, 3))


def allowed() -> Chart:
    """Return returns of 14 units of which two were given more time and one was waived on day 2."""
    return response_curve(
        "Returns", [0, 2, 5, 9], expected=14, due_day=2, reminders=(1,), extended=(5, 5),
        still_expected=[14, 14, 13, 13],
    )  # fmt: skip


def gaps() -> Chart:
    return gap_chart("Between", Gaps((31, 4, 160, 18), growing=True, usual=19, limit=149))


ALL = [strips, months, grades, matrix, flow, response, allowed, gaps]
EMPTY = [
    lambda: strip_chart("Empty", [], "Y yes"),
    lambda: month_chart("Empty", [], centre=None, trial=True),
    lambda: month_chart("Empty", [Month("Apr", 0, 0, 0, 0)], centre=None, trial=True),
    lambda: grades_chart("Empty", SCALE, []),
    lambda: matrix_chart("Empty", SCALE, ((0,) * 4,) * 4, ("Police", "Health")),
    lambda: exclusion_flow("Empty", []),
    lambda: gap_chart("Empty", Gaps((), growing=False, usual=19, limit=149)),
    lambda: response_curve("Empty", [], expected=0, due_day=0, reminders=()),
]


def svg_text(chart: Chart) -> list[str]:
    root = ElementTree.fromstring(chart.svg.decode())  # noqa: S314 - our own picture
    return [" ".join("".join(t.itertext()).split()) for t in root.iter() if t.tag.endswith("}text")]


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+", text.replace(",", "")))


@pytest.mark.parametrize("make", ALL)
def test_the_same_data_give_the_same_bytes(make: Callable[[], Chart]) -> None:
    assert make() == make()


@pytest.mark.parametrize("make", [*ALL, *EMPTY])
def test_both_pictures_open_and_hold_something(make: Callable[[], Chart]) -> None:
    chart = make()
    with Image.open(BytesIO(chart.png)) as picture:
        assert picture.width >= 900
        assert len(picture.convert("L").getcolors(256)) > 10
    assert any(svg_text(chart))
    assert "nan" not in chart.alt.split()


@pytest.mark.parametrize("make", [strips, grades, flow, gaps])
def test_the_words_say_every_number_of_the_table(make: Callable[[], Chart]) -> None:
    chart = make()
    cells = [cell for row in chart.table.rows for cell in row[1:]]
    assert numbers(" ".join(cells)) <= numbers(chart.alt)


@pytest.mark.parametrize("make", ALL)
def test_the_picture_s_text_stays_text_and_carries_the_title(make: Callable[[], Chart]) -> None:
    chart = make()
    assert chart.table.caption in svg_text(chart)
    assert chart.alt.startswith(chart.table.caption)


def test_each_square_carries_its_letter() -> None:
    assert [text for text in svg_text(strips()) if text in LEVELS] == [*"YYYPNYYY?Y", *"YYNY"]


def test_a_chart_of_months_names_those_that_signal_and_those_without_cases() -> None:
    alt = months().alt
    assert "more than chance in May, Jul" in alt
    assert "Jun: no case judged" in alt
    assert "the limits are a trial" in alt
    assert {"34/40", "26/40", "38/39"} <= set(svg_text(months()))
    steady = [Month("Apr", 34, 40, 27, 40)]
    assert "no change detectable" in month_chart("A", steady, centre=0.86, trial=False).alt


def test_every_grade_given_stands_in_its_bar() -> None:
    text = svg_text(grades())
    assert [number for number in text if number.isdigit()] == list("5921") + list("2951") + [
        "170", "1",
    ]  # fmt: skip
    assert "none graded" in text


def test_agreement_is_said_before_the_cells() -> None:
    assert "Police and Health gave the same grade in 34 of 40 cases; " in matrix().alt


def test_stages_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match=r"closed \(10\) less 1 is not eligible \(8\)"):
        exclusion_flow("A", [Stage("closed", 10), Stage("eligible", 8, (("restricted", 1),))])
    with pytest.raises(ValueError, match="never holds fewer than none"):
        Stage("closed", -1)


def test_what_came_back_by_when_is_said() -> None:
    assert response().alt == (
        "Returns. Due on working day 2; 9 of 14 units had returned by day 3; reminders on day 1, 3."
    )
    empty = response_curve("Returns", [], expected=3, due_day=2, reminders=())
    assert empty.alt.endswith("nothing has been returned yet.")


def test_more_time_and_waivers_are_drawn_said_and_counted() -> None:
    chart = allowed()
    assert chart.alt == (
        "Returns. Due on working day 2; 9 of 14 units had returned by day 3; reminders on day 1; "
        "2 were given until day 5; 1 of the 14 was waived, so 13 are expected to return."
    )
    assert chart.table.rows == (
        ("0", "0 of 14"), ("1", "2 of 14"), ("2", "5 of 13, 1 waived"), ("3", "9 of 13, 1 waived"),
    )  # fmt: skip
    assert "all 14, 13 still expected" in svg_text(chart)
    assert any("more time until" in text for text in svg_text(chart))


def test_a_dollar_in_a_title_is_a_dollar() -> None:
    assert "Costs $5 and $6" in svg_text(exclusion_flow("Costs $5 and $6", []))


def test_the_library_is_loaded_only_when_a_chart_is_drawn() -> None:
    code = (
        "import sys, audits.reporting, audits.reporting.charts; print('matplotlib' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"


def test_the_last_gap_is_said_to_be_growing_and_only_the_last_twelve_are_shown() -> None:
    assert [row[0] for row in gaps().table.rows] == ["1", "2", "3", "now"]
    many = gap_chart("Between", Gaps(tuple(range(1, 40)), growing=False, usual=19, limit=149))
    assert [row[0] for row in many.table.rows] == [f"{n}" for n in range(28, 40)]
    assert len(many.table.rows) == SHOWN
