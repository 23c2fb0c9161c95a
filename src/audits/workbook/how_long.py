"""About how long a pack takes to fill in, so that whoever gets it can find the time."""

from audits.domain.amounts import many
from audits.domain.pack import Pack, PackForm


# Minutes that we allow, in round numbers; nobody has timed it. Finding and reading a child's record
# takes as long as a few answers; an organisation looks for its evidence instead.
RECORD, ANSWER, OWN_ANSWER = 15, 2, 5
ROUND = 5  # minutes
HOUR = 60


def how_long(pack: Pack) -> str:
    """Return about how long a pack takes, in words: "Allow about 45 minutes a case, ...".

    Questions that follow another are not counted, for most of them do not arise.
    """
    asked = sum(not question.follows for question in pack.questions)
    if pack.form is PackForm.SELF_ASSESSMENT:
        return f"Allow about {_in_words(asked * OWN_ANSWER)}."
    if pack.about.is_own:
        return f"Allow about {_in_words(len(pack.cases) * asked * OWN_ANSWER)}."
    one = RECORD + asked * ANSWER
    if len(pack.cases) == 1:
        return f"Allow about {_in_words(one)}."
    return f"Allow about {_in_words(one)} a case, {_in_words(one * len(pack.cases))} in all."


def _in_words(minutes: int) -> str:
    if minutes <= 2 * HOUR:
        return many(max(ROUND, ROUND * round(minutes / ROUND)), "minute")
    return many(round(minutes / HOUR), "hour")
