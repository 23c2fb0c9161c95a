"""The browser that tests drive: this machine's Chromium, without its windows where that is here."""

import shutil


# The same engine. What has no tabs and no menus to draw opens a page for a quarter of the work.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
