"""What a workspace had and has no more is asked for by name, and never made anew unseen."""

from pathlib import Path

import pytest


@pytest.mark.parametrize("lost", ["audits.db", "vault.db"])
def test_what_is_lost_is_not_replaced_by_something_empty(on_loaded, home, lost):
    for file in home.glob(f"{lost}*"):
        file.unlink()
    for command in (("status", "--tell"), ("status",)):
        said = on_loaded(*command)
        assert said.code == 2
        assert f"{home / lost} is not there, and this workspace had one" in said.err
    assert not (home / lost).exists()


@pytest.mark.parametrize("lost", ["audits.db", "vault.db"])
def test_what_was_cut_to_nothing_is_as_good_as_lost(on_loaded, home, lost):
    for file in home.glob(f"{lost}-*"):
        file.unlink()
    (home / lost).write_bytes(b"")
    said = on_loaded("status")
    assert (said.code, said.is_one_sentence) == (2, True)
    assert f"{home / lost} is not there, and this workspace had one" in said.err
    assert (home / lost).read_bytes() == b""


@pytest.mark.parametrize("command", [("status",), ("vault", "rotate"), ("init",)])
def test_no_second_key_is_made_in_the_place_of_one_that_is_away(on_loaded, home, command):
    key = home / "vault.key"
    kept = key.rename(home.parent / "key")
    said = on_loaded(*command)
    assert (said.code, said.is_one_sentence) == (2, True)
    assert f"The vault's key {key} is not there. Put the key back" in said.err
    assert not key.exists()
    kept.rename(key)
    assert on_loaded("cycle", "list").code == 0


def test_neither_vault_nor_key_is_made_anew_where_both_are_lost(on_loaded, home):
    for file in home.glob("vault.*"):
        file.unlink()
    assert "vault.db is not there, and this workspace had one" in on_loaded("status").err
    assert list(home.glob("*vault.*")) == []


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda key: key.write_text("\n"), "holds no key, it is empty"),
        (lambda key: key.write_text("ab" * 31), "is not a key: 64 hexadecimal digits are needed"),
        (lambda key: key.write_bytes(b"\xff" * 32), "cannot be read: it is no text"),
        (Path.mkdir, "cannot be read: Is a directory"),
    ],
    ids=["empty", "short", "no text", "a folder"],
)
def test_a_key_that_is_none_is_told_from_a_wrong_one(on_loaded, home, spoil, says):
    key = home / "vault.key"
    key.rename(home.parent / "key")
    spoil(key)
    said = on_loaded("status")
    assert (said.code, said.is_one_sentence) == (2, True)
    assert f"{key} {says}" in said.err
    assert "Put the key back from its second place" in said.err


def test_a_workspace_that_was_cut_off_while_it_was_made_is_made_again(audits, home):
    audits("init")
    (home / "vault.db").unlink()
    assert audits("init").code == 0
    assert audits("status", "--tell").code == 0
