"""Whether a page in a browser is for everybody: what axe-core says, its room, colours and keys."""

from dataclasses import dataclass

from builders.axe import broken_rules
from builders.forced_colours import lost_in_forced_colours
from builders.web_people import Person
from playwright.sync_api import Page


# Only what is read both ways, agencies by months, may be moved sideways where there is little room.
MATRICES = ["What lands on each agency"]
TO_BE_MOVED = """matrices => [...document.querySelectorAll(".board-table, table")]
  .filter(table => table.scrollWidth > table.clientWidth)
  .filter(table => !matrices.includes(table.closest(".board-table")?.ariaLabel))
  .map(table => table.innerText)"""
# Where Tab has to stop, and what it stopped at unseen. Of choices in a row it stops at one.
# A menu folds away once a page that was made narrower has been drawn.
WATCH_KEYS = """async () => {
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame)
  const one = at => at.type === "radio" ? document.getElementsByName(at.name)[0] : at
  const stops = "a[href], button, input, select, textarea, summary, [tabindex]"
  const takes = at => at.tabIndex >= 0 && !at.disabled && at.checkVisibility()
  window.unreached = new Set([...document.querySelectorAll(stops)].filter(takes).map(one))
  window.unseen = []
  addEventListener("keydown", () => {
    const at = document.activeElement, box = at.getBoundingClientRect()
    const style = getComputedStyle(at)
    const marked = style.boxShadow !== "none" || style.outlineStyle !== "none"
    unreached.delete(one(at))
    if (at !== document.body && !(marked && box.bottom > 0 && box.top < innerHeight))
      unseen.push(at.outerHTML)
  }, true)
  return unreached.size
}"""
AMISS = "() => [...unreached].map(at => at.outerHTML).concat(unseen)"
ROUND = 3  # presses of Tab more than there are stops: past the end, and to the first again


def check_is_for_everybody(page: Page, where: str = "") -> None:
    """Expect axe to find nothing, nothing to be too wide, or to be lost in the system's colours.

    It is for a page with scripts. ``where`` says which state of which page it is; its address, if
    left out.
    """
    page.wait_for_load_state()
    where = where or page.url
    assert broken_rules(page) == [], where
    check_fits(page, where)
    lost = lost_in_forced_colours(page)
    assert lost == [], (where, lost)


def check_fits(page: Page, where: str) -> None:
    """Expect nothing to be wider than the window, and no table to be moved sideways in it."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), where
    assert page.evaluate(TO_BE_MOVED, MATRICES) == [], where


def check_by_keyboard(page: Page, where: str = "") -> None:
    """Expect Tab to stop at all that can be pressed or filled in, and to be seen where it stops."""
    for _ in range(page.evaluate(WATCH_KEYS) + ROUND):
        page.keyboard.press("Tab")
    amiss = page.evaluate(AMISS)
    assert amiss == [], (where or page.url, amiss)


@dataclass(frozen=True)
class Looker(Person):
    """Somebody whose every page is looked at, where a browser runs what looks at it."""

    scripts: bool = True

    def sees(self, words: str) -> None:
        """Expect the page to say this, to be for everybody, and to fit its window."""
        self.reads(words)
        self.looks(words)

    def looks(self, where: str = "") -> None:
        """Expect the page to be for everybody, to fit its window, and to need no mouse."""
        if self.scripts:
            check_is_for_everybody(self.page, where)
            check_by_keyboard(self.page, where)
