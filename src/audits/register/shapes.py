"""What a register's columns mean, under every heading they were seen to have.

The internal names follow the Standard Safeguarding Dataset (contact id, child id, family id, date,
source, outcome, team, flags).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from audits.domain.errors import RegisterError


Values = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name here, headings it goes by elsewhere, and the values it may hold.

    A register without a ``needed`` column is refused; one without another is read with a warning.
    ``values`` maps our word to the spellings it has in exports; a column without them holds text.
    """

    name: str
    headings: tuple[str, ...]
    means: str
    needed: bool = False
    values: Values = field(default_factory=dict)


OUTCOMES: Values = MappingProxyType({
    "No further action": ("nfa", "no further action", "no action", "contact nfa"),
    "Advice and information": (
        "advice info", "advice and info", "advice and information", "information and advice",
        "advice", "signposting",
    ),
    "Early help": ("early help", "eh", "early help assessment", "step down to early help"),
    "Assessment": (
        "single assessment", "assessment", "c f assessment", "child and family assessment", "s17",
        "section 17", "referral to csc",
    ),
    "Section 47": (
        "s47 strategy discussion", "s47", "section 47", "strategy discussion", "s47 enquiry",
    ),
})  # fmt: skip
SOURCES: Values = MappingProxyType({
    "Police": ("police", "constabulary"),
    "School": ("school", "schools", "education", "college"),
    "Health": ("health", "health services", "gp", "hospital", "midwifery"),
    "Family or public": ("family or public", "family", "public", "member of public", "anonymous"),
    "Children's services": (
        "children s services", "childrens services", "local authority", "la services",
    ),
    "Housing": ("housing",),
    "Early years": ("early years", "nursery", "childminder"),
    "Other": ("other",),
})  # fmt: skip
STATUSES: Values = MappingProxyType({
    "closed": ("closed", "complete", "completed", "finished"),
    "open": ("open", "active", "in progress", "pending"),
})  # fmt: skip
FLAGS: Values = MappingProxyType({
    "yes": ("y", "yes", "true", "1"),
    "no": ("n", "no", "false", "0", ""),
})  # fmt: skip

MASH_CONTACTS = (
    Column("contact_id", ("contact id", "contact number", "contact no", "contact ref",
                          "contact reference", "episode id"), "the contact's id", needed=True),
    Column("child_id", ("person id", "child id", "child unique id", "client id", "individual id",
                        "liquidlogic id", "mosaic id"), "the child's id"),
    Column("family_id", ("family group", "family id", "household id", "family"), "the family's id"),
    Column("received_on", ("date of contact", "contact date", "contact start date", "date received",
                           "received", "start date"), "the day it was received", needed=True),
    Column("closed_on", ("date closed", "closed date", "contact end date", "end date",
                         "decision date", "date of decision"), "the day it was decided"),
    Column("outcome", ("contact outcome", "outcome", "decision", "contact decision"),
           "what was decided", needed=True, values=OUTCOMES),
    Column("status", ("contact status", "status", "state"), "open or closed", values=STATUSES),
    Column("source", ("contact source", "source", "referral source", "contact by", "referrer type"),
           "who made it", values=SOURCES),
    Column("team", ("team", "contact team", "responsible team"), "the team"),
    Column("restricted", ("restricted y n", "restricted", "restricted record", "sensitive"),
           "whether the record is restricted", values=FLAGS),
    Column("forename", ("forename", "first name", "given name", "child forename"), "first name"),
    Column("surname", ("surname", "last name", "family name", "child surname"), "surname"),
    Column("born", ("d o b", "dob", "date of birth", "child date of birth"), "date of birth"),
    Column("gender", ("gender", "sex"), "gender"),
    Column("nhs_number", ("nhs no", "nhs number", "nhs"), "NHS number"),
    Column("postcode", ("post code", "postcode", "home postcode"), "postcode"),
)  # fmt: skip
SHAPES: Mapping[str, tuple[Column, ...]] = MappingProxyType({"mash_contacts": MASH_CONTACTS})


def columns_of(shape: str) -> tuple[Column, ...]:
    """Return the columns of a kind of register.

    Raises:
        RegisterError: naming the kinds there are.
    """
    if shape in SHAPES:
        return SHAPES[shape]
    raise RegisterError(f"There is no register '{shape}'. There are: {', '.join(sorted(SHAPES))}.")
