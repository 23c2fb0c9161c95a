"""A template with a slip in it is refused with the file, the line and what to do."""

import shutil
import tempfile
from datetime import date
from pathlib import Path

import pytest
from builders.templates import contents
from hypothesis import given
from ruamel.yaml import YAML

from audits.domain.errors import TemplateError
from audits.templates import as_yaml, load_template
from audits.templates.refusals import read_yaml


SHIPPED = Path(__file__).parents[3] / "audit_templates"


@pytest.fixture
def folder(tmp_path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "audit_templates"))


def refused(folder: Path, text: str, instead: str) -> str:
    path = folder / "mash_weekly.yaml"
    whole = path.read_text()
    assert text in whole
    path.write_text(whole.replace(text, instead, 1))
    with pytest.raises(TemplateError) as refusal:
        load_template(path)
    return str(refusal.value)


@pytest.mark.parametrize(
    ("text", "instead", "says"),
    [
        ("respondents:", "respondants:", "'respondants' is not a key I know. Did you mean 'resp"),
        ("{by: outcome", "{bye: outcome", "'bye' is not a key I know. Did you mean 'by'?"),
        ("core: history", "core: histroy", "no core question 'histroy'. Did you mean 'history'?"),
        ("scale: grade", "scale: grad", "there is no scale 'grad'. Did you mean 'grade'?"),
        ("size: 10", "size: ten", "'size': "),
        ("1 working day", "one day", "say how many working days, as in '5 working days'"),
        ("automatic", "automatc", "'approve_draw': it must be one of 'automatic' or 'person'"),
        ("question: overall", "question: overal", "Did you mean 'overall'?"),
        ("[inadequate]", "[bad]", "'bad' is no judged choice of 'overall'"),
        ("owner: health", "owner: helth", "'helth' is not asked. Did you mean 'health'?"),
        ("FREQ=WEEKLY", "FREQ=WEKLY", "is no recurrence rule as in RFC 5545"),
        ("version: 2", "version: 2\nversion: 3", "the same key stands here twice"),
        ("asks: Did", "asks Did", "this is not YAML"),
        ("count_at_least: 3", "count_at_least: 3, below: 20%", "say exactly one of"),
        ("core: consent", "core: history", "two questions are called 'history'"),
        ("  window: since_last_draw\n", "", "'window' is missing. Add it."),
        ("overall: 86%", "overal: 86%", "no question 'overal'. Did you mean 'overall'?"),
        ("overall: 86%", "learning: 86%", "'learning' has no scale, so no share of it can fall"),
        (
            "type: text",
            "type: text\n        is_due: yes",
            "'is_due' is said of a question with 'type: date",
        ),
        ("86% to 70%", "70% to 86%", "say the usual share and the lower one to notice"),
        (
            "key_items:",
            "key_items:\n  impact: 80% to 60%",
            "6 items are to be watched, and at",
        ),
    ],
)
def test_a_slip_is_named_with_its_place(folder, text, instead, says):
    assert says in refused(folder, text, instead)


def test_the_line_is_the_line_of_the_slip(folder):
    lines = (folder / "mash_weekly.yaml").read_text().splitlines()
    wanted = next(n for n, line in enumerate(lines, 1) if line.startswith("respondents:"))
    assert f"mash_weekly.yaml, line {wanted}: 'respondants'" in refused(
        folder, "respondents:", "respondants:"
    )


def test_every_slip_is_named_at_once(folder):
    path = folder / "mash_weekly.yaml"
    path.write_text(
        path.read_text().replace("title: MASH", "titel: MASH").replace("form:", "from:")
    )
    with pytest.raises(TemplateError) as refusal:
        load_template(path)
    assert "'titel'" in str(refusal.value)
    assert "'from'" in str(refusal.value)


@pytest.mark.parametrize("content", [b"", b"- a\n- b\n", b"\xff\xfe\x00", b"just words"])
def test_what_is_no_template_at_all_is_refused(folder, content):
    path = folder / "other.yaml"
    path.write_bytes(content)
    with pytest.raises(TemplateError, match=r"other\.yaml"):
        load_template(path)


def test_a_file_that_is_not_there_is_refused(folder):
    with pytest.raises(TemplateError, match="cannot be read"):
        load_template(folder / "none.yaml")


def test_a_spelling_that_two_choices_share_is_refused(folder):
    scales = folder / "shared" / "scales.yaml"
    scales.write_text(scales.read_text().replace('also: [n, "false"', 'also: [n, Y, "false"', 1))
    with pytest.raises(TemplateError) as refusal:
        load_template(folder / "mash_weekly.yaml")
    assert "'Y' stands for both 'yes' and 'no'" in str(refusal.value)


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("title: yes\n", "yes"),  # YAML 1.2: a word
        ("%YAML 1.1\n---\ntitle: yes\n", True),
        ("title: 1:30\n", "1:30"),
        ("title: 2017-03-09\n", date(2017, 3, 9)),
        ("title: 012\n", 12),
        ("title: 0o17\n", 15),
        ("title: ~\n", None),
        ("title: é \U0001f642\n", "é \U0001f642"),
        ("title: !!str 7\n", "7"),
    ],
)
def test_a_file_means_what_yaml_says_it_means(tmp_path, said, means):
    path = tmp_path / "one.yaml"
    path.write_text(said, encoding="utf-8")
    found = read_yaml(path).content["title"]
    assert found == means
    assert isinstance(found, type(means))


@pytest.mark.parametrize("path", sorted(SHIPPED.rglob("*.yaml")), ids=lambda path: path.stem)
def test_reading_fast_and_reading_with_its_lines_give_the_same(path):
    text = path.read_text(encoding="utf-8")
    assert read_yaml(path).content == YAML(typ="rt").load(text)


@pytest.mark.slow
@given(contents())
def test_whatever_a_template_holds_is_read_the_same_fast_and_with_its_lines(content):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "one.yaml"
        path.write_text(as_yaml(content), encoding="utf-8")
        assert read_yaml(path).content == content


@pytest.mark.parametrize("said", ["title: \tx\n", "title: [1\n", "a: 1\na: 2\n", "title: @x\n"])
def test_what_is_not_well_formed_is_refused(tmp_path, said):
    path = tmp_path / "one.yaml"
    path.write_text(said)
    with pytest.raises(TemplateError, match=r"one\.yaml, line \d"):
        read_yaml(path)
