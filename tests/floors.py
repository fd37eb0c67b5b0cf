"""Finds what breaks the floors of docs/decisions/0001-floors.md, in any source tree given to it."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

# From the ground up: a package may import those before it, never those after it.
FLOORS = [
    "tourmap.geo",
    "tourmap.lang",
    "tourmap.api",
    "accounts",
    "dramas",
    "locations",
    "checkins",
    "impact",
    "maps",
    "tourmap",  # the roof: urls, settings, wsgi
]
# Its pages are the end of the way: only the roof, which hangs them up, may name it.
IMPORTED_BY_NOBODY = "maps"
HOMES = {"folium": "maps", "branca": "maps", "geopy": "tourmap.geo"}
BANNED = {
    "django.dispatch": "signal receivers act behind one's back",
    "django.db.models.signals": "signal receivers act behind one's back",
    "threading": "no threads: the server has them",
}
LOADERS = {"import_module", "import_string", "__import__", "get_model", "include", "reload"}
LINES = {".py": 300, ".js": 400, ".css": 500, ".html": 300}
TEST_LINES = 500


def floor_of(module: str) -> str | None:
    """The floor a dotted name lives on; None if it is not ours."""
    inside = [floor for floor in FLOORS if f"{module}.".startswith(f"{floor}.")]
    return max(inside, key=len, default=None)


def import_faults(root: Path) -> Iterator[str]:
    """Imports that go up, wherever in a file they hide, and packages outside their home."""
    for path in _code(root):
        module = _module_of(path.relative_to(root))
        for line, imported in imports_in(path.read_text(encoding="utf-8"), module):
            if reason := _why_not(module, imported):
                yield f"{path.relative_to(root)}:{line} imports {imported}: {reason}"


def imports_in(source: str, module: str) -> Iterator[tuple[int, str]]:
    """`(line, dotted name)` of every import: in functions, under TYPE_CHECKING, and by name."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(node, module)
            yield from ((node.lineno, f"{base}.{name.name}") for name in node.names)
        elif isinstance(node, ast.Call) and _called(node) in LOADERS and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield node.lineno, first.value


def accessor_faults(root: Path, accessors: dict[str, str]) -> Iterator[str]:
    """Names of reverse relations (`drama.scenes`) used below the floor that declares them.

    `accessors` gives for each name the app whose foreign key makes it.
    """
    for path in _code(root):
        own = floor_of(_module_of(path.relative_to(root)))
        if own is None:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for name in _names_used(node):
                owner = accessors.get(name)
                if owner and FLOORS.index(owner) > FLOORS.index(own):
                    line = getattr(node, "lineno", 0)
                    yield f"{path.relative_to(root)}:{line} uses {name}, which {owner} declares"


def relation_faults(relations: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """Foreign keys that go up, of `(field, its app, the app it points to)`."""
    for field, owner, target in relations:
        if FLOORS.index(owner) < FLOORS.index(target):
            yield f"{field} points up to {target}"


def length_faults(root: Path) -> Iterator[str]:
    for path in _files(root):
        relative = path.relative_to(root)
        limit = TEST_LINES if relative.parts[0] == "tests" else LINES.get(path.suffix)
        if limit and path.suffix in LINES:
            lines = len(path.read_text(encoding="utf-8").splitlines())
            if lines > limit:
                yield f"{relative} has {lines} lines, at most {limit} are meant"


def _why_not(module: str, imported: str) -> str:
    package = imported.split(".")[0]
    own, theirs = floor_of(module), floor_of(imported)
    if own is None:
        return ""
    if package in HOMES and own != HOMES[package]:
        return f"{package} lives in {HOMES[package]} alone"
    for banned, reason in BANNED.items():
        if f"{imported}.".startswith(f"{banned}."):
            return reason
    if own == "tourmap.geo" and package in {"django", "rest_framework"}:
        return "geo knows no Django"
    if theirs is None or theirs == own or own == "tourmap":
        return ""
    if theirs == IMPORTED_BY_NOBODY:
        return f"nobody imports {theirs}"
    return "up" if FLOORS.index(theirs) > FLOORS.index(own) else ""


def _files(root: Path) -> Iterator[Path]:
    ours = {floor.split(".")[0] for floor in FLOORS} | {"tests", "bin", "bench", "manage.py"}
    for name in sorted(ours):
        top = root / name
        for path in [top] if top.is_file() else sorted(top.rglob("*")):
            if path.is_file() and not {"migrations", "__pycache__", "vendor"} & set(path.parts):
                yield path


def _code(root: Path) -> Iterator[Path]:
    """The Python files that live on a floor."""
    return (
        path
        for path in _files(root)
        if path.suffix == ".py" and floor_of(_module_of(path.relative_to(root)))
    )


def _module_of(relative: Path) -> str:
    parts = relative.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _absolute(node: ast.ImportFrom, module: str) -> str:
    if not node.level:
        return node.module or ""
    # Good enough for a plain module; in an __init__ one dot less would be cut, which is stricter.
    base = module.split(".")[: -node.level]
    return ".".join([*base, *([node.module] if node.module else [])])


def _called(node: ast.Call) -> str:
    function = node.func
    return getattr(function, "attr", "") or getattr(function, "id", "")


def _names_used(node: ast.AST) -> Iterator[str]:
    """Attributes, keywords of filters and lookup strings: `.scenes`, `scenes__drama=`, "scenes__x"."""
    if isinstance(node, ast.Attribute):
        yield node.attr
    elif isinstance(node, ast.keyword) and node.arg and "__" in node.arg:
        yield from node.arg.split("__")
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "__" in node.value:
        yield from node.value.lstrip("-").split("__")
