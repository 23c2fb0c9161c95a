"""The draw re-performed by the certificate's ten lines, without the product."""

import csv
import hashlib
import hmac
import io
import subprocess

import pytest
from builders.sampling import KEY, STRATA, a_frame, a_plan

from audits.sampling import certificate, draw


FRAME = a_frame((9, 14, 5))
CERTIFICATE = certificate(
    "DA-2016-1", FRAME, a_plan(8), key=KEY, drawn=draw(FRAME, a_plan(8), key=KEY)
)


def _hmac(key: str, unit: str) -> str:
    return hmac.new(key.encode(), unit.encode(), hashlib.sha256).hexdigest()


def _openssl(key: str, unit: str) -> str:
    done = subprocess.run(
        ["openssl", "dgst", "-sha256", "-hmac", key],
        input=unit.encode(), capture_output=True, check=True,
    )  # fmt: skip
    return done.stdout.decode().rsplit(" ", 1)[1].strip()


@pytest.mark.parametrize("keyed", [_hmac, _openssl])
def test_anyone_finds_the_same_cases_and_reserves(keyed):
    rows = list(csv.DictReader(io.StringIO(FRAME.text)))
    ranked = sorted((keyed(KEY, r["unit"]), r) for r in rows if r["excluded"] == "")
    taken, left = [], {"early help": 3, "no further action": 4, "referral": 1}
    for place, row in ranked:
        if left[row["stratum"]]:
            left[row["stratum"]] -= 1
            taken.append((row["unit"], place))
    assert [(c["unit_hash"], c["rank"]) for c in CERTIFICATE["cases"]] == taken
    rest = [(r["stratum"], p, r["unit"]) for p, r in ranked if (r["unit"], p) not in taken]
    given = [(r["stratum"], r["rank"], r["unit_hash"]) for r in CERTIFICATE["reserves"]]
    assert given == sorted(rest)


def test_the_commands_print_what_the_lines_promise(tmp_path):
    (tmp_path / "frame.csv").write_bytes(FRAME.text.encode())
    lines = CERTIFICATE["by_hand"]
    assert len(lines) == 10
    for line in lines[1:4]:
        command, promised = line.split(". ", 1)[1].split("    must print ")
        done = subprocess.run(
            ["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        assert done.stdout.split()[0] == promised.split()[0].strip(",:")


def test_the_lines_name_each_stratums_number():
    assert (
        f"take 3 of '{STRATA[0]}', 4 of '{STRATA[1]}', 1 of '{STRATA[2]}'"
        in (CERTIFICATE["by_hand"][7])
    )
