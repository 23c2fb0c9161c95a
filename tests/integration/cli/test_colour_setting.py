"""A colour that cannot be read on white is refused when the settings are read."""

import pytest


@pytest.mark.parametrize(("colour", "says"), [("#8fbcbb", "too pale to be read"), ("teal", "six")])
def test_a_colour_that_will_not_do_is_refused_in_a_sentence(on_loaded, home, colour, says):
    toml = home / "audits.toml"
    toml.write_text(f'colour = "{colour}"\n' + toml.read_text())
    refused = on_loaded("cycle", "list")
    assert refused.code == 2
    assert says in refused.err
    assert "colour" in refused.err
