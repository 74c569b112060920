"""YAML that remembers its lines, so that an error can say where it is.

Only ``true`` and ``false`` are booleans, as in YAML 1.2: a country ``NO`` stays Norway. A key that
stands twice in one mapping is an error, where plain PyYAML would keep the last in silence.
"""

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import yaml

Path = tuple[str | int, ...]
"""The way to a value: keys and list positions from the top of the document."""


UNREAD = ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp")
"""What PyYAML reads by itself as YAML 1.1 says, and this does not."""

DEEP = 2000
"""Brackets open at once, or characters of a line, above which libyaml is not asked."""

_BRACKETS = re.compile(r"[\[\]{}]")

log = logging.getLogger(__name__)


class PlacedYamlError(ValueError):
    """The text is no YAML; `line` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Placed:
    """A document's plain values, and the nodes that know their lines."""

    value: object
    root: yaml.Node | None

    def line(self, path: Sequence[str | int]) -> int:
        """The line of the value at a path, from 1; where it is missing, that of what holds it."""
        node, line = self.root, 1
        for step in path:
            place = _child(node, step)
            if place is None:
                break
            key, node = place
            line = key.start_mark.line + 1
        return line


def parse_yaml(text: str) -> Placed:
    """The one document of a text, of plain values alone.

    Raises:
        PlacedYamlError: it is not YAML, holds a key twice, or asks for Python objects.
    """
    try:
        loader, root = _composed(text)
        _refuse_double_keys(root)
        value = loader.construct_document(root) if root is not None else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise PlacedYamlError(mark.line + 1 if mark else 1, _said(error)) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise PlacedYamlError(line, f"the character #x{error.character:04x} is not allowed") from (
            error
        )
    except PlacedYamlError:
        raise
    except ValueError as error:  # a tag that its value does not fit, such as !!int x
        raise PlacedYamlError(1, str(error)) from error
    except RecursionError as error:
        raise PlacedYamlError(1, "the document is nested too deeply") from error
    return Placed(value, root)


class _Loader(yaml.SafeLoader):
    """PyYAML's safe loader with YAML 1.2's booleans; dates stay text, for the models to read."""


class _QuickLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The same on libyaml where PyYAML has it: a file of 2,000 sources in a quarter of the time."""


for _kind in (_Loader, _QuickLoader):
    _kind.yaml_implicit_resolvers = {
        first: [pair for pair in pairs if pair[0] not in UNREAD]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    _kind.add_implicit_resolver(
        "tag:yaml.org,2002:bool",
        re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"),
        list("tTfF"),
    )


def _composed(text: str) -> tuple[yaml.SafeLoader, yaml.Node | None]:
    """The document's nodes by libyaml; what it refuses is told in PyYAML's words."""
    if not _is_deep(text):
        try:
            quick = _QuickLoader(text)
            return quick, quick.get_single_node()
        except yaml.YAMLError as error:
            log.debug("libyaml refuses this text, PyYAML is asked: %s", error)
    loader = _Loader(text)
    return loader, loader.get_single_node()


def _is_deep(text: str) -> bool:
    """Whether nesting could exhaust the stack, against which libyaml's binding has no guard."""
    depth = 0
    for bracket in _BRACKETS.findall(text):
        depth = max(0, depth + (1 if bracket in "[{" else -1))
        if depth > DEEP:
            return True
    return max(map(len, text.splitlines()), default=0) > DEEP  # "- - - - x" nests, too


def _child(node: yaml.Node | None, step: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    """The node that names a member (its key, or itself in a list) and the member."""
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None


def _refuse_double_keys(root: yaml.Node | None) -> None:
    for node in _nodes(root):
        seen: dict[str, int] = {}
        for key, _ in node.value:
            name, line = str(key.value), key.start_mark.line + 1
            if name in seen and name != "<<":
                raise PlacedYamlError(line, f"the key `{name}` stands on line {seen[name]} already")
            seen[name] = line


def _nodes(root: yaml.Node | None) -> Iterator[yaml.MappingNode]:
    """Every mapping once, however often an alias repeats it."""
    waiting, seen = [root], set[int]()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            yield node
            waiting += [part for pair in node.value for part in pair]
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value


def _said(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or "this is not YAML"
    if "'\\t'" in problem:
        return "indented with a tab; YAML is indented with spaces"
    if "mapping values are not allowed" in problem:
        return f"{problem}; put a text that holds a colon in quotes"
    return f"{problem} ({error.context})" if error.context else problem
