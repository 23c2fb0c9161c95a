"""The board's colour: six digits, dark enough to be read on white, and white on it."""

import re


SIX_DIGITS = re.compile(r"#[0-9a-fA-F]{6}")
LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3: text of ordinary size


def checked_colour(text: str) -> str:
    """Return a colour in small letters; "" for our own.

    Raises:
        ValueError: if it is no colour, or too pale.
    """
    if not text:
        return ""
    if not SIX_DIGITS.fullmatch(text):
        raise ValueError("must be a colour in six digits, such as #0b5351")
    contrast = contrast_with_white(text)
    if contrast < LEAST_CONTRAST:
        # Cut, not rounded: 4.49 is not enough.
        shown = int(contrast * 100) / 100
        raise ValueError(
            f"is too pale to be read: its contrast with white is {shown}:1, and text needs "
            f"{LEAST_CONTRAST}:1. Choose a darker one"
        )
    return text.lower()


def contrast_with_white(colour: str) -> float:
    """Return the contrast ratio of a colour and white (WCAG 2.2, "contrast ratio")."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return 1.05 / (luminance + 0.05)


def _linear(part: float) -> float:
    if part <= 0.04045:
        return part / 12.92
    return float(((part + 0.055) / 1.055) ** 2.4)
