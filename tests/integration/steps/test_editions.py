"""An edition of any kind of workbook is kept once, whoever makes its file, and follows its code."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from builders import workspace as ws

from audits.queries.editions import edition_named, newest_edition
from audits.steps.editions import file_of_edition, keep_edition
from audits.storage import ActionBook, IssuedPack, ModerationBook, TrailEntry
from audits.workspace import Workspace


AT = datetime(2017, 3, 9, 9, tzinfo=UTC)
OF_ALL = {"content": {}, "made_at": AT, "file_name": "x.xlsx", "code": "K7"}
KINDS = {
    IssuedPack: {
        "cycle": ws.REF, "unit": "police", "number": 7, "cases": 1, "questions": 1, "due_at": AT,
    },
    ModerationBook: {"cycle": ws.REF, "is_second": False},
    ActionBook: {"agency": "police"},
}  # fmt: skip


@pytest.fixture
def workspace(answered, tmp_path) -> Workspace:
    return ws.workspace_of(ws.copy_of(answered, tmp_path / "home"))


def plan(kind, workspace, *editions: int) -> None:
    with workspace.open_uow() as uow:
        rows = [kind(id=f"K7.{n}", edition=n, **OF_ALL, **KINDS[kind]) for n in editions]
        uow.add_all(rows)
        uow.note("planned", "K7")
        uow.commit()


def told(workspace) -> list[str]:
    with workspace.open_view() as view:
        return [row.about for row in view.all(TrailEntry, TrailEntry.verb == "kept")]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_code_means_the_newest_edition_and_a_token_its_own(kind, workspace):
    plan(kind, workspace, 9, 20, 18)  # as text K7.9 would come last
    with workspace.open_view() as view:
        assert newest_edition(kind, "K7", view).edition == 20
        assert edition_named(kind, "K7", view).edition == 20
        assert edition_named(kind, "K7.9", view).edition == 9
        assert edition_named(kind, "K7.21", view) is None
        assert newest_edition(kind, "K8", view) is None


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_of_four_that_made_the_file_one_is_kept_and_nothing_follows_twice(kind, workspace):
    plan(kind, workspace, 19)
    with workspace.open_view() as view:
        row = view.get(kind, "K7.19")

    def keep(n: int) -> None:
        def note(kept, uow) -> None:
            uow.note("kept", kept.id, sha256=kept.sha256)

        keep_edition(row, b"file %d" % n, then=note, workspace=workspace)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(keep, range(4)))
    assert told(workspace) == ["K7.19"]
    with workspace.open_view() as view:
        kept = view.get(kind, "K7.19")
    first = workspace.stores.packs.read(kept.sha256)
    assert first in {b"file %d" % n for n in range(4)}
    assert file_of_edition(kept, lambda: b"made anew", workspace) == first
    assert file_of_edition(row, lambda: b"made anew", workspace) == b"made anew"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_what_follows_and_fails_leaves_the_edition_to_be_written(kind, workspace):
    plan(kind, workspace, 19)
    with workspace.open_view() as view:
        row = view.get(kind, "K7.19")

    def fail(_kept, _uow) -> None:
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        keep_edition(row, b"file", then=fail, workspace=workspace)
    with workspace.open_view() as view:
        assert view.get(kind, "K7.19").sha256 == ""
