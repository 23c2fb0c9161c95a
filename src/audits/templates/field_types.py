"""What the fields of a template's files are made of."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints


Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Words = Annotated[
    str, StringConstraints(strip_whitespace=True), Field(min_length=1, max_length=1000)
]


class Shape(BaseModel):
    """Anything in a template: it cannot be changed, and holds no key that is not known."""

    model_config = ConfigDict(frozen=True, extra="forbid")
