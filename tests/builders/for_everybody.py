"""Whether a page in a browser is for everybody: what axe-core says of it, and whether it fits."""

from builders.axe import broken_rules
from playwright.sync_api import Page


# Only what is read both ways, agencies by months, may be moved sideways where there is little room.
MATRICES = ["What lands on each agency"]
TO_BE_MOVED = """matrices => [...document.querySelectorAll(".board-table, table")]
  .filter(table => table.scrollWidth > table.clientWidth)
  .filter(table => !matrices.includes(table.closest(".board-table")?.ariaLabel))
  .map(table => table.innerText)"""


def check_is_for_everybody(page: Page, where: str = "") -> None:
    """Expect axe to find nothing, and nothing to be wider than the window; for a page with scripts.

    ``where`` says which state of which page it is; its address, if left out.
    """
    where = where or page.url
    assert broken_rules(page) == [], where
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), where
    assert page.evaluate(TO_BE_MOVED, MATRICES) == [], where
