"""What of the professional version is not in the public one, block by block."""

from audits.reporting import beside_public, hidden_counts


def text(words):
    return {"kind": "text", "text": words}


def listed(*sentences):
    return {"kind": "items", "lead": "It found:", "items": list(sentences)}


def table(caption, *rows):
    return {"kind": "table", "caption": caption, "headings": ["What", "How many"], "rows": rows}


def test_what_both_say_is_not_left_out():
    (block,) = beside_public([text("Most were told.")], [text("Most were told.")])
    assert (block.is_left_out, block.left_out) == (False, 0)


def test_each_sentence_of_a_list_is_looked_at_by_itself():
    own, public = [listed("Nine were told.", "One was not.")], [listed("Nine were told.")]
    (block,) = beside_public(own, public)
    assert block.items == (False, True)
    assert (block.is_left_out, block.left_out) == (False, 1)


def test_a_list_of_which_nothing_stays_is_left_out_as_one():
    (block,) = beside_public([listed("One was not.", "Two were.")], [text("Some were.")])
    assert (block.is_left_out, block.left_out) == (True, 1)


def test_a_table_is_there_otherwise_or_not_at_all():
    own = [table("Grades", ["Good", "7"], ["Poor", "3"]), table("By unit", ["Police", "7"])]
    public = [table("Grades", ["Good", "c"], ["Poor", "c"])]
    grades, by_unit = beside_public(own, public)
    assert (grades.is_left_out, grades.is_otherwise) == (False, True)
    assert (by_unit.is_left_out, by_unit.is_otherwise) == (True, False)
    assert hidden_counts(public) == 2
