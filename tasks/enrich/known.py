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

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from storage.clusters import Leaf
from storage.errors import ConfigError
from storage.records import MentionKind
from tasks.enrich.names import leaf_key

METHOD = "entities.yaml"
Kind = Literal["person", "org", "place", "event", "product", "nationality"]


class KnownEntity(BaseModel):
    """One thing with its names."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1)
    kind: Kind
    aliases: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


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
    """Return what entities.yaml says.

    Raises:
        ConfigError: it is no YAML, or an entry is wrong; names the file and the place in it.
    """
    try:
        return KnownEntities.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not readable as YAML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        raise ConfigError(f"{path}: {place}: {first['msg']}") from error


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
