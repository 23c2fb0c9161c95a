"""A paper as HTML, as a Word document and as a PDF, from the same blocks."""

import json
from collections.abc import Mapping
from functools import lru_cache
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
    layout = environment(escape=True).get_template("paper.html.j2")
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
    )
    return bytes(made)


def filled_in(name: str, facts: Mapping[str, object]) -> str:
    """Return a text layout with its facts."""
    return environment(escape=False).get_template(name).render(**facts)
