"""How a linkage is run: what is certain enough, what a person looks at, and the luck of samples."""

from dataclasses import dataclass
from enum import StrEnum


class Band(StrEnum):
    """What may happen with a pair.

    CERTAIN: a sound number stands once on each side, and name, date and sex do not speak against
    it; a machine may link it. LIKELY: no number decides, everything else does and nothing speaks
    against it; a person confirms many at once. REVIEW: a person looks at the two records.
    """

    CERTAIN = "certain"
    LIKELY = "likely"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Settings:
    """Thresholds are match weights: the logarithm (to 2) of the odds that one person is meant.

    `likely` 10 is a thousand to one, `review` -3 one to eight. `seed` decides the samples, so that
    a run can be repeated. `crowded`: a key that more records of a side share makes no pairs.
    """

    likely: float = 10.0
    review: float = -3.0
    seed: int = 1
    sample: int = 800
    labels: int = 30_000
    prior_strength: float = 50.0
    crowded: int = 60

    def problems(self) -> list[str]:
        """What is wrong with these settings: names of fields."""
        found = []
        if not -30 <= self.review <= self.likely <= 60:
            found.append("likely")
        least = ("sample", "labels", "crowded")
        found += [name for name in least if getattr(self, name) < 1]
        if self.prior_strength < 0:
            found.append("prior_strength")
        return found
