"""Every template in the folder is built, filled in by the made-up agencies, and read back."""

from pathlib import Path

import pytest
from builders.packs import a_pack, book_of, codes, read, said

from audits.demo import fill_clean, fill_late, fill_sloppy, make_truth
from audits.domain.pack import KNOWN, PackForm
from audits.templates import load_templates


SHIPPED = {
    kind: template
    for kind, template in load_templates(Path(__file__).parents[3] / "audit_templates").items()
    if template.pack.form is not PackForm.SELF_ASSESSMENT
}


def the_pack(kind):
    template = SHIPPED[kind]
    return a_pack(template.pack.form, cases=4, questions=template.questions)


def truth_of(pack):
    return make_truth([case.ref for case in pack.cases], pack.questions)


def true_values(pack, truth) -> dict[tuple[str, str], str]:
    return {
        (case.ref, question.id): truth.about(case.ref, question.number).value
        for case in pack.cases
        for question in (KNOWN, *pack.questions)
    }


@pytest.mark.parametrize("kind", SHIPPED)
def test_what_a_careful_agency_fills_in_comes_back_whole(kind):
    pack = the_pack(kind)
    truth = truth_of(pack)
    reading = read(fill_clean(book_of(pack), truth), pack)
    given = {key: value for key, (value, _) in said(reading).items() if key[0]}
    assert given == true_values(pack, truth)
    assert (str(reading.outcome), codes(reading)) == ("accepted", [])


@pytest.mark.parametrize("kind", SHIPPED)
def test_what_a_hasty_agency_fills_in_comes_back_to_the_right_case(kind):
    pack = the_pack(kind)
    truth = truth_of(pack)
    reading = read(fill_sloppy(book_of(pack), truth), pack)
    given = {key: value.casefold() for key, (value, _) in said(reading).items() if key[0]}
    assert given == {key: v.casefold() for key, v in true_values(pack, truth).items()}
    assert set(codes(reading)) == {"evidence_missing"}


@pytest.mark.parametrize("kind", SHIPPED)
def test_a_child_who_is_not_known_needs_one_answer(kind):
    pack = the_pack(kind)
    refs = [case.ref for case in pack.cases]
    filled = fill_late(
        book_of(pack), truth_of(pack), unknown=refs[1], concern=refs[2], surname="Thimblewright"
    )
    reading = read(filled, pack)
    about = {q: value for (case, q), (value, _) in said(reading).items() if case == refs[1]}
    assert about == {KNOWN.id: "no"}
    assert "missing" not in codes(reading)
    assert said(reading)[refs[2], "_concern"][0]
