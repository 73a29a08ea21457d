"""The tables of supervision."""

from gege.supervision.models.briefing import Briefing, Conclusion
from gege.supervision.models.camera import AskedCamera, Camera, Viewing, ViewRequest
from gege.supervision.models.daily import DailyFile
from gege.supervision.models.digest import Digest, TopicRulesEdition
from gege.supervision.models.edition import OrderRulesEdition
from gege.supervision.models.group import Attendance, Decision, Group, Meeting, Member
from gege.supervision.models.kept_file import KeptFile
from gege.supervision.models.order import Order, OrderEntry
from gege.supervision.models.review import (
    Evidence,
    Named,
    Review,
    ReviewMeasure,
    ReviewRulesEdition,
    ReviewSubject,
)

__all__ = [
    "AskedCamera",
    "Attendance",
    "Briefing",
    "Camera",
    "Conclusion",
    "DailyFile",
    "Decision",
    "Digest",
    "Evidence",
    "Group",
    "KeptFile",
    "Meeting",
    "Member",
    "Named",
    "Order",
    "OrderEntry",
    "OrderRulesEdition",
    "Review",
    "ReviewMeasure",
    "ReviewRulesEdition",
    "ReviewSubject",
    "TopicRulesEdition",
    "ViewRequest",
    "Viewing",
]
