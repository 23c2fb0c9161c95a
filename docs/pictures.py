"""Make the guides' pictures from fresh demonstrations: ``make pictures``, in some five minutes.

Everything shown is what the product wrote a minute earlier, opened by the programs people use:
LibreOffice for workbooks, a browser for the website and for HTML. Each picture stands in a guide.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import site_pictures
from PIL import Image, ImageOps  # comes with matplotlib


PICTURES = Path(__file__).resolve().parent / "pictures"
AUDITS = Path(sys.executable).with_name("audits")
WIDTH = 1000  # dots; an A4 page can be read at that
COLOURS = 48  # a third of the bytes, and it looks the same
ABOVE_FOOT = 0.91  # of a printed page of a workbook
MARGIN = 30  # dots of paper around what is printed

# What is made of the programme: the command, the paper's name, and which page is shown.
MADE = {
    "report": ("paper make DA-2015", "DA-2015-audit_report", 1),
    "section-11": ("paper make S11-2015", "S11-2015-census", 2),
    "lessons": ("paper make CR-2015-W15", "CR-2015-W15-lessons", 1),
    "quarter": ("paper quarter 2015-Q2", "mash_weekly-2015-Q2-mash_quarter", 2),
}
# What the programme leaves on the table itself, on its own last day.
LEFT = {
    "board": ("board-*.pdf", 1),
    "action-report": ("actions-*.pdf", 1),
    "moderation": ("DA-2015-moderation-1.xlsx", 3),
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


def page_of(pdf: Path, name: str, number: int) -> None:
    """Save one page of a PDF as ``name-number.png``."""
    at = ("-f", str(number), "-l", str(number), "-singlefile")
    size = ("-scale-to-x", str(WIDTH), "-scale-to-y", "-1")
    run("pdftoppm", "-png", *at, *size, pdf, PICTURES / f"{name}-{number}")


def office(file: Path, name: str, into: Path, number: int) -> None:
    """Save one page of what LibreOffice would print of a workbook, without its foot."""
    profile = f"-env:UserInstallation=file://{into}/profile"
    run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", into, file)
    page_of(into / f"{file.stem}.pdf", name, number)
    picture = PICTURES / f"{name}-{number}.png"
    with Image.open(picture) as page:
        above = page.crop((0, 0, page.width, int(page.height * ABOVE_FOOT)))
    above.save(picture)


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
    """Draw a week's audit: pack, queries, matching report, paper, certificate; then the website."""
    run(AUDITS, "demo", "--home", home)
    office(one(home / "outbox", "*pack-1.xlsx"), "pack", work, 1)
    office(one(home / "outbox", "*pack-2.xlsx"), "queries", work, 2)
    paper = one(home / "papers", "*professional.pdf")
    page_of(paper, "paper-pdf", 1)
    report = work / "matching.html"
    load = ("register", "load", home / "contacts.csv", "--as", "mash_contacts")
    audits(home, *load, "--dry-run", "--report", report)
    browser(report, "matching")
    audits(home, "sample", "draw", paper.parent.name)
    page_of(one(home / "papers", "*certificate*.pdf"), "certificate", 1)
    site_pictures.draw_pages_of_the_week(home, PICTURES)


def programme(home: Path, work: Path) -> None:
    """Draw the papers of a short programme of every audit, and the workbooks people fill in."""
    run(sys.executable, "-m", "programme", "--weeks", "9", "--home", home)
    for name, (command, paper, number) in MADE.items():
        audits(home, *command.split(), "--format", "pdf")
        page_of(one(home / "papers", f"{paper}*.pdf"), name, number)
    for name, (pattern, number) in LEFT.items():
        file = one(home / "papers", pattern)
        if file.suffix == ".pdf":
            page_of(file, name, number)
        else:
            office(file, name, work, number)
    audits(home, "template", "to-excel", "neglect", "--to", work / "authoring.xlsx")
    office(work / "authoring.xlsx", "authoring", work, 2)
    site_pictures.draw_pages_of_the_programme(home, PICTURES)


def smaller() -> None:
    """Leave each picture the few colours it has, and no more empty paper than a margin."""
    for picture in PICTURES.glob("*.png"):
        with Image.open(picture) as whole:
            colours = trimmed(whole.convert("RGB")).quantize(COLOURS)
        colours.save(picture, optimize=True)


def trimmed(page: Image.Image) -> Image.Image:
    """Return what is printed on a page, with a margin."""
    printed = ImageOps.invert(page.convert("L")).getbbox()
    if printed is None:
        return page
    left, top, right, bottom = printed
    wide, high = min(right + MARGIN, page.width), min(bottom + MARGIN, page.height)
    return page.crop((max(left - MARGIN, 0), max(top - MARGIN, 0), wide, high))


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
