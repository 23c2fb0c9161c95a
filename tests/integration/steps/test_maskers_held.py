"""What masks by everybody whom the vault knows is large, and held once."""

import gc
import weakref

from builders import workspace as ws

from audits.queries.free_text import masker_for
from audits.steps.cycle.open import open_cycle
from audits.steps.sample.draw import draw_sample


def test_a_masker_of_everybody_goes_once_somebody_is_added(tmp_path, loaded):
    workspace = ws.workspace_of(ws.copy_of(loaded, tmp_path / "home"))
    ref = open_cycle(ws.KIND, ws.THURSDAY, workspace=workspace)
    with workspace.open_view() as view:
        before = masker_for(None, view=view, workspace=workspace)
        assert masker_for(None, view=view, workspace=workspace) is before
    held = weakref.ref(before)
    del before
    draw_sample(ref, workspace=workspace)
    with workspace.open_view() as view:
        masker_for(None, view=view, workspace=workspace)
    gc.collect()
    assert held() is None
