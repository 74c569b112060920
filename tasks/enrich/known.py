"""entities.yaml: what the user knows about names, turned into decisions.

::

    version: 1
    entities:
      - name: Acme Group
        kind: org                      # person, org, place, event, product, nationality
        aliases: [Acme, ACM]
        never: [Acme Records]          # may sound alike, is never the same
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from storage.errors import ConfigError
from storage.records import MentionKind
from storage.who.clusters import Leaf
from tasks.enrich.names import leaf_key
from tasks.placed_yaml import PlacedYamlError, parse_yaml

METHOD = "entities.yaml"
Kind = Literal["person", "org", "place", "event", "product", "nationality"]


class KnownEntity(BaseModel):
    """One thing with its names."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1)
    kind: Kind
    aliases: tuple[str, ...] = ()
    never: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _never_itself(self) -> "KnownEntity":
        both = {self.name, *self.aliases} & set(self.never)
        if both:
            raise ValueError(f"{sorted(both)[0]!r} is one of its names and never the same")
        return self


class KnownEntities(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Literal[1]
    entities: tuple[KnownEntity, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """That two leaves are the same, or never are, because the file says so."""

    one: int
    other: int
    same: bool


def read_known(path: Path) -> KnownEntities:
    """Return what entities.yaml says; without the file, nothing.

    Raises:
        ConfigError: it cannot be read, or an entry is wrong; names the file and the line.
    """
    try:
        placed = parse_yaml(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return KnownEntities(version=1)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8; save the file as UTF-8") from error
    except PlacedYamlError as error:
        raise ConfigError(f"{path}:{error.line}: {error}") from error
    try:
        return KnownEntities.model_validate(placed.value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        line = placed.line(first["loc"])
        raise ConfigError(f"{path}:{line}: {place}: {first['msg']}") from error


def keys_of(known: KnownEntities) -> list[str]:
    """Return the keys that leaves of the names in the file can have."""
    names = {
        name for entity in known.entities for name in (entity.name, *entity.aliases, *entity.never)
    }
    keys = {leaf_key(kind, name) for kind in MentionKind for name in names}
    return sorted(key for key in keys if key)


def verdicts(known: KnownEntities, leaves: Sequence[Leaf]) -> list[Verdict]:
    """Return what the file says about the leaves that there are.

    An alias counts whatever kind a tagger gave it: the file knows the kind better.
    """
    found: dict[tuple[int, int], Verdict] = {}
    for entity in known.entities:
        own = [leaf.id for name in (entity.name, *entity.aliases) for leaf in _called(leaves, name)]
        apart = [leaf.id for name in entity.never for leaf in _called(leaves, name)]
        for verdict in (*_same(own, leaves, entity.kind), *_apart(own, apart)):
            found.setdefault((verdict.one, verdict.other), verdict)
    return [found[pair] for pair in sorted(found)]


def _same(own: Iterable[int], leaves: Sequence[Leaf], kind: Kind) -> Iterator[Verdict]:
    kinds = {leaf.id: leaf.kind for leaf in leaves}
    members = sorted(set(own), key=lambda leaf: (kinds[leaf] != kind, leaf))
    for other in members[1:]:
        one, other = sorted((members[0], other))
        yield Verdict(one=one, other=other, same=True)


def _apart(own: Iterable[int], apart: Iterable[int]) -> Iterator[Verdict]:
    members = set(own)
    for one in sorted(members):
        for other in sorted(set(apart) - members):
            first, second = sorted((one, other))
            yield Verdict(one=first, other=second, same=False)


def _called(leaves: Sequence[Leaf], name: str) -> list[Leaf]:
    keys = {kind.value: leaf_key(kind, name) for kind in MentionKind}
    return [leaf for leaf in leaves if keys.get(leaf.kind) == leaf.key]
