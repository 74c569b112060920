"""Rules in a file of their own, to be tried before they go into sources.yaml."""

from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from storage.errors import ConfigError
from tasks.placed_yaml import Placed, PlacedYamlError, parse_yaml
from tasks.recipes import Rules
from tasks.sources_sense import rules_at_odds

NO_LIST = (
    "this must be a list of rules, as under `rules:` of a source in sources.yaml, such as"
    ' `- {id: mine, drop: {lines: ["^Share$"]}}`; nothing else stands in the file'
)

_RECIPES = TypeAdapter(tuple[Rules, ...])


def load_rules(path: Path) -> tuple[Rules, ...]:
    """The recipes of a file: a list as under `rules:` in sources.yaml, or that key and its list.

    Raises:
        ConfigError: the file cannot be read or something in it is wrong; the text names its line.
    """
    try:
        placed = parse_yaml(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8; save the file as UTF-8") from error
    except PlacedYamlError as error:
        raise ConfigError(f"{path}:{error.line}: {error}") from error
    return _checked(path, placed)


def _checked(path: Path, placed: Placed) -> tuple[Rules, ...]:
    named = isinstance(placed.value, dict) and set(placed.value) == {"rules"}
    found = placed.value["rules"] if isinstance(placed.value, dict) and named else placed.value
    if not isinstance(found, list):
        line = placed.line(("rules",) if named else ())
        raise ConfigError(f"{path}:{line}: {NO_LIST}")
    try:
        rules = _RECIPES.validate_python(found)
    except ValidationError as error:
        item = error.errors(include_url=False)[0]
        where = ("rules", *item["loc"]) if named else item["loc"]
        shown = ".".join(map(str, item["loc"])) or "rules"
        raise ConfigError(f"{path}:{placed.line(where)}: {shown}: {item['msg']}") from error
    for problem in rules_at_odds(rules):
        line = placed.line(problem.path if named else problem.path[1:])
        raise ConfigError(f"{path}:{line}: {problem.message}")
    return rules
