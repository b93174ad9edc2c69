"""Who has let Unstick in: installations by workspace or organisation, and what becomes of them."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.store.install_tables import Installation, InstallState
from bot.store.tables import Workspace
from bot.store.tenancy import across_workspaces

STATES_AT_ONCE = 1000  # installations under way; more are nobody's honest wish


def keep(session: Session, installation: Installation) -> list[str]:
    """Keep an installation in the place of an earlier one of the same workspace or organisation.

    Returns the workspaces that had left, and are back with it.
    """
    session.merge(installation)
    mine = Workspace.enterprise_id if installation.is_org else Workspace.id
    gone = sa.select(Workspace).where(mine == installation.workspace_id, Workspace.left_at.is_not(None))
    back = list(session.scalars(gone))
    for workspace in back:
        workspace.left_at = None  # one by one, so that the audit log hears of it
    return [workspace.id for workspace in back]


def of_workspace(session: Session, workspace_id: str, enterprise_id: str | None = None) -> Installation | None:
    """The installation that serves a workspace: its own, else that of its organisation, as far as that is known."""
    org = enterprise_id or session.scalar(sa.select(Workspace.enterprise_id).where(Workspace.id == workspace_id))
    own = session.get(Installation, workspace_id)
    if own is not None or org is None:
        return own
    whole = session.get(Installation, org)
    return whole if whole is not None and whole.is_org else None


@across_workspaces
def every(session: Session, *, held: bool = False) -> Sequence[Installation]:
    """All of them, in the order of their ids; `held`: so that nobody else changes them until the transaction ends."""
    found = sa.select(Installation).order_by(Installation.workspace_id)
    return session.scalars(found.with_for_update() if held else found).all()


@across_workspaces
def expiring(session: Session, before: datetime, now: datetime) -> Sequence[str]:
    """The ids of those whose token ends before a moment and is not being renewed by somebody right now."""
    free = sa.or_(Installation.refreshing_until.is_(None), Installation.refreshing_until <= now)
    return session.scalars(sa.select(Installation.workspace_id).where(Installation.expires_at < before, free)).all()


def claim(session: Session, workspace_id: str, *, now: datetime, until: datetime) -> bool:
    """Take the right to renew a token until a moment; False where another has it."""
    free = sa.or_(Installation.refreshing_until.is_(None), Installation.refreshing_until <= now)
    mine = sa.update(Installation).where(Installation.workspace_id == workspace_id, free).values(refreshing_until=until)
    return bool(getattr(session.execute(mine), "rowcount", 0))


def leave(session: Session, holder: str, *, at: datetime) -> bool:
    """Delete the tokens of a workspace or an organisation, and note when it left; whether there were any.

    Of something installed anew since `at` nothing is deleted: Slack's word of the old one came late.
    """
    found = session.get(Installation, holder)
    if found is None or found.installed_at > at:
        return False
    session.delete(found)
    session.flush()
    if not found.is_org and of_workspace(session, holder) is not None:
        return True  # its organisation has let us in as a whole: it is served by that token, and has not left
    served = Workspace.enterprise_id == holder if found.is_org else Workspace.id == holder
    with_own = sa.select(Installation.workspace_id).where(sa.not_(Installation.is_org))
    gone = served & Workspace.id.not_in(with_own) if found.is_org else served
    for workspace in session.scalars(sa.select(Workspace).where(gone, Workspace.left_at.is_(None))):
        workspace.left_at = at  # one by one, so that the audit log hears of it
    return True


def begin(session: Session, state: InstallState, now: datetime) -> bool:
    """Note an installation that a browser has begun, and forget old ones; False where too many are under way."""
    session.execute(sa.delete(InstallState).where(InstallState.expires_at <= now))
    if (session.scalar(sa.select(sa.func.count()).select_from(InstallState)) or 0) >= STATES_AT_ONCE:
        return False
    session.add(state)
    return True


def take(session: Session, state_sha256: str) -> InstallState | None:
    """The installation under way, which is used up by this; None where there is none (any more)."""
    mine = sa.delete(InstallState).where(InstallState.state_sha256 == state_sha256)
    row = session.execute(mine.returning(InstallState.browser_sha256, InstallState.expires_at)).first()
    if row is None:
        return None
    return InstallState(state_sha256=state_sha256, browser_sha256=row.browser_sha256, expires_at=row.expires_at)
