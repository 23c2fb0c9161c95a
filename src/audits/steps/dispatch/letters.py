"""Put a letter in the ledger: one dispatch a message, keyed by its meaning."""

from collections.abc import Mapping, Sequence

from audits.domain.days import day_in_words
from audits.domain.message import Purpose
from audits.domain.status import DispatchStatus
from audits.queries.recipients import recipients_by_route
from audits.reporting import Letter, render_letter
from audits.storage import Cycle, Dispatch, IssuedPack, Unit, UnitOfWork, View
from audits.templates import partnership_of
from audits.workspace import Workspace

from .own_links import place_for_links
from .reword import in_own_words


def make_letter_due(
    purpose: Purpose,
    pack: IssuedPack,
    facts: Mapping[str, object],
    *,
    uow: UnitOfWork,
    workspace: Workspace,
    files: Sequence[tuple[str, str]] = (),
    mark: str = "",
    to: str = "",
) -> bool:
    """Make one message about a pack due now by each route, and tell whether any was new.

    The same key again changes nothing.
    ``mark`` tells messages of one purpose apart (the edition, unless given); ``to`` is the unit it
    goes to (the pack's own, unless given); ``files`` are names with the SHA-256 of kept content.
    """
    unit = uow.get(Unit, to or pack.unit)
    letter = render_letter(str(purpose), {**_usual(pack, workspace=workspace, view=uow), **facts})
    mark = mark or str(pack.edition)
    return make_due(
        purpose, unit, letter, about=pack.cycle, mark=mark, files=files, cycle=pack.cycle,
        uow=uow, workspace=workspace,
    )  # fmt: skip


def make_due(
    purpose: Purpose,
    unit: Unit,
    letter: Letter,
    *,
    about: str,
    mark: str,
    uow: UnitOfWork,
    workspace: Workspace,
    files: Sequence[tuple[str, str]] = (),
    cycle: str | None = None,
    office: str = "",
) -> bool:
    """Make a letter to a unit's people due now, once by each route that reaches them.

    Return whether any was new: the same key again changes nothing.
    A unit that has left is sent nothing; the trail says so. ``about`` begins its key: a cycle, or
    the actions that belong to none. ``office`` says whom of the unit it is for, if not for its
    people.
    """
    if unit.left_on is not None:
        uow.note("nothing sent", unit.code, why="it has left", purpose=str(purpose), mark=mark)
        return False
    is_new = False
    routes = recipients_by_route(purpose, unit, uow, office)
    for place, (channel, recipients) in enumerate(routes.items()):
        to = (channel, recipients)
        dispatch = due_now(purpose, unit, letter, to=to, cycle=cycle, workspace=workspace)
        in_own_words(dispatch, uow)
        own_mark = f"{mark}-{channel}" if place else mark
        dispatch.key = key_of(about, unit, purpose, own_mark)
        dispatch.addressed_to = office
        dispatch.attachments = [{"name": name, "sha256": sha256} for name, sha256 in files]
        if uow.add_once(dispatch):
            uow.note("dispatch due", dispatch.key)
            is_new = True
    return is_new


def due_now(
    purpose: Purpose,
    unit: Unit,
    letter: Letter,
    *,
    to: tuple[str, Sequence[str]],
    cycle: str | None,
    workspace: Workspace,
) -> Dispatch:
    """Return a letter by one route to its people as a dispatch due now; its key is the caller's."""
    channel, recipients = to
    return Dispatch(
        key="",
        cycle=cycle,
        unit=unit.code,
        purpose=purpose,
        channel=channel,
        status=DispatchStatus.DUE,
        due_at=workspace.clock(),
        attempts=0,
        subject=letter.subject,
        body=letter.body,
        recipients=list(recipients),
        attachments=[],
        wording=_wording(letter),
    )


def _wording(letter: Letter) -> dict[str, object]:
    if not letter.words:
        return {}
    return {
        "before": letter.before,
        "standard": letter.words,
        "now": letter.words,
        "after": letter.after,
        "values": dict(letter.values),
    }


def key_of(about: str, unit: Unit, purpose: Purpose, mark: str) -> str:
    """Return the key of a dispatch, made of its meaning."""
    return f"{about}/{unit.code}/{purpose}/{mark}"


def _usual(pack: IssuedPack, *, workspace: Workspace, view: View) -> dict[str, object]:
    cycle = view.get(Cycle, pack.cycle)
    return {
        "partnership": partnership_of(cycle.partnership),
        "contact": workspace.business_unit.contact,
        "today": day_in_words(workspace.today()),
        "unit_name": view.get(Unit, pack.unit).name,
        "title": cycle.title,
        "cycle": pack.cycle,
        "is_protected": view.get(Unit, pack.unit).protected,
        "own_links": place_for_links(workspace),
    }
