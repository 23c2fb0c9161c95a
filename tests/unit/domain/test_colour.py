"""The board's colour, by contrasts that WCAG's own examples and checkers give."""

import pytest

from audits.domain.colour import checked_colour, contrast_with_white


# As WebAIM's contrast checker shows them, with white.
KNOWN = {"#000000": 21.0, "#ffffff": 1.0, "#ff0000": 4.0, "#0000ff": 8.59, "#008000": 5.13,
         "#767676": 4.54, "#777777": 4.48}  # fmt: skip


@pytest.mark.parametrize(("colour", "contrast"), KNOWN.items())
def test_a_contrast_is_that_of_the_standard(colour, contrast):
    assert contrast_with_white(colour) == pytest.approx(contrast, abs=0.011)


@pytest.mark.parametrize("colour", ["", "#767676", "#0B5351"])
def test_what_can_be_read_is_taken(colour):
    assert checked_colour(colour) == colour.lower()


def test_the_first_grey_that_is_too_pale_is_refused_with_its_contrast():
    with pytest.raises(ValueError, match=r"contrast with white is 4\.47:1, and text needs 4\.5:1"):
        checked_colour("#777777")


@pytest.mark.parametrize("text", ["red", "#123", "#12345", "#1234567", "0b5351", "#0b5351;x:y"])
def test_what_is_no_colour_is_refused(text):
    with pytest.raises(ValueError, match="six digits"):
        checked_colour(text)
