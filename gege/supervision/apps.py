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
        from gege.supervision.queries.heads import (  # inline: models must be loaded
            briefing_heads,
            camera_heads,
            group_heads,
            order_heads,
            review_heads,
            view_heads,
        )
        from gege.trail.api import register_heads  # inline: models must be loaded

        set_follower(OrderFollower())
        set_chronicle(chronicle)
        register_heads(order_heads)
        register_heads(briefing_heads)
        register_heads(group_heads)
        register_heads(camera_heads)
        register_heads(view_heads)
        register_heads(review_heads)
