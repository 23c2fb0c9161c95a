"""What axe-core says of a page in a real browser: the engine that most people's checkers use."""

import json
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from .chromium import CHROMIUM
from .rendered import by_id


# WCAG 2.2 AA holds what 2.0 and 2.1 hold, and axe marks each rule with where it came in.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PLACE = "what-axe-says"
RUN = """
axe.run(document, {runOnly: %s, resultTypes: ["violations"]}).then(found => {
  const said = document.createElement("pre");
  said.id = "%s";
  said.textContent = JSON.stringify({version: axe.version, passes: found.passes.length,
    violations: found.violations.map(v => ({rule: v.id, at: v.nodes.map(n => n.html)}))});
  document.body.append(said);
});
"""
QUIET = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking")


def axe_says(page: bytes, folder: Path) -> dict[str, Any]:
    """Return axe's version, how many rules a page passes, and where it breaks one.

    The page is as the program makes it, but for the script at its end; the browser gets it as a
    file, and hands back the document in which the script has written what it found.
    """
    script = RUN % (json.dumps(RULES), PLACE)
    tested = page.decode().replace(
        "</body>", f"<script>{_axe()}</script><script>{script}</script></body>"
    )
    file = folder / "page.html"
    file.write_text(tested, encoding="utf-8")
    profile = f"--user-data-dir={folder / 'profile'}"
    command = [str(CHROMIUM), *QUIET, profile, "--virtual-time-budget=20000", "--dump-dom"]
    shown = subprocess.run([*command, file.as_uri()], capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(by_id(shown.stdout, PLACE))
    return found


def broken_rules(page: Page) -> list[tuple[str, str]]:
    """Return each rule that a page in a browser breaks, with the first place at which it does.

    Of the rules that are kept axe is asked for no places: that takes half of its time.
    """
    options = {"runOnly": RULES, "resultTypes": ["violations"]}
    violations = Axe().run(page, options=options).response["violations"]
    return [(rule["id"], rule["nodes"][0]["html"]) for rule in violations]


def _axe() -> str:
    """Return the engine's script, as its library brings it."""
    found = find_spec("axe_playwright_python")
    assert found is not None
    assert found.origin is not None
    script = Path(found.origin).with_name("axe.min.js").read_text(encoding="utf-8")
    return script.replace("</script>", "<\\/script>")
