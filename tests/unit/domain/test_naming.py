"""Who may read which unit said what is decided in one module, by who looks."""

import ast
from types import SimpleNamespace

import pytest
from builders.repository import ROOT, sources

from audits.domain.naming import Audience, naming_of


SRC = ROOT / "src" / "audits"
NAMES, NAMES_NONE = SimpleNamespace(names_units=True), SimpleNamespace(names_units=False)
# As the guide says it (docs/organisations.md): whether a unit is named, and whose the action is.
EVERY = {
    (Audience.CHASERS, True): (True, True), (Audience.CHASERS, False): (True, True),
    (Audience.READERS, True): (True, True), (Audience.READERS, False): (False, False),
    (Audience.PUBLIC, True): (False, True), (Audience.PUBLIC, False): (False, False),
}  # fmt: skip


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("audit", [NAMES, NAMES_NONE], ids=["names units", "names none"])
def test_every_audience_reads_what_it_may(audience, audit):
    naming = naming_of(audit, audience)
    units, owners = EVERY[audience, audit.names_units]
    assert (naming.unit("d81001") == "d81001") is units
    assert ("Surgery" in f"{naming.one('Surgery')} sent nothing.") is units
    assert naming.lead("R-7") == ("R-7" if units else "")
    assert naming.each(["a return"]) == (("a return",) if units else ())
    assert naming.owner("Police") == ("Police" if owners else "")


def test_nobody_else_decides_it():
    """Only the rule reads what a template says of it; what is shown instead stands there alone."""
    # A paper's facts say it once more, of an audit or of one that is only tried.
    passes_on = {SRC / "queries" / "papers" / "cycle.py", SRC / "queries" / "template_trial.py"}
    may = {SRC / "domain" / "naming.py", *passes_on}
    deciding = set()
    for path in sources():
        if path in may or path.is_relative_to(SRC / "templates"):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        reads = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
        if "names_units" in reads or {"not named", "one of those asked"} & texts:
            deciding.add(path)
    assert deciding == set()
    for path in passes_on:
        assert path.read_text(encoding="utf-8").count(".names_units") == 1
