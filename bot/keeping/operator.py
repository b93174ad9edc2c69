"""Who uses the command line, as the audit log names them."""

import getpass

from bot.store.audit import OPERATOR


def operator() -> str:
    """The login on this machine; without one, only that it was the operator."""
    try:
        return f"{OPERATOR}:{getpass.getuser()}"
    except (KeyError, OSError):  # a container may run under a number without a name
        return OPERATOR
