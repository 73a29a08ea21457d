from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "gege.supervision"
    label = "supervision"

    def ready(self) -> None:
        """Tell matters who follows instructions, the outbox and the ledger what orders are."""
        from gege.matters.api import set_follower  # inline: models must be loaded
        from gege.notices.api import set_chronicle  # inline: models must be loaded
        from gege.supervision.actions.chronicle import chronicle  # inline: models must be loaded
        from gege.supervision.actions.follow import OrderFollower  # inline: models must be loaded
        from gege.supervision.models import (  # inline: models must be loaded
            Briefing,
            Camera,
            Group,
            Order,
            Review,
            ViewRequest,
        )
        from gege.trail.api import register_rows  # inline: models must be loaded

        set_follower(OrderFollower())
        set_chronicle(chronicle)
        register_rows("order", Order)
        register_rows("briefing", Briefing)
        register_rows("group", Group)  # the meetings of a group are in its stream
        register_rows("camera", Camera)
        register_rows("view", ViewRequest)
        register_rows("review", Review)
