"""Scenes of the last days."""

from datetime import datetime

from gege.simulate.stage import Stage


class Scenes:
    def __init__(self, stage: Stage, people: dict[str, int], now: datetime) -> None:
        self.stage, self.people, self.now = stage, people, now

    def put_down(self) -> None:
        """Nothing yet."""
