"""What is destroyed when its time is over, with its certificates; and legal holds."""

import hashlib
from typing import Annotated, Literal

from fastapi import Path
from fastapi.responses import Response

from audits.domain.errors import StatusError
from audits.domain.remedies import Verb
from audits.domain.retention import KEPT_IN_WORDS, HoldKind, numbers_in_words
from audits.queries.holds import find_hold, list_holds
from audits.queries.retention import RetentionList, certificate_of, certificates, retention_list
from audits.steps.retention.hold import end_hold, hold_action, hold_child, hold_cycle
from audits.steps.retention.run import run_retention

from .forms import Form, Reason, needed
from .pages import AVisit, Fields, Pages, filled


pages = Pages()
RETENTION, HOLDS = "/admin/retention", "/admin/holds"
CertificateRef = Annotated[str, Path(pattern=r"^D\d+$")]
HoldRef = Annotated[str, Path(pattern=r"^H\d+$")]
PLACES = {HoldKind.CYCLE: hold_cycle, HoldKind.ACTION: hold_action, HoldKind.CHILD: hold_child}


class Destruction(Form):
    """Why what is due is destroyed, and which list it was that somebody read."""

    why: Annotated[str, needed("Say why, as the certificate will: who decided it.")] = ""
    listed: str = ""


class NewHold(Form):
    """What is held, and why."""

    kind: Literal["cycle", "action", "child"] = "cycle"
    about: Annotated[str, needed("Say which audit, which action or which child.")] = ""
    why: Annotated[str, needed("Say why it is held, as the letter that asks for it does.")] = ""


@pages.show(RETENTION, Verb.SEE_RETENTION)
def retention(visit: AVisit) -> Response:
    listed = retention_list(workspace=visit.workspace)
    return visit.page(
        "admin/retention.html", listed=listed, words=KEPT_IN_WORDS,
        numbers=numbers_in_words, digest=_digest(listed),
        certificates=list(reversed(certificates(workspace=visit.workspace))),
    )  # fmt: skip


@pages.take(RETENTION, Verb.DESTROY)
def destroy(visit: AVisit, fields: Fields) -> Response:
    form = filled(Destruction, fields)
    if form.listed != _digest(retention_list(workspace=visit.workspace)):
        raise StatusError("What is due has changed since this list was shown. Read it again.")
    refs = run_retention(why=form.why, workspace=visit.workspace)
    if not refs:
        return visit.go(RETENTION)
    return visit.go(f"{RETENTION}/{refs[-1]}", "destroyed")


@pages.show(RETENTION + "/{ref}", Verb.SEE_RETENTION)
def certificate(visit: AVisit, ref: CertificateRef) -> Response:
    content = certificate_of(ref, workspace=visit.workspace)
    return visit.page(
        "admin/certificate.html", certificate=content, words=KEPT_IN_WORDS, numbers=numbers_in_words
    )


@pages.show(HOLDS, Verb.SEE_HOLDS)
def holds(visit: AVisit, ended: str = "") -> Response:
    listed = list_holds(workspace=visit.workspace, ended=bool(ended))
    return visit.page("admin/holds.html", holds=listed, ended=bool(ended))


@pages.take(HOLDS, Verb.PLACE_HOLD)
def place(visit: AVisit, fields: Fields) -> Response:
    form = filled(NewHold, fields)
    places = PLACES[HoldKind(form.kind)]
    ref = places(form.about, why=form.why, workspace=visit.workspace)
    return visit.go(HOLDS, "hold_placed", about=ref)


@pages.show(HOLDS + "/{ref}", Verb.PLACE_HOLD)
def one_hold(visit: AVisit, ref: HoldRef) -> Response:
    return visit.page("admin/hold.html", hold=find_hold(ref, workspace=visit.workspace))


@pages.take(HOLDS + "/{ref}", Verb.PLACE_HOLD)
def end(visit: AVisit, ref: HoldRef, fields: Fields) -> Response:
    end_hold(ref, why=filled(Reason, fields).why, workspace=visit.workspace)
    return visit.go(HOLDS, "hold_ended", about=ref)


def _digest(listed: RetentionList) -> str:
    """Return a short text that tells this list from one with anything more or less in it."""
    lines = [f"{item.kept_class}/{item.about}" for item in listed.due]
    return hashlib.sha256("\n".join([*lines, *listed.begun]).encode()).hexdigest()[:16]
