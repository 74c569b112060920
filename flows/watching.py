"""watch.yaml: topics that somebody follows, each a search.

::

    version: 1
    topics:
      - {name: Harbour, words: "harbour OR ferry"}
      - {name: Stadium, words: '"stadium loan"', source: courier, language: en}
"""

from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from storage.errors import ConfigError, UsageError
from storage.fulltext.terms import parse_search

FILE = "watch.yaml"


class Topic(BaseModel):
    """A search with a name, of one source or language where that is said."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1)
    words: str = Field(min_length=1)
    source: str | None = None
    language: str | None = None


class WatchList(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Literal[1]
    topics: tuple[Topic, ...] = ()


def read_topics(folder: Path) -> tuple[Topic, ...]:
    """The topics of the file in this folder; none where there is no file.

    Raises:
        ConfigError: the file is not as it must be; names the place.
    """
    path = folder / FILE
    if not path.exists():
        return ()
    try:
        topics = WatchList.model_validate(yaml.safe_load(path.read_text("utf-8"))).topics
        for topic in topics:
            parse_search(topic.words)
    except yaml.YAMLError as error:
        raise ConfigError(f"{path}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ConfigError(f"{path}: {where}: {first['msg']}") from error
    except UsageError as error:
        raise ConfigError(f"{path}: {topic.name}: {error}") from error
    return topics
