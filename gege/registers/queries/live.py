"""Which registers are live: only those whose latest impact record was approved (domain 2.7)."""

from gege.registers.models import Assessment


def live_registers() -> frozenset[str]:
    """Return the codes of registers that may take and show records. One statement."""
    newest = (
        Assessment.objects.filter(approved__isnull=False)
        .order_by("register", "-id")
        .distinct("register")
        .values_list("register", "approved")
    )
    return frozenset(code for code, approved in newest if approved)


def is_live(register: str) -> bool:
    """Tell whether a register is live."""
    newest = Assessment.objects.filter(register=register, approved__isnull=False)
    return bool(newest.order_by("-id").values_list("approved", flat=True).first())
