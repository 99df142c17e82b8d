import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from mlmap_site.door import Door

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mlmap_site.settings")

application = get_wsgi_application()
if settings.PAGE_CACHE_MB:
    from mlmap_site.page_cache import PageCache

    application = PageCache(application, megabytes=settings.PAGE_CACHE_MB)
application = Door(application)

# What is loaded by now stays. To look through all of it for what nobody uses any more took some
# 60 ms, in the middle of a request or while everybody waited for whoever wrote.
gc.collect()
gc.freeze()
