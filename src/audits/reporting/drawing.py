"""Pictures by matplotlib: the same bytes from the same data, and no state between two of them."""

import warnings
from collections.abc import Callable, Iterable
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, Any

from audits.domain.plain_text import clean_text

from .typefaces import pictures_in_words


if TYPE_CHECKING:
    from matplotlib.axes import Axes


INK, QUIET, RULE, PAPER = "#1a1a1a", "#595959", "#bfbfbf", "#ffffff"
# From light to dark, so that they stay apart in black and white; each with the ink to read on it.
SHADES = (("#f2f2f2", INK), ("#b7cfe5", INK), ("#5b8db8", PAPER), ("#173a5e", PAPER))
_DOTS_PER_INCH = 200
_STYLE: Any = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],  # comes with the library: the same on every machine
    "font.size": 9,
    "text.parse_math": False,  # a dollar in an agency's words is a dollar
    "text.color": INK,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": INK,
    "ytick.color": INK,
    "svg.fonttype": "none",  # text stays text, to be searched and read aloud
    "svg.hashsalt": "audits",  # otherwise the ids in the file are drawn by lot
    "path.simplify": False,
}
_one_at_a_time = Lock()  # the style is the library's only shared state


def draw(
    width: float, height: float, paint: Callable[["Axes"], None], title: str = ""
) -> tuple[bytes, bytes]:
    """Return the picture that ``paint`` makes, so many inches wide and high, as SVG and PNG.

    The library takes more than a second to load, so that it is loaded here, when first needed.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure
    from matplotlib.text import Text

    with _one_at_a_time, mpl.rc_context(_STYLE), warnings.catch_warnings():
        # A letter that the typeface has not is a box in the picture; its table says it too.
        warnings.filterwarnings("ignore", "Glyph .* missing from font")
        figure = Figure(figsize=(width, height), layout="constrained")
        axes = figure.add_subplot()
        axes.set_title(title, loc="left", fontweight="bold")
        paint(axes)
        for label in figure.findobj(Text):
            label.set_text(pictures_in_words(clean_text(label.get_text())))
        return _saved(figure, "svg", {"Date": None}), _saved(figure, "png", {"Software": None})


def _saved(figure: Any, format: str, metadata: dict[str, None]) -> bytes:
    file = BytesIO()
    figure.savefig(file, format=format, metadata=metadata, dpi=_DOTS_PER_INCH)
    return file.getvalue()


def bare(axes: "Axes", width: float, height: float) -> None:
    """Take the frame and the ticks away, for a picture of boxes; down is further down the page."""
    axes.set_axis_off()
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)


def box(axes: "Axes", corner: tuple[float, float], size: tuple[float, float], **style: Any) -> None:
    """Draw a box from its upper left ``corner``."""
    from matplotlib.patches import Rectangle

    look: dict[str, Any] = {"facecolor": PAPER, "edgecolor": INK, "linewidth": 0.8, **style}
    axes.add_patch(Rectangle(corner, *size, **look))


def arrow(axes: "Axes", start: tuple[float, float], end: tuple[float, float]) -> None:
    """Draw an arrow from one point to another."""
    axes.annotate(
        "", end, start, arrowprops={"arrowstyle": "-|>", "color": QUIET, "shrinkA": 0, "shrinkB": 0}
    )


def usual_level(axes: "Axes", height: float) -> None:
    """Draw the level that is usual, as a broken line across."""
    axes.axhline(height, color=QUIET, linewidth=1, linestyle=(0, (5, 3)))


def key_below(axes: "Axes", text: str) -> None:
    """Say below what lines and shades mean."""
    axes.set_xlabel(text, fontsize=8, color=QUIET, loc="left")


def whole_numbers(axes: "Axes") -> None:
    """Let both axes count in whole numbers: half a day or half a unit is none."""
    from matplotlib.ticker import MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))


def a_word_a_line(labels: Iterable[str]) -> list[str]:
    """Return labels for below an axis, where there is more room down than across."""
    return [label.replace(" ", "\n") for label in labels]
