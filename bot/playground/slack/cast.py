"""Who and what is in the workspace before anything happens."""

from __future__ import annotations

from bot.playground.slack.model import BOT_USER, Channel, User

USERS: tuple[User, ...] = (
    User(id="U0OLIVIA", name="olivia", real_name="Olivia Grant", title="Operations lead", tz="America/Chicago"),
    User(id="U0CARLOS", name="carlos", real_name="Carlos Reyes", title="Order desk coordinator", tz="America/Chicago"),
    User(
        id="U0BRENDA", name="brenda", real_name="Brenda Walsh", title="Head of order management", tz="America/Chicago"
    ),
    User(id="U0TOMASZ", name="tomasz", real_name="Tomasz Zielinski", title="Integration lead", tz="America/New_York"),
    User(
        id="U0SELINE",
        name="seline",
        real_name="Seline Okafor",
        title="Security reviewer",
        tz="Europe/London",
        locale="en-GB",
    ),
    User(
        id="U0MARTIN",
        name="martin",
        real_name="Martín Ibáñez",
        title="Chief operating officer",
        tz="Europe/Madrid",
        locale="es-ES",
    ),
    User(
        id="U0LUCIAM",
        name="lucia",
        real_name="Lucía Mendoza",
        title="Jefa de pedidos en México",
        tz="America/Mexico_City",
        locale="es-LA",
    ),
    User(
        id="U0GUESTY", name="gwen", real_name="Gwen Parr", title="Consultant", tz="America/New_York", is_restricted=True
    ),
)

_EVERYONE = tuple(user.id for user in USERS)
_STAFF = tuple(user.id for user in USERS if not user.is_restricted)

CHANNELS: tuple[Channel, ...] = (
    Channel(id="C0GENERAL", name="general", members=_STAFF, general=True),
    Channel(id="C0ORDERS", name="orders", members=(*_EVERYONE, BOT_USER)),
    Channel(id="C0STEERING", name="steering", kind="private", members=("U0OLIVIA", "U0MARTIN")),
)
