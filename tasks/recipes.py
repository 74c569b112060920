"""The rules of a source as values: dated recipes for what the generic way gets wrong."""

import re
from datetime import date
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    field_validator,
)

from tasks.sources_checks import check_selector


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Patterns = Annotated[
    tuple[str, ...],
    BeforeValidator(_as_tuple, json_schema_input_type=str | tuple[str, ...]),
]
"""One text or a list of them."""
Selector = Annotated[str, AfterValidator(check_selector)]
Selectors = Annotated[
    tuple[Selector, ...],
    BeforeValidator(_as_tuple, json_schema_input_type=str | tuple[str, ...]),
]
"""One CSS selector or a list of them."""


class Model(BaseModel):
    """The strict base: frozen, and an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Drop(Model):
    """What a source's rules throw away; patterns are Python regular expressions on one line."""

    lines: Patterns = ()
    from_: Patterns = Field(default=(), alias="from")  # this line and all after it
    until: Patterns = ()  # this line and all before it
    blocks: Selectors = ()  # CSS selectors, HTML only

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    @field_validator("lines", "from_", "until")
    @classmethod
    def _compile(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            _compiled(pattern)
        return patterns


class Select(Model):
    """CSS selectors for what the generic way gets wrong; HTML only."""

    headline: Selector | None = None
    authors: Selector | None = None
    published: Selector | None = None
    body: Selector | None = None


class Rules(Model):
    """One dated recipe for a source's pages."""

    id: Annotated[str, BeforeValidator(str, json_schema_input_type=str | int | date)]
    valid_until: date | None = None  # pages captured on or after this day meet the next recipe
    select: Select = Select()
    drop: Drop = Drop()
    credits: dict[str, str] = Field(default_factory=dict)  # role -> pattern with (?P<name>...)

    @field_validator("credits")
    @classmethod
    def _names_a_group(cls, value: dict[str, str]) -> dict[str, str]:
        for role, pattern in value.items():
            if "name" not in _compiled(pattern).groupindex:
                raise ValueError(f"the pattern for {role} needs a group (?P<name>...)")
        return value


def _compiled(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise ValueError(f"{pattern!r} is not a regular expression: {error}") from error
