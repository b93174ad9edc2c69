"""docs/reference/rules-format.md: what may stand in the files of a rules folder, from the models that read them."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any

from scoring import rules as models
from scoring.rules import Model
from tests.reference.markdown import ROOT, head, paragraph, table

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

SOURCE = ROOT / "scoring" / "rules.py"
FILES = (
    ("questions/*.yaml", "Question", "a list of questions; the name of the file is for people only"),
    ("reasons.yaml", "Reason", "a list of reasons"),
    ("frame.yaml", "Frame", "what holds for the whole folder: thresholds, time, budget"),
    ("actions.yaml", "Action", "a list of what a plan may be made of"),
    ("metrics.yaml", "Metric", "a list of numbers that are measured before and after"),
    ("ready.yaml", "ReadyRule", "a list of the five checks"),
    ("contradictions.yaml", "Contradiction", "a list of answers that cannot both be true"),
)
ABOUT = """A rules folder is YAML and nothing else: what is asked, what an answer weighs, what a plan holds. Words that
people read are not in it; they stand in `prompts/<language>/`. What does not fit is told with its file and place, at
the start and by `python -m scoring check`, and nothing unknown is accepted.
"""
TYPES = """A `Word` is a small letter followed by small letters, digits and `_`. A `ReasonId` or `SourceId` is two such
words with a dot between. A `Percent` is a whole number from 1 to 99. A `Count` is a whole number, 0 or more. `Facts`
name questions, each with a list of options any of which will do.
"""


def page() -> str:
    """The page as it has to be."""
    parts = [head("The rules format", "`scoring/rules.py`", ABOUT)]
    rows = [[f"`{file}`", f"[{model}](#{model.lower()})", what] for file, model, what in FILES]
    parts.append(f"## Files\n\n{table(['file', 'each entry', 'holds'], rows)}\n{TYPES}")
    parts += [_model(each, comments) for each, comments in _models()]
    return "\n".join(parts)


def _models() -> list[tuple[type[Model], dict[str, str]]]:
    """The models in the order in which they stand in their file, with the annotation of each field as written."""
    tree = ast.parse(SOURCE.read_text("utf-8"))
    found = []
    for node in tree.body:
        model = getattr(models, node.name, None) if isinstance(node, ast.ClassDef) else None
        if (
            isinstance(node, ast.ClassDef)
            and isinstance(model, type)
            and issubclass(model, Model)
            and model is not Model
        ):
            written = {
                line.target.id: ast.unparse(line.annotation)
                for line in node.body
                if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name)
            }
            found.append((model, written))
    return found


def _model(model: type[Model], written: dict[str, str]) -> str:
    """One kind of entry: what it is for, then its fields."""
    rows = [
        [f"`{field.alias or name}`", f"`{_plainly(written[name])}`", _default(field)]
        for name, field in model.model_fields.items()
    ]
    fields = table(["field", "type", "unless given"], rows)
    return f"## {model.__name__}\n\n{paragraph(model.__doc__)}\n\n{fields}"


def _plainly(annotation: str) -> str:
    """An annotation as written, without Python's own words around it."""
    ranged = re.sub(r"Annotated\[(.+?), Field\((.+?)\)\]", r"\1 (\2)", annotation)
    return re.sub(r"tuple\[(\w+), \.\.\.\]", r"list of \1", ranged).replace("Literal[", "one of [")


def _default(field: FieldInfo) -> str:
    """What holds when it is left out."""
    if field.is_required():
        return "has to be given"
    value: Any = field.get_default(call_default_factory=True)
    if isinstance(value, Model):
        return "its own defaults"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or value in ((), {}, ""):
        return ""
    return f"`{', '.join(map(str, value)) if isinstance(value, tuple) else value}`"
