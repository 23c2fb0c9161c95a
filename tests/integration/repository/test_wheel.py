"""What a person installs holds everything the checkout does, and runs without the checkout."""

import subprocess
import sys
import zipfile

import pytest
from builders.repository import ROOT


PARTS = ("flows", "reports", "audit_templates")


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Build the wheel with the backend already installed, and unpack it as an installer would."""
    out = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = out.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(out / "site")
    return out / "site"


def kept(folder):
    return {
        path.relative_to(folder)
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.mark.parametrize("part", PARTS)
def test_the_wheel_holds_every_file_of_a_folder(installed, part):
    assert kept(ROOT / part) == kept(installed / "audits" / part) != set()


def test_the_wheel_holds_every_module_of_the_engine_and_its_migrations(installed):
    missing = kept(ROOT / "src" / "audits") - kept(installed / "audits")
    assert missing == set()


def test_an_installed_copy_finds_its_own_flows_and_resources(installed):
    says = (
        f"import sys; sys.path.insert(0, {str(installed)!r});"
        "import audits, audits.flows; from audits import resource_folder;"
        "print(audits.__file__, audits.flows.__file__, resource_folder('audit_templates'))"
    )
    run = [
        sys.executable,
        "-I",
        "-c",
        f"import sys; sys.path.insert(0, {str(installed)!r}); {says}",
    ]
    told = subprocess.run(run, check=True, capture_output=True, text=True).stdout.split()
    assert len(told) == 3
    assert all(path.startswith(str(installed)) for path in told)
