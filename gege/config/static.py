"""How static files are kept: under names with their sum, so that browsers keep them for ever."""

from typing import Any, Final

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage

SCRIPTS: Final = "*.js"


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Names with sums also inside ES modules: `import "./map.js"` is rewritten like a style.

    Only in the rooms' own modules. The bundles of other projects name no file beside themselves
    (what reads like an import there stands in a comment, as `{import("mdast").Node}` does), and to
    search their megabytes in every pass took a start of the platform twenty seconds.
    """

    support_js_module_import_aggregation = True
    # A module gets its final name in the pass after those it imports: so many modules may stand
    # one behind the other. They must not import in a circle, which would never come to an end.
    max_post_process_passes = 40

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        # What is looked for, by the pattern of the names of the files to look in.
        wanted = self._patterns.pop(SCRIPTS)
        self._patterns |= {f"{room}/{SCRIPTS}": wanted for room in settings.ROOMS}
