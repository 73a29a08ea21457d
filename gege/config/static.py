"""How static files are kept: under names with their sum, so that browsers keep them for ever."""

import re
from collections.abc import Callable
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Names with sums also inside ES modules: `import "./map.js"` is rewritten like a style."""

    support_js_module_import_aggregation = True
    # A module gets its final name in the pass after those it imports: so many modules may stand
    # one behind the other. They must not import in a circle, which would never come to an end.
    max_post_process_passes = 40

    def url_converter(
        self, name: str, hashed_files: Any, template: str | None = None
    ) -> Callable[[re.Match[str]], str]:
        """Leave imports in a bundle of another project alone: it names no file beside itself.

        What reads like one there stands in a comment, as `{import("mdast").Node}` does.
        """
        convert: Callable[[re.Match[str]], str] = super().url_converter(
            name, hashed_files, template
        )
        if not (name.startswith("vendor/") and name.endswith(".js")):
            return convert
        return lambda found: (
            found[0] if found[0].lower().startswith(("import", "export")) else convert(found)
        )
