"""Secrets out of the settings, and a workspace that nobody else may look into."""

import os
import subprocess
from pathlib import Path

import pytest
from builders import workspace as ws
from builders.cli import is_one_sentence
from builders.scheduled import audits

from audits.settings import FIRST_SETTINGS


def run(home: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a command as on a machine whose users let each other read."""
    return subprocess.run(
        audits(*words), env={**os.environ, "AUDITS_HOME": str(home), **env},
        capture_output=True, text=True, check=False, umask=0o022,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        (f'vault_key = "{"ab" * 32}"', "AUDITS_VAULT_KEY"),
        ('database = "postgresql+psycopg://audits:hunter2@db.example/audits"', "PGPASSWORD"),
        ('prefect_api_url = "https://audits:hunter2@p.example/api"', "PREFECT_API_AUTH_STRING"),
        ('channels.mail.login = {pwd = "hunter2"}', "AUDITS_CHANNELS_MAIL_SECRET"),
    ],
)
def test_a_secret_in_the_file_is_refused_in_one_sentence(tmp_path, line, instead):
    (tmp_path / "audits.toml").write_text(f"{FIRST_SETTINGS}{line}\n")
    done = run(tmp_path, "cycle", "list")
    assert (done.returncode, is_one_sentence(done.stderr)) == (2, True), done.stderr
    assert "stands in audits.toml" in done.stderr
    assert f" as {instead}." in done.stderr
    assert "hunter2" not in done.stderr
    assert "abab" not in done.stderr


def test_a_workspace_made_by_hand_is_shut_and_all_in_it_is_private(tmp_path):
    home = tmp_path / "by-hand"
    home.mkdir(mode=0o755)
    home.chmod(0o755)
    said = home / "audits.toml"
    said.write_text(FIRST_SETTINGS)
    said.chmod(0o644)
    assert run(home, "cycle", "open", ws.KIND).returncode == 0
    made = {path for path in home.rglob("*") if path != said}
    assert {"audits.db", "vault.db", "vault.key"} <= {path.name for path in made}
    assert [path for path in made if path.stat().st_mode & 0o077] == []
    assert home.stat().st_mode & 0o777 == 0o700


def test_a_workspace_that_is_older_is_shut_with_all_that_lies_open_in_it(tmp_path):
    home = ws.loaded(tmp_path / "older")
    home.chmod(0o755)
    assert run(home, "cycle", "list").returncode == 0
    assert home.stat().st_mode & 0o777 == 0o700
