"""The house's floors: the checker, apart from its test so that the test can feed it bad sources."""

import ast
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

# From the ground up; a room may import itself and what stands below it.
FLOORS = (
    ("bot.address",),
    ("scoring", "bot.settings", "bot.clock", "bot.log", "bot.serving", "bot.store"),
    ("prompts", "bot.delivery", "bot.access"),
    ("bot.understanding",),
    ("bot.desk",),
    ("bot.report", "bot.checkins", "bot.hooks"),
    ("bot.interview", "bot.keeping"),
    ("bot.operate",),
    ("bot.slack", "bot.watch"),
    ("bot.app",),
    ("bot.playground", "bot.doctor", "bot.keyring", "bot.manifest", "bot.pack"),
    ("bot.export", "bot.admin", "bot.upkeep"),
    ("bot.cli",),
    ("bot.__main__",),
)
LEVEL = {room: level for level, rooms in enumerate(FLOORS) for room in rooms}
# What a room must not know of the world outside, whatever its floor.
STRANGERS: Mapping[str, tuple[str, ...]] = {
    "prompts": ("slack_sdk", "slack_bolt", "sqlalchemy", "alembic", "dbos", "time", "datetime.datetime", "bot"),
    "bot.store": ("slack_sdk", "slack_bolt", "dbos", "jinja2", "starlette"),
    "bot.delivery": ("slack_sdk", "slack_bolt", "jinja2", "starlette"),
    "bot.desk": ("slack_sdk", "slack_bolt", "dbos", "jinja2", "starlette"),
    "bot.understanding": ("slack_sdk", "slack_bolt", "dbos", "sqlalchemy", "starlette"),
    "bot.checkins": ("slack_sdk", "slack_bolt", "dbos", "jinja2", "starlette"),
    "bot.hooks": ("slack_sdk", "slack_bolt", "dbos", "jinja2", "starlette"),
    "bot.keeping": ("slack_sdk", "slack_bolt", "jinja2", "starlette"),
    "bot.interview": ("slack_sdk", "slack_bolt", "dbos", "jinja2", "starlette", "sqlalchemy"),
    "bot.operate": ("slack_sdk", "slack_bolt", "dbos", "jinja2", "starlette", "sqlalchemy"),
    "bot.watch": ("slack_sdk", "slack_bolt", "dbos", "jinja2"),
    "bot.slack": ("dbos", "sqlalchemy.create_engine", "jinja2"),
}


def room_of(module: str) -> str | None:
    """The room a module stands in, such as `bot.slack` for `bot.slack.blocks`; None for one of another house."""
    parts = module.split(".")
    if parts[0] in {"scoring", "prompts"}:
        return parts[0]
    return ".".join(parts[:2]) if parts[0] == "bot" and len(parts) > 1 else None


@cache
def imports(source: str) -> tuple[tuple[int, str], ...]:
    """What a source imports when it runs, with the line; names too: `from a import b` gives `a.b`."""
    return tuple(_imports(source))


def _imports(source: str) -> Iterator[tuple[int, str]]:
    tree = ast.parse(source)
    only_for_types = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in only_for_types:
            continue
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "relative" if node.level else str(node.module)
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)


def breaches(module: str, source: str) -> list[str]:
    """What a module imports though it must not, a line each: from its own floor or above, or from the world outside."""
    room = room_of(module)
    if room is None:
        return []
    if room not in LEVEL:
        return [f"{module}: {room} has no floor; give it one in tests/unit/house.py and docs"]
    found = []
    for line, name in imports(source):
        other = room_of(name)
        if name.startswith("relative"):
            found.append(f"{module}:{line} imports by a relative path")
        elif other and other != room and LEVEL.get(other, len(FLOORS)) >= LEVEL[room]:
            found.append(f"{module}:{line} imports {name}, which does not stand below {room}")
        elif any(f"{name}.".startswith(f"{stranger}.") for stranger in STRANGERS.get(room, ())):
            found.append(f"{module}:{line} imports {name}, of which {room} must not know")
    return found


def sources(root: Path) -> dict[str, str]:
    """Every module of the three rooms with its source."""
    files = [path for room in ("bot", "prompts", "scoring") for path in sorted((root / room).rglob("*.py"))]
    return {_name(path.relative_to(root)): path.read_text("utf-8") for path in files}


def circle(modules: Mapping[str, str]) -> list[str]:
    """The modules of one circle of imports, or nothing."""
    edges = {name: [_module(target, modules) for _, target in imports(text)] for name, text in modules.items()}
    done: set[str] = set()

    def walk(name: str, path: list[str]) -> list[str]:
        if name in path:
            return [*path[path.index(name) :], name]
        if name in done:
            return []
        for target in edges[name]:
            if target and target != name and (found := walk(target, [*path, name])):
                return found
        done.add(name)
        return []

    return next((found for name in edges if (found := walk(name, []))), [])


def _module(target: str, modules: Mapping[str, str]) -> str | None:
    """The module that an imported name stands in."""
    if target in modules:
        return target
    parent = target.rpartition(".")[0]
    return parent if parent in modules else None


def _name(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def arrows(modules: Mapping[str, str]) -> dict[str, set[str]]:
    """Which rooms each room imports from, itself not counted."""
    found: dict[str, set[str]] = {}
    for module, source in modules.items():
        rooms = {room_of(name) for _, name in imports(source)}
        if room := room_of(module):
            found.setdefault(room, set()).update(each for each in rooms if each in LEVEL and each != room)
    return found


def longest(modules: Mapping[str, str]) -> tuple[str, int]:
    """The longest module and its lines."""
    return max(((name, len(source.splitlines())) for name, source in modules.items()), key=lambda each: each[1])


def told(modules: Mapping[str, str]) -> Iterator[str]:
    """The house in a few lines: its size, its longest module, its circles, and its arrows from the top down."""
    name, lines = longest(modules)
    ring, drawn = circle(modules), arrows(modules)
    yield f"modules: {len(modules)}; the longest: {name}, {lines} lines"
    yield f"circles of imports: {1 if ring else 0} {' -> '.join(ring)}".rstrip()
    yield f"arrows between rooms: {sum(map(len, drawn.values()))}"
    for room in sorted(drawn, key=lambda each: (-LEVEL[each], each)):
        yield f"  {room} -> {', '.join(sorted(drawn[room], key=lambda each: (-LEVEL[each], each))) or 'nothing'}"


if __name__ == "__main__":
    sys.stdout.write("".join(f"{line}\n" for line in told(sources(Path(__file__).parents[2]))))
