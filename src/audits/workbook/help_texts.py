"""What a pack's sheets say above and below what they ask, now and in earlier layouts."""

from collections.abc import Iterator

from audits.domain.pack import Pack, PackCase
from audits.domain.question import Question


FILL_IN = "Fill in the yellow cells."
ORANGE_WANTS = "An orange cell still needs a note, or what will be done."
ONLY_ORANGE = "Only the orange cells are open."  # over a sheet that asks again
ONCE = "Asked once for the whole workbook."
CONFIRM = "The grey column holds what you answered the last time: answer the same, or otherwise."
PLANNED = "An answer below the best needs what will be done, and by when."

EARLIER_BACK = (
    "Save the workbook and return it the way your key list came, or as your letter says. "
    "You may return it more than once; the last one counts.",
    "Save the workbook and return it as your letter says, more than once if need be.",
)


def as_heading(name: str) -> str:
    """Return a detail's name as people read it: ``age_band`` is "Age band"."""
    return name.replace("_", " ").capitalize()


def details_of(case: PackCase) -> Iterator[str]:
    """Yield what may be said of a case, in words."""
    return (f"{as_heading(name)}: {value}" for name, value in case.details)


def earlier_texts(pack: Pack) -> Iterator[str]:
    """Yield what packs said on these sheets in earlier layouts: some are still out."""
    yield f"One row is one child's contact. {FILL_IN}"
    yield f"One row is one {pack.about.in_words}. {FILL_IN}"
    asks_again = f"One row is one question. {FILL_IN}"
    yield from (asks_again, f"{asks_again} {PLANNED}", f"{asks_again} {CONFIRM}")
    yield from (f"{asks_again} {PLANNED} {CONFIRM}", ONCE)
    for back in EARLIER_BACK:
        yield f"{len(pack.instructions) + 1}. {back}"
    for case in pack.cases:
        yield "; ".join(details_of(case))
    for question in pack.questions:
        yield "\n".join(filter(None, (question.guidance, *descriptors(question))))


def descriptors(question: Question) -> Iterator[str]:
    """Yield what each grade looks like, in words, if a question asks for a grade."""
    if question.is_grade and question.scale is not None:
        for choice in question.scale.choices:
            if choice.means:
                yield f"{choice.label}: {choice.means}"
