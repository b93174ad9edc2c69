"""The tables of who has let Unstick in: one row an installation, and the states of installations under way."""

from datetime import datetime

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.tables import Base


class Installation(Base):
    """The bot token of one workspace, or of a whole organisation (`is_org`: then `workspace_id` is its enterprise id).

    `token` and `refresh` are sealed (bot/store/seal.py), bound to this row's workspace and organisation.
    `refreshing_until` keeps two replicas from renewing a token at once: a refresh token serves once.
    """

    __tablename__ = "installation"
    workspace_id: Mapped[str] = mapped_column(primary_key=True)
    enterprise_id: Mapped[str | None]
    is_org: Mapped[bool]
    bot_user_id: Mapped[str]
    scopes: Mapped[str] = mapped_column(Text)
    token: Mapped[str] = mapped_column(Text)
    refresh: Mapped[str | None] = mapped_column(Text)
    expires_at: Mapped[datetime | None] = mapped_column(index=True)
    refreshing_until: Mapped[datetime | None]
    installed_by: Mapped[str]
    installed_at: Mapped[datetime]


class InstallState(Base):
    """An installation that a browser has begun, of no workspace yet; only hashes of what it must bring back."""

    __tablename__ = "install_state"
    state_sha256: Mapped[str] = mapped_column(primary_key=True)
    browser_sha256: Mapped[str]
    expires_at: Mapped[datetime] = mapped_column(index=True)
