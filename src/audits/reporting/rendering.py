"""A paper as HTML, as a Word document and as a PDF, from the same blocks."""

import json
from base64 import b64encode
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typst
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from audits import resource_folder

from .paper import Paper


LAYOUTS = resource_folder("reports")


@lru_cache(maxsize=2)  # a layout is compiled once, not for each of a hundred letters
def environment(*, escape: bool) -> Environment:
    """Return what fills in the layouts; a name that is missing raises."""
    return Environment(
        loader=FileSystemLoader(LAYOUTS),
        autoescape=escape,  # noqa: S701 -- off for plain-text letters only
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )


def as_html(paper: Paper) -> bytes:
    """Return one HTML file that needs no other."""
    filled = environment(escape=True)
    filled.filters["data_url"] = _data_url
    layout = filled.get_template("paper.html.j2")
    return layout.render(paper=paper.as_data()).encode()


def as_pdf(paper: Paper) -> bytes:
    """Return a PDF/UA-1 file, which every screen reader can read (ISO 14289-1).

    The paper goes in as data, so that nothing in it can be taken for markup.
    """
    made: Any = typst.compile(
        str(LAYOUTS / "paper.typ"),
        root=str(LAYOUTS),
        sys_inputs={"paper": json.dumps(paper.as_data())},
        pdf_standards="ua-1",
        font_paths=[_chart_fonts()],
    )
    return bytes(made)


def _data_url(svg: str) -> str:
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


@cache
def _chart_fonts() -> str:
    """Return where the typeface of charts lies: it comes with the library that draws them."""
    found = find_spec("matplotlib")  # looked up and not loaded, which takes a second
    assert found is not None  # noqa: S101 -- it is installed with this program
    assert found.origin is not None  # noqa: S101 -- it is a folder with an __init__
    return str(Path(found.origin).parent / "mpl-data" / "fonts" / "ttf")


def filled_in(name: str, facts: Mapping[str, object]) -> str:
    """Return a text layout with its facts."""
    return environment(escape=False).get_template(name).render(**facts)
