"""Every page of the website over ten years of a board, and fifty people who click at once."""

import os
import re
import subprocess
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from math import ceil
from pathlib import Path
from random import Random
from statistics import quantiles
from time import process_time
from typing import Any, NamedTuple

import httpx
from builders import workspace as ws
from builders.ports import free_port
from builders.scheduled import audits, wait_until
from builders.statements import counted
from builders.ten_years import NOW, make_ten_years
from builders.web_pages import account_of, signed_in
from fastapi.testclient import TestClient
from jinja2 import Environment, Template

from audits.domain.permissions import Role
from audits.web import make_app
from audits.web.rendering import page_layouts
from audits.web.serving import keep_what_is_there
from audits.web.tokens import SESSION


EACH = 4  # addresses of one route that are tried
CALLS = 100  # of one route at least, shared by its addresses: a percentile of fewer tells little
LINK = re.compile(r'href="(/[^"#]*)"')
NO_PAGES = re.compile(
    r"/(static|certificate|export|papers/made|papers/picture)\b|/file/|\.(html|xlsx|csv|pdf|docx|txt)\b"
)
# What no page links to as it stands.
TYPED = (
    "/search?q=MASH", "/actions?view=overdue&sort=owner", "/actions?owner=police&sort=updated",
    "/actions?page=40", "/audits?status=issued",
)  # fmt: skip
FIFTY, CLICKS, PAUSE = 50, 12, 5.0  # people, clicks of each, seconds between two in the middle
STAFF = (Role.ADMINISTRATOR, Role.BUSINESS_UNIT, Role.QEG)


class Filled(NamedTuple):
    """A template and what it was filled in with last."""

    template: Template
    content: tuple[Any, ...]
    named: dict[str, Any]


class Noting(Environment):
    """The pages' layouts, which note what a page was filled in with."""

    last: Filled


def noting() -> Noting:
    """Return layouts as the website has them, and the last page that they made."""
    usual = page_layouts()

    class NotingTemplate(Template):
        def render(self, *content: Any, **named: Any) -> str:
            layouts.last = Filled(self, content, named)
            return super().render(*content, **named)

    layouts = Noting(loader=usual.loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    layouts.template_class = NotingTemplate
    layouts.filters, layouts.globals = usual.filters, usual.globals
    return layouts


def rows():
    """Return a row for every page, and one of fifty people at a real server."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        make_ten_years(home)
        app = make_app(ws.workspace_of(home, NOW))
        app.state.site = replace(app.state.site, layouts=noting())
        browser = signed_in(app, Role.ADMINISTRATOR)
        keep_what_is_there()  # as where it is served
        pages = addresses(app, browser)
        yield from page_rows(pages, browser, app.state.site.layouts)
        yield from crowd_rows(home, pages)


def page_rows(
    pages: dict[str, list[str]], browser: TestClient, layouts: Noting
) -> Iterator[tuple[Any, ...]]:
    """Yield a row for each route: its addresses, against their layouts filled in alone."""
    for route in sorted(pages):
        calls = ceil(CALLS / len(pages[route]))
        costs = [cost_of(address, browser, layouts, calls) for address in pages[route]]
        asked = [seconds for cost in costs for seconds in cost.asked]
        yield (
            f"page `{route}`: {max(cost.statements for cost in costs)} statements, processor time, "
            "95th percentile",
            percentile(asked),
            "Jinja2 filling it in, nothing read",
            percentile([seconds for cost in costs for seconds in cost.filled_in]),
            None,
        )


class Cost(NamedTuple):
    """What one address costs: seconds of processor time of each call, and its statements."""

    asked: list[float]
    filled_in: list[float]
    statements: int


def cost_of(address: str, browser: TestClient, layouts: Noting, calls: int) -> Cost:
    """Return what a page costs, asked so often, and what its layout alone does."""
    browser.get(address)
    template, content, named = layouts.last
    with counted() as statements:
        browser.get(address)
    asked = [statement for statement in statements if not statement.startswith("BEGIN")]
    return Cost(
        [taken(lambda: browser.get(address)) for _ in range(calls)],
        [taken(lambda: template.render(*content, **named)) for _ in range(calls)],
        len(asked),
    )


def taken(what: Any) -> float:
    """Return the processor time that something takes."""
    begun = process_time()
    what()
    return process_time() - begun


def percentile(times: list[float]) -> float:
    """Return the time that nineteen of twenty do not go beyond."""
    return quantiles(times, n=20, method="inclusive")[-1]


def addresses(app: Any, browser: TestClient) -> dict[str, list[str]]:
    """Return a few addresses of every route that pages link to, by its path."""
    routes = [route for route in flat(app.routes) if "GET" in (route.methods or ())]
    found: dict[str, list[str]] = defaultdict(list)
    dice = Random(20170309)
    to_see, seen = ["/", *TYPED], set()
    while to_see:
        address = to_see.pop(0)
        path = address.partition("?")[0]
        route = next((route.path for route in routes if route.path_regex.match(path)), None)
        is_enough = route is None or (len(found[route]) >= EACH and address not in TYPED)
        if is_enough or address in seen or NO_PAGES.search(path):
            continue
        seen.add(address)
        answer = browser.get(address)
        if answer.status_code == 200 and "text/html" in answer.headers["content-type"]:
            found[str(route)].append(address)
            links = sorted(set(LINK.findall(answer.text.replace("&amp;", "&"))))
            dice.shuffle(links)
            to_see += links
    return {path: tried for path, tried in found.items() if tried}


def flat(routes: Any) -> Iterator[Any]:
    """Yield every route, however deep the router that holds it."""
    for route in routes:
        if hasattr(route, "path_regex") and hasattr(route, "methods"):
            yield route
        else:
            router = getattr(route, "original_router", route)
            yield from flat(getattr(router, "routes", None) or ())


def crowd_rows(home: Path, pages: dict[str, list[str]]) -> Iterator[tuple[Any, ...]]:
    """Yield what fifty people who click at once are kept waiting, and what that costs."""
    workspace = ws.workspace_of(home, datetime.now(UTC))
    paths = sorted({path for tried in pages.values() for path in tried})
    accounts = [account_of(role, workspace) for role in STAFF]
    tokens = [workspace.sessions.begin(accounts[n % len(STAFF)]) for n in range(FIFTY)]
    cookies = [f"{SESSION}={token}" for token in tokens]
    with served(home) as (address, server):
        crowd = Crowd(address, paths)
        crowd.click(cookies[:1])  # each page once: templates are parsed, tables are known
        crowd.times.clear()
        before = spent_by(server)
        crowd.click(cookies)
        spent, held = spent_by(server) - before, resident(server)
    clicks = f"{FIFTY} people at a real server, {len(crowd.times)} clicks, one in {PAUSE:g} s each"
    yield (
        f"{clicks}: {len(crowd.errors)} errors, by the clock, 95th percentile",
        percentile(crowd.times), "what we aim at", 0.5, None,
    )  # fmt: skip
    yield (
        f"{clicks}: the server's processor time for one, and what it holds in memory",
        spent / len(crowd.times), "nothing", None, held,
    )  # fmt: skip
    if crowd.errors:
        print(*sorted(set(crowd.errors)), sep="\n")


class Crowd:
    """People who click on pages, each at moments of their own."""

    def __init__(self, address: str, paths: list[str]) -> None:
        self._address, self._paths = address, paths
        self.times: list[float] = []
        self.errors: list[str] = []

    def click(self, cookies: list[str]) -> None:
        """Let each of these people look at some pages; one alone looks at all, without a pause."""
        people = [threading.Thread(target=self._look, args=pair) for pair in enumerate(cookies)]
        if len(people) == 1:
            people = [threading.Thread(target=self._look_at_all, args=(cookies[0],))]
        for person in people:
            person.start()
        for person in people:
            person.join()

    def _look(self, number: int, cookie: str) -> None:
        dice = Random(number)
        with httpx.Client(base_url=self._address, headers={"Cookie": cookie}, timeout=60) as client:
            for _ in range(CLICKS):
                time.sleep(dice.uniform(0, 2 * PAUSE))
                self._ask(client, dice.choice(self._paths))

    def _look_at_all(self, cookie: str) -> None:
        with httpx.Client(base_url=self._address, headers={"Cookie": cookie}, timeout=60) as client:
            for path in self._paths:
                self._ask(client, path)

    def _ask(self, client: httpx.Client, path: str) -> None:
        begun = time.perf_counter()
        try:
            code = client.get(path).status_code
        except httpx.HTTPError as error:
            self.errors.append(f"{path}: {type(error).__name__}")
            return
        self.times.append(time.perf_counter() - begun)
        if code not in (200, 403):  # not everybody may see every page
            self.errors.append(f"{path}: {code}")


@contextmanager
def served(home: Path) -> Iterator[tuple[str, int]]:
    """Serve a workspace as people do; give the address and the number of the process."""
    address = f"http://127.0.0.1:{(port := free_port())}"
    env = {**os.environ, "AUDITS_HOME": str(home)}
    words = audits("serve", "--only", "web", "--port", str(port))
    with subprocess.Popen(words, env=env, stderr=subprocess.DEVNULL) as process:
        try:
            wait_until(lambda: answers(address), process)
            yield address, process.pid
        finally:
            process.terminate()


def answers(address: str) -> bool:
    """Tell whether somebody answers there."""
    with suppress(httpx.HTTPError):
        return httpx.get(f"{address}/health").status_code < 600
    return False


def spent_by(pid: int) -> float:
    """Return the processor time that a process has had."""
    numbers = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(numbers[11]) + int(numbers[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid: int) -> float:
    """Return how many megabytes a process holds."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    [line] = [line for line in status.splitlines() if line.startswith("VmRSS:")]
    return int(line.split()[1]) / 1024
