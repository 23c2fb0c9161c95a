"""Returns handed in on a unit's page: twenty-one at once, and a hundred while pages are read.

A real `audits serve`, a pack of ten cases and thirty questions, each file another one.
"""

import os
import re
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import httpx
from bench_web import percentile, served
from builders import moderation as mod, workspace as ws
from builders.web_pages import account_of, token_in
from openpyxl import load_workbook

from audits.domain.permissions import Role
from audits.storage import ReturnFile
from audits.web.tokens import SESSION
from audits.workspace import Workspace


BESIDE, CROWD = 20, 100  # files that come with the one that is looked at, and all at once
MORE = 15  # questions beside the fifteen of the weekly audit
PAGES = ("/units/police", "/units/police/contacts", "/units/police/actions")
PAUSE = 0.5  # seconds between two pages
QUESTION = """\
      - id: more_{number}
        asks: Did the record show the {number}th thing that a busy audit also asks about?
        scale: yes_partly_no
        evidence: never
        theme: More
"""


def rows():
    """Return a row for uploads that are answered, and two for a hundred at once."""
    with tempfile.TemporaryDirectory() as folder:
        home = with_thirty_questions(Path(folder) / "home")
        ws.issue(ws.workspace_of(home))
        ws.send(ws.workspace_of(home))
        files = list(filled(home, 1 + BESIDE + CROWD))
        workspace = ws.workspace_of(home, datetime.now(UTC))
        lead = account_of(Role.AGENCY_LEAD, workspace)
        cookie = f"{SESSION}={workspace.sessions.begin(lead)}"
        with served(home) as (address, server):
            visit = Visitor(address, cookie)
            visit.hand_in_together(files[:1])  # the first one starts what reads
            alone = visit.answered.copy()
            before = spent_by_all(server)
            visit.hand_in_together(files[1 : 1 + BESIDE])
            spent = (spent_by_all(server) - before) / BESIDE
            together = visit.answered[1:]
            with visit.reading_pages():
                visit.hand_in_together(files[1 + BESIDE :])
        yield "one upload to its answer, nothing else under way", alone[0], "aim", 3.0, None
        yield (
            f"{len(together)} uploads at once to their answers, the slowest", max(together), "aim",
            3.0, None,
        )  # fmt: skip
        yield (
            "one of them, processor time of the server and its readers",
            spent,
            "nothing",
            None,
            None,
        )
        yield (
            f"{CROWD} uploads at once: {lost(files, workspace)} lost, {len(visit.errors)} refused; "
            f"{len(visit.pages)} pages beside them, 95th percentile",
            percentile(visit.pages), "aim", 0.3, None,
        )  # fmt: skip
        if visit.errors:
            print(*sorted(set(visit.errors)), sep="\n")


def with_thirty_questions(home: Path) -> Path:
    """Return a workspace whose weekly audit asks thirty questions."""
    ws.loaded(home, contacts=1500)
    mod.with_moderation(home, "timeline: {return_within: 1 working day, remind: [0]}\n")
    template = home / "templates" / f"{ws.KIND}.yaml"
    more = "".join(QUESTION.format(number=number) for number in range(1, MORE + 1))
    text = template.read_text("utf-8")
    template.write_text(text.replace("  - title: What followed", f"{more}  - title: What followed"))
    return home


def filled(home: Path, number: int) -> Iterator[bytes]:
    """Yield the police's workbook as it is filled in, each time another one."""
    ws.answer(home, ["police"])
    data = (home / "inbox" / "police.xlsx").read_bytes()
    for count in range(number):
        book = load_workbook(BytesIO(data))
        book["Cases"].cell(400, 1).number_format = f'0"{count}"'
        file = BytesIO()
        book.save(file)
        yield file.getvalue()


def spent_by_all(pid: int) -> float:
    """Return the processor time of a process and of all that it has begun, ended or not."""
    spent, waiting = 0.0, [pid]
    while waiting:
        one = waiting.pop()
        with suppress(OSError):
            numbers = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            spent += sum(map(int, numbers[11:15])) / os.sysconf("SC_CLK_TCK")
            for children in Path(f"/proc/{one}/task").glob("*/children"):  # of every thread
                waiting.extend(map(int, children.read_text().split()))
    return spent


def lost(files: Sequence[bytes], workspace: Workspace) -> int:
    """Return how many of these files are not read."""
    with workspace.open_view() as view:
        rows = view.all(ReturnFile)
    kept = {row.sha256 for row in rows if row.outcome is not None}
    return len(files) - len(kept)


class Visitor:
    """A lead whose browser sends and reads several things at once."""

    def __init__(self, address: str, cookie: str) -> None:
        self._settings = {"base_url": address, "headers": {"Cookie": cookie}, "timeout": 300.0}
        self.answered: list[float] = []
        self.pages: list[float] = []
        self.errors: list[str] = []
        self._is_over = threading.Event()

    def hand_in_together(self, files: Sequence[bytes]) -> None:
        """Hand in files, all at the same moment, and wait for every answer."""
        start = threading.Barrier(len(files))
        senders = [threading.Thread(target=self._hand_in, args=(data, start)) for data in files]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()

    @contextmanager
    def reading_pages(self) -> Iterator[None]:
        """Read pages, one after the other, as long as the block takes."""
        reader = threading.Thread(target=self._read)
        reader.start()
        yield
        self._is_over.set()
        reader.join()

    def _hand_in(self, data: bytes, start: threading.Barrier) -> None:
        with httpx.Client(**self._settings) as client:
            token = token_in(client.get(PAGES[0]).text)
            start.wait()
            begun = time.perf_counter()
            try:
                answer = client.post(
                    PAGES[0], data={"form_token": token}, files={"file": ("back.xlsx", data)}
                )
                page = client.get(answer.headers.get("location", PAGES[0]))
            except httpx.HTTPError as error:
                self.errors.append(type(error).__name__)
                return
            self.answered.append(time.perf_counter() - begun)
            if answer.status_code != 303 or re.search("being read", page.text):
                self.errors.append(f"{answer.status_code}: {page.status_code}")

    def _read(self) -> None:
        with httpx.Client(**self._settings) as client:
            while not self._is_over.wait(PAUSE):
                for path in PAGES:
                    begun = time.perf_counter()
                    client.get(path).raise_for_status()
                    self.pages.append(time.perf_counter() - begun)
