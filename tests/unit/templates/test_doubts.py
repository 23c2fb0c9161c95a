"""A template that is allowed and still looks like a slip: each is said once, with its line."""

from pathlib import Path

import pytest

from audits.domain.errors import TemplateError
from audits.templates import check_template


SHIPPED = Path(__file__).parents[3] / "audit_templates"
HEAD = """\
kind: school_visits
version: 1
title: School visits
asks: Were children seen at school?
unit: contact
ref: {prefix: SV, by: month}
population: {register: mash_contacts, window: 1 months}
sample: {size: 6}
respondents: [police, health]
pack: {form: grid}
timeline: {return_within: 5 working days}
legal_basis: Children Act 2004, section 14B.
"""
SEEN = "{id: seen, asks: Was the child seen?, scale: yes_partly_no, evidence: unless_yes}"
SCALES = """\
scales:
  bare:
    title: Bare
    choices: [{code: good, label: Good, score: 1}, {code: bad, label: Bad, score: 0},
              {code: na, label: Not applicable, standing: not_applicable}]
"""


@pytest.fixture
def check(tmp_path):
    (tmp_path / "shared").symlink_to(SHIPPED / "shared")

    def said(*questions: str, findings: str = "", head: str = HEAD) -> tuple[str, ...]:
        asked = "".join(f"      - {each}\n" for each in questions)
        whole = f"{head}{SCALES}sections:\n  - title: One\n    questions:\n{asked}{findings}"
        path = tmp_path / "school_visits.yaml"
        path.write_text(whole)
        return check_template(path)

    return said


def rule(text: str) -> str:
    return f"findings:\n  - {{theme: T, question: {text}}}\n"


def test_a_sound_template_raises_no_doubt(check):
    assert check(SEEN) == ()


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("{id: a, asks: What was seen?}", "'a' has neither a scale nor a type"),
        ("{id: a, asks: Was he seen and/or heard?, scale: yes_partly_no}", "asks two things"),
        ("{id: a, asks: Was he seen? Was he heard?, scale: yes_partly_no}", "asks two things"),
        ('{id: a, asks: "Don\'t you agree it was late?", scale: yes_partly_no}', "leads to its"),
        ("{id: a, asks: Surely it was in time?, scale: yes_partly_no}", "leads to its answer"),
        ("{id: a, asks: How good was it?, scale: bare, is_grade: true}", "not every grade has"),
        ("{id: a, asks: How good?, scale: grade, is_grade: true, evidence: never}", "its reasons"),
    ],
)
def test_a_question_that_cannot_be_answered_well_is_named_with_its_line(check, question, says):
    (doubt,) = check(SEEN, question)
    assert doubt.startswith("school_visits.yaml, line 22: 'a' ")
    assert says in doubt


def test_an_agency_that_is_asked_nothing_is_named(check):
    (doubt,) = check(SEEN.replace("seen,", "seen, answered_by: [police],", 1))
    assert "line 9: 'health' is sent a pack and asked no question" in doubt


def test_a_template_that_never_asks_for_evidence_is_named(check):
    (doubt,) = check(SEEN.replace("unless_yes", "never"))
    assert "no question asks for evidence" in doubt


@pytest.mark.parametrize(
    ("finding", "says"),
    [
        ("seen, strength_when: {share_of: [yes], at_least: 80%}, says: {strength: S}",
         "judges a share of 20 cases or more, but only 6 are drawn"),
        ("seen, strength_when: {share_of: [yes], count_at_least: 7}, says: {strength: S}",
         "needs 7 cases, but only 6 are drawn"),
        ("seen, says: {}", "says neither when it is a development nor when it is a strength"),
        ("bare, strength_when: {share_of: [good], count_at_least: 5}, says: {strength: S}",
         "may be not applicable without saying when"),
        ("words, says: {}", "has no scale, so it can never be found"),
    ],
)  # fmt: skip
def test_a_rule_that_can_never_hold_or_rests_on_sand_is_named(check, finding, says):
    bare = "{id: bare, asks: Was it good?, scale: bare}"
    words = "{id: words, asks: What was said?, type: text}"
    doubts = check(SEEN, bare, words, findings=rule(finding))
    assert any(says in doubt and "line 25" in doubt for doubt in doubts)


def test_a_choice_without_a_scale_is_refused(check):
    with pytest.raises(TemplateError, match="line 21: a choice needs a scale"):
        check("{id: a, asks: Was it good?, type: choice}")


@pytest.mark.parametrize(
    ("finding", "word"),
    [
        ("seen, strength_when: {share_of: [yes], count_at_least: 2}, says: {strength: Most were}",
         "Most"),
        ("seen, strength_when: {share_of: [yes], count_at_least: 6},"
         " says: {strength: Nearly every child was seen}", "Nearly every"),
        ("seen, development_when: {share_of: [no], count_at_least: 3},"
         " says: {development: They often were not}", "often"),
        ("seen, development_when: {share_of: [no], count_at_least: 3},"
         " says: {development: They were rarely seen}", "rarely"),
        ("seen, development_when: {share_of: [no], count_at_least: 3},"
         " says: {development: They were usually alone}", "usually"),
        ("seen, strength_when: {share_of: [yes], count_at_least: 6},"
         " says: {strength: They were always seen}", "always"),
        ("seen, minimum: 6, development_when: {share_of: [yes], below: 75%},"
         " says: {development: Often they were not}", "Often"),
    ],
)  # fmt: skip
def test_a_sentence_that_says_more_than_its_rule_is_named(check, finding, word):
    (doubt,) = check(SEEN, findings=rule(finding))
    assert f"says '{word}', which its rule does not make sure of" in doubt


@pytest.mark.parametrize(
    "finding",
    [
        "seen, development_when: {share_of: [no], count_at_least: 3},"
        " says: {development: They were not always seen}",
        "seen, minimum: 6, strength_when: {share_of: [yes], at_least: 60%},"
        " says: {strength: Most children were seen}",
        "seen, minimum: 6, development_when: {share_of: [yes], below: 40%},"
        " says: {development: Often they were not}",
    ],
)
def test_a_sentence_that_its_rule_bears_raises_no_doubt(check, finding):
    assert check(SEEN, findings=rule(finding)) == ()


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yaml")), ids=lambda path: path.stem)
def test_no_shipped_sentence_says_more_than_its_rule(path):
    assert [doubt for doubt in check_template(path) if "make sure of" in doubt] == []


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("gates: {end_moderation: person}\n", "a person is to end moderation, and there is none"),
        ("moderation: {of: all}\n", "each lowest answer to 1 question will need a person"),
    ],
)
def test_moderation_that_cannot_be_ended_in_good_time_is_doubted(check, line, says):
    [doubt] = check(SEEN, head=HEAD + line)
    assert says in doubt
    assert check(SEEN, head=HEAD + "moderation: {of: all, follow_up: none}\n") == ()
