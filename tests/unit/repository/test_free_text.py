"""No step takes free text from somebody without masking it: a new door fails here."""

import inspect
from importlib import import_module
from pkgutil import walk_packages

import pytest

import audits.queries
import audits.steps


# What steps call what somebody wrote, and what holds some.
FREE = {"text", "why", "how", "done", "result", "title", "outcome", "measure", "decision",
        "confirmed", "targeted", "change", "said", "actions"}  # fmt: skip
# No free text: what Notify says of a message, and one of three words.
NONE = {("record_callback", "said"), ("correct_finding", "decision"),
        ("answer_call", "decision")}  # fmt: skip
# Called with what a step has masked before.
WITHIN = {"people_of", "masker_for"}


def doors():
    """Yield each public step that takes free text, with the names of that."""
    rooms = [*walk_packages(audits.steps.__path__, "audits.steps."),
             *walk_packages(audits.queries.__path__, "audits.queries.")]  # fmt: skip
    for found in rooms:
        module = import_module(found.name)
        for name, step in inspect.getmembers(module, inspect.isfunction):
            taken = set(inspect.signature(step).parameters)
            free = {each for each in taken & FREE if (name, each) not in NONE}
            is_here = step.__module__ == module.__name__ and not name.startswith("_")
            is_whole = "workspace" in taken and not {"uow", "view"} & taken
            if is_here and is_whole and name not in WITHIN and free:
                yield pytest.param(step, free, id=name)


@pytest.mark.parametrize(("step", "free"), list(doors()))
def test_every_step_masks_the_free_text_that_it_is_given(step, free):
    masked = set(getattr(step, "masks", ()))
    assert masked == free, f"Put @masks on {step.__name__}, see steps/masks.py"
