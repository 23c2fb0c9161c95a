"""Every paper's page in a real browser, under axe: what it can find, it does not find."""

import pytest
from builders.axe import axe_says
from builders.reports import ALL, NAMES

from audits.reporting import make_paper


@pytest.mark.parametrize(("name", "given", "version"), ALL, ids=NAMES)
def test_axe_finds_nothing_on_the_page(name, given, version, tmp_path):
    found = axe_says(make_paper(name, given, format="html", version=version), tmp_path)
    assert found["violations"] == []
    assert found["passes"] > 10


def broken(body: str) -> bytes:
    page = f"<main><h1>A</h1>{body}</main></body></html>"
    return f'<!doctype html><html lang="en-GB"><head><title>A</title></head><body>{page}'.encode()


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ('<p><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="></p>', "image-alt"),
        ('<p style="color: #bbb; background: #fff">Faint</p>', "color-contrast"),
        ("<h2>B</h2><h4>C</h4>", "heading-order"),
        ('<p><a href="#a" style="font-size: 4px">a</a> <a href="#b">b</a></p>', "target-size"),
    ],
)
def test_axe_finds_what_is_known_to_be_wrong(body, rule, tmp_path):
    found = axe_says(broken(body), tmp_path)
    assert rule in [each["rule"] for each in found["violations"]]


def test_axe_is_new_enough_to_know_wcag_2_2(tmp_path):
    version = axe_says(broken("<p>B</p>"), tmp_path)["version"]
    assert tuple(map(int, version.split(".")[:2])) >= (4, 5)
