"""What somebody searches by, sealed for the minutes that it is kept: it is often a name."""

from gege.kernel.keyring import KeysError, Unreadable
from gege.registers.protection.sealing import seal, unseal

_PLACE = "search"


def seal_search(text: str, *, account_id: int, token: str) -> str:
    """Return a search sealed for one account under one token."""
    return seal(text, register=_PLACE, uid=str(account_id), field=token)


def unseal_search(kept: str, *, account_id: int, token: str) -> str | None:
    """Return what was searched; None where it is of somebody else, or its key is gone."""
    try:
        return unseal(kept, register=_PLACE, uid=str(account_id), field=token)
    except (Unreadable, KeysError):
        return None
