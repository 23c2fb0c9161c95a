"""Name in a workspace's settings another place where its parts are kept."""

import json
import re
from pathlib import Path


def name_place(home: Path, setting: str, place: str) -> None:
    """Write into a workspace's settings where something is kept, such as its ``database``."""
    path = home / "audits.toml"
    text = path.read_text(encoding="utf-8")
    line = f"{setting} = {json.dumps(place)}"
    named = re.sub(rf"(?m)^{setting}\s*=.*$", lambda _: line, text, count=1)
    if line not in named.splitlines():
        named = f"{line}\n{text}"
    path.write_text(named, encoding="utf-8")
