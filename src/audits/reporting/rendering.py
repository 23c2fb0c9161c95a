"""A paper as HTML, as a Word document and as a PDF, from the same blocks."""

import json
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from audits import resource_folder
from audits.domain.amounts import many

from .paper import Block, Paper, Picture, with_texts
from .typefaces import font_folder, pictures_in_words, strange_in_words


LAYOUTS = resource_folder("reports")
BEGIN, END = "\x02", "\x03"  # around the words of a letter that may be changed


@lru_cache(maxsize=2)  # a layout is compiled once, not for each of a hundred letters
def environment(*, escape: bool) -> Environment:
    """Return what fills in the layouts; a name that is missing raises."""
    filled = Environment(
        loader=FileSystemLoader(LAYOUTS),
        autoescape=escape,  # noqa: S701 -- off for plain-text letters only
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    filled.filters["many"] = many  # {{ cases | many("case") }}
    filled.filters["own_words"] = _marked  # {% filter own_words %}
    return filled


def _marked(text: str) -> str:
    return f"{BEGIN}{text.strip()}{END}\n"


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
    import typst  # many processes make no paper at all

    try:
        return _compiled(_said(paper, pictures_in_words))
    except typst.TypstError:
        # Of some scripts this machine has no typeface, or half of one.
        return _compiled(_said(paper, strange_in_words))


def _said(paper: Paper, change: Callable[[str], str]) -> Paper:
    """Return a paper with its texts changed, those in its pictures too."""
    blocks: list[Block] = []
    for block in paper.blocks:
        if isinstance(block, Picture):
            blocks.append(replace(block, svg=change(block.svg.decode()).encode()))
        else:
            blocks.append(block)
    changed: Paper = with_texts(replace(paper, blocks=tuple(blocks)), change)
    return changed


def _compiled(paper: Paper) -> bytes:
    import typst

    made: Any = typst.compile(
        str(LAYOUTS / "paper.typ"),
        root=str(LAYOUTS),
        sys_inputs={"paper": json.dumps(paper.as_data())},
        pdf_standards="ua-1",
        font_paths=[str(font_folder())],
    )
    return bytes(made)


def _data_url(svg: str) -> str:
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


def filled_in(name: str, facts: Mapping[str, object]) -> str:
    """Return a text layout with its facts."""
    return environment(escape=False).get_template(name).render(**facts)
