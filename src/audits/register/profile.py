"""A saved mapping: which of a supplier's headings and words mean which of ours."""

from io import StringIO

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from audits.domain.errors import RegisterError


HEAD = """\
# How one system's export is read. columns: our name on the left, the export's heading on the right.
# values: the export's word on the left, ours on the right.
# Give it to: audits register load --profile
"""


class Profile(BaseModel):
    """How one system's export is read."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    shape: str
    columns: dict[str, str]
    values: dict[str, dict[str, str]] = Field(default_factory=dict)


def read_profile(text: str, name: str = "The profile") -> Profile:
    """Return the profile in a YAML text.

    Raises:
        RegisterError: if it is no profile.
    """
    try:
        return Profile.model_validate(YAML(typ="safe").load(text))
    except (YAMLError, ValidationError) as error:
        raise RegisterError(
            f"{name} is not a mapping profile: it needs 'shape' and 'columns' "
            "(our name: the export's heading), and may have 'values'. "
            "Have one written for you: audits register load FILE --as NAME --write-profile P"
        ) from error


def write_profile(profile: Profile) -> str:
    """Return the profile as YAML that a person can edit."""
    text = StringIO()
    yaml = YAML()
    yaml.width = 100
    yaml.dump(profile.model_dump(), text)
    return HEAD + text.getvalue()
