"""The draw re-performed by the certificate's ten lines, without the product."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from builders.sampling import KEY, STRATA, a_frame, a_grid, a_plan, a_unit

from audits.domain.plan import Allocation, SamplePlan, Targeted
from audits.sampling import Frame, Ranking, by_hand, certificate, draw, extension, next_reserve


SCRIPT = Path(__file__).with_name("by_hand.sh")
FAMILIES = Frame.of(
    a_unit(n, STRATA[n % 3], family=f"f{n // 4}", children=(f"c{n // 3}",), excluded=why)
    for n in range(48)
    for why in ("restricted" if n % 11 == 5 else "",)
)
GRID = a_grid({("a", "x"): 9, ("a", "y"): 6, ("b", "x"): 7, ("b", "y"): 8})
QUOTAS = SamplePlan(
    8, targeted=Targeted(1), quotas={"one": {"a": 5, "b": 3}, "two": {"x": 4, "y": 4}}
)
FIXED = a_plan(5, allocate=Allocation.FIXED, fixed={STRATA[0]: 3, STRATA[1]: 2})
DRAWS = {
    "proportional": (a_frame((9, 14, 5)), a_plan(8)),
    "fixed": (a_frame((9, 14, 5)), FIXED),
    "one child a family": (FAMILIES, a_plan(6, family=True)),
    "two dimensions": (GRID, QUOTAS),
}


def _certificate(frame: Frame, plan: SamplePlan, targeted: dict[str, str]) -> dict[str, Any]:
    drawn = draw(frame, plan, key=KEY, targeted=targeted)
    return certificate("DA-2016-1", frame, plan, key=KEY, drawn=drawn)


def _use(made: dict[str, Any], frame: Frame) -> dict[str, Any]:
    """Return a certificate after one replacement, an extension by three and one replacement."""
    made, first = dict(made), made["cases"][0]
    made = _replace(made, frame, first["case"], first["stratum"])
    taken = extension(made, Ranking(frame, KEY), 3)
    used = made["reserves_used"]
    step = {"more": 3, "after": len(used), "shares": taken.shares, "why": "w", "probabilities": {}}
    added = [
        {"case": "", "by": f"DA-2016-1-{50 + n}", "why": "w", **each._asdict()}
        for n, each in enumerate(taken.reserves)
    ]
    made |= {"reserves_used": [*used, *added], "extensions": [step]}
    made = _replace(made, frame, added[0]["by"], added[0]["stratum"])
    return {**made, "by_hand": by_hand(made)}


def _replace(made: dict[str, Any], frame: Frame, case: str, stratum: str) -> dict[str, Any]:
    reserve = next_reserve(made, Ranking(frame, KEY), stratum)
    assert reserve is not None
    used = made.get("reserves_used", [])
    new = {"case": case, "by": f"DA-2016-1-{70 + len(used)}", "why": "w", **reserve._asdict()}
    return {**made, "reserves_used": [*used, new]}


def _follow(made: dict[str, Any], frame: Frame, folder: Path) -> list[str]:
    """Follow the ten lines with a shell, openssl, sort and awk, in a process without Python."""
    (folder / "frame.csv").write_bytes(frame.text.encode())
    (folder / "lines.txt").write_text("\n".join(made["by_hand"]) + "\n")
    named = [case["unit_hash"] for case in made["cases"] if case["targeted"]]
    (folder / "named.txt").write_text("".join(f"{unit}\n" for unit in named))
    shutil.copy(SCRIPT, folder)
    done = subprocess.run(
        ["sh", SCRIPT.name, KEY, made["ref"]], cwd=folder, env={"PATH": os.environ["PATH"]},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.splitlines()


def _expected(made: dict[str, Any]) -> list[str]:
    cases = [f"case {c['rank']} {c['unit_hash']}" for c in made["cases"] if not c["targeted"]]
    used = [f"used {each['rank']} {each['unit_hash']}" for each in made.get("reserves_used", ())]
    return cases + used


@pytest.mark.parametrize(("frame", "plan"), DRAWS.values(), ids=DRAWS)
def test_anyone_finds_the_same_cases(frame, plan, tmp_path):
    unit = next(line.unit for line in frame.lines() if not line.excluded)
    made = _certificate(frame, plan, {unit: "A partner asked"})
    assert _follow(made, frame, tmp_path) == _expected(made)


@pytest.mark.parametrize(("frame", "plan"), DRAWS.values(), ids=DRAWS)
def test_anyone_finds_the_same_reserves_in_the_order_of_their_use(frame, plan, tmp_path):
    made = _use(_certificate(frame, plan, {}), frame)
    assert _follow(made, frame, tmp_path) == _expected(made)
    assert len(made["by_hand"]) == 10


def test_the_commands_print_what_the_lines_promise(tmp_path):
    frame, plan = DRAWS["one child a family"]
    (tmp_path / "frame.csv").write_bytes(frame.text.encode())
    lines = _certificate(frame, plan, {})["by_hand"]
    assert len(lines) == 10
    for line in lines[1:4]:
        command, promised = line.split(". ", 1)[1].split("    must print ")
        done = subprocess.run(
            ["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        assert done.stdout.split()[0] == promised.split()[0].strip(",:")


def test_the_lines_name_each_stratums_number_and_the_sums_of_quotas():
    lines = _certificate(*DRAWS["proportional"], {})["by_hand"]
    assert f"take 3 of '{STRATA[0]}', 4 of '{STRATA[1]}', 1 of '{STRATA[2]}'" in lines[7]
    lines = _certificate(*DRAWS["two dimensions"], {})["by_hand"]
    assert "add up to 5 of 'a', 3 of 'b', 4 of 'x', 4 of 'y'." in lines[8]
