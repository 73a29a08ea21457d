"""What a play did: how many deeds of each name, through which channels, how long it took."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Tally:
    """Counts of a play; `seconds` is real time."""

    deeds: Counter[str] = field(default_factory=Counter)
    channels: Counter[str] = field(default_factory=Counter)
    lights: int = 0
    notices: int = 0
    left_alone: int = 0
    seconds: float = 0.0

    @property
    def matters(self) -> int:
        return self.deeds["report"]

    def lines(self) -> list[str]:
        """Return the counts as lines for a terminal."""
        steps = sum(self.deeds.values())
        rate = self.matters / self.seconds if self.seconds else 0.0
        pace = steps / self.seconds if self.seconds else 0.0
        deeds = ", ".join(f"{name} {count}" for name, count in self.deeds.most_common())
        return [
            f"{self.matters} matters, {steps} deeds, {self.notices} notices in "
            f"{self.seconds:.1f} s: {rate:.1f} matters and {pace:.0f} deeds a second.",
            f"Deeds: {deeds}.",
            f"Channels: {', '.join(f'{n} {c}' for n, c in self.channels.most_common())}.",
        ]
