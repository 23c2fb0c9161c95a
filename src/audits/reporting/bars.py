"""A finding drawn: its share with the range to scale, or of few cases a square each.

Rectangles only, so that no library draws them: each format shows the same shapes in its own way.
"""

import struct
import zlib
from collections.abc import Iterator, Sequence

from .drawing import INK
from .facts import FindingFact
from .forbidden_claims import BARE
from .measured import LastTime, MeasuredFact
from .paper import Block, FindingBar, Shape, Text


WIDE, HIGH = 1000, 80  # of the picture, in its own units
_OUTLINE, _TRACK, _RANGE, _SEEN, _THEN = "#595959", "#ececec", "#8fb3d5", "#173a5e", "#8c8c8c"
_PAPER, _LINE = "#ffffff", 3
_PITCH, _SMALL = 48, 18  # a square with the gap after it, and the side of a small one
_DASH = 8

_OF_BARS = (
    "Each bar runs from 0 % on the left to 100 % on the right, with a tick at each quarter. "
    "Dark line: the cases we looked at."
)
_OF_SQUARES = "Each square is one case. Dark squares: cases of which the sentence is true."
_OF_RANGE = "Blue: where the truth for all of them is likely to lie."
_OF_THEN = "Grey below: last time."
_OF_TARGET = "Broken line: the target."


def finding_bars(findings: Sequence[FindingFact]) -> Iterator[Block]:
    """Yield each finding as a sentence, a bar and its numbers."""
    for finding in findings:
        numbers = _numbers_of(finding)
        if numbers is None:
            yield Text(f"{finding.text} {finding.says}.")
        else:
            yield _bar(finding.text, numbers)


def legend_of(findings: Sequence[FindingFact]) -> Iterator[Block]:
    """Yield what the marks of the bars mean, those that there are."""
    drawn = list(filter(None, map(_numbers_of, findings)))
    if drawn:
        yield Text(" ".join(_legend(drawn)))


def _numbers_of(finding: FindingFact) -> MeasuredFact | None:
    return finding.measured or _plain(finding)


def _plain(finding: FindingFact) -> MeasuredFact | None:
    """Return the numbers of a finding of which no range is known."""
    if not finding.n:
        return None
    share = finding.x / finding.n
    return MeasuredFact(finding.x, finding.n, share, share, share, finding.says)


def _bar(text: str, numbers: MeasuredFact) -> FindingBar:
    sentences = [f"{numbers.words}."]
    if numbers.before:
        sentences.append(f"{numbers.before.words}.")
    if numbers.target_words:
        sentences.append(f"{numbers.target_words}.")
    draw = _measured if numbers.n >= BARE else _squares
    return FindingBar(text, " ".join(sentences), f"{text} {numbers.words}.", tuple(draw(numbers)))


def share_drawn(x: int, n: int) -> tuple[Shape, ...]:
    """Return ``x`` of ``n`` as squares, or as a bar where there are too many for a line."""
    if n * _PITCH <= WIDE:
        return tuple(_row(x, n, top=0, side=_PITCH - 6))
    outline = (Shape(0, 16, WIDE, 40, _OUTLINE), Shape(2, 18, WIDE - 4, 36, _PAPER))
    return (*outline, _across(0, x / n, 18, 36, _SEEN))


def _legend(drawn: Sequence[MeasuredFact]) -> Iterator[str]:
    many = [numbers for numbers in drawn if numbers.n >= BARE]
    if many:
        yield _OF_BARS
    if any(numbers.low < numbers.high for numbers in many):
        yield _OF_RANGE
    if len(many) < len(drawn):
        yield _OF_SQUARES
    if any(map(_shows_last_time, drawn)):
        yield _OF_THEN
    if any(numbers.target is not None for numbers in many):
        yield _OF_TARGET


def _shows_last_time(numbers: MeasuredFact) -> bool:
    before = numbers.before
    return before is not None and (numbers.n >= BARE) is (before.n >= BARE)


def _measured(numbers: MeasuredFact) -> Iterator[Shape]:
    yield Shape(0, 16, WIDE, 40, _OUTLINE)
    yield Shape(2, 18, WIDE - 4, 36, _TRACK)
    if numbers.low < numbers.high:
        yield _across(numbers.low, numbers.high, 18, 36, _RANGE)
    for quarter in (1, 2, 3):
        yield Shape(WIDE * quarter // 4, 46, 2, 10, _OUTLINE)
    yield _at(numbers.share, 8, 56, 10, _SEEN)
    if numbers.before and _shows_last_time(numbers):
        yield from _then(numbers.before)
    if numbers.target is not None:
        for top in range(0, HIGH, 2 * _DASH):
            yield _at(numbers.target, top, _DASH, 4, INK)


def _then(before: LastTime) -> Iterator[Shape]:
    if before.low < before.high:
        yield _across(before.low, before.high, 68, 6, _THEN)
    yield _at(before.x / before.n, 62, 18, 8, _OUTLINE)


def _across(low: float, high: float, top: int, tall: int, shade: str) -> Shape:
    left, right = round(2 + low * (WIDE - 4)), round(2 + high * (WIDE - 4))
    return Shape(left, top, max(right - left, 2), tall, shade)


def _at(share: float, top: int, tall: int, wide: int, shade: str) -> Shape:
    left = round(share * WIDE - wide / 2)
    return Shape(min(max(left, 0), WIDE - wide), top, wide, tall, shade)


def _squares(numbers: MeasuredFact) -> Iterator[Shape]:
    yield from _row(numbers.x, numbers.n, top=0, side=_PITCH - 6)
    before = numbers.before
    if before and _shows_last_time(numbers):
        yield from _row(before.x, before.n, top=HIGH - _SMALL, side=_SMALL)


def _row(x: int, n: int, *, top: int, side: int) -> Iterator[Shape]:
    for place in range(n):
        left = place * _PITCH
        if place < x:
            yield Shape(left, top, side, side, _SEEN)
        else:
            yield Shape(left, top, side, side, _OUTLINE)
            yield Shape(left + _LINE, top + _LINE, side - 2 * _LINE, side - 2 * _LINE, _PAPER)


def as_png(shapes: Sequence[Shape]) -> bytes:
    """Return the shapes as PNG, a dot a unit."""
    lines = bytearray()
    for y in range(HIGH):
        line = bytearray(b"\xff\xff\xff" * WIDE)
        for shape in shapes:
            if shape.y <= y < shape.y + shape.high:
                colour = bytes.fromhex(shape.shade.lstrip("#"))
                line[3 * shape.x : 3 * (shape.x + shape.wide)] = colour * shape.wide
        lines += b"\x00" + line
    head = struct.pack(">IIBBBBB", WIDE, HIGH, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(lines), 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    checked = struct.pack(">I", zlib.crc32(name + data))
    return struct.pack(">I", len(data)) + name + data + checked
