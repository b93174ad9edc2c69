"""All tables there are, whichever modules of this room define them."""

import importlib
import pkgutil

import bot.store as room
from bot.store.tables import Base

for _module in pkgutil.iter_modules(room.__path__):
    if _module.name.endswith("tables"):
        importlib.import_module(f"{room.__name__}.{_module.name}")

METADATA = Base.metadata
