"""Text without what no reader sees and no file can hold: from Word, telephones and others."""

import re
import unicodedata


# How Office writes a character into XML that XML cannot hold: a soft line break is _x000B_.
ESCAPED = re.compile("_x(00[01][0-9A-Fa-f]|007[Ff])_")
LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Controls but tab and line feed, halves of surrogate pairs, byte-order marks, what Unicode keeps
# for no character, and pictures of nothing: the private use areas and tags.
UNWRITABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)


def clean_text(text: str) -> str:
    """Return a text as every format can hold it: one kind of line end, no control characters.

    Example:
        >>> clean_text("Ring_x000B_back" + chr(7)).splitlines()
        ['Ring', 'back']
    """
    if text.isascii() and text.isprintable() and "_x00" not in text:
        return text
    plain = LINE_ENDS.sub("\n", ESCAPED.sub(_unescaped, text))
    return UNWRITABLE.sub("", plain)


def in_words(letter: str) -> str:
    """Return what a character is called, in brackets: for a typeface that has not got it.

    Example:
        >>> in_words(chr(0x2705))
        '[white heavy check mark]'
    """
    name = unicodedata.name(letter, "")
    return f"[{name.lower()}]" if name else ""


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match[1], 16))
