"""The page that a data protection officer reads says what the program does."""

import re
import tomllib
from dataclasses import asdict
from pathlib import Path

from audits import resource_folder
from audits.domain.retention import KeptClass, Retention


PAGE = Path(__file__).parents[3] / "docs" / "assurance" / "retention_schedule.md"
ROW = re.compile(r"^\| [^|]+ \| [^|]+ \| `(\w+)` \| (\d+) months \|", re.MULTILINE)
# Who was meant six months, what was written a year, hashes two, all else six years.
AGREED = {
    "identities": 6, "answers": 12, "audited_before": 24, "findings": 6 * 12, "actions": 6 * 12,
    "certificates": 6 * 12,
}  # fmt: skip


def test_the_page_has_the_months_that_the_program_comes_with():
    rows = {setting: int(months) for setting, months in ROW.findall(PAGE.read_text("utf-8"))}
    assert rows == AGREED == asdict(Retention())
    assert set(rows) == set(KeptClass)


def test_each_profile_says_the_same():
    for path in sorted((resource_folder("audit_templates") / "partnerships").glob("*.toml")):
        assert tomllib.loads(path.read_text("utf-8"))["retention"] == AGREED, path.name
