"""Which sheet of an author's workbook holds what: the one answer for its writer and its reader."""

from audits.domain.form import Field, Form, Kind


START, AUDIT, QUESTIONS, SCALES, FINDINGS, OFFERED = (
    "Start here", "Audit", "Questions", "Scales", "Findings", "What there is",
)  # fmt: skip
HEADING_ROW, FIRST_ROW = 3, 5  # of a table, whose keys stand between the two
LABEL, VALUE, MEANS, KEY = "What", "Value", "What it means", "Key"
PART = Field(("part",), needed=True, means="The heading over questions that belong together.")
SCALE_ID = Field(("list",), needed=True, means="The scale's name in one word, on each line of it.")
SCALE_TITLE = Field(("list title",), needed=True, means="The scale's name as people read it.")
LONG = {
    "asks", "guidance", "means", "says.development", "says.strength", "action.title",
    "action.measure",
}  # fmt: skip


def columns_of(sheet: str, form: Form) -> tuple[Field, ...]:
    """Return the columns of a sheet that is a table, in their order."""
    match sheet:
        case "Questions":
            return (PART, *form.question)
        case "Scales":
            return (SCALE_ID, SCALE_TITLE, *form.choice)
        case _:
            return form.finding


def label_of(field: Field) -> str:
    """Return a field's name as people read it: ``sample.strata.by`` is "Sample, strata: by"."""
    *before, last = [part.replace("_", " ") for part in field.path]
    label = last
    if before:
        label = f"{', '.join(before)}: {last}"
    return label[:1].upper() + label[1:]


def width_of(field: Field) -> int:
    """Return the width of a field's column, in characters."""
    if field.key in LONG:
        return 46
    if field.kind is Kind.FLAG:
        return 13
    if field.kind is Kind.TEXT:
        return 24
    return 22
