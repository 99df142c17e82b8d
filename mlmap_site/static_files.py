import re
from pathlib import Path

from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.storage import CompressedManifestStaticFilesStorage

HASHED = re.compile(r"[\w./-]{1,200}\.[0-9a-f]{12}\.\w{1,10}", re.ASCII)


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Styles and scripts under names with their hash, also where one module imports another."""

    support_js_module_import_aggregation = True


class StaticFilesOfAnyRelease(WhiteNoiseMiddleware):
    """Sends files that came after this process began, too.

    While a server is renewed, its new workers' pages name files that its old ones are asked for.
    """

    def __init__(self, get_response):
        super().__init__(get_response)
        self.directories = [(f"{Path(self.static_root).resolve()}/", self.static_prefix)]

    def __call__(self, request):
        self.look_for(request.path_info)
        return super().__call__(request)

    def look_for(self, url):
        if url in self.files or not url.startswith(self.static_prefix) or not HASHED.fullmatch(url):
            return
        if came_later := self.find_file(url):
            self.files[url] = came_later
