"""A cycle cites the law of the day it was opened on, on its packs and in its letters and papers."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from builders import census as c, workspace as ws
from openpyxl import load_workbook

from audits.steps.cycle.open import open_cycle
from audits.steps.packs.issue import issue_packs
from audits.steps.sample.draw import draw_sample


@pytest.mark.parametrize(
    ("opened", "cites", "never"),
    [
        (datetime(2016, 1, 11, 9, tzinfo=UTC), "section 14B", "section 16H"),
        (datetime(2026, 11, 30, 9, tzinfo=UTC), "section 16H", "section 14B"),
    ],
)
def test_the_cover_of_a_pack_cites_the_law_of_its_day(tmp_path, opened, cites, never):
    home = tmp_path / "home"
    workspace = c.with_organisations(home, ("police",), now=opened)
    ref = open_cycle("section_11", workspace=workspace)
    draw_sample(ref, workspace=workspace)
    issue_packs(ref, workspace=workspace)
    ws.send(workspace)
    book = load_workbook(BytesIO(c.packs_of(home, ref)["police"]))
    texts = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(cites in text for text in texts)
    assert not any(never in text for text in texts)
