"""The size budget: small functions, modules with one subject."""

from builders.repository import ROOT, function_sizes, sources


def test_no_function_is_longer_than_forty_lines():
    assert {name: size for name, size in function_sizes().items() if size > 40} == {}


def test_no_module_is_longer_than_three_hundred_lines():
    sizes = {str(p.relative_to(ROOT)): len(p.read_text("utf-8").splitlines()) for p in sources()}
    assert {name: size for name, size in sizes.items() if size > 300} == {}
