"""How many bare commits a database takes, with the product's own settings, and how many answers it holds."""

import threading
import time

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.tables import Entry

SECONDS = 3.0
TABLE = sa.Table(
    "bench_commit", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("word", sa.Text)
)


def per_second(database: Database, connections: int = 1) -> float:
    """Commits a second over this many connections at once, a row of 200 characters each."""
    TABLE.create(database.engine, checkfirst=True)
    counts = [0] * connections
    end = time.perf_counter() + SECONDS

    def commit(number: int) -> None:
        with database.engine.connect() as connection:
            while time.perf_counter() < end:
                if database.is_sqlite:
                    connection.exec_driver_sql("BEGIN IMMEDIATE")
                connection.execute(TABLE.insert(), {"word": "x" * 200})
                connection.commit()
                counts[number] += 1

    threads = [threading.Thread(target=commit, args=(number,)) for number in range(connections)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - begun)


def kept_answers(url: str) -> int:
    """How many answers the database at `url` holds."""
    database = Database(url)
    with database.reading() as session:
        count = session.scalar(sa.select(sa.func.count()).select_from(Entry).where(Entry.kind == "answered"))
    database.close()
    return count or 0
