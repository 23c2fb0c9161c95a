"""One certified return for two partnerships: handed on by the one, brought in by the other."""

import base64
from dataclasses import replace
from datetime import timedelta

import pytest
from builders import census as c, workspace as ws
from builders.stages import Stages
from builders.web_pages import signed_in

from audits.domain.errors import NotFoundError, StatusError, UserError
from audits.domain.permissions import Role
from audits.queries.certificates import CertificateStands, list_certificates, pack_to_certify
from audits.queries.returns import list_answers
from audits.queries.trail import list_trail
from audits.steps.cycle.open import open_cycle
from audits.steps.packs.issue import issue_packs
from audits.steps.returns.bring_in import LARGEST, bring_in_return
from audits.steps.returns.collect import collect_return
from audits.steps.returns.hand_on import hand_on_return
from audits.steps.sample.draw import draw_sample
from audits.storage.sealed_text import seal_of, seal_text, unsealed_text
from audits.web import make_app


REF = "S11-2016"
UNITS = ("police", "cafcass")
# They ask about the partnership, or about what is its own: {partnership} and such in the template.
NAMES_US = {"s2_policy", "s7_thresholds", "s7_learning", "s8_mash"}


def issued(home, name, version=1, **changes):
    """Make a partnership whose self-assessment is certified and was sent out."""
    workspace = c.with_organisations(home, UNITS)
    template = workspace.templates["section_11"]
    offices = {"certified_by": {"any": "lead"}, "version": version}
    template = template.model_copy(update=offices | changes)
    workspace = replace(
        workspace,
        templates={**workspace.templates, "section_11": template},
        partnership=replace(workspace.partnership, name=name),
    )
    open_cycle("section_11", workspace=workspace)
    draw_sample(REF, workspace=workspace)
    issue_packs(REF, workspace=workspace)
    ws.send(workspace)
    return workspace


@pytest.fixture(scope="module")
def homes(tmp_path_factory):
    root = tmp_path_factory.mktemp("partnerships")
    issued(root / "one", "Northshire Partnership")
    issued(root / "two", "Southshire Partnership")
    return root


@pytest.fixture
def one(homes, tmp_path):
    return ws.workspace_of(ws.copy_of(homes / "one", tmp_path / "one"), c.JANUARY)


@pytest.fixture
def two(homes, tmp_path):
    return ws.workspace_of(ws.copy_of(homes / "two", tmp_path / "two"), c.JANUARY)


def answered(workspace, score="2 - Mostly met", by="A Person, lead"):
    """Have the police return and certify everything."""
    pack = c.fill(c.packs_of(workspace.stores.home, REF)["police"], c.certified_by(by, score))
    return collect_return(pack, "police.xlsx", workspace=workspace)


def handed(workspace):
    answered(workspace)
    return hand_on_return(REF, "police", workspace=workspace)


def brought(data, workspace, seal, unit="police"):
    pack = pack_to_certify(REF, unit, workspace=workspace)
    return bring_in_return(unit, pack, data, seal=seal, workspace=workspace)


def answers_of(workspace):
    return {one.question: (one.answer, one.note) for one in list_answers(REF, workspace=workspace)}


def line(workspace, unit="police"):
    (row,) = (row for row in list_certificates(REF, workspace=workspace) if row.unit == unit)
    return row


def test_an_agency_of_two_partnerships_answers_once(one, two):
    given = handed(one)
    came = brought(given.data, two, given.seal.lower())
    there, here = answers_of(one), answers_of(two)
    asked = {q.id for q in two.templates["section_11"].questions if not q.follows}
    assert (came.partnership, came.organisation) == ("Northshire Partnership", "Police")
    assert came.certified_on == c.JANUARY.date()
    taken = {question for question, (answer, _) in here.items() if answer and question[0] != "_"}
    assert taken & asked == asked - NAMES_US
    assert {there[question] for question in taken} == {here[question] for question in taken}
    assert came.taken == len(taken)
    assert came.anew == len(NAMES_US)
    stands = line(two)
    assert stands.stands is CertificateStands.TO_CERTIFY
    (elsewhere,) = stands.elsewhere
    assert str(elsewhere) == (
        f"Certified at Northshire Partnership on 11 January 2016, {came.taken} answers"
    )
    verbs = [row.verb for row in list_trail(workspace=two)]
    assert verbs.count("certified return brought in") == 1


def test_the_file_names_nobody_and_no_answer_of_this_return(one):
    text, seal = unsealed_text(handed(one).data)
    assert "A Person" not in text
    assert '"_' not in text
    assert seal == hand_on_return(REF, "police", workspace=one).seal


def test_what_is_still_asked_here_is_answered_and_certified_and_the_rest_stays(one, two):
    given = handed(one)
    came = brought(given.data, two, given.seal)
    later = ws.workspace_of(two.stores.home, c.JANUARY + timedelta(hours=1))
    answered(later, score="3 - Met")
    stands = line(later)
    assert stands.stands is CertificateStands.CERTIFIED
    assert stands.elsewhere[0].stands < came.taken
    assert "changed since" in str(stands.elsewhere[0])


def test_nothing_that_was_answered_here_is_written_over(one, two):
    answered(two, score="3 - Met")
    before = answers_of(two)
    given = handed(one)
    came = brought(given.data, ws.workspace_of(two.stores.home, c.JANUARY), given.seal)
    after = answers_of(two)
    assert {question: after[question] for question in before if before[question][0]} == {
        question: said for question, said in before.items() if said[0]
    }
    assert came.stood >= len(NAMES_US)


def test_brought_in_twice_it_is_there_once(one, two):
    given = handed(one)
    first = brought(given.data, two, given.seal)
    again = brought(given.data, two, given.seal)
    assert (first.taken > 0, again.taken, again.stood) == (True, 0, first.taken)
    assert len(line(two).elsewhere) == 1


def test_stopped_before_anything_was_taken_it_goes_on(one, two):
    given = handed(one)
    full = replace(two, stores=replace(two.stores, returns=None))
    with pytest.raises(AttributeError):
        brought(given.data, full, given.seal)
    assert line(two).elsewhere[0].stands == 0
    came = brought(given.data, two, given.seal)
    assert line(two).elsewhere[0].stands == came.taken


def _middle(data):
    return data.replace(b"mostly_met", b"fully_met_", 1)


def _resealed(data):
    return seal_text(unsealed_text(data)[0], b"x" * 32)


def _other_key(data):
    text, _, last = data[:-1].rpartition(b"\n")
    mark, _, signature = last.split(b" ")
    other = base64.b64encode(b"\0" * 32)
    return text + b"\n" + b" ".join((mark, other, signature)) + b"\n"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_middle, "was changed"),
        (_other_key, "was changed"),
        (lambda data: data[:-9], "was changed"),
        (lambda _: b"", "was changed"),
        (lambda data: data + b"x" * LARGEST, "larger than a megabyte"),
        (_resealed, "seal of this file is not the one"),
    ],
)
def test_a_change_is_seen(one, two, change, says):
    given = handed(one)
    with pytest.raises(UserError, match=says):
        brought(change(given.data), two, given.seal)
    assert not line(two).elsewhere
    assert not answers_of(two)


@pytest.mark.parametrize("text", ["{}", "[" * 100_000, '{"format": 1e999}', "", "1" * 9000])
def test_what_is_sealed_and_no_return_is_refused(two, text):
    key = b"k" * 32
    with pytest.raises(UserError, match="not a certified return"):
        brought(seal_text(text, key), two, seal_of(key))


def test_what_does_not_fit_is_refused_in_one_sentence(one, two, tmp_path):
    given = handed(one)
    with pytest.raises(UserError, match="was certified here"):
        brought(given.data, one, given.seal)
    with pytest.raises(NotFoundError):
        bring_in_return("cafcass", "P9", given.data, seal=given.seal, workspace=two)
    newer = issued(tmp_path / "newer", "Eastshire", version=2)
    with pytest.raises(StatusError, match="are to version 1 of section_11, and S11-2016 asks"):
        brought(given.data, newer, given.seal)


def test_what_is_not_certified_or_changed_since_is_not_handed_on(one):
    with pytest.raises(StatusError, match="is not returned"):
        hand_on_return(REF, "police", workspace=one)
    answered(one, by=None)
    with pytest.raises(StatusError, match="to be certified"):
        hand_on_return(REF, "police", workspace=one)
    with pytest.raises(StatusError, match="Nobody certifies"):
        hand_on_return(REF, "nobody", workspace=one)


def test_an_audit_of_children_hands_nothing_on_and_takes_nothing(one, tmp_path):
    given = handed(one)
    children = ws.workspace_of(Stages(tmp_path / "children").at("issued"))
    with pytest.raises(StatusError, match="Only what an organisation says about itself"):
        hand_on_return(ws.REF, "police", workspace=children)
    pack = pack_to_certify(ws.REF, "police", workspace=children)
    with pytest.raises(StatusError, match="does not ask organisations about themselves"):
        bring_in_return("police", pack, given.data, seal=given.seal, workspace=children)


def test_the_page_says_where_it_was_certified(one, two):
    given = handed(one)
    brought(given.data, two, given.seal)
    officer = signed_in(make_app(two), Role.BUSINESS_UNIT)
    pack = pack_to_certify(REF, "police", workspace=two)
    for page in (f"/audits/{REF}/certificates", f"/units/police/certify/{pack}"):
        assert "Certified at Northshire Partnership on 11 January 2016" in officer.get(page).text
