"""The whole of a weekly audit, told once: the real flows, a made-up partnership, five days."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from time import monotonic

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from audits.domain.amounts import many
from audits.queries.concerns import list_concerns
from audits.register import Source
from audits.settings import Settings
from audits.steps.agencies.import_list import import_agencies
from audits.steps.findings.sign_off import sign_off
from audits.steps.papers.make import make_paper
from audits.steps.returns.concerns import acknowledge_concern
from audits.steps.sample.draw import draw_sample
from audits.steps.sample.load_register import load_register
from audits.steps.sample.verify import verify_sample, write_certificate
from audits.storage.secrets import unit_password
from audits.wiring import build
from audits.workspace import Workspace

from .actors import Desks
from .agencies import make_agencies
from .demo_workspace import ADDRESS, HandClock, set_stage
from .export import make_contacts
from .summary import summary
from .truth import make_truth


THURSDAY = date(2017, 3, 9)
KIND = "mash_weekly"
SEED = 2  # a partnership in whose week each of the three formats has something to show


def tell(home: Path, console: Console | None = None, *, address: str = ADDRESS) -> None:
    """Run the demonstration in a fresh workspace and print what happened.

    The links in its letters lead to the website at ``address``.

    Raises:
        WorkspaceError: if ``home`` holds something else.
    """
    console = console or Console(highlight=False)
    started = monotonic()
    settings = set_stage(home.absolute(), address)
    clock = HandClock(datetime(2017, 3, 9, 17, tzinfo=UTC))
    workspace = build(settings, clock)
    with _curtain(console) as progress:
        ref = _play(settings, workspace, clock, progress)
    console.print(summary(ref, settings.home, workspace=workspace), markup=False, soft_wrap=True)
    console.print(f"\nAll of it took {many(round(monotonic() - started), 'second')}.", markup=False)


class _Scenes:
    """The progress that is shown: one line a scene, ticked when it is over."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress, self._task = progress, task

    def play(self, says: str, what: Callable[[], object]) -> object:
        """Show a scene while it is played, and leave a line when it is over."""
        self._progress.update(self._task, description=says)
        done = what()
        self._progress.advance(self._task)
        self._progress.console.print(f"  \u2713 {says}", markup=False)
        return done


@contextmanager
def _curtain(console: Console) -> Iterator[_Scenes]:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        yield _Scenes(progress, progress.add_task("Begin", total=16))


def _play(settings: Settings, workspace: Workspace, clock: HandClock, scenes: _Scenes) -> str:
    """Play the five days, and return the cycle's reference."""
    _load(settings.home, workspace, scenes)
    with ExitStack() as running:
        ref = _play_flows(settings, workspace, clock, scenes, running=running)
    scenes.play("Take the concern up", lambda: _take_up(workspace))
    scenes.play(
        "QEG agrees the findings; the actions open",
        lambda: sign_off(ref, workspace=workspace, minute="QEG, 14 March 2017 (made up)"),
    )
    scenes.play("Make the week's paper as HTML, Word and PDF", lambda: _papers(ref, workspace))
    scenes.play("Draw again from the certificate", lambda: verify_sample(ref, workspace=workspace))
    return ref


def _play_flows(
    settings: Settings,
    workspace: Workspace,
    clock: HandClock,
    scenes: _Scenes,
    *,
    running: ExitStack,
) -> str:
    """Play what flows do, with a Prefect server that runs as long as they."""
    flows = scenes.play("Start Prefect on this machine", lambda: _flows(settings, running))
    assert isinstance(flows, _Flows)  # noqa: S101 -- what `_flows` returns, said for the reader
    with flows.boards.working_with(workspace):
        ref = str(
            scenes.play(
                "Thursday 17:00: freeze the frame, draw ten cases, write the packs",
                lambda: flows.open_audit(KIND, THURSDAY),
            )
        )
        desks = _desks(ref, settings.home, workspace)
        _send_and_collect(flows, desks, clock, workspace, scenes=scenes)
    return ref


def _load(home: Path, workspace: Workspace, scenes: _Scenes) -> None:
    export = home / "contacts.csv"

    def write() -> None:
        export.write_bytes(make_contacts(until=THURSDAY, seed=SEED))
        (home / "agencies.csv").write_bytes(make_agencies())
        import_agencies((home / "agencies.csv").read_bytes(), workspace=workspace)

    def load() -> None:
        source = Source(export.name, export.read_bytes())
        load_register([source], name="mash_contacts", workspace=workspace)

    scenes.play("Make up a partnership and a year of its contacts", write)
    scenes.play("Load the register, rows to contacts", load)


class _Flows:
    """The flows, imported late."""

    def __init__(self) -> None:
        from audits.flows import boards, open_audit, ticks

        self.boards, self.ticks = boards, ticks
        self.open_audit = open_audit.open_audit


def _flows(settings: Settings, running: ExitStack) -> _Flows:
    """Start a server and return the flows; Prefect is told where it is before it is imported."""
    from audits.flows.server import running_server

    running.enter_context(running_server(settings))
    return _Flows()


def _desks(ref: str, home: Path, workspace: Workspace) -> Desks:
    drawn = [case["case"] for case in draw_sample(ref, workspace=workspace)["cases"]]
    truth = make_truth(drawn, workspace.template(KIND).questions, seed=SEED)
    return Desks(home / "outbox", home / "inbox", ref, truth)


def _send_and_collect(
    flows: _Flows, desks: Desks, clock: HandClock, workspace: Workspace, *, scenes: _Scenes
) -> None:
    ticks = flows.ticks
    scenes.play("Send packs and key lists", ticks.send_due)
    clock.set(10, 9)
    scenes.play("Friday 09:00: remind those who have not returned", lambda: _chase(flows))
    clock.set(10, 15)
    scenes.play("Police and health fill their packs in", desks.police_and_health)
    scenes.play(
        "Friday 15:00: collect returns, ask again about what is wrong", lambda: _last(flows)
    )
    clock.set(13, 10)
    scenes.play("Health answers its queries, in the cells that are open", desks.queries)
    clock.set(14, 9)
    scenes.play("Tuesday 09:00: remind social care, whose pack is late", lambda: _chase(flows))
    clock.set(14, 11, 30)
    password = unit_password(workspace.vault, desks.ref, "social_care")
    scenes.play("Social care returns its pack", lambda: desks.social_care(password))
    scenes.play("Tuesday 11:30: collect, pass the concern on, find", lambda: _last(flows))


def _chase(flows: _Flows) -> None:
    flows.ticks.chase_returns()
    flows.ticks.send_due()


def _last(flows: _Flows) -> None:
    flows.ticks.collect_returns()
    flows.ticks.send_due()


def _take_up(workspace: Workspace) -> None:
    done = "Rang the duty team; seen the same day."
    for concern in list_concerns(workspace=workspace):
        acknowledge_concern(concern.id, by="Head of safeguarding", done=done, workspace=workspace)


def _papers(ref: str, workspace: Workspace) -> None:
    write_certificate(ref, workspace=workspace)
    for form in ("html", "docx", "pdf"):
        make_paper(ref, workspace=workspace, format=form)
