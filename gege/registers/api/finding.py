"""What the rules find, and what comes of it."""

from gege.registers import finding_names
from gege.registers.actions.findings import decline_hint, dismiss_finding, finish_finding
from gege.registers.actions.run_rules import last_cursor, run_rules
from gege.registers.models import Finding
from gege.registers.queries.findings import (
    FindingLine,
    finding_line,
    findings_about,
    open_findings,
    rules_for,
)

__all__ = [
    "Finding",
    "FindingLine",
    "decline_hint",
    "dismiss_finding",
    "finding_line",
    "finding_names",
    "findings_about",
    "finish_finding",
    "last_cursor",
    "open_findings",
    "rules_for",
    "run_rules",
]
