"""What `scoring` may import and name: the checker, apart from its test so that the test can feed it bad sources."""

from __future__ import annotations

import ast

STDLIB = (
    "__future__",
    "argparse",
    "bisect",
    "collections",
    "dataclasses",
    "decimal",
    "difflib",
    "functools",
    "hashlib",
    "itertools",
    "json",
    "operator",
    "pathlib",
    "re",
    "sys",
    "typing",
)
ALLOWED = (*STDLIB, "pydantic", "yaml", "scoring")
NAMES = ("float", "hash", "id", "eval", "exec", "compile", "__import__", "breakpoint", "input", "open", "globals")
WHOLE_MATH = ("gcd", "lcm", "prod")  # of math, only what stays with whole numbers
SYS = ("stdout", "stderr", "exit")


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module == "math":
        return [f"math.{alias.name}" for alias in node.names if alias.name not in WHOLE_MATH]
    if isinstance(node, ast.ImportFrom):
        return [node.module or "" if node.level == 0 else "a relative import"]
    return []


def breaches(source: str) -> list[str]:
    """Return what a module of `scoring` does that it must not, one line each.

    It imports only what is listed; it has no fractions (no float literal, no division but of paths, no `float`), and it
    names nothing that differs from run to run or reaches out of the process.
    """
    found: list[str] = []
    for node in ast.walk(ast.parse(source)):
        line = getattr(node, "lineno", 0)
        strange = (module for module in _imported(node) if module.split(".", maxsplit=1)[0] not in ALLOWED)
        found.extend(f"line {line}: imports {module}" for module in strange)
        if isinstance(node, ast.Constant) and isinstance(node.value, (float, complex)):
            found.append(f"line {line}: the fraction {node.value}")
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in NAMES:
            found.append(f"line {line}: uses {node.id}")
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and not _is_path(node):
            found.append(f"line {line}: divides")
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id == "sys" and node.attr not in SYS:
                found.append(f"line {line}: uses sys.{node.attr}")
            if node.value.id != "self" and node.attr in {"environ", "now", "today", "home", "cwd"}:
                found.append(f"line {line}: uses {node.value.id}.{node.attr}")
    return found


def _is_path(node: ast.BinOp) -> bool:
    """Whether a division joins paths: one side is a text with letters in it."""
    sides = (node.left, node.right)
    texts = [side for side in sides if isinstance(side, (ast.Constant, ast.JoinedStr))]
    return any(not (isinstance(text, ast.Constant) and isinstance(text.value, (int, float))) for text in texts)
