"""Work out every number that a year's papers print, from an export and nothing else.

Run by ``python -I -S``: no library and none of the program can be imported. Usage: python -I -S
from_export.py EXPORT PAPER…  Prints as JSON, a paper each: the lines that have a number, those that
no rule below speaks of, and those whose numbers are others than the tables give.
"""

import csv
import html
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path


csv.field_size_limit(10**9)
EXPORT = Path(sys.argv[1])
TAGS, HIDDEN = re.compile("<[^>]+>"), re.compile(r"<(style|script|title).*?</\1>", re.DOTALL)


def table(name: str) -> list[dict[str, str]]:
    with (EXPORT / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


CYCLES = {row["ref"]: row for row in table("cycle")}
FINDINGS, ACTIONS, ANSWERS = table("finding"), table("action"), table("answer")
CASES = [row for row in table("audit_case") if not row["replaced_by"]]
UNITS = {row["code"]: row for row in table("unit")}
AGENCIES = {row["code"]: row["name"] for row in table("agency")}
PACKS = [json.loads(row["content"]) for row in table("issued_pack")]
RANGES = {
    row["finding"]: (int(row["low_in_100"]), int(row["high_in_100"]))
    for row in table("finding_range")
}
[REF] = CYCLES  # this year had one audit
CYCLE = CYCLES[REF]
QUESTIONS = {each["id"]: each for pack in PACKS for each in pack["questions"]}


def words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def day_of(text: str) -> date:
    return date.fromisoformat(text[:10])


# -- what each case showed: the weakest answer of the units that were asked


def judged(question: str, case: str) -> str:
    """Return the label's code of a case: the weakest that was judged, else what was said of it."""
    scale = {each["code"]: each for each in QUESTIONS[question]["scale"]["choices"]}
    given = [
        row["value"] for row in ANSWERS
        if row["current"] == "True" and row["case_ref"] == case and row["question"] == question
        and row["value"] in scale
    ]  # fmt: skip
    scored = [code for code in given if scale[code]["standing"] == "judged"]
    if scored:
        return min(scored, key=lambda code: scale[code]["score"])
    for standing in ("cannot_tell", "not_applicable"):
        for code in given:
            if scale[code]["standing"] == standing:
                return code
    return "not_answered"


def tally(question: str) -> str:
    """Return how many cases showed what, in the words and the order of the scale."""
    counts = Counter(judged(question, case["ref"]) for case in CASES)
    labels = {each["code"]: each["label"] for each in QUESTIONS[question]["scale"]["choices"]}
    labels["not_answered"] = "Not answered"
    parts = [f"{counts[code]} {_small(label)}" for code, label in labels.items() if counts[code]]
    return ", ".join(parts)


def _small(label: str) -> str:
    return label[0].lower() + label[1:]


TALLIES = {
    tally(each["id"]) for each in QUESTIONS.values() if each["scale"] and each["id"][0] != "_"
}  # fmt: skip
HEADS = {f"{each['number']}." for each in QUESTIONS.values()}


# -- findings


def ranges() -> Iterator[str]:
    for row in FINDINGS:
        yield sentence(row)


def numbered() -> Iterator[str]:
    """Yield findings as the year's chapter has them: strengths first, a number, a note each."""
    ordered = sorted(FINDINGS, key=lambda row: (row["kind"] != "strength", int(row["number"])))
    for number, row in enumerate(ordered, start=1):
        yield f"({number}) {row['text']}"
        yield f"({number}) {sentence(row)}"


def sentence(row: dict[str, str]) -> str:
    """Return the numbers of a finding in a sentence, from its row alone."""
    x, n, frame = int(row["x"]), int(row["n"]), int(row["frame"])
    parts = json.loads(row["parts"])
    apart = sum(int(row[name]) for name in ("left_out", "cannot_tell", "unanswered"))
    if not apart:
        low, high = int(row["low"]), int(row["high"])
        return f"{x} of {n} cases. Across all {frame}, likely between {low} and {high}."
    known = int(row["cannot_tell"]) + int(row["unanswered"])
    of_what = "that could be judged" if known else "it applied to"
    low, high = RANGES[row["id"]]
    span = f"between {low} and {high} in every 100"
    if low == 0:
        span = f"at most {high} in every 100"
    elif high == 100:
        span = f"between {low} in every 100 and all of them"
    unknown = [
        f"{each['name']} ({each['frame']})"
        for each in parts
        if not each["n"] and not each["not_applicable"]
    ]
    rest = (
        f"; nothing is known of {', '.join(unknown)}: no case of it was judged" if unknown else ""
    )
    return f"{x} of the {n} cases {of_what}. Of all such cases, likely {span}{rest}."


# -- actions


def action_lines(made: date) -> Iterator[str]:
    counts: Counter[str] = Counter()
    for row in ACTIONS:
        due = day_of(row["due"])
        late = (made - due).days
        counts["red" if late > 0 else "amber"] += 1
        counts["overdue"] += late > 0
        when = words(due) + (f", {late} days late" if late > 0 else "")
        name = UNITS[row["owner"]]["name"]
        yield from (row["id"], when, words(due), row["measure"])
        yield f"{row['title']} ({row['id']}; {name}; {when})."
        agency = AGENCIES[UNITS[row["owner"]]["agency"]]
        yield f"To be done: {row['title']} ({agency}, by {words(due)})."
    late, total = counts["overdue"], len(ACTIONS)
    yield (
        f"{total} actions in all: {counts['red']} red, {counts['amber']} amber, 0 green, "
        "0 not started and 0 closed or withdrawn."
    )
    yield "QEG is asked to decide on 0 actions marked complete."
    yield f"{counted(late, 'action')} of {total} {are(late)} late."
    yield f"None of the {total} actions is late."
    first = words(min(day_of(row["due"]) for row in ACTIONS))
    yield f"{total} actions in the plan; the first is due on {first}."
    yield (
        f"Of {total} actions, 0 are closed, 0 are said to be complete and {counts['red']} "
        f"{are(counts['red'])} overdue or moved twice."
    )
    left = total + len({row["text"] for row in FINDINGS if not_acted_on(row)})
    said = f"Nothing is shown to have improved yet and {left} {are(left)} still to do"
    yield f"{said}; {counted(late, 'action')} {are(late)} late."
    yield f"{said}."


def counted(count: int, one: str) -> str:
    return f"{count} {one}" + "s" * (count != 1)


def are(count: int) -> str:
    return "is" if count == 1 else "are"


def not_acted_on(row: dict[str, str]) -> bool:
    cited = {link["finding"] for link in table("action_finding")}
    return row["kind"] == "development" and row["id"] not in cited


# -- who the children were


def gaps_in_recording() -> Iterator[str]:
    """Yield what was not recorded of some children, in one line, by the characteristic's title."""
    by_title: dict[str, dict[str, int]] = {}
    for row in table("breakdown"):
        if row["part"] in ("all", "not_recorded", "in_other_words"):
            by_title.setdefault(row["title"], {})[row["part"]] = int(row["audited"])
    gaps = []
    for title, counts in sorted(by_title.items()):
        every = f"{counts['all']} " + ("child" if counts["all"] == 1 else "children")
        if counts["not_recorded"]:
            gaps.append(f"{title} was not recorded for {counts['not_recorded']} of {every}.")
        if counts["in_other_words"]:
            if not counts["not_recorded"]:
                gaps.append(f"{title} was recorded for all {every}.")
            gaps.append(
                f"For {counts['in_other_words']} it was recorded in words that are not on our list."
            )
    yield " ".join(gaps)


# -- the first lines, and who returned in time


def first_lines() -> Iterator[str]:
    yield f"We agreed {counted(len(CYCLES), 'audit')} on 1 subject in the year."
    yield str(len(CYCLES))
    for row in FINDINGS:
        yield f"{row['text']} {counted(len(FINDINGS) - 1, 'other finding')} below."
    first: dict[str, bool] = {}
    for row in sorted(table("return_file"), key=lambda row: row["received_at"]):
        if row["unit"] and row["outcome"] in ("accepted", "late", "superseded", "partial"):
            first.setdefault(row["unit"], row["late"] == "True" or row["outcome"] == "late")
    late, issued = sum(first.values()), len({row["unit"] for row in table("issued_pack")})
    on_time = len(first) - late
    yield (
        f"{on_time} of {counted(issued, 'workbook')} came back on time, {late} late and "
        f"{issued - len(first)} not at all."
    )
    concerns = len(table("concern"))
    yield f"Immediate concerns raised and passed on the same day: {concerns}."


# -- lines of a paper


def lines_of(path: Path) -> list[str]:
    text = TAGS.sub("\n", HIDDEN.sub("", path.read_text(encoding="utf-8")))
    lines = [html.unescape(line.strip()) for line in text.splitlines()]
    return [line for line in lines if re.search(r"\d", line)]


def rules(made: date) -> dict[str, Callable[[str], bool]]:
    exact = {
        *ranges(), *numbered(), *action_lines(made), *first_lines(), *gaps_in_recording(), *TALLIES,
    }  # fmt: skip
    frame, drawn = CYCLE["eligible"], len(CASES)
    since, until = words(day_of(CYCLE["since"])), words(day_of(CYCLE["until"]))
    of_window = int(CYCLE["eligible"]) + sum(json.loads(CYCLE["excluded"]).values())
    exact.add(
        f"{drawn} cases drawn at random from {frame} eligible of the {of_window} closed from "
        f"{since} to {until}. Anyone can draw them again from the certificate."
    )
    exact.add(f"It looked at {drawn} cases.")
    year = day_of(CYCLE["opened_on"]).year
    return {
        "what the tables give": exact.__contains__,
        "heads of questions": lambda line: line.split(" ")[0] in HEADS and any(
            line.startswith(f"{each['number']}. {each['theme']}") for each in QUESTIONS.values()
        ),
        "cases named": lambda line: line.startswith("Returns: ")
        and not re.search(r"\d", re.sub("|".join(each["ref"] for each in CASES), "", line)),
        "titles": lambda line: line in {
            f"{CYCLE['title']}: {REF}",
            f"Auditing {year - 1}/{year % 100}",
            f"Auditing in {year - 1}/{year % 100}: summary for the board",
            f"Safeguarding Children Board. {year - 1}/{year % 100}.",
            f"Safeguarding Children Board. As of {words(made)}.",
            f"Safeguarding Children Board. {REF}, agreed by QEG. Made on {words(made)}.",
        },
        "what is said of the method": lambda line: line.startswith(
            ("A case counts once", "Each column is one case")
        ),
    }  # fmt: skip


def main() -> None:
    shown = {}
    for name in sys.argv[3:]:
        path = EXPORT / "papers" / name
        lines = lines_of(path)
        known = rules(day_of(sys.argv[2]))
        left = [line for line in lines if not any(rule(line) for rule in known.values())]
        shown[name] = {"lines": len(lines), "not given": left}
    sys.stdout.write(json.dumps(shown))


main()
