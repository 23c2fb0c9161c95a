"""What is left of a page where the system chooses the colours, and where dark is asked for.

In forced colours a ground is whatever the system has it be: what is marked by its ground alone, as
a tag, a mark in a chart or a bar, has to have a frame as well. Contrast is as WCAG 2.2 reckons it.
"""

from playwright.sync_api import Page


# What a page looks like as it was designed, kept in the page until it is looked at otherwise.
NOTE = r"""() => {
  const seen = at => at.checkVisibility({visibilityProperty: true, opacityProperty: true})
    && at.getBoundingClientRect().width > 2 && at.getBoundingClientRect().height > 2
  const rgb = colour => {
    const [r, g, b, a = 1] = (colour.match(/[\d.]+/g) || [0, 0, 0, 0]).map(Number)
    const scale = colour.startsWith("color(") ? 255 : 1
    return a > 0 ? [r * scale, g * scale, b * scale] : null
  }
  const ground = at => {
    for (; at; at = at.parentElement) {
      const own = rgb(getComputedStyle(at).backgroundColor)
      if (own) return own
    }
    return [255, 255, 255]
  }
  const light = colour => colour.map(part => part / 255)
    .map(part => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4)
    .reduce((sum, part, n) => sum + part * [.2126, .7152, .0722][n], .05)
  const apart = (one, other) => {
    const ratio = one && other ? light(one) / light(other) : 1
    return Math.max(ratio, 1 / ratio)
  }
  const shaped = "svg :is(rect, circle, path, line, polyline, polygon)"
  const isDrawn = (at, least) => {
    const {fill, stroke} = getComputedStyle(at)
    return [fill, stroke].some(ink => apart(rgb(ink), ground(at.closest("svg"))) > least)
  }
  const all = [...document.body.querySelectorAll("*")].filter(seen)
  const look = at => {
    const {color, backgroundColor} = getComputedStyle(at)
    return color + backgroundColor
  }
  const looks = all.map(look)
  const shapes = all.filter(at => at.matches(shaped) && isDrawn(at, 1.2))
  const marks = all.filter(at => !at.closest("svg")).filter(at => {
    const own = rgb(getComputedStyle(at).backgroundColor)
    const isInLine = getComputedStyle(at).display.startsWith("inline")
    const isMark = isInLine || !(at.innerText.trim() || at.children.length)
    return own && isMark && apart(own, ground(at.parentElement)) > 1.05
  })
  const hasFrame = at => {
    const style = getComputedStyle(at), around = ground(at.parentElement)
    const sides = ["borderTop", "borderRight", "borderBottom", "borderLeft", "outline"].filter(
      side => parseFloat(style[`${side}Width`]) && style[`${side}Style`] !== "none"
      && apart(rgb(style[`${side}Color`]), around) > 3)
    return sides.length || apart(rgb(style.backgroundColor), around) > 3
  }
  const unread = () => all.filter(at => [...at.childNodes].some(
    node => node.nodeType === Node.TEXT_NODE && node.data.trim())
    && !at.closest("[disabled], select")).filter(at => {
      const {color, fill} = getComputedStyle(at)
      return apart(rgb(at.closest("svg") ? fill : color), ground(at.closest("svg") || at)) < 4.5
    })
  const told = (what, lost) => lost.map(at => `${what}: ${at.outerHTML.slice(0, 200)}`)
  window.lostInForcedColours = () => [...told("words", unread()),
    ...told("mark", marks.filter(at => !hasFrame(at))),
    ...told("shape", shapes.filter(at => !isDrawn(at, 3)))]
  window.otherInTheDark = () => told("dark", all.filter((at, n) => look(at) !== looks[n]))
}"""


def lost_in_forced_colours(page: Page) -> list[str]:
    """Return what is another where dark is asked for, and what forced colours take away."""
    page.evaluate(NOTE)
    page.emulate_media(color_scheme="dark")
    lost: list[str] = page.evaluate("otherInTheDark()")
    force_colours(page)
    lost += page.evaluate("lostInForcedColours()")
    show_as_designed(page)
    return lost


def force_colours(page: Page) -> None:
    """Have the system choose a page's colours, dark ones."""
    page.emulate_media(color_scheme="dark", forced_colors="active")


def show_as_designed(page: Page) -> None:
    """Have a page in the colours that it was given."""
    page.emulate_media(color_scheme="light", forced_colors="none")
