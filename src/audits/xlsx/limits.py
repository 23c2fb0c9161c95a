"""What Excel allows, in its own measure: it repairs a file that goes beyond, or drops the rest.

The numbers are from "Excel specifications and limits" and the rules for data validation.
"""

CELL = 32_767  # characters in a cell; openpyxl cuts silently, and counts otherwise
TAB = 31  # in a sheet's name
PROMPT_TITLE, PROMPT = 32, 255
LIST = 255  # in a list that stands in the rule itself
FOOTER = 255
ROW = 409.0  # points that a row may be high


def cut(text: str, most: int) -> str:
    """Return the beginning of a text that has so many characters as Excel counts them.

    Excel counts UTF-16 units: what lies beyond the first 65,536 characters of Unicode counts twice,
    and is never cut through.

    Example:
        >>> cut("ab" + chr(0x1F600), 3)
        'ab'
    """
    if len(text) * 2 <= most:
        return text
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore")
