"""A workbook as LibreOffice saves it, in any kind that it knows."""

import subprocess
from pathlib import Path


def resaved(data: bytes, suffix: str, folder: Path) -> bytes:
    """Return a workbook saved again by LibreOffice, as ``suffix`` says."""
    (folder / "in").mkdir(parents=True)
    (folder / "in" / "book.xlsx").write_bytes(data)
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
    command += ["--convert-to", suffix, "--outdir", str(folder), str(folder / "in" / "book.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return (folder / f"book.{suffix.partition(':')[0]}").read_bytes()
