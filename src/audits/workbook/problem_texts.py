"""What is said about an answer that cannot be taken as it stands; none quotes what was written."""

from audits.domain.answer import ProblemCode
from audits.domain.question import Question


SAYS = {
    ProblemCode.MISSING: "There is no answer. {hint}",
    ProblemCode.CANNOT_SAY: "The unit says that it cannot answer this. It counts as not answered.",
    ProblemCode.NOT_ALLOWED: "The answer is none of those that the list offers. {hint}",
    ProblemCode.AMBIGUOUS: "The answer can be read in two ways. {hint}",
    ProblemCode.EVIDENCE_MISSING: "A note is needed beside this answer: what does the record show?",
    ProblemCode.PLAN_MISSING: "The answer is below the best. Say what will be done, and by when.",
    ProblemCode.FORMULA: "There is a formula in the cell. Type the answer itself. {hint}",
    ProblemCode.ERROR_CELL: "The cell shows an error. Type the answer itself. {hint}",
    ProblemCode.NOT_A_DATE: "Enter a date, for example 9 March 2017.",
    ProblemCode.NOT_A_NUMBER: "Enter a number, for example 50.",
    ProblemCode.DUPLICATE_CONFLICT: "The workbook holds this row more than once, "
    "and the copies differ. Delete the wrong one.",
    ProblemCode.TWO_ANSWERS: "Two columns may hold this answer, and they do not say the same. "
    "Keep the one that counts under the heading, and delete the other.",
    ProblemCode.SHIFTED: "There is an answer below the last row of this column, and a cell above "
    "it is empty. This may be another row's answer. Look through the column.",
    ProblemCode.ROW_MISSING: "The row of this case is gone from the workbook. Put it back.",
    ProblemCode.NO_HEADINGS: "The headings above this row are gone or moved, so nobody can tell "
    "which answer is which. Put the row back below its headings.",
    ProblemCode.EXTRAS: "The file holds macros, links to other files or files within it. They were "
    "not opened.",
    ProblemCode.OLDER_EDITION: "These are answers to an earlier edition of the pack.",
    ProblemCode.TWO_EDITIONS: "The workbook holds two editions of the pack. Where both answer a "
    "question, the newer one counts.",
    ProblemCode.READ_BY_PLACE: "Some rows have lost their headings. They are otherwise as we sent "
    "them, so we read their answers by their place.",
    ProblemCode.NOT_KNOWN_BUT_ANSWERED: "The child is said not to be known to you, "
    "but questions are answered. Which is right?",
    ProblemCode.GRADE_ON_LITTLE: "This is a good grade, but most questions about the case were "
    "answered 'cannot tell'. Change the grade, or leave it and say in the note what it rests on.",
    ProblemCode.QUESTION_ALTERED: "The words of the question were changed in the workbook.",
    ProblemCode.EXTRA_TEXT: "There is text outside the yellow cells. It was not read as an answer.",
    ProblemCode.STRUCK_OUT: "Something is struck out here. Only what is not struck out was read.",
    ProblemCode.ON_QUERIES: "The answer was typed on the sheet Queries, and taken from there.",
    ProblemCode.QUERIES_DIFFER: "The sheet Queries and the cell itself do not say the same. Write "
    "the answer that counts into the cell.",
    ProblemCode.DAY_UNDERSTOOD: "This names no single day. The last one was understood: {day}.",
    ProblemCode.DRAWN: "Somebody put a picture, a drawing or a text box over this sheet. Nothing "
    "in it was read as an answer.",
    ProblemCode.HIDDEN_SHEET: "This sheet is hidden. It was read all the same.",
    ProblemCode.MAYBE_CONCERN: "This may be an immediate concern about a child, and nobody can "
    "tell from the workbook about whom. A person looks at it now.",
    ProblemCode.COMMENT: "A comment is attached to a cell. Comments are not kept: "
    "put what matters into the note.",
}
QUIET = frozenset({
    ProblemCode.QUESTION_ALTERED, ProblemCode.EXTRA_TEXT,
    ProblemCode.COMMENT, ProblemCode.READ_BY_PLACE, ProblemCode.OLDER_EDITION,
    ProblemCode.EXTRAS, ProblemCode.TWO_EDITIONS, ProblemCode.CANNOT_SAY,
    ProblemCode.ON_QUERIES, ProblemCode.STRUCK_OUT, ProblemCode.DRAWN, ProblemCode.HIDDEN_SHEET,
    ProblemCode.MAYBE_CONCERN, ProblemCode.DAY_UNDERSTOOD,
})  # fmt: skip


def says(code: ProblemCode, question: Question | None = None, *, day: str = "") -> str:
    """Return the sentence for a problem, with what may be chosen where that helps."""
    return SAYS[code].format(hint=_hint(question), day=day).strip()


def _hint(question: Question | None) -> str:
    if question is None or question.scale is None:
        return ""
    return f"Choose one of: {', '.join(question.scale.labels)}."
