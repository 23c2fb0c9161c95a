"""A choice that says two things is no choice: every shipped scale, every pair, every joint."""

from pathlib import Path

import pytest
from builders.packs import SCALE
from hypothesis import assume, given, strategies as st

from audits.domain.answer import ProblemCode
from audits.domain.pack import YES_NO
from audits.domain.question import Choice, Question, Scale
from audits.templates import load_templates
from audits.workbook.normalise import meaning


SHIPPED = load_templates(Path(__file__).parents[3] / "audit_templates").values()
SCALES = {q.scale for template in SHIPPED for q in template.questions if q.scale}
NUMBERED = Scale(
    "one_to_four", "From 1 to 4", tuple(Choice(str(n), str(n), n) for n in (1, 2, 3, 4))
)
EVERY = sorted({*SCALES, YES_NO, SCALE, NUMBERED}, key=lambda scale: (scale.id, scale.title))
JOINTS = (
    " ", "  ", "\n", "\r\n", "\t", "-", " - ", " \u2013 ", " \u2014 ", ", ", ",", "; ", ": ", ":",
    ".", ". ", "/", " / ", "\\", "|", " | ", "+", " + ", "&", " & ", " and ", " or ", ", or ",
    " and/or ", " to ", " -> ", "->", " => ", " \u2192 ", "\u2192", " > ", " < ", " <-> ", "...",
    "\u2026", " (", " [", " {", "?", "? ", "?? ", " ?, ", "!", "! ", " not ", ", not ", " but ",
    " then ", ", now ", " was ", " changed to ", ", changed to ", " (was ", " (maybe ",
    ", perhaps ", ": or rather ", " = ", "=", "~", "*", "_", " \u00b7 ", " \u2022 ", "\u00a0",
    "\u200b", "\u2028", "\u3001", "\uff0f", "\uff0c",
)  # fmt: skip
CLOSES = {" (": ")", " [": "]", " {": "}", " (was ": ")", " (maybe ": ")"}
SHARES = (
    "{}?", "{}??", "{} ?", "?{}", "{}(?)", "{} (?)", "{}%", "{} %", "{} 50%", "{} (50%)",
    "{}, 50 %", "{} - 50 per cent", "~{}", "<{}", ">{}", "\u2265{}", "\u2248 {}", "{} \u00b1 1",
    "{} -", "{}+", "{}*", "{} (8/10)", "{} - 2.5", "{}, maybe", "{} - not sure", "{} (I think)",
    "{}: to be confirmed", "{}, partly", "{} \u2717", "{}, 7 out of 10", "{} ->", "{}, ?",
    "{} - see ? on file", "1/2 {}", "\u00bd {}",
)  # fmt: skip
NUMBERS = (
    "2.5", "2,5", "1.5", ".5", "-1", "+1", "50 %", "2%", "1-2", "2/4", "1 to 2", "2\u00bd",
    "1.0.0", "2 (3)", "~2", "2?", "<3", ">1", "2+", "3-", "\u00a32", "2:1", "1e0", "2, 3 and 4",
    "1\u20132", "4 (was 3)", "2 - seen 3 times", "2\u00b2", "02.5", "1 000",
)  # fmt: skip


def asked(scale: Scale) -> Question:
    return Question("q", 1, "Part", "Asked?", scale=scale)


def spellings(choice: Choice) -> tuple[str, ...]:
    return (choice.label, choice.code, *choice.also)


def known(scale: Scale) -> set[str]:
    """Return every spelling as people may type it, which says one thing whatever it is made of."""
    texts = [text for choice in scale.choices for text in spellings(choice)]
    return {"".join(filter(str.isalnum, text.casefold())) for text in texts}


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Scale, str]:
    """Draw two choices of a scale, joined in one of the ways in which people join them."""
    scale = draw(st.sampled_from(EVERY))
    one, two = draw(st.permutations(scale.choices))[:2]
    joint = draw(st.sampled_from(JOINTS))
    words = draw(st.sampled_from(spellings(one))), draw(st.sampled_from(spellings(two)))
    assume(words[0].casefold() != f"not {words[1].casefold()}")  # "Not done, not done"
    change = draw(st.sampled_from([str, str.upper, str.lower, str.title]))
    after = draw(st.sampled_from(["", ".", " ", "!", ", as the record shows"]))
    text = f"{words[0]}{joint}{words[1]}{CLOSES.get(joint, '')}{after}"
    return scale, change(text)


def letters(scale: Scale) -> list[str]:
    return [text for choice in scale.choices for text in spellings(choice)]


@pytest.mark.parametrize(
    "text",
    ["Outstanding\ni, as the record shows", "Good - I, as we saw", "Good. (i) as the record shows"],
)
def test_a_letter_that_stands_alone_is_a_choice_before_a_long_reason_too(text):
    grades = [scale for scale in EVERY if "i" in map(str.casefold, letters(scale))]
    assert grades
    for scale in grades:
        assert meaning(asked(scale), text).value is None


@given(pairs())
def test_two_choices_are_never_taken_for_one(drawn):
    scale, text = drawn
    if "".join(filter(str.isalnum, text.casefold())) not in known(scale):
        assert meaning(asked(scale), text).value is None, text


@pytest.mark.parametrize("scale", EVERY, ids=lambda scale: scale.id)
def test_every_pair_in_every_joint_is_asked_again(scale):
    for one in scale.choices:
        for two in scale.choices:
            for joint in JOINTS if one is not two else ():
                if one.label.casefold() == f"not {two.label}".casefold() and "not" in joint:
                    continue  # "Not done, not done" says one thing
                text = f"{one.label}{joint}{two.label}{CLOSES.get(joint, '')}"
                if "".join(filter(str.isalnum, text.casefold())) not in known(scale):
                    found = meaning(asked(scale), text)
                    assert (found.value, found.problem is None) == (None, False), text


@pytest.mark.parametrize("scale", EVERY, ids=lambda scale: scale.id)
def test_a_share_a_doubt_or_a_sign_is_asked_again(scale):
    for choice in scale.choices:
        for share in SHARES:
            text = share.format(choice.label)
            assert meaning(asked(scale), text).value is None, text


@pytest.mark.parametrize("text", NUMBERS)
def test_a_number_on_a_numbered_scale_is_a_whole_label(text):
    assert meaning(asked(NUMBERED), text).value is None


@pytest.mark.parametrize("scale", EVERY, ids=lambda scale: scale.id)
def test_every_spelling_says_its_choice(scale):
    for choice in scale.choices:
        for text in spellings(choice):
            for typed in (text, text.upper(), f" {text} ", f"{text}.", f"{text}\n", f'"{text}"'):
                if not (typed[0] == '"' and text.isdecimal()):
                    assert meaning(asked(scale), typed).value == choice.code, typed


@pytest.mark.parametrize(
    ("text", "value", "reason"),
    [
        ("No, the family had moved", "no", "the family had moved"),
        ("Yes - seen at school on 3 March", "yes", "seen at school on 3 March"),
        ("N/A \u2013 baby", "not_applicable", "baby"),
        ("n.a.", "not_applicable", ""),
        ("Cannot tell (the file is with the court)", "cannot_tell", "the file is with the court"),
        ("Partly: the father was asked", "partly", "the father was asked"),
        ("YES!", "yes", ""),
    ],
)
def test_a_clear_reason_is_kept_beside_its_choice(text, value, reason):
    found = meaning(asked(SCALE), text)
    assert (found.value, found.reason, found.problem) == (value, reason, None)


@pytest.mark.parametrize("text", ["yes/no", "Yes - Partly", "Yes -> No", "no or partly"])
def test_two_choices_are_said_to_be_two(text):
    assert meaning(asked(SCALE), text).problem is ProblemCode.AMBIGUOUS
