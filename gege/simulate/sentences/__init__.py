"""What people say and write in the demonstration, in Chinese; every sentence is made up.

One file per group of kinds. `{where}` is a place within a grid, `{grid}` the grid's own name.
"""

from gege.simulate.sentences.disputes import DISPUTES
from gege.simulate.sentences.emergencies import EMERGENCIES
from gege.simulate.sentences.hazards import HAZARDS
from gege.simulate.sentences.livelihood import LIVELIHOOD
from gege.simulate.sentences.opinions import OPINIONS
from gege.simulate.sentences.roads import ROADS
from gege.simulate.sentences.story import Story
from gege.simulate.sentences.streets import STREETS
from gege.simulate.sentences.utilities import UTILITIES

STORIES: dict[str, Story] = {
    **UTILITIES,
    **ROADS,
    **STREETS,
    **HAZARDS,
    **DISPUTES,
    **LIVELIHOOD,
    **OPINIONS,
    **EMERGENCIES,
}
"""The stories by the code of their kind in the default rulebook."""

PLAIN = Story(
    titles=("{where}有事项需要处理", "反映{where}的问题"),
    tells=("居民反映{where}存在问题，请到现场核实。", "巡查时在{where}发现情况，请尽快处理。"),
    results=("已到现场核实处理，情况已恢复正常。", "已协调处理完毕，并告知反映人。"),
)
"""For a kind that an administrator has added since."""


def story_of(kind: str) -> Story:
    """Return what people say about a kind of matter."""
    return STORIES.get(kind, PLAIN)


__all__ = ["PLAIN", "STORIES", "Story", "story_of"]
