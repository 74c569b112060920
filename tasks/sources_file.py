"""Reads sources.yaml; all that is wrong in it comes out as one error with every place named.

::

    text --placed_yaml--> values + lines --defaults merged--> SourcesFile
                                |                                 |
                                +------ line of each path --- problems --> ConfigError

An error reads ``sources.yaml:12: sources[2].channels[0].kind: what is wrong``.
"""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from storage.errors import ConfigError
from tasks.placed_yaml import Placed, PlacedYamlError, parse_yaml
from tasks.sources import Defaults, SourcesFile
from tasks.sources_advice import HINTS, SHAPES, WANTED
from tasks.sources_sense import Problem, find_problems

Shape = TypeVar("Shape", bound=BaseModel)

WAYS = ("mode", "every", "cron")
"""The keys of a schedule that exclude each other: a source's own replace the default's."""


def load_sources(path: Path, today: date | None = None) -> SourcesFile:
    """The sources of a file, its `defaults` merged under each of them.

    With `today`, a source that has not begun yet is wrong.

    Raises:
        ConfigError: the file cannot be read or something in it is wrong; the text names the
            file, line and path of everything that is.
    """
    placed = _parse(path, _read(path))
    raw = placed.value
    if not isinstance(raw, dict):
        raise ConfigError(f"{path}:1: this must be a mapping with `version: 1` and `sources:`")
    found, problems = _validate(raw)
    problems += find_problems(path.parent, found, today) if found else []
    if found is None or problems:
        raise ConfigError("\n".join(_lines(path, placed, problems)))
    return found


def json_schema() -> dict[str, Any]:
    """The JSON Schema of sources.yaml, for editors: what sources.schema.json holds."""
    schema = SourcesFile.model_json_schema()
    ground = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": ground, **schema, "title": "newsledger sources.yaml"}


def _read(path: Path) -> str:
    try:
        body = path.read_bytes()
    except FileNotFoundError as error:
        advice = "write one with `newsledger init`, or name another with --sources"
        raise ConfigError(f"{path}: there is no such file; {advice}") from error
    except IsADirectoryError as error:
        raise ConfigError(f"{path}: this is a folder; name the file in it") from error
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{path}:{line}: not UTF-8; save the file as UTF-8") from error


def _parse(path: Path, text: str) -> Placed:
    try:
        return parse_yaml(text)
    except PlacedYamlError as error:
        raise ConfigError(f"{path}:{error.line}: {error}") from error


def _validate(raw: dict[Any, Any]) -> tuple[SourcesFile | None, list[Problem]]:
    """The file's value, and all that is wrong: in the defaults once, not in every source."""
    defaults = raw.get("defaults") or {}
    problems = [
        Problem(("defaults", *problem.path), problem.message)
        for problem in _checked(Defaults, defaults)[1]
    ]
    twice = list(_double_ids(raw.get("sources")))
    merged = {**raw, "defaults": {} if problems else defaults}
    if isinstance(raw.get("sources"), list):
        merged["sources"] = [
            merge_defaults(merged["defaults"], source) for source in raw["sources"]
        ]
    found, rest = _checked(SourcesFile, merged)
    problems += twice + [problem for problem in rest if problem.path or not twice]
    return (None if problems else found), problems


def merge_defaults(defaults: Mapping[str, Any], source: object) -> object:
    """A source's own keys over the file's defaults; mappings are merged, all else replaces."""
    if not isinstance(source, dict):
        return source
    merged = {**defaults, **source}
    for key, under in defaults.items():
        over = source.get(key)
        if isinstance(under, Mapping) and isinstance(over, dict):
            own_way = key == "schedule" and any(way in over for way in WAYS)
            kept = {name: under[name] for name in under if not (own_way and name in WAYS)}
            merged[key] = merge_defaults(kept, over)
    return merged


def _checked(model: type[Shape], value: object) -> tuple[Shape | None, list[Problem]]:
    """The value as a model, or what is wrong with it."""
    try:
        return model.model_validate(value), []
    except ValidationError as error:
        schema = model.model_json_schema()
        return None, [_problem(schema, dict(item)) for item in error.errors(include_url=False)]


def _problem(schema: dict[str, Any], item: dict[str, Any]) -> Problem:
    path, kind = tuple(item["loc"]), item["type"]
    if kind == "extra_forbidden":
        return Problem(path, f"unknown key; {_nearest(str(path[-1]), _keys_at(schema, path[:-1]))}")
    if kind == "missing":
        wanted = "write `version: 1`" if path == ("version",) else f"give `{path[-1]}:`"
        return Problem(path, f"missing; {wanted}")
    if kind == "value_error":
        return Problem(path, str(item["ctx"]["error"]))
    if kind == "string_pattern_mismatch" and item["ctx"]["pattern"] in SHAPES:
        return Problem(
            path, f"{item['input']!r:.60} does not fit; {SHAPES[item['ctx']['pattern']]}"
        )
    if kind in WANTED:
        return Problem(path, f"{item['input']!r:.60} {WANTED[kind]}")
    hint = HINTS.get(kind) or _choice(item)
    said = f"{item['msg'][0].lower()}{item['msg'][1:]}, not {item['input']!r:.60}"
    return Problem(path, f"{said}; {hint}" if hint else said)


def _choice(item: dict[str, Any]) -> str:
    """What a misspelt choice may have meant."""
    expected = str(item.get("ctx", {}).get("expected", ""))
    near = difflib.get_close_matches(str(item["input"]), expected.split("'")[1::2], 1)
    return f"did you mean `{near[0]}`?" if near else ""


def _nearest(key: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(key, known, 1, 0.5)
    if near:
        return f"did you mean `{near[0]}`?"
    return f"known here: {', '.join(known)}"


def _keys_at(schema: dict[str, Any], path: Sequence[str | int]) -> list[str]:
    """The keys that a mapping at this path may have."""
    node = schema
    for step in path:
        inner = node.get("items", {}) if isinstance(step, int) else _property(node, step)
        node = _resolved(schema, inner)
    return list(node.get("properties", {}))


def _property(node: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = node.get("properties", {}).get(name, {})
    return found


def _resolved(schema: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """A schema node with its reference followed; of alternatives, the one that has keys."""
    for option in (node, *node.get("anyOf", ())):
        if "$ref" in option:
            found: dict[str, Any] = schema["$defs"][option["$ref"].rpartition("/")[2]]
            return found
    return node


def _double_ids(sources: object) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for place, source in enumerate(sources if isinstance(sources, list) else ()):
        name = source.get("id") if isinstance(source, dict) else None
        if not isinstance(name, str):
            continue
        if name in first:
            message = f"sources[{first[name]}] has the id {name!r} already; give each its own"
            yield Problem(("sources", place, "id"), message)
        first.setdefault(name, place)


def _lines(path: Path, placed: Placed, problems: Sequence[Problem]) -> Iterator[str]:
    found = sorted((placed.line(item.path), _shown(item.path), item.message) for item in problems)
    for line, where, message in found:
        yield f"{path}:{line}: {where}: {message}" if where else f"{path}:{line}: {message}"


def _shown(path: Sequence[str | int]) -> str:
    """A path as people write it: ``sources[2].channels[0].kind``."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")
