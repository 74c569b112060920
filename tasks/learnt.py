"""What was learnt of a source on its own pages, beside what sources.yaml says of it.

It is part of the cleaning step in force, as the rules are: so it is dated, can be undone, and two
ledgers with the same steps in force clean alike.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tasks.recipes import Model
from tasks.sources import Source


class ShortSpan(Model):
    """A time in which a source's bodies were all too short: its layout was broken."""

    since: datetime
    until: datetime | None = None  # the first capture that was whole again
    below: int  # words; a body with fewer is none


class Learnt(Model):
    """What a source's pages have taught. Hashes are those of tasks/clean/repeats.py."""

    repeated: tuple[int, ...] = ()  # lines that are boilerplate
    broken_bodies: tuple[int, ...] = ()  # whole bodies that stood under different headlines
    short_spans: tuple[ShortSpan, ...] = ()


NOTHING = Learnt()


class LearntSource(Source):
    """A source as the cleaning step in force knows it."""

    learnt: Learnt = NOTHING


def learnt_of(source: Source) -> Learnt:
    """What is known of a source from its pages."""
    return source.learnt if isinstance(source, LearntSource) else NOTHING


def with_learnt(source: Source, learnt: Learnt) -> Source:
    """The source as sources.yaml describes it, with this learnt and nothing else."""
    plain = source.model_dump(by_alias=True, exclude_unset=True, exclude={"learnt"})
    if learnt == NOTHING:
        return Source.model_validate(plain)
    return LearntSource.model_validate({**plain, "learnt": learnt})


def learnt_config(source: Source) -> dict[str, Any]:
    """What a step's configuration holds of it: nothing where nothing was learnt."""
    learnt = learnt_of(source).model_dump(mode="json", exclude_defaults=True)
    return {"learnt": learnt} if learnt else {}


def learnt_in(config: Mapping[str, Any]) -> Learnt:
    """What a step's configuration says was learnt."""
    return Learnt.model_validate(config.get("learnt", {}))
