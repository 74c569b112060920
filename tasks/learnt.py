"""What was learnt of a source on its own pages, beside what sources.yaml says of it.

It is part of the cleaning step in force, as the rules are: so it is dated, can be undone, and two
ledgers with the same steps in force clean alike.
"""

from collections.abc import Iterable

from tasks.sources import Source


class LearntSource(Source):
    """A source with the hashes of the lines that repeat on its pages (tasks/clean/repeats.py)."""

    repeated: tuple[int, ...] = ()


def repeated_of(source: Source) -> frozenset[int]:
    """The hashes of the lines that are known to repeat on a source's pages."""
    return frozenset(source.repeated) if isinstance(source, LearntSource) else frozenset()


def with_repeated(source: Source, hashes: Iterable[int]) -> Source:
    """The source as sources.yaml describes it, with these lines learnt and no others."""
    plain = source.model_dump(by_alias=True, exclude_unset=True, exclude={"repeated"})
    learnt = tuple(sorted(hashes))
    if not learnt:
        return Source.model_validate(plain)
    return LearntSource.model_validate({**plain, "repeated": learnt})
