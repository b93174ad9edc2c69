"""How many bare commits a database takes: one row, one transaction, with the product's own settings."""

import threading
import time

import sqlalchemy as sa

from bot.store.database import Database

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
