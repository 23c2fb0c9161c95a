"""Some weeks of audits, agreed; and the facts of a quarter, made up."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from audits.demo import fill_clean, make_truth
from audits.domain.finding import FindingKind
from audits.reporting import (
    ActionFact,
    Gaps,
    ItemFact,
    Month,
    PeriodFacts,
    PeriodFinding,
    RareFact,
    Strip,
    TrendFact,
    WeekFact,
)
from audits.reporting.paper import Level, Mark
from audits.steps.cycle.open import open_cycle
from audits.steps.findings.sign_off import sign_off
from audits.steps.packs.issue import issue_packs
from audits.steps.sample.draw import draw_sample

from . import workspace as ws
from .names import a_board


LEVELS = {"G": Level.BEST, "R": Level.MIDDLE, "I": Level.WORST, "?": Level.ASIDE}
MEANS = {"G": "good", "R": "requires improvement", "I": "inadequate", "?": "cannot tell"}


def a_week(home: Path, thursday: date, *, agreed: bool = True) -> str:
    """Run one weekly audit to its end, or to its packs, and return its reference."""
    workspace = ws.workspace_of(home, datetime.combine(thursday, time(17), UTC))
    ref = open_cycle(ws.KIND, thursday, workspace=workspace)
    cases = [case["case"] for case in draw_sample(ref, workspace=workspace)["cases"]]
    issue_packs(ref, workspace=workspace)
    ws.send(workspace)
    if agreed:
        truth = make_truth(cases, workspace.template(ws.KIND).questions)
        for unit in ws.UNITS:
            pack = (home / "outbox" / unit / f"{ref}-{unit}-pack-1.xlsx").read_bytes()
            (home / "inbox" / f"{ref}-{unit}.xlsx").write_bytes(fill_clean(pack, truth))
        ws.collect(ws.workspace_of(home, workspace.clock() + timedelta(hours=18)))
        sign_off(ref, workspace=workspace, minute="QEG")
    return ref


def a_quarter(*, months: int = 14, trends: int = 1) -> PeriodFacts:
    """Return the facts of a quarter of thirteen weeks, with as many months before it."""
    letters = ["GGGGGGGGGG", "GGGGGGGGRI", "GGGGGGGGG?"]
    strips = tuple(a_strip(f"MASH-2017-W{n:02}", letters[n % 3]) for n in range(1, 14))
    labels = [f"{date(2016 + n // 12, n % 12 + 1, 1):%b %Y}" for n in range(months)]
    seen = tuple(
        Month(label, 25 if n == 3 else 34 + n % 4, 40, 27, 40, signals=n == 3)
        for n, label in enumerate(labels)
    )
    item = ItemFact(
        "1. Quality of contacts", "Yes", 104, 128,
        "104 of 128 cases. Across all 3,690, likely between 2,681 and 3,223",
        "most", "2 cannot tell", not_judged=2,
    )  # fmt: skip
    few = ItemFact(
        "2. Impact", "Yes", 7, 8,
        "7 of 8 cases. Across all 3,690, likely between 1,700 and 3,682",
        "", "122 not applicable", not_judged=122,
    )  # fmt: skip
    return PeriodFacts(
        name="2017-Q1",
        title="MASH weekly dip sample: January to March 2017",
        asks="Did children get the right response?",
        partnership=a_board("Example board"),
        made_on=date(2017, 4, 6),
        weeks=tuple(WeekFact(f"MASH-2017-W{n:02}", 284, 10, 1, 3, 3) for n in range(1, 14)),
        not_in_it=("MASH-2017-W05 (analysed)",),
        items=(item, few),
        strips=strips,
        trends=tuple(
            TrendFact(f"Overall grade by month: Good {n}", seen, 0.86, months < 12)
            for n in range(1, trends + 1)
        ),
        alarms=("The alarm did not ring.",),
        rare=(
            RareFact(
                "Cases from one Inadequate to the next",
                "Inadequate: 18 of the 500 cases judged. One short gap is never a signal.",
                Gaps((31, 4, 22, 9, 160, 18), growing=True, usual=19, limit=149),
            ),
        ),
        findings=(
            PeriodFinding(
                FindingKind.DEVELOPMENT, "Referrers were not always told the outcome.", 5
            ),
        ),
        actions=(ActionFact("A1", "Send the outcome", "Police", date(2017, 5, 2), "9 of 10"),),
        concerns=2,
    )


def a_strip(label: str, letters: str) -> Strip:
    """Return a week as squares."""
    marks = tuple(Mark(letter, LEVELS[letter], MEANS[letter]) for letter in letters)
    return Strip(label, marks, f"{letters.count('G')} good of {len(letters)}")
