"""Letters that somebody reads before they go."""

from collections.abc import Mapping

from fastapi.responses import Response

from audits.domain.amounts import many
from audits.domain.errors import UserError
from audits.domain.remedies import Verb
from audits.domain.ticks import SEND_DUE
from audits.queries.letters_to_approve import letter_to_approve, letters_to_approve
from audits.steps.dispatch.approve import approve_letters
from audits.steps.dispatch.reword import reword_letters, use_standard_words

from .forms import LetterWords
from .pages import AVisit, Fields, Pages, filled


pages = Pages()
HERE, LETTER_PAGE = "/letters", "/letters/{key:path}"
LETTER = "letter:"  # before its key, in the name of the field that says what was read
AT_ONCE = 50  # letters on the page


@pages.show(HERE, Verb.APPROVE_LETTERS)
def letters(visit: AVisit) -> Response:
    waiting = letters_to_approve(workspace=visit.workspace)
    shown = waiting[:AT_ONCE]
    is_on = visit.workspace.approves_letters
    return visit.page("letters/list.html", letters=shown, number=len(waiting), is_on=is_on)


@pages.take(HERE, Verb.APPROVE_LETTERS)
def approve(visit: AVisit, fields: Fields) -> Response:
    read = dict(_read(fields))
    if not read:
        raise UserError("Choose the letters to approve.")
    number = approve_letters(read, workspace=visit.workspace)
    visit.ask_for(SEND_DUE)
    return visit.go(HERE, "letters_approved", about=many(number, "letter"))


@pages.show(LETTER_PAGE, Verb.APPROVE_LETTERS)
def letter(visit: AVisit, key: str) -> Response:
    letter = letter_to_approve(key, workspace=visit.workspace)
    return visit.page("letters/reword.html", letter=letter)


@pages.take(LETTER_PAGE, Verb.APPROVE_LETTERS, shown_at="/letters/{key}", about=("{key}",))
def reword(visit: AVisit, key: str, fields: Fields) -> Response:
    if fields.get("standard"):
        use_standard_words(key, workspace=visit.workspace)
        return visit.go(f"{HERE}/{key}", "letters_standard")
    text = filled(LetterWords, fields).text
    reword_letters(key, text=text, workspace=visit.workspace)
    return visit.go(f"{HERE}/{key}", "letters_reworded")


def _read(fields: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the key of each letter that was read, with the digest of what was read."""
    return [(name[len(LETTER) :], fields[name]) for name in fields if name.startswith(LETTER)]
