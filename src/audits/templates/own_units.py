"""What is particular to audits in which a unit speaks for itself: plans, owners, spot checks."""

from collections.abc import Callable, Iterator, Mapping

from audits.domain.amounts import many
from audits.domain.ladder import OF_THE_PARTNERSHIP
from audits.domain.pack import PackForm
from audits.domain.question import AnswerType, EvidenceRule, Question

from .file_models import TemplateFile
from .refusals import Steps, nearest, there_is_no


Refuse = Callable[[Steps, str], None]
PLAN, BY = "_plan", "_by"
LAST_NUMBER = 89  # two digits in a reference; from 90 on are the questions of every pack


def planned(asked: Question) -> Iterator[Question]:
    """Yield what stands beside an answer below the best: what will be done, and by when."""
    for place, (ending, words, kind) in enumerate(
        (
            (PLAN, "What will be done to improve it", AnswerType.TEXT),
            (BY, "By when", AnswerType.DATE),
        ),
        start=1,
    ):
        yield Question(
            id=f"{asked.id}{ending}",
            number=asked.number + place,
            section=asked.section,
            asks=f"{words}: {asked.asks}",
            type=kind,
            evidence=EvidenceRule.NEVER,
            answered_by=asked.answered_by,
            theme=asked.theme,
            required=False,
            follows=asked.id,
            is_due=kind is AnswerType.DATE,
        )


def check_own(file: TemplateFile, questions: Mapping[str, Question], refuse: Refuse) -> None:
    """Refuse what does not fit what a case of this audit is."""
    own = file.sampling_unit.is_own
    if not own and not file.respondents:
        refuse(("unit",), f"a {file.unit} is asked of agencies. Name them under 'respondents'.")
    made = file.population.issues_of or file.population.actions_from
    if made and not own:
        refuse(("population",), f"a {file.unit} is drawn from a 'register'.")
    last = max((question.number for question in questions.values()), default=0)
    if last > LAST_NUMBER:
        refuse(("sections",), f"{many(last, 'question')} are too many; a pack holds {LAST_NUMBER}.")
    plans = any(question.follows for question in questions.values())
    if plans and file.pack.form is not PackForm.SELF_ASSESSMENT:
        refuse(("pack", "form"), "plans stand beside answers in the form 'self_assessment' only.")
    _check_spot(file, questions, refuse)
    _check_promises(file, questions, refuse)
    _check_ladder(file, refuse)


def _check_ladder(file: TemplateFile, refuse: Refuse) -> None:
    """Refuse to tell who holds an office for all of a unit that nobody outside may hear named."""
    ladder = file.timeline.escalate
    if isinstance(ladder, int) or file.names_units:
        return
    offices = [rung.to for rung in ladder if rung.to in OF_THE_PARTNERSHIP]
    if offices:
        refuse(
            ("timeline", "escalate"),
            "an audit that names no unit ('names_units: no') cannot tell the "
            f"{offices[0].replace('_', ' ')} which it is.",
        )


def _check_spot(file: TemplateFile, questions: Mapping[str, Question], refuse: Refuse) -> None:
    if file.spot_check is None:
        return
    question = questions.get(file.spot_check.question)
    if question is None:
        says = there_is_no("question", file.spot_check.question, questions)
        refuse(("spot_check", "question"), says)
        return
    known: tuple[str, ...] = ()
    if question.scale:
        known = question.scale.codes
    for code in file.spot_check.of:
        if code not in known:
            refuse(("spot_check", "of"), f"'{code}' is no choice of it. {nearest(code, known)}")


def _check_promises(file: TemplateFile, questions: Mapping[str, Question], refuse: Refuse) -> None:
    """Refuse promises that are asked nowhere, or by a question of another type."""
    if file.promises is None:
        return
    wanted = {"what": AnswerType.TEXT, "by": AnswerType.DATE, "measure": AnswerType.TEXT}
    for name, type_ in wanted.items():
        asked: str = getattr(file.promises, name)
        if asked and asked not in questions:
            refuse(("promises", name), there_is_no("question", asked, questions))
        elif asked and questions[asked].type is not type_:
            refuse(("promises", name), f"'{asked}' takes no {type_}. Name one that does.")
