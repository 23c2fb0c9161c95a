"""Make the guides' pictures from fresh demonstrations: ``make pictures``, in some four minutes.

Everything shown is what the product wrote a minute earlier, opened by the programs people use:
LibreOffice for workbooks and Word papers, a browser for HTML papers.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image  # comes with matplotlib


PICTURES = Path(__file__).resolve().parent / "pictures"
AUDITS = Path(sys.executable).with_name("audits")
MANY = 99
WIDTH = 1000  # dots; an A4 page can be read at that

# What is made of the programme, as its command and the paper's name; pictures of so many pages.
MADE = {
    "report": ("paper make DA-2015", "DA-2015-audit_report", 3),
    "section-11": ("paper make S11-2015", "S11-2015-census", 3),
    "lessons": ("paper make CR-2015-W15", "CR-2015-W15-lessons", 1),
    "month": ("paper month 2015-05", "mash_weekly-2015-05-mash_month", 3),
    "quarter": ("paper quarter 2015-Q2", "mash_weekly-2015-Q2-mash_quarter", 2),
}
# What the programme leaves on the table itself, on its own last day.
LEFT = {
    "annual": ("annual-*.pdf", 2),
    "board": ("board-*.pdf", 1),
    "action-report": ("actions-*.pdf", 1),
    "moderation": ("DA-2015-moderation-1.xlsx", 2),
    "action-book": ("actions-police*.xlsx", 2),
    "agenda": ("actions-qeg*.xlsx", 2),
}


def run(*words: str | Path) -> None:
    """Run a program and stop with what it said when it fails."""
    done = subprocess.run(
        [str(word) for word in words], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, words))} failed:\n{done.stdout}{done.stderr}")


def audits(home: Path, *words: str | Path) -> None:
    """Run a command in a workspace."""
    run("env", f"AUDITS_HOME={home}", AUDITS, *words)


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


def week(home: Path, work: Path) -> None:
    """Draw a week's audit: pack, queries, matching report, and its paper in three formats."""
    run(AUDITS, "demo", "--home", home)
    office(one(home / "outbox", "*pack-1.xlsx"), "pack", work, last=4)
    office(one(home / "outbox", "*pack-2.xlsx"), "queries", work, last=3)
    office(one(home / "papers", "*professional.docx"), "paper-word", work)
    pages(one(home / "papers", "*professional.pdf"), "paper-pdf")
    browser(one(home / "papers", "*professional.html"), "paper-html")
    report = work / "matching.html"
    load = ("register", "load", home / "contacts.csv", "--as", "mash_contacts")
    audits(home, *load, "--dry-run", "--report", report)
    browser(report, "matching")
    audits(home, "sample", "draw", one(home / "papers", "*professional.pdf").parent.name)
    pages(one(home / "papers", "*certificate*.pdf"), "certificate", last=1)


def programme(home: Path, work: Path) -> None:
    """Draw the papers of a short programme of every audit, and the workbooks people fill in."""
    run(AUDITS, "demo", "--programme", "--weeks", "9", "--home", home)
    for name, (command, paper, last) in MADE.items():
        audits(home, *command.split(), "--format", "pdf")
        pages(one(home / "papers", f"{paper}*.pdf"), name, last)
    for name, (pattern, last) in LEFT.items():
        file = one(home / "papers", pattern)
        if file.suffix == ".pdf":
            pages(file, name, last)
        else:
            office(file, name, work, last)
    audits(home, "template", "to-excel", "neglect", "--to", work / "authoring.xlsx")
    office(work / "authoring.xlsx", "authoring", work, last=2)


def smaller() -> None:
    """Leave each picture the few colours it has: a third of its bytes, and it looks the same."""
    for picture in PICTURES.glob("*.png"):
        with Image.open(picture) as whole:
            whole.convert("RGB").quantize(48).save(picture, optimize=True)


def main() -> None:
    """Run both demonstrations and draw what they leave."""
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as place:
        work = Path(place, "work")
        work.mkdir()
        week(Path(place, "week"), work)
        programme(Path(place, "programme"), work)
    smaller()


if __name__ == "__main__":
    main()
