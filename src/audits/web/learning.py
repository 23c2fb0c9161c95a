"""Learning: themes across audits and years, training, challenges, and what has changed."""

from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import Path
from fastapi.responses import Response

from audits.domain.remedies import Verb
from audits.queries.factors import FactorFilter, factors_page
from audits.queries.learning import (
    find_challenge,
    find_training,
    list_challenges,
    list_training,
)
from audits.queries.learning_page import LearningFilter, Left, known_themes, learning_page
from audits.queries.theme_page import theme_page
from audits.queries.what_changed import what_changed
from audits.steps.learning.record import (
    meet_training,
    need_training,
    raise_challenge,
    record_sharing,
    settle_challenge,
)

from .learning_forms import MetTraining, NeededTraining, NewChallenge, SettledChallenge, SharedWith
from .pages import AVisit, Fields, Pages, filled, page_number
from .visit import Visit


THEME = "/learning/themes/{theme:path}"
SHOWN = "/learning/themes/{theme}"
TRAINING, CHALLENGES = "/learning/training", "/learning/challenges"
ASKED = ("year", "audit", "left")
LEFT = (
    (Left.ANY.value, "Anything"),
    (Left.TO_DO.value, "Actions to do"),
    (Left.NO_ACTION.value, "To develop, and no action"),
    (Left.TRAINING.value, "Training"),
    (Left.NOT_SHARED.value, "To share with somebody"),
)
ATheme = Annotated[str, Path(min_length=1, max_length=200)]
TrainingRef = Annotated[str, Path(pattern=r"^T\d+$")]
ChallengeRef = Annotated[str, Path(pattern=r"^C\d+$")]

pages = Pages()


@pages.show("/learning", Verb.SEE_THEMES)
def learning(visit: AVisit) -> Response:
    wanted = _wanted(visit)
    listed = learning_page(wanted, workspace=visit.workspace)
    return visit.page(
        "learning/list.html", listed=listed, wanted=wanted, asked=_asked(visit), left=LEFT,
        address=theme_address,
    )  # fmt: skip


@pages.show("/learning/why", Verb.SEE_THEMES)
def why(visit: AVisit) -> Response:
    wanted = _wanted(visit)
    counted = factors_page(FactorFilter(wanted.year, wanted.audit), workspace=visit.workspace)
    return visit.page("learning/why.html", counted=counted, asked=_asked(visit))


@pages.show("/learning/changed", Verb.SEE_WHAT_CHANGED)
def changed(visit: AVisit) -> Response:
    is_public = not visit.may_do(Verb.SEE_THEMES)
    content = what_changed(is_public=is_public, workspace=visit.workspace)
    return visit.page(
        "learning/changed.html", changed=content, is_public=is_public, address=theme_address
    )


@pages.show(TRAINING, Verb.SEE_TRAINING)
def training(visit: AVisit, met: str = "", theme: str = "") -> Response:
    needs = list_training(workspace=visit.workspace, met=bool(met))
    themes = known_themes(workspace=visit.workspace)
    return visit.page(
        "learning/training.html", needs=needs, themes=themes, met=bool(met), theme=theme,
        address=theme_address,
    )  # fmt: skip


@pages.take(TRAINING, Verb.NOTE_TRAINING)
def note_training(visit: AVisit, fields: Fields) -> Response:
    form = filled(NeededTraining, fields)
    ref = need_training(
        form.theme, text=form.text, audience=form.audience, action=form.action or None,
        workspace=visit.workspace,
    )  # fmt: skip
    return visit.go(TRAINING, "training_needed", about=ref)


@pages.show(TRAINING + "/{ref}", Verb.NOTE_TRAINING)
def one_need(visit: AVisit, ref: TrainingRef) -> Response:
    need = find_training(ref, workspace=visit.workspace)
    return visit.page("learning/met.html", need=need)


@pages.take(TRAINING + "/{ref}", Verb.NOTE_TRAINING)
def meet(visit: AVisit, ref: TrainingRef, fields: Fields) -> Response:
    form = filled(MetTraining, fields)
    meet_training(ref, how=form.met_how, workspace=visit.workspace)
    return visit.go(TRAINING, "training_met", about=ref)


@pages.show(CHALLENGES, Verb.SEE_CHALLENGES)
def challenges(visit: AVisit) -> Response:
    listed = list_challenges(workspace=visit.workspace)
    themes = known_themes(workspace=visit.workspace)
    return visit.page(
        "learning/challenges.html", challenges=listed, themes=themes, address=theme_address
    )


@pages.take(CHALLENGES, Verb.LOG_CHALLENGE)
def log_challenge(visit: AVisit, fields: Fields) -> Response:
    form = filled(NewChallenge, fields)
    ref = raise_challenge(
        form.text, raised_by=form.raised_by, put_to=form.put_to, theme=form.theme,
        action=form.action or None, workspace=visit.workspace,
    )  # fmt: skip
    return visit.go(CHALLENGES, "challenge_raised", about=ref)


@pages.show(CHALLENGES + "/{ref}", Verb.LOG_CHALLENGE)
def one_challenge(visit: AVisit, ref: ChallengeRef) -> Response:
    challenge = find_challenge(ref, workspace=visit.workspace)
    return visit.page("learning/settled.html", challenge=challenge)


@pages.take(CHALLENGES + "/{ref}", Verb.LOG_CHALLENGE)
def settle(visit: AVisit, ref: ChallengeRef, fields: Fields) -> Response:
    form = filled(SettledChallenge, fields)
    settle_challenge(ref, outcome=form.outcome, workspace=visit.workspace)
    return visit.go(CHALLENGES, "challenge_settled", about=ref)


@pages.show(THEME, Verb.SEE_THEMES)
def theme(visit: AVisit, theme: ATheme, page: str = "1") -> Response:
    number = page_number(page)
    wanted = _wanted(visit)
    content = theme_page(theme, wanted, number, workspace=visit.workspace)
    return visit.page(
        "learning/theme.html", theme=content, wanted=wanted, asked=_asked(visit), number=number,
        address=theme_address,
    )  # fmt: skip


@pages.take(THEME, Verb.SHARE_LEARNING, shown_at=SHOWN)
def share(visit: AVisit, theme: ATheme, fields: Fields) -> Response:
    form = filled(SharedWith, fields)
    record_sharing(
        theme, shared_with=form.shared_with, how=form.how, on=form.on, workspace=visit.workspace
    )
    return visit.go(theme_address(theme), "learning_shared")


def theme_address(theme: str, asked: dict[str, str] | None = None, **other: object) -> str:
    """Return where a theme's page is, with what is asked of its findings."""
    query = {name: value for name, value in {**(asked or {}), **other}.items() if value}
    address = f"/learning/themes/{quote(theme)}"
    if query:
        address += f"?{urlencode(query)}"
    return address


def _asked(visit: Visit) -> dict[str, str]:
    asked = {}
    for name in ASKED:
        asked[name] = visit.request.query_params.get(name, "")
    return asked


def _wanted(visit: Visit) -> LearningFilter:
    """Return what an address asks for; what it says that means nothing filters nothing."""
    asked = _asked(visit)
    year = int(asked["year"]) if asked["year"].isdecimal() and len(asked["year"]) == 4 else None
    left = Left(asked["left"]) if asked["left"] in set(Left) else Left.ANY
    return LearningFilter(year, asked["audit"], left)
