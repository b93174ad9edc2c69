"""Environment markers of requirements (PEP 508), as far as packages use them: is this line for this machine?"""

import ast
import os
import platform
import re
import sys
from collections.abc import Mapping
from typing import Final

_COMPARED = re.compile(
    r"""(?P<left>['"][^'"]*['"]|[a-z_]+)\s*(?P<how>==|!=|<=|>=|<|>|not\s+in|in)\s*(?P<right>['"][^'"]*['"]|[a-z_]+)"""
)
HERE: Final[Mapping[str, str]] = {
    "implementation_name": sys.implementation.name,
    "os_name": os.name,
    "platform_machine": platform.machine(),
    "platform_python_implementation": platform.python_implementation(),
    "platform_system": platform.system(),
    "python_full_version": platform.python_version(),
    "python_version": ".".join(platform.python_version_tuple()[:2]),
    "sys_platform": sys.platform,
}


def holds(marker: str, extras: frozenset[str]) -> bool:
    """Whether a marker holds here, with these extras asked for; an empty one does. Raises SyntaxError for no marker."""
    if not marker.strip():
        return True

    def compared(found: re.Match[str]) -> str:
        left, how, right = found["left"], " ".join(found["how"].split()), found["right"]
        if "extra" in {left, right}:
            asked = (right if left == "extra" else left).strip("'\"")
            return str((asked in extras) == (how == "=="))
        return str(_compare(_value(left), how, _value(right)))

    return _true(ast.parse(_COMPARED.sub(compared, marker).strip(), mode="eval").body)


def _value(text: str) -> str:
    return text.strip("'\"") if text[0] in "'\"" else HERE.get(text, "")


def _compare(left: str, how: str, right: str) -> bool:
    one, other = _ordered(left), _ordered(right)
    match how:
        case "==":
            return left == right
        case "!=":
            return left != right
        case "in":
            return left in right
        case "not in":
            return left not in right
        case "<":
            return one < other
        case "<=":
            return one <= other
        case ">":
            return one > other
        case _:
            return one >= other


def _ordered(text: str) -> tuple[int, ...]:
    """A version as numbers, so that 3.9 comes before 3.11."""
    return tuple(int(number) for number in re.findall(r"\d+", text))


def _true(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return bool(node.value)
    if isinstance(node, ast.BoolOp):
        each = [_true(value) for value in node.values]
        return all(each) if isinstance(node.op, ast.And) else any(each)
    raise SyntaxError("no marker")
