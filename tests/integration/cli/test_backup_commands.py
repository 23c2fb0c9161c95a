"""A backup as an administrator makes and restores it."""

import re

from sqlalchemy import create_engine

from audits.storage import downgrade


def test_from_a_key_to_a_workspace_elsewhere(on_loaded, home, tmp_path, monkeypatch):
    key, file, new = tmp_path / "backup.key", tmp_path / "audits.age", tmp_path / "new"
    refused = on_loaded("backup", str(file))
    assert refused.code == 2
    assert refused.is_one_sentence
    assert "audits backup-key FILE" in refused.err

    assert "No backup was made yet." in on_loaded("status").out
    made = on_loaded("backup-key", str(key))
    line = re.search(r"^backup_keys = .*$", made.out, re.MULTILINE)[0]
    assert key.stat().st_mode & 0o077 == 0
    assert "AGE-SECRET-KEY" not in made.out
    assert on_loaded("backup-key", str(key)).code == 2  # it may open backups that there are
    settings = home / "audits.toml"
    settings.write_text(f"{line}\n{settings.read_text()}")

    written = on_loaded("backup", str(file))
    assert (written.code, written.err) == (0, "")
    assert "Last backup: " in on_loaded("status").out
    assert on_loaded("restore", str(file), "--key", str(key)).code == 2  # over the workspace

    monkeypatch.setenv("AUDITS_HOME", str(new))
    seen = on_loaded("restore", str(file), "--key", str(key), "--look")
    assert "0 audits" in seen.out
    assert not new.exists()
    assert on_loaded("restore", str(file), "--key", str(key)).code == 0
    verified = on_loaded("verify")
    assert (verified.code, verified.err) == (0, "")
    agencies = on_loaded("agency", "list", "--json").json
    monkeypatch.setenv("AUDITS_HOME", str(home))
    assert on_loaded("agency", "list", "--json").json == agencies


def test_a_word_that_is_no_key_is_refused(on_loaded, home):
    settings = home / "audits.toml"
    settings.write_text(f'backup_keys = ["age1nonsense"]\n{settings.read_text()}')
    refused = on_loaded("status")
    assert refused.code == 2
    assert "begins with age1" in refused.err


def test_a_workspace_of_an_older_version_asks_to_be_upgraded(on_loaded, home, tmp_path):
    key, file = tmp_path / "backup.key", tmp_path / "before.age"
    line = re.search(r"^backup_keys = .*$", on_loaded("backup-key", str(key)).out, re.MULTILINE)[0]
    settings = home / "audits.toml"
    settings.write_text(f"{line}\n{settings.read_text()}")
    assert "of this version already" in on_loaded("upgrade", str(file)).out
    downgrade(create_engine(f"sqlite:///{home / 'audits.db'}"), "0017")
    refused = on_loaded("cycle", "list")
    assert refused.code == 2
    assert "made by an older version" in refused.err
    assert "audits upgrade FILE" in refused.err
    done = on_loaded("upgrade", str(file))
    assert (done.code, done.err) == (0, "")
    assert "Tried on a copy, then brought up to this version: " in done.out
    assert file.exists()
    assert on_loaded("verify").code == 0
