"""Who the children of an audit were: counted, withheld when few, and told of nobody."""

import csv
from datetime import date, timedelta

import pytest
from builders import workspace as ws
from builders.kinds import ON, TODAY, agencies, drawn

from audits.domain.errors import SampleError
from audits.register import Source
from audits.settings import init_workspace
from audits.steps.agencies.import_list import import_agencies
from audits.steps.cycle.open import open_cycle
from audits.steps.handing_over.export import export_everything
from audits.steps.papers.make import make_paper
from audits.steps.progress.analyse import analyse
from audits.steps.sample.freeze_frame import freeze_frame
from audits.steps.sample.load_register import load_register
from audits.storage import Breakdown, Case, Cycle
from audits.templates import freeze


# Of five children: the census's codes, text of a case system, a refusal, a word nobody knows, none.
ETHNIC = ("WBRI", "a) White British", "REFU", "Martian", "")
DISABLED = ("MOB, LD", "NONE", "b) No", "Y", "")


def register(number: int = 40) -> bytes:
    lines = ["Child Unique ID,Date of birth,Assessment start date,Factors,Ethnicity,Disability,Sex"]
    for n in range(number):
        day, born = ON - timedelta(days=4 * n), date(2010 + n % 14, 3, 1)
        lines.append(
            f'E{n:04},{born:%d/%m/%Y},{day:%d/%m/%Y},3A,{ETHNIC[n % 5]},"{DISABLED[n % 5]}",'
            f"{'FM'[n % 2]}"
        )
    return "\n".join(lines).encode()


@pytest.fixture
def workspace(tmp_path):
    home = tmp_path / "home"
    init_workspace(home, "partnership_2026")
    workspace = ws.workspace_of(home, TODAY)
    import_agencies(
        agencies() + b"\nprobation,probation,probation,probation,A lead,"
        b"lead@probation.example.org,Lead,no",
        workspace=workspace,
    )
    return workspace


def loaded(workspace, data):
    source = Source("assessments.csv", data)
    return load_register([source], name="assessments", workspace=workspace).report


def counted(ref, workspace):
    """Return the counts that are kept, by column and by what they count."""
    with workspace.open_view() as view:
        rows = view.all(Breakdown, Breakdown.cycle == ref)
    kept: dict[str, dict[str, tuple[int | None, int | None]]] = {}
    for row in rows:
        kept.setdefault(row.name, {})[row.value or str(row.part)] = (row.audited, row.others)
    return kept


def gone_on(ref, workspace):
    for _ in range(2):  # moderation begins, and ends
        analyse(ref, workspace=workspace, with_what_there_is=True, decision="Nobody will answer.")


def test_children_are_counted_and_small_counts_are_never_kept(workspace, tmp_path):
    report = loaded(workspace, register())
    assert report.unmatched == {"Ethnicity": ("Martian",)}
    ref, cases = drawn("domestic_abuse", workspace)
    gone_on(ref, workspace)
    kept = counted(ref, workspace)
    ethnicity, disability = kept["ethnicity"], kept["disability"]
    audited, others = ethnicity["all"]
    assert (audited, audited + others) == (len(cases), 40)
    # one in five is blank, and one in five a word that is not known: eight of forty each
    assert sum(ethnicity["not_recorded"]) == sum(ethnicity["in_other_words"]) == 8
    groups = [pair for name, pair in ethnicity.items() if name[0].isupper()]
    assert len(groups) == 6
    for column in kept.values():
        for name, pair in column.items():
            assert not name[0].isupper() or not {1, 2, 3, 4, 5} & set(pair)
    assert sum(disability["not_recorded"]) == 8
    assert disability["in_other_words"] == (0, 0)  # several codes in one cell are one child's
    assert set(kept["care_status"]) == {"nothing_said"}

    words = []
    for form in ("html", "docx", "pdf"):
        paths = make_paper(ref, workspace=workspace, format=form)
        words += [path.read_text() for path in paths if form == "html"]
    (paper,) = [text for text in words if "Who the children were" in text]
    gap = ethnicity["not_recorded"][0]
    assert f"Ethnicity was not recorded for {gap} of {audited} children." in paper or gap == 0
    assert "Care status: the register says it of no child." in paper
    for text in words:
        assert "Martian" not in text

    export_everything(tmp_path / "export", workspace=workspace)
    with (tmp_path / "export" / "tables" / "breakdown.csv").open(newline="") as file:
        lines = list(csv.DictReader(file))
    shown = {line["audited"] for line in lines if line["part"] == "group"}
    assert shown <= {"", "0", "6", "7", "8"}


def test_no_case_says_who_its_child_is(workspace, tmp_path):
    loaded(workspace, register())
    ref, _ = drawn("domestic_abuse", workspace)
    with workspace.open_view() as view:
        for case in view.all(Case, Case.cycle == ref):
            assert not {"ethnicity", "disability", "care_status"} & set(case.details)
    frames = (tmp_path / "home").rglob("*.csv")
    assert not any(b"White" in path.read_bytes() for path in frames)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"breakdowns": ("shoe_size",)}, "cannot count by 'shoe_size'"),
        ({"pack": {"details": ("ethnicity",)}}, "Ask for it in 'breakdowns'"),
    ],
)
def test_a_template_that_would_tell_it_of_one_child_draws_nothing(changes, says, workspace):
    loaded(workspace, register())
    ref = open_cycle("domestic_abuse", ON, workspace=workspace)
    template = workspace.template("domestic_abuse")
    changes = {
        name: template.pack.model_copy(update=value) if name == "pack" else value
        for name, value in changes.items()
    }
    with workspace.open_uow() as uow:
        cycle = uow.get(Cycle, ref)
        cycle.template = freeze(template.model_copy(update=changes))
        uow.add(cycle)
        uow.note("changed by a test", ref)
        uow.commit()
    with pytest.raises(SampleError, match=says):
        freeze_frame(ref, workspace=workspace)
