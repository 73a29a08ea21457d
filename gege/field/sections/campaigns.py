"""Running campaigns: the form, the buildings to go to, and what became of each door (R-046)."""

from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime

from gege.field.scene import Scene
from gege.fieldwork import api as fieldwork


def campaigns(scene: Scene) -> list[dict[str, Any]]:
    """Return what the worker carries for campaigns; no answer of any door is among it."""
    return [_campaign(one, scene) for one in fieldwork.campaigns_for(scene.codes, scene.account.pk)]


def _campaign(one: fieldwork.CampaignWork, scene: Scene) -> dict[str, Any]:
    campaign, form = one.campaign, one.campaign.form
    where = {"form_id": form.form_id, "version": form.version}
    return {
        "uid": str(campaign.uid),
        "title": campaign.title,
        "purpose": campaign.purpose,
        "due_on": campaign.due_on.isoformat(),
        "overdue": campaign.due_on < scene.today,
        "form": {
            "form_id": form.form_id,
            "version": form.version,
            "title": form.title,
            "url": reverse("field:form", kwargs=where),
            "media": [
                {
                    "name": file.name,
                    "url": reverse("field:form-media", kwargs={**where, "name": file.name}),
                    "sha256": file.sha256,
                }
                for file in one.media
            ],
        },
        "assignments": [_building(building) for building in one.buildings],
    }


def _building(one: fieldwork.Building) -> dict[str, Any]:
    row = one.assignment
    return {
        "id": str(row.pk),
        "grid": row.area_code,
        "point": str(row.point.uid),
        "name": row.point.name,
        "expected": row.expected,
        "doors": [
            {
                "door": door.door,
                "outcome": door.outcome,
                "at": localtime(door.made_at).isoformat(timespec="seconds"),
            }
            for door in one.doors
        ],
    }
