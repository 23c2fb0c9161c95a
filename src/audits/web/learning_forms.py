"""What the forms about learning hold, with a sentence for each field that is wrong."""

from typing import Annotated

from .forms import DayOrNone, Form, needed


class SharedWith(Form):
    """With whom what was learnt was shared, how, and on which day: today if none is given."""

    shared_with: Annotated[str, needed("Say who heard of it.")] = ""
    how: Annotated[str, needed("Say how they heard of it, or why they were told.")] = ""
    on: DayOrNone = None


class NeededTraining(Form):
    """What training has to bring home, about which theme, and to whom."""

    theme: Annotated[str, needed("Choose which theme it is about.")] = ""
    text: Annotated[str, needed("Say what training has to bring home.")] = ""
    audience: Annotated[str, needed("Say who needs the training.")] = ""
    action: str = ""


class MetTraining(Form):
    """How a training need was met."""

    met_how: Annotated[str, needed("Say how it was met.")] = ""


class NewChallenge(Form):
    """What one partner puts to another."""

    text: Annotated[str, needed("Say what is challenged.")] = ""
    raised_by: Annotated[str, needed("Say who raises it.")] = ""
    put_to: Annotated[str, needed("Say who has to answer.")] = ""
    theme: str = ""
    action: str = ""


class SettledChallenge(Form):
    """What came of a challenge."""

    outcome: Annotated[str, needed("Say what came of it.")] = ""
