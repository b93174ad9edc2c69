"""Nobody gets anything out of the store without saying of which workspace; the few who do are named here."""

import ast
import importlib
import pkgutil
import typing
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType, ModuleType, UnionType

import pytest
from sqlalchemy.orm import Session

import bot.store
from bot.delivery import outbox
from bot.store import audit, audited
from bot.store.every_table import METADATA
from bot.store.tables import Base, Workspace
from bot.store.tenancy import MARK
from tests.unit.house import sources

# For the tick, the delivery, and who runs the installation; nobody who acts in Slack gets here.
ACROSS = {
    "bot.delivery.outbox.backlog",
    "bot.delivery.outbox.is_idle",
    "bot.delivery.outbox.lanes",
    "bot.delivery.outbox.overdue",
    "bot.store.actions.ahead",
    "bot.store.actions.due",
    "bot.store.actions.how_many_due",
    "bot.store.actions.next_due",
    "bot.store.appointments.ahead",
    "bot.store.appointments.due",
    "bot.store.appointments.next_due",
    "bot.store.audit.chains",
    "bot.store.diagnoses.ahead",
    "bot.store.diagnoses.by_id",
    "bot.store.diagnoses.every_id",
    "bot.store.diagnoses.next_look",
    "bot.store.diagnoses.silent",
    "bot.store.installations.every",
    "bot.store.installations.expiring",
    "bot.store.people.every_workspace",
    "bot.store.people.forget_requests",
}
MAY_LOOK_ACROSS = (
    "bot.app",
    "bot.doctor",
    "bot.admin",
    "bot.export",
    "bot.keeping",
    "bot.keyring",
    "bot.slack.many",
    "bot.watch",
    "bot.delivery",
    "bot.playground",
    "bot.store",
)
# Written down by whoever did the deed, each with its workspace; or a look at rows that are about to be written.
OF_THE_DEED = {audit.note, audit.write, audited.look}
# Keyed by workspace in another way: pairs of workspace and id, whoever holds an installation, what the session holds;
# or, like an installation under way, of no workspace yet.
OTHERWISE = {
    "bot.store.batch.forget",
    "bot.store.batch.of",
    "bot.store.diagnoses.several",
    "bot.store.installations.begin",
    "bot.store.installations.leave",
    "bot.store.installations.take",
    "bot.store.people.left",
    "bot.store.people.several",
}
OF_NO_WORKSPACE = {"install_state", "replica", "workspace"}
ROOT = Path(__file__).parents[2]


def _modules() -> Iterator[ModuleType]:
    for found in pkgutil.iter_modules(bot.store.__path__, "bot.store."):
        if not found.ispkg:
            yield importlib.import_module(found.name)
    yield outbox


def _functions() -> Iterator[FunctionType]:
    """The store's functions that look into a database."""
    for module in _modules():
        for name, value in vars(module).items():
            is_own = isinstance(value, FunctionType) and value.__module__ == module.__name__
            if is_own and not name.startswith("_") and Session in typing.get_type_hints(value).values():
                yield value


def _name(function: FunctionType) -> str:
    return f"{function.__module__}.{function.__qualname__}"


def _says_which(function: FunctionType) -> bool:
    """Whether a workspace has to be given: by its id, or with a row (or several) of it."""
    hints = typing.get_type_hints(function)
    hints.pop("return", None)
    return "workspace_id" in hints or any(_is_of_workspace(hint) for hint in hints.values())


def _is_of_workspace(hint: object) -> bool:
    if isinstance(hint, UnionType) or typing.get_origin(hint) is typing.Union:
        return all(_is_of_workspace(each) for each in typing.get_args(hint))
    if typing.get_origin(hint) is not None:
        return any(_is_of_workspace(each) for each in typing.get_args(hint))
    return isinstance(hint, type) and issubclass(hint, Base) and (hint is Workspace or hasattr(hint, "workspace_id"))


@pytest.mark.parametrize("function", [*_functions()], ids=_name)
def test_a_workspace_has_to_be_given(function: FunctionType) -> None:
    """A function of the store takes a workspace's id or a row of one, or is marked as looking into every one."""
    is_marked = hasattr(function, MARK)
    assert is_marked == (_name(function) in ACROSS)
    if not is_marked and function not in OF_THE_DEED and _name(function) not in OTHERWISE:
        assert _says_which(function), f"{_name(function)} can be called without a workspace"


def test_those_who_look_across_are_all_there() -> None:
    """The list names no function that is not there (any more)."""
    assert {_name(each) for each in _functions() if hasattr(each, MARK)} == ACROSS


def test_nobody_who_acts_in_slack_looks_across() -> None:
    """Only the tick, the delivery and the operator's commands call what looks into every workspace."""
    names = {tuple(name.rsplit(".", 2)[1:]) for name in ACROSS}
    for module, source in sources(ROOT).items():
        if module.startswith(MAY_LOOK_ACROSS):
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                assert (node.value.id, node.attr) not in names, f"{module}:{node.lineno}"


def test_every_table_belongs_to_a_workspace() -> None:
    """Every table has its workspace in its key, so that no id of one workspace can name a row of another."""
    for table in METADATA.sorted_tables:
        if table.name not in OF_NO_WORKSPACE:
            assert "workspace_id" in table.primary_key.columns, table.name
            for key in table.foreign_key_constraints:
                assert "workspace_id" in key.column_keys, table.name
