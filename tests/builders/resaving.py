"""Workbooks as LibreOffice saves them, in any kind that it knows."""

import subprocess
from collections.abc import Mapping
from pathlib import Path


def resaved(data: bytes, suffix: str, folder: Path) -> bytes:
    """Return a workbook saved again by LibreOffice, as ``suffix`` says."""
    return all_resaved({"book": data}, suffix, folder)["book"]


def all_resaved(books: Mapping[str, bytes], suffix: str, folder: Path) -> dict[str, bytes]:
    """Return each workbook saved again by LibreOffice, which starts once for all of them."""
    (folder / "in").mkdir(parents=True)
    given = {name: folder / "in" / f"{n}.xlsx" for n, name in enumerate(books)}
    for name, path in given.items():
        path.write_bytes(books[name])
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
    command += ["--convert-to", suffix, "--outdir", str(folder / "out"), *map(str, given.values())]
    subprocess.run(command, check=True, capture_output=True, timeout=1800)
    ending = suffix.partition(":")[0]
    return {
        name: (folder / "out" / f"{path.stem}.{ending}").read_bytes()
        for name, path in given.items()
    }
