"""How static files are kept: under names with their sum, so that browsers keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Names with sums also inside ES modules: `import "./map.js"` is rewritten like a style."""

    support_js_module_import_aggregation = True
