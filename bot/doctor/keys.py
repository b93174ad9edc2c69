"""The keys that stored tokens are encrypted with: whether they can be used, and open every token that is stored."""

from collections.abc import Iterator

from sqlalchemy.exc import SQLAlchemyError

from bot.doctor.check import Check, ill, well
from bot.settings import Settings
from bot.slack.many import opens
from bot.store import installations, schema
from bot.store.database import Database
from bot.store.seal import SETTING, Ring, SealError, read_ring, sealed_with

NAME = "encryption"


def look(settings: Settings) -> Iterator[Check]:
    """Nothing where one token serves one workspace: it is never stored."""
    if not settings.takes_many:
        return
    try:
        ring = read_ring(settings.encryption_keys.get_secret_value())
    except SealError as error:
        yield ill(NAME, f"{error}")
        return
    yield _opens(ring, settings)


def _opens(ring: Ring, settings: Settings) -> Check:
    try:
        database = Database(settings.database_url)
    except SQLAlchemyError:  # told by the database's own check
        return well(NAME, f"the keys can be used; {ring.first} writes")
    try:
        with database.engine.connect() as connection:
            if not schema.is_enough(schema.found(connection)):
                return well(NAME, f"the keys can be used; {ring.first} writes")
        with database.reading() as session:
            rows = installations.every(session)
    except (SQLAlchemyError, OSError):
        return well(NAME, f"the keys can be used; {ring.first} writes")
    finally:
        database.close()
    lost = sorted({sealed_with(row.token) for row in rows} - set(ring.keys))
    if lost:
        told = (
            f"tokens are encrypted with {', '.join(lost)}, which is not there; put it back into {SETTING}, at its end"
        )
        return ill(NAME, told)
    shut = [row.workspace_id for row in rows if not opens(ring, row)]
    if shut:
        return ill(NAME, f"tokens of {', '.join(shut)} do not open; restore their rows, or run `unstick keys forget`")
    return well(NAME, f"the keys open every token; {ring.first} writes")
