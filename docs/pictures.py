"""Make the guides' pictures from a fresh demonstration: ``make pictures``.

Everything shown is what the product wrote a minute earlier, opened by the programs people use:
LibreOffice for the pack and the Word paper, a browser for the HTML paper.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path


PICTURES = Path(__file__).resolve().parent / "pictures"
MANY = 99
WIDTH = 1240  # an A4 page's width at 150 dots an inch


def run(*words: str | Path) -> None:
    """Run a program and stop with what it said when it fails."""
    done = subprocess.run(
        [str(word) for word in words], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{words[0]} failed:\n{done.stdout}{done.stderr}")


def pages(pdf: Path, name: str, last: int = MANY) -> None:
    """Save the first pages of a PDF as ``name-1.png`` and so on."""
    size = ("-scale-to-x", str(WIDTH), "-scale-to-y", "-1")
    run("pdftoppm", "-png", "-l", str(last), *size, pdf, PICTURES / name)
    for picture in PICTURES.glob(f"{name}-0*.png"):
        picture.rename(picture.with_name(picture.name.replace("-0", "-")))


def office(file: Path, name: str, into: Path, last: int = MANY) -> None:
    """Save the first pages that LibreOffice would print of a workbook or a Word file."""
    profile = f"-env:UserInstallation=file://{into}/profile"
    run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", into, file)
    pages(into / f"{file.stem}.pdf", name, last)


def browser(file: Path, name: str) -> None:
    """Save what a browser shows of an HTML file."""
    quiet = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars")
    picture = f"--screenshot={PICTURES / name}.png"
    run("chromium", *quiet, "--window-size=1000,1400", picture, file.as_uri())


def one(folder: Path, pattern: str) -> Path:
    """Return the first file of that kind, in the order of their names."""
    found = sorted(folder.rglob(pattern))
    if not found:
        raise SystemExit(f"The demonstration left no {pattern} under {folder.name}/.")
    return found[0]


def main() -> None:
    """Run the demonstration and draw its pack and the week's paper in three formats."""
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as place:
        home, work = Path(place, "home"), Path(place, "work")
        work.mkdir()
        run(Path(sys.executable).with_name("audits"), "demo", "--home", home)
        office(one(home / "outbox", "*pack-1.xlsx"), "pack", work)
        office(one(home / "outbox", "*pack-2.xlsx"), "queries", work, last=3)
        office(one(home / "papers", "*professional.docx"), "paper-word", work)
        pages(one(home / "papers", "*professional.pdf"), "paper-pdf")
        browser(one(home / "papers", "*professional.html"), "paper-html")


if __name__ == "__main__":
    main()
