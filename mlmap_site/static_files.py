from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Styles and scripts under names with their hash, also where one module imports another."""

    support_js_module_import_aggregation = True
