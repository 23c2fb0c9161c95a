"""The columns of a plan that somebody else keeps, and the many headings each goes by."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlanColumn:
    """One column: its name here, what it means, and its headings, the likeliest first."""

    name: str
    means: str
    headings: tuple[str, ...]


# A heading stands for the first column here that goes by it and is not found by a better one:
# "Recommendation" is the action of a plan that has no column "Action".
PLAN_COLUMNS = (
    PlanColumn("number", "the recommendation's or the action's number", (
        "number", "no", "recommendation number", "recommendation no", "rec no", "rec", "ref",
        "reference", "action number", "action no", "action ref", "item", "item no",
    )),
    PlanColumn("action", "what will be done", (
        "action", "agreed action", "action required", "action needed", "action to be taken",
        "improvement action", "what will be done", "what will we do", "what we will do",
        "what are we going to do", "what needs to happen", "what", "task",
        "recommendation", "recommendation text", "text", "title",
    )),
    PlanColumn("recommendation", "the recommendation that it answers", (
        "recommendation", "recommendation text",
    )),
    PlanColumn("finding", "what was found", (
        "finding", "key finding", "issue", "issue identified", "area for improvement",
        "area for development", "what was found",
    )),
    PlanColumn("owner", "the one agency that is accountable; others named with it contribute", (
        "owner", "accountable", "accountable agency", "accountable unit", "agency", "lead agency",
        "agency lead", "lead organisation", "lead partner", "responsible agency",
        "responsible organisation", "who", "who by", "by whom", "who will do it", "responsible",
        "responsibility", "person responsible", "responsible person", "responsible lead",
        "action owner", "owned by", "assigned to", "lead", "action lead", "lead officer",
        "responsible officer", "lead professional",
    )),
    PlanColumn("with", "who contributes", (
        "contributing agencies", "contributors", "partners", "together with", "joint owners",
        "with", "support", "supported by", "supporting agencies", "other agencies",
    )),
    PlanColumn("published", "the day its document was published", (
        "published", "published on", "publication date", "date published",
    )),
    PlanColumn("due", "by when", (
        "due", "due date", "due by", "by when", "deadline", "target date", "target",
        "target completion date", "completion date", "date for completion", "to be completed by",
        "complete by", "timescale", "timeframe", "time frame", "timeline", "when", "date",
    )),
    PlanColumn("measure", "what will show that it worked", (
        "measure", "success measure", "how measured", "outcome measure", "impact measure",
        "how we will know", "how will we know", "what will show that it worked",
        "measure of success", "success criteria", "expected outcome", "intended outcome",
        "desired outcome", "outcome", "impact", "what difference will it make", "kpi",
    )),
    PlanColumn("source", "where it comes from", (
        "source", "from", "origin", "review", "inspection",
    )),
    PlanColumn("theme", "its topic", ("theme", "topic", "area", "priority", "priority area")),
    PlanColumn("lead", "the post that answers for it", (
        "named owner", "lead officer", "post", "named lead", "responsible officer",
        "person responsible",
    )),
    PlanColumn("status", "where it stands, in the plan's own words", (
        "status", "current status", "action status", "state", "progress status", "position",
    )),
    PlanColumn("rag", "its colour in the plan, kept as it is written", (
        "rag", "rag rating", "rag status", "brag", "brag rating", "brag status", "rating", "colour",
    )),
    PlanColumn("progress", "what has been done, kept as it is written", (
        "progress", "progress update", "progress to date", "update", "latest update", "comment",
        "note", "commentary", "current position",
    )),
    PlanColumn("evidence", "what shows that it is done, kept as it is written", (
        "evidence", "evidence of completion", "evidence of progress", "evidence of impact",
    )),
    PlanColumn("done_on", "when it was completed, kept as it is written", (
        "date completed", "completed on", "date of completion", "completed",
    )),
    PlanColumn("percent", "how much is done, kept as it is written", (
        "percent complete", "percentage complete", "complete %", "% complete", "percent",
    )),
)  # fmt: skip
HEADINGS: Mapping[str, tuple[str, ...]] = {column.name: column.headings for column in PLAN_COLUMNS}
NEEDED = ("action", "owner")
# How an action stands, as the plan has it: what it is complete by, where it claims that.
CLAIMED = ("status", "rag", "progress", "evidence", "done_on", "percent")
# What a plan says of an action beside it; it stands in the first line of the action's history.
KEPT = ("recommendation", "finding", *CLAIMED)
