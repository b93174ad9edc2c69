"""The data map tells of every column that there is, and of no other."""

from pathlib import Path

import sqlalchemy as sa

from bot.keeping import data_map
from bot.store.every_table import METADATA

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "data-map.md"


def test_every_column_has_a_line() -> None:
    """A column without kind and purpose cannot be added: nobody would know what to do with it when it is asked for."""
    assert data_map.faults() == []


def test_a_column_without_a_line_is_told() -> None:
    """A column that nobody described is named with its table."""
    table = sa.Table("attic", METADATA, sa.Column("box", sa.String))
    try:
        assert data_map.faults() == ["attic.box has no line in data_map.yaml"]
    finally:
        METADATA.remove(table)


def test_the_page_is_current() -> None:
    """The page in docs is what `unstick data-map` prints."""
    assert PAGE.read_text("utf-8") == data_map.markdown()


def test_the_map_knows_every_table_of_the_database(sqlite_url: str) -> None:
    """Besides the tables of the map a database holds only those of Alembic and of the delivery engine."""
    engine = sa.create_engine(sqlite_url)
    names = set(sa.inspect(engine).get_table_names())
    engine.dispose()
    assert names >= set(data_map.source().tables)
    engines = {"alembic_version", "alembic_version_dbos", "dbos_migrations"}
    unknown = names - set(data_map.source().tables) - engines
    assert all(
        name.startswith(
            ("workflow", "operation", "notification", "stream", "event_dispatch", "application", "queue", "dbos")
        )
        for name in unknown
    ), unknown
