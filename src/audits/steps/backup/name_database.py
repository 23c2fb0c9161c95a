"""Name another database in a workspace's settings."""

import json
import re
from pathlib import Path


def name_database(home: Path, address: str) -> None:
    """Write into a workspace's settings where its database is, empty for SQLite beside them."""
    path = home / "audits.toml"
    text = path.read_text(encoding="utf-8")
    line = f"database = {json.dumps(address)}"
    named = re.sub(r"(?m)^database\s*=.*$", lambda _: line, text, count=1)
    if line not in named.splitlines():
        named = f"{line}\n{text}"
    path.write_text(named, encoding="utf-8")
